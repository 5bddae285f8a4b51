"""The pages of complaints and of a coming discharge from hospital."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Draft, Membership
from cases.enums import State
from cases.models import Appeal, Case, Decision, Discharge
from core import clock
from core.days import DAY, add_months
from tests.cases.repair_scene import complained, refused_case, told
from tests.factories import CaseFactory, MembershipFactory
from tests.pages import text, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Membership:
    return MembershipFactory()


@pytest.fixture
def case(member: Membership) -> Case:
    """Refused and sent today."""
    found, _decision = refused_case(jobcentre=member.jobcentre, caseworker=member.user)
    today = clock.today()
    Decision.objects.update(decided_on=today - 10 * DAY, sent_on=today - 10 * DAY, received_on=today - 10 * DAY, appeal_until=today)
    return found


def sent(case: Case, **other: Any) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "jobcentre": str(case.jobcentre_id), **other}


def complaint(case: Case, **other: Any) -> dict[str, Any]:
    known = {
        "decision": str(Decision.objects.get(case=case).pk),
        "received_on": typed(clock.today()),
        "how": "meeting",
        "by_whom": "Borgeren",
        "words": "Jeg har brug for flere timer",
    }
    return sent(case, **{**known, **other})


def test_a_complaint_goes_from_receipt_to_passed_on(browser: Browser, case: Case) -> None:
    add = reverse("case_appeal_add", args=[case.ref])
    assert browser.post(add, complaint(case, words="", by_whom="")).status_code == 422
    first = complaint(case)
    one, two = browser.post(add, first), browser.post(add, first)
    row = Appeal.objects.get()
    here = reverse("case_appeal", args=[case.ref, row.pk])
    assert one.url == two.url == here
    assert "Jeg har brug for flere timer" in text(browser.get(here))
    step = sent(case, version=1, do="reassess", reassessed_on=typed(clock.today()), reassessment="upheld", words="Vurderet igen")
    assert browser.post(here, {**step, "words": ""}).status_code == 422
    assert browser.post(here, step).status_code == 302
    assert browser.post(here, step).status_code == 302, "twice is once"
    assert browser.post(here, sent(case, version=2, do="forward", forwarded_on=typed(clock.today()))).status_code == 302
    end = sent(case, version=3, do="end", outcome="upheld", outcome_on=typed(clock.today()), effect="")
    assert browser.post(here, end).status_code == 422
    assert browser.post(here, {**end, "effect": "Intet ændres"}).status_code == 302
    row.refresh_from_db()
    assert (row.reassessment, row.outcome, row.version) == ("upheld", "upheld", 4)
    assert "Intet ændres" in text(browser.get(here)) and "id_outcome" not in text(browser.get(here))


def test_a_late_complaint_asks_what_is_done_with_it_and_keeps_what_was_typed(browser: Browser, case: Case) -> None:
    Decision.objects.update(appeal_until=clock.today() - DAY)
    add = reverse("case_appeal_add", args=[case.ref])
    assert "id_late_why" not in text(browser.get(add))
    asked = browser.post(add, complaint(case))
    assert asked.status_code == 422 and "id_late_why" in text(asked) and "Jeg har brug for flere timer" in text(asked)
    assert browser.post(add, complaint(case, late="take_up")).status_code == 422
    assert browser.post(add, complaint(case, late="take_up", late_why="Indlagt")).status_code == 302
    assert Appeal.objects.get().is_late


def test_a_changed_decision_links_to_the_new_one_that_must_be_made(browser: Browser, case: Case) -> None:
    row = complained(Decision.objects.get(), case.caseworker, on=clock.today(), at=clock.now())
    here = reverse("case_appeal", args=[case.ref, row.pk])
    step = sent(case, version=1, do="reassess", reassessed_on=typed(clock.today()), reassessment="changed", words="Skal bevilges")
    assert browser.post(here, step).status_code == 302
    assert reverse("case_annul", args=[case.ref, row.decision_id]) in text(browser.get(here))


def test_a_complaint_is_corrected_and_withdrawn(browser: Browser, case: Case) -> None:
    row = complained(Decision.objects.get(), case.caseworker, on=clock.today(), at=clock.now())
    change = reverse("case_appeal_change", args=[case.ref, row.pk])
    assert "Jeg har brug for flere timer" in text(browser.get(change))
    assert browser.post(change, complaint(case, version=1, words="Flere timer")).status_code == 302
    stale = browser.post(change, complaint(case, version=1, words="Andre ord"))
    assert stale.status_code == 409 and "Andre ord" in text(stale) and "Flere timer" in text(stale)
    withdraw = reverse("case_appeal_withdraw", args=[case.ref, row.pk])
    done = browser.post(withdraw, sent(case, version=2, outcome="withdrawn", outcome_on=typed(clock.today()), effect=""))
    assert done.status_code == 302
    row.refresh_from_db()
    assert (row.outcome, row.words) == ("withdrawn", "Flere timer")
    for address in (change, withdraw):
        assert "<textarea" not in text(browser.get(address))


def test_a_draft_of_a_complaint_is_kept(browser: Browser, case: Case) -> None:
    add = reverse("case_appeal_add", args=[case.ref])
    assert browser.post(add, {**complaint(case, words="Endnu ikke færdig"), "draft": "1"}).status_code == 302
    assert "Endnu ikke færdig" in text(browser.get(add)) and Draft.objects.get().form == "appeal"
    assert add in text(browser.get(reverse("desk")))


def test_the_list_costs_the_same_for_one_complaint_and_for_three(browser: Browser, case: Case) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as done:
            assert browser.get(reverse("case_appeals", args=[case.ref])).status_code == 200
        return len(done)

    def add() -> None:
        row = complained(Decision.objects.get(), case.caseworker, on=clock.today(), at=clock.now())
        Appeal.objects.filter(pk=row.pk).update(outcome="withdrawn", outcome_on=clock.today())

    add()
    one = cost()
    add()
    add()
    assert cost() == one <= 10


def test_a_case_without_a_decision_says_why_nothing_can_be_written(browser: Browser, member: Membership) -> None:
    new = CaseFactory(jobcentre=member.jobcentre, state=State.CHALLENGES)
    assert browser.get(reverse("case_appeals", args=[new.ref])).status_code == 200
    page = text(browser.get(reverse("case_appeal_add", args=[new.ref])))
    assert "f_appeal" not in page


def test_a_manager_reads_complaints_and_discharges(case: Case, member: Membership) -> None:
    manager = Browser()
    manager.force_login(MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user)
    row = complained(Decision.objects.get(), case.caseworker, on=clock.today(), at=clock.now())
    for address in (
        reverse("case_appeals", args=[case.ref]),
        reverse("case_appeal", args=[case.ref, row.pk]),
        reverse("case_appeal_add", args=[case.ref]),
        reverse("case_discharge", args=[case.ref]),
    ):
        assert "<textarea" not in text(manager.get(address)), address
    assert manager.post(reverse("case_appeal", args=[case.ref, row.pk]), {"do": "reassess"}).status_code == 403
    other = CaseFactory(jobcentre=case.jobcentre)
    assert manager.get(reverse("case_appeal", args=[other.ref, row.pk])).status_code == 404, "of another case"


@pytest.fixture
def assessed(member: Membership) -> Case:
    return CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.ASSESSMENT)


def test_a_discharge_is_told_asked_moved_and_over(browser: Browser, assessed: Case) -> None:
    address, today = reverse("case_discharge", args=[assessed.ref]), clock.today()
    tell = sent(assessed, do="tell", notified_on=typed(today), notified_by="Afsnit P3", expected_on=typed(add_months(today, 2)))
    assert browser.post(address, {**tell, "notified_by": ""}).status_code == 422
    assert browser.post(address, tell).status_code == browser.post(address, tell).status_code == 302
    assert Discharge.objects.count() == 1
    answer = sent(assessed, do="answer", version=1, asked_on=typed(today), answer="yes", answered_on="", words="Gerne")
    asked = browser.post(address, answer)
    assert asked.status_code == 422 and "Gerne" in text(asked)
    assert browser.post(address, {**answer, "answered_on": typed(today)}).status_code == 302
    move = reverse("case_discharge_move", args=[assessed.ref])
    moved = sent(assessed, version=2, notified_on=typed(today), notified_by="Afsnit P3", expected_on=typed(add_months(today, 3)))
    assert browser.post(move, moved).status_code == 302
    end = reverse("case_discharge_end", args=[assessed.ref])
    assert browser.post(end, sent(assessed, version=3, discharged_on=typed(today))).status_code == 302
    assert Discharge.objects.get().discharged_on == today
    assert browser.get(move).status_code == browser.get(end).status_code == 404
    late = browser.post(end, sent(assessed, version=3, discharged_on=typed(today)))
    assert late.status_code == 422, "somebody was faster: it is told, and nothing is lost"
    assert "Afsnit P3" in text(browser.get(address))


def test_the_decision_page_says_the_right_and_warns_without_blocking(browser: Browser, assessed: Case) -> None:
    assessment = reverse("case_assessment", args=[assessed.ref])
    assert reverse("case_discharge", args=[assessed.ref]) in text(browser.get(assessment)), "in the menu"
    today = clock.today()
    told(assessed, assessed.caseworker, expected_on=add_months(today, 5), at=clock.now())
    page = text(browser.get(assessment))
    assert page.count(reverse("case_discharge", args=[assessed.ref])) == 2, "and beside the grant"
    grant = {
        "version": assessed.version,
        "advice": "1",
        "outcome": "granted",
        "first_day": typed(today),
        "last_day": typed(add_months(today, 3)),
        "minutes_a_week": "2",
    }
    beside = text(browser.post(assessment, grant))
    assert beside.count('class="mc-tag mc-tag--warn"') - page.count('class="mc-tag mc-tag--warn"') == 2, "too early, and too short"
