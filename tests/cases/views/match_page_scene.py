"""What the pages of the match are asked with: a granted case, its board, and a mentor who is chosen."""

import datetime as dt

import pytest

from cases.enums import State
from core import clock
from tests.factories import CaseFactory, DecisionFactory, MentorFactory, NeedFactory, WishesFactory


@pytest.fixture
def case(member):
    """A granted case in the match, whose client needs practical support and wishes an external mentor."""
    found = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.MATCH)
    first = clock.today() + dt.timedelta(days=10)
    DecisionFactory(case=found, first_day=first, last_day=first + dt.timedelta(days=150))
    NeedFactory(case=found)
    WishesFactory(case=found, mentor_types=["external"], words="Helst en udefra")
    return found


def mentor(case, **more):
    return MentorFactory(jobcentre=case.jobcentre, confidentiality_valid_until=None, confidentiality_signed_on=dt.date(2020, 1, 1), **more)


def board(case):
    return f"/cases/{case.ref}/match/"


def typed(chosen, **more):
    return {
        "mentor": str(chosen.pk),
        "reason": "Kender arbejdet",
        "conflict": "phone",
        "asked_how": "phone",
        "answer_by": (clock.today() + dt.timedelta(days=3)).strftime("%d-%m-%Y"),
    } | more
