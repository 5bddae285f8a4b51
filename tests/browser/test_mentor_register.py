"""The mentor register in a browser: accessible, no sideways scroll on a phone, levels and weeks chosen by keyboard and link."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import Membership
from cases.enums import State
from core import clock
from mentors.models import Absence, Competence, Mentor, Zone
from tests.browser.steps import looks_right_at, resize, sign_in
from tests.factories import AgreementFactory, AssignmentFactory, CaseFactory, MembershipFactory, MentorFactory, ProposalFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member() -> Membership:
    return MembershipFactory(user__language="en")


@pytest.fixture
def mentor(member: Membership) -> Mentor:
    today = clock.today()
    zone = Zone.objects.create(jobcentre=member.jobcentre, name="Nord", first_day=today)
    mentor: Mentor = MentorFactory(
        jobcentre=member.jobcentre,
        name="Karin Toft",
        times=["1_morning", "6_evening"],
        zones=[zone.pk],
        support_areas={"practical": 2, "social": 0},
        confidentiality_valid_until=today - dt.timedelta(days=3),
    )
    case = CaseFactory(jobcentre=member.jobcentre, state=State.RUNNING)
    assignment = AssignmentFactory(case=case, mentor=mentor, first_day=today - dt.timedelta(days=60))
    AgreementFactory(case=case, assignment=assignment, times=["1_morning"])
    ProposalFactory(case=CaseFactory(jobcentre=member.jobcentre, state=State.MATCH), mentor=mentor)
    Absence.objects.create(mentor=mentor, first_day=today + dt.timedelta(days=7))
    return mentor


@pytest.mark.parametrize("width", [1366, 320])
def test_the_register_is_accessible_and_fits(page: Any, live_server: Any, axe: Any, member: Membership, mentor: Mentor, width: int) -> None:
    sign_in(page, live_server, member.user)
    resize(page, width)
    for number, address in enumerate(("", "?zone=x&free=yes", f"{mentor.pk}/", f"{mentor.pk}/history/", f"{mentor.pk}/change/", "new/")):
        response = page.goto(f"{live_server.url}/mentors/{address}")
        assert response.status == 200, address
        looks_right_at(page, axe, f"register-{number}", width)


def test_a_level_is_chosen_with_the_arrow_keys_and_a_week_by_its_link(
    page: Any, live_server: Any, member: Membership, mentor: Mentor
) -> None:
    sign_in(page, live_server, member.user)
    page.goto(f"{live_server.url}/mentors/{mentor.pk}/change/")
    page.get_by_label("Practical support: Much").focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Save the details").click()
    page.get_by_role("heading", name="Clients now").wait_for()
    assert dict(Competence.objects.filter(mentor=mentor).values_list("area", "level")) == {"practical": 1, "social": 0}
    shown = page.locator("#h-week").inner_text()
    page.get_by_role("link", name="Next week").click()
    page.wait_for_url("**/?week=*")
    assert page.locator("#h-week").inner_text() != shown
