"""Dated reference rows: what is in force on a day, and a name in each language."""

import datetime as dt
import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language


class DatedQuerySet(models.QuerySet):
    """Rows with `first_day` and `last_day` (inclusive; None means until further notice)."""

    def not_over(self, on: Any) -> Self:
        """Those that hold on the day or on a later one."""
        return self.filter(Q(last_day__isnull=True) | Q(last_day__gte=on))

    def in_force(self, on: Any) -> Self:
        return self.not_over(on).filter(first_day__lte=on)


class OwnOrNationalQuerySet(DatedQuerySet):
    """Dated rows of a jobcentre's own, beside national ones whose jobcentre is empty."""

    def own_first(self, jobcentre_id: Any, *, on: Any) -> Self:
        """The rows in force on a day that hold for a jobcentre: its own before the national one."""
        rows = self.in_force(on).filter(Q(jobcentre_id=jobcentre_id) | Q(jobcentre__isnull=True))
        return rows.order_by(F("jobcentre_id").asc(nulls_last=True))

    def for_jobcentre(self, jobcentre_id: uuid.UUID | None, *, on: dt.date) -> Any:
        """The row in force on a day: the jobcentre's own if it has one, else the national one. Raises DoesNotExist."""
        row = self.own_first(jobcentre_id, on=on).first()
        if row is None:
            raise self.model.DoesNotExist
        return row


def in_language(*, da: str, en: str) -> str:
    """The name in the language that is active."""
    return en if (get_language() or "da").startswith("en") else da
