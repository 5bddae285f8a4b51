"""A reminder, and who was told of it."""

from typing import Any

from accounts.models import Membership
from cases.models import Notice
from tests.factories import CaseFactory, NoticeFactory, NoticeRecipientFactory


def told(member: Membership, **notice: Any) -> Notice:
    """A reminder that the caseworker was told on DAY."""
    case = notice.pop("case", None) or CaseFactory(jobcentre=member.jobcentre, caseworker=member.user)
    found = NoticeFactory(case=case, **notice)
    NoticeRecipientFactory(notice=found, user=member.user)
    return found


def recipients(notice: Notice) -> dict[Any, str]:
    """As what everybody was told, by user."""
    return dict(notice.recipients.values_list("user_id", "told_as"))
