"""What the pages of an allocation are asked with: clients who wait, mentors, and the lines that are chosen."""

import datetime as dt
from typing import Any

from django.test import Client as Browser

from cases.enums import State
from cases.forms.allocation import tick_of
from cases.models import AllocationLine
from core import clock
from tests.factories import (
    CaseFactory,
    DecisionFactory,
    MentorFactory,
    NeedFactory,
)

LIST = "/allocation/"


def waiting(member: Any, **more: Any) -> Any:
    first = clock.today() + dt.timedelta(days=10)
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.MATCH, **more)
    DecisionFactory(case=case, first_day=first, last_day=first + dt.timedelta(days=100))
    NeedFactory(case=case)
    return case


def mentor(member: Any, **more: Any) -> Any:
    return MentorFactory(
        jobcentre=member.jobcentre, confidentiality_valid_until=None, confidentiality_signed_on=dt.date(2020, 1, 1), **more
    )


def ask(browser: Browser) -> str:
    """Press the button; the address of the allocation."""
    key = browser.get(LIST).context["form"].initial["key"]
    answer = browser.post(LIST, {"key": str(key)})
    assert answer.status_code == 302
    return str(answer.url)


def typed(*lines: AllocationLine, act: str = "accept", **more: Any) -> dict[str, Any]:
    keys = [str(line.pk) for line in lines]
    return {
        "act": act,
        "lines": keys,
        "asked": [tick_of(line) for line in lines],
        "reason": "Passer godt sammen",
        "conflict_asked": "phone",
        "asked_how": "meeting",
        "answer_by": (clock.today() + dt.timedelta(days=3)).strftime("%d-%m-%Y"),
    } | more
