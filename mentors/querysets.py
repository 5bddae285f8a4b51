"""Which mentors: every reader starts with `visible_to(member)`."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.enums import CASE_READERS
from accounts.models import Membership


class MentorQuerySet(models.QuerySet):
    def visible_to(self, member: Membership | None) -> Self:
        """The mentors of the member's own jobcentre, for the roles that read the register."""
        if member is None or member.role not in CASE_READERS:
            return self.none()
        return self.filter(jobcentre_id=member.jobcentre_id)

    def declared(self, on: dt.date) -> Self:
        """Those whose declaration of confidentiality holds on this day."""
        return self.filter(
            Q(confidentiality_valid_until__isnull=True) | Q(confidentiality_valid_until__gte=on), confidentiality_signed_on__lte=on
        )

    def after(self, *, sort_key: str, pk: str) -> Self:
        """The rows of the list behind this one, for paging by key."""
        return self.filter(Q(sort_key__gt=sort_key) | Q(sort_key=sort_key, pk__gt=pk))
