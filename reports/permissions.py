"""Who may ask for reports and read them, and of which jobcentres."""

import uuid
from typing import TYPE_CHECKING

from accounts.enums import CASE_READERS, Role
from accounts.models import Membership, User
from core.ids import NOTHING
from core.verdicts import YES, Answer, no

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from reports.models import ReportJob


def can_read_reports(member: Membership | None) -> Answer:
    """Caseworkers and managers, of their own jobcentre. Who administers the platform does so without a role."""
    return YES if member and member.role in CASE_READERS else no("role_reads_no_reports")


def can_see_overview(member: Membership | None) -> Answer:
    """Managers, of their own jobcentre. Who administers the platform does so without a role."""
    return YES if member and member.role == Role.MANAGER else no("role_has_no_overview")


def reach(user: User, member: Membership | None) -> uuid.UUID | None:
    """The jobcentre whose reports somebody sees; None: those of all, which the administrator of the platform does."""
    return None if user.is_superuser else member.jobcentre_id if member else NOTHING


def visible_to(jobs: "QuerySet[ReportJob]", user: User, member: Membership | None) -> "QuerySet[ReportJob]":
    """The reports that somebody sees: those of the own jobcentre, or all."""
    where = reach(user, member)
    return jobs if where is None else jobs.filter(jobcentre_id=where)


def can_inspect(member: Membership | None) -> Answer:
    """Managers and auditors, of their own jobcentre. Who administers the platform does so without a role."""
    return YES if member and member.role in (Role.MANAGER, Role.AUDITOR) else no("role_inspects_nothing")


def can_export_statistics(member: Membership | None) -> Answer:
    """Managers, of their own jobcentre. Who administers the platform does so without a role."""
    return YES if member and member.role == Role.MANAGER else no("role_exports_no_statistics")
