"""Dated reference rows: what is in force on a day, and a name in each language."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language


class DatedQuerySet(models.QuerySet):
    """Rows with `first_day` and `last_day` (inclusive; None means until further notice)."""

    def not_over(self, on: dt.date) -> Self:
        """Those that hold on the day or on a later one."""
        return self.filter(Q(last_day__isnull=True) | Q(last_day__gte=on))

    def in_force(self, on: dt.date) -> Self:
        return self.not_over(on).filter(first_day__lte=on)


def in_language(*, da: str, en: str) -> str:
    """The name in the language that is active."""
    return en if (get_language() or "da").startswith("en") else da
