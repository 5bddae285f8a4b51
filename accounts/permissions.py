"""Who may what, where it is not about a single case. Answers carry the reason."""

from accounts.enums import CASE_READERS, CASE_WRITERS, Role
from accounts.models import Membership
from core.verdicts import YES, Answer, no


def is_member(member: Membership | None) -> Answer:
    return YES if member else no("no_jobcentre")


def can_read_cases(member: Membership | None) -> Answer:
    return YES if member and member.role in CASE_READERS else no("role_reads_no_cases")


def can_write_cases(member: Membership | None) -> Answer:
    return YES if member and member.role in CASE_WRITERS else no("role_writes_no_cases")


def can_read_mentors(member: Membership | None) -> Answer:
    return YES if member and member.role in CASE_READERS else no("role_reads_no_mentors")


def can_write_mentors(member: Membership | None) -> Answer:
    return YES if member and member.role in CASE_WRITERS else no("role_writes_no_mentors")


def can_read_the_log(member: Membership | None) -> Answer:
    return YES if member and member.role == Role.AUDITOR else no("role_reads_no_log")


def can_see_status(member: Membership | None) -> Answer:
    return YES if member and member.role in (Role.ADMINISTRATOR, Role.MANAGER) else no("role_sees_no_status")


def is_administrator(member: Membership | None) -> Answer:
    return YES if member and member.role == Role.ADMINISTRATOR else no("role_administers_nothing")
