"""The button that shows the CPR number works on every page of a case, once, and leaves a row in the read log."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.enums import AccessKind
from accounts.models import AccessEvent
from cases.enums import State
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClientFactory,
    DecisionFactory,
    MembershipFactory,
    PeriodFactory,
    replacement_cpr,
)

pytestmark = pytest.mark.django_db

PAGES = [
    "case",
    "case_contact",
    "case_challenges",
    "case_assessment",
    "case_decide",
    "case_match",
    "case_startup",
    "case_unassign",
    "case_agreement",
    "case_start_period",
    "case_timeline",
    "case_exit",
    "case_change_cpr",
]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("state", [State.CHALLENGES, State.STARTUP, State.RUNNING])
def test_the_number_is_shown_once_on_the_page_that_asked(name: str, state: State) -> None:
    member = MembershipFactory()
    number = replacement_cpr()
    case = CaseFactory(jobcentre=member.jobcentre, state=state, client=ClientFactory(jobcentre=member.jobcentre, cpr=number))
    if state != State.CHALLENGES:
        AssignmentFactory(case=case)
        decision = DecisionFactory(case=case)
        if state == State.RUNNING:
            PeriodFactory(case=case, decision=decision)
    browser = Browser()
    browser.force_login(member.user)
    page, whole = reverse(name, args=[case.ref]), f"{number[:6]}-{number[6:]}"
    assert whole not in browser.get(page).content.decode()
    response = browser.post(reverse("case_cpr", args=[case.ref]), headers={"referer": f"http://testserver{page}"})
    assert response.url == page
    assert whole in browser.get(page).content.decode()
    assert whole not in browser.get(page).content.decode()
    assert AccessEvent.objects.filter(kind=AccessKind.REVEAL, subject_id=case.client_id, user_id=member.user_id).count() == 1
