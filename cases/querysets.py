"""Which rows: every reader of cases starts with `visible_to(member)`, so that a forgotten check shows nothing instead of somebody else's data."""

import re
from typing import Self

from django.db import models

from accounts.enums import CASE_READERS
from accounts.models import Membership, User
from cases.enums import OPEN_STATES

_REF = re.compile(r"\s*(\d{4})-?(\d{4,9})\s*")


class CaseQuerySet(models.QuerySet):
    def visible_to(self, member: Membership | None) -> Self:
        """The cases whose content this member may read: those of the own jobcentre, for the roles that read cases."""
        if member is None or member.role not in CASE_READERS:
            return self.none()
        return self.filter(jobcentre_id=member.jobcentre_id)

    def numbered(self, ref: str) -> Self:
        """The case with this number (`2026-0312`); nothing for what is not a case number."""
        found = _REF.fullmatch(ref)
        if not found or int(found[2]) > 2_000_000_000:
            return self.none()
        return self.filter(year=int(found[1]), number=int(found[2]))

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def of_caseworker(self, user: User) -> Self:
        return self.filter(caseworker=user)
