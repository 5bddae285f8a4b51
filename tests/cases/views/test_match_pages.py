"""Step 4 in the browser's terms: the board, proposing, answering, assigning."""

import datetime as dt

import pytest
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.db import connection

from accounts.enums import Role
from accounts.models import AccessEvent
from cases.enums import ProposalState, State
from cases.models import Assignment, Proposal
from core import clock
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    DecisionFactory,
    MembershipFactory,
    MentorFactory,
    NeedFactory,
    ProposalFactory,
    WishesFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MembershipFactory()


@pytest.fixture
def http(member):
    browser = Browser()
    browser.force_login(member.user)
    return browser


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
        "no_conflict": "on",
        "asked_how": "phone",
        "answer_by": (clock.today() + dt.timedelta(days=3)).strftime("%d-%m-%Y"),
    } | more


def test_the_board_shows_candidates_with_reasons_and_the_others_with_theirs(http, case):
    mentor(case, name="Karin Toft")
    full = mentor(case, name="Bent Skov", most_clients=1)
    AssignmentFactory(mentor=full)
    MentorFactory(name="Fremmed Fyr")
    page = http.get(board(case)).content.decode()
    assert "Karin Toft" in page
    assert "Covers 1 of 1" in page or "Dækker 1 af 1" in page or "1 of 1" in page
    assert "Bent Skov" in page
    assert "Fremmed Fyr" not in page
    assert "Helst en udefra" in page
