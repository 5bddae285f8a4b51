"""A form that does not say which version it was opened with has seen none: it is told what stands there, and nothing is overwritten."""

from typing import Any

import pytest
from django.test import Client as Browser

from accounts.models import AuditEvent
from cases.enums import State
from cases.models import Case
from core import clock
from core.days import DAY
from tests.cases.course_scene import running
from tests.cases.views.application_page_scene import changed
from tests.factories import CaseFactory, MembershipFactory, ProposalFactory

pytestmark = pytest.mark.django_db


def sent(case: Case, address: str, data: dict[str, Any]) -> Any:
    browser = Browser()
    browser.force_login(MembershipFactory(jobcentre=case.jobcentre, user__language="en").user)
    return browser.post(f"/cases/{case.ref}/{address}", {name: value for name, value in data.items() if name != "version"})


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("exit/", {"event": "withdrawn", "words": "Vil ikke mere"}),
        ("cpr/change/", {"cpr": "010190-1234", "reason": "Nyt nummer fra folkeregisteret"}),
        ("challenges/", {"practical_weight": "3", "practical_words": "Overblik"}),
        ("contact/", None),
    ],
)
def test_a_form_of_a_case_without_a_version_changes_nothing(address: str, data: dict[str, Any] | None) -> None:
    case = CaseFactory(state=State.CHALLENGES)
    answer = sent(case, address, changed(case) if data is None else data)
    assert answer.status_code == 409
    case.refresh_from_db()
    assert (case.state, case.version) == (State.CHALLENGES, 1)
    assert not AuditEvent.objects.filter(subject_id=case.pk).exists()


def test_an_answer_to_a_proposal_without_a_version_changes_nothing() -> None:
    proposal = ProposalFactory(case=CaseFactory(state=State.MATCH))
    answer = sent(proposal.case, f"match/{proposal.pk}/", {"step": "withdraw"})
    assert answer.status_code == 409
    before = proposal.state
    proposal.refresh_from_db()
    assert (proposal.state, proposal.version) == (before, 1)


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("hours/", {"decide": "1", "minutes_a_week": "4", "reasons": ""}),
        ("pause/", {"reason": "holiday", "words": ""}),
        ("wish/", {"do": "wish", "minutes_a_week": "4", "words": "Mere tid"}),
    ],
)
def test_a_form_about_the_hours_of_a_course_without_a_version_changes_nothing(address: str, data: dict[str, Any]) -> None:
    case, _assignment, _by = running(at=clock.now() - DAY)
    day = clock.today().strftime("%d-%m-%Y")
    before = AuditEvent.objects.filter(subject_id=case.pk).count()
    answer = sent(case, address, {**data, "first_day": day, "sent_on": day, "day": day})
    assert answer.status_code == 409
    assert AuditEvent.objects.filter(subject_id=case.pk).count() == before
