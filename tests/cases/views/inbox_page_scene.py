"""What somebody is told of, and what the inbox shows of it."""

from typing import Any

from accounts.models import Membership
from cases.enums_notice import NoticeKind, ToldAs
from cases.models import NoticeRecipient
from core import clock
from core.days import DAY
from tests.factories import (
    CaseFactory,
    ClientFactory,
    MentorFactory,
    NoticeFactory,
    NoticeRecipientFactory,
)


def told(member: Membership, *, in_days: int = 3, told_as: ToldAs = ToldAs.CASEWORKER, **facts: Any) -> NoticeRecipient:
    """A reminder that the member is told of, with its deadline so many days from now."""
    day = clock.today() + in_days * DAY
    if "case" not in facts:
        facts["case"] = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, due_on=None)
    facts = {"due_on": clock.today(), "facts": {"day": day.isoformat()}, "told_at": clock.now(), **facts}
    return NoticeRecipientFactory(notice=NoticeFactory(**facts), user=member.user, told_as=told_as, told_at=facts["told_at"])


def as_wanted(member: Membership) -> NoticeRecipient:
    """A reminder that the rules want today: the ledger, which looks at the case again, lets it stand."""
    today = clock.today()
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, received_on=today - 21 * DAY, answer_due_on=today, due_on=None)
    return told(member, case=case, in_days=0)


def about_mentor(member: Membership) -> NoticeRecipient:
    mentor = MentorFactory(jobcentre=member.jobcentre, name="Karin Toft")
    return told(member, case=None, mentor=mentor, jobcentre=member.jobcentre, kind=NoticeKind.DECLARATION, level=30)


def about_client(member: Membership) -> NoticeRecipient:
    client = ClientFactory(jobcentre=member.jobcentre, given_name="Ole")
    case = CaseFactory(jobcentre=member.jobcentre, client=client, caseworker=member.user, due_on=None)
    facts = {"day": clock.today().isoformat(), "case": case.ref}
    return told(member, case=None, client=client, jobcentre=member.jobcentre, kind=NoticeKind.PROTECTION, level=1, facts=facts)


def refs(found: Any) -> list[str]:
    return [row["ref"] for group in found["groups"] for row in group["rows"]]
