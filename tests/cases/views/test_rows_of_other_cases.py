"""Keys in addresses and forms that belong to another case, of the own jobcentre or of another one, are like keys of nothing."""

import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import AuditEvent, User
from cases.enums_course import ContactState, PauseReason
from cases.models import Case, Contact, ContactQuestion, GoalReview, GoalScore, LocalResource, Meeting, Pause
from core import clock
from core.days import DAY, WEEK
from tests.architecture.test_url_matrix import named_addresses
from tests.cases import around_scene as around
from tests.cases.course_page_scene import met, reviewed, told, under_way
from tests.cases.extension_scene import asked, prepared
from tests.cases.letter_scene import kept as letter_kept
from tests.cases.repair_scene import complained, merged, twin
from tests.cases.repair_scene import told as discharge_told
from tests.factories import ConflictFactory, ProposalFactory

pytestmark = pytest.mark.django_db


def rows_of(case: Case, by: User) -> dict[str, Any]:
    """A row of each kind that an address of a running course names."""
    now = clock.now()
    contact = met(case, by, number=2, state=ContactState.WAITING, approved_by=None, approved_at=None)[0]
    goal = reviewed(case, by, (0, 1), (1, -1))[0]
    meeting = Meeting.objects.create(case=case, kind="status", at=now + WEEK, place="Lokale 2")
    first_day = clock.today() + 20 * DAY
    pause = Pause.objects.create(case=case, first_day=first_day, reason=PauseReason.HOLIDAY, recorded_by=by, recorded_at=now)
    decision = case.decisions.get()
    asked(case, by, at=now, last_day=case.periods.get().last_day + 90 * DAY)
    review = GoalReview.objects.filter(case=case).first()
    assert review is not None
    return {
        "contact": contact.pk,
        "goal": goal.pk,
        "review": review.pk,
        "feedback": told(case, by, not_working=True, answer_by=clock.today()).pk,
        "meeting": meeting.pk,
        "pause": pause.pk,
        "decision": decision.pk,
        "note": around.noted(case, by, at=now).pk,
        "document": around.kept(case, by, at=now).pk,
        "scheme": around.scheme(case, by, at=now).pk,
        "resource": around.resource(case, by, at=now).pk,
        "talk": around.talk(case, by, at=now).pk,
        "representative": around.representative(case, by, at=now).pk,
        "info_consent": around.consent(case, by, at=now).pk,
        "appeal": complained(decision, by, at=now, take_up=True, late_why="Brevet kom sent frem").pk,
        "proposal": ProposalFactory(case=case).pk,
        "conflict": ConflictFactory(client=case.client).pk,
        "merge": merged(case, twin(case), by, at=now).pk,
        "discharge": discharge_told(case, by, at=now).pk,
        "letter": letter_kept(case, by, at=now).pk,
    }


@pytest.fixture
def mine() -> tuple[Case, User, dict[str, Any]]:
    case, _assignment, by = under_way(weeks=20)
    return case, by, rows_of(case, by)


@pytest.fixture(params=["the same jobcentre", "another jobcentre"])
def other(request: Any, mine: Any) -> tuple[Case, dict[str, Any]]:
    """A course with rows of its own."""
    case, _assignment, by = under_way(weeks=20)
    rows = rows_of(case, by)
    if request.param == "the same jobcentre":
        here = mine[0].jobcentre
        Case.objects.filter(pk=case.pk).update(jobcentre=here)
        type(case.client).objects.filter(pk=case.client_id).update(jobcentre=here)
        case.refresh_from_db()
    return case, rows


@pytest.fixture
def browser(mine: Any) -> Browser:
    found = Browser()
    found.force_login(mine[1])
    return found


def test_a_row_of_another_case_is_none_at_every_address(mine: Any, other: Any, browser: Browser) -> None:
    case, _by, own = mine
    wrong = []
    for name, pattern in named_addresses().items():
        wanted = set(pattern.pattern.regex.groupindex)
        if "ref" not in wanted or not (keys := wanted & set(own)) or not wanted <= {"ref", *own}:
            continue
        for rows, expected in ((own, (200, 302, 405)), (other[1], (404, 405)), (dict.fromkeys(own, uuid.uuid4()), (404, 405))):
            address = reverse(name, kwargs={"ref": case.ref, **{key: rows[key] for key in keys}})
            status = browser.get(address).status_code
            if status not in expected:
                wrong.append(f"GET {name}: {status}")
            if rows is own:
                continue
            # A pause that was taken back is no more, and its page says so.
            status = browser.post(address, {"why": "a", "words": "a", "last_day": "01-01-2027", "version": "1"}).status_code
            if status not in (404, 405, 422 if name == "case_pause_end" else 404):
                wrong.append(f"POST {name}: {status}")
    assert not wrong, "\n".join(wrong)


def sent(browser: Browser, name: str, case: Case, data: dict[str, Any], **more: Any) -> Any:
    return browser.post(reverse(name, kwargs={"ref": case.ref, **more}), {"key": str(uuid.uuid4()), **data})


def test_contacts_of_another_case_are_not_approved_with_ones_own(mine: Any, other: Any, browser: Browser) -> None:
    case, _by, own = mine
    sent(browser, "case_log", case, {"contact": [str(own["contact"]), str(other[1]["contact"])]})
    assert Contact.objects.get(pk=own["contact"]).state == ContactState.APPROVED
    assert Contact.objects.get(pk=other[1]["contact"]).state == ContactState.WAITING
    assert sent(browser, "case_log", case, {"only": str(other[1]["contact"])}).status_code == 422
    Contact.objects.filter(pk=other[1]["contact"]).update(state=ContactState.APPROVED, approved_by=mine[1], approved_at=clock.now())
    sent(browser, "case_log_undo", case, {"contact": str(other[1]["contact"])})
    assert Contact.objects.get(pk=other[1]["contact"]).state == ContactState.APPROVED


def test_a_question_of_another_case_is_not_answered_here(mine: Any, other: Any, browser: Browser) -> None:
    case, by, own = mine
    theirs = ContactQuestion.objects.create(contact_id=other[1]["contact"], words="Hvor?", asked_by=by, asked_at=clock.now())
    day = clock.today().strftime("%d-%m-%Y")
    data = {"do": "answer", "question": str(theirs.pk), "answer": "Hjemme", "answered_on": day}
    answer = sent(browser, "case_log_entry", case, data, contact=own["contact"])
    theirs.refresh_from_db()
    assert (answer.status_code, theirs.answer) in ((404, ""), (422, ""), (302, ""))
    assert answer.status_code != 302


def test_goals_and_consents_of_another_case_are_not_chosen(mine: Any, other: Any, browser: Browser) -> None:
    case, _by, _own = mine
    theirs = other[1]
    before = GoalScore.objects.count(), LocalResource.objects.count()
    data = {"kind": "education", "organisation": "VUC", "next_action": "Ring"}
    for wrong in ({"goal": str(theirs["goal"])}, {"consent": str(theirs["info_consent"])}):
        assert sent(browser, "case_around_resource", case, {**data, **wrong}).status_code == 422
    day = clock.today().strftime("%d-%m-%Y")
    sent(browser, "case_goal_review", case, {"view": "client", "day": day, str(theirs["goal"]): "1", "goal1": str(theirs["goal"])})
    assert (GoalScore.objects.count(), LocalResource.objects.count()) == before


def test_a_complaint_about_a_decision_of_another_case_is_not_written_here(mine: Any, other: Any, browser: Browser) -> None:
    case, _by, _own = mine
    day = clock.today().strftime("%d-%m-%Y")
    data = {"decision": str(other[1]["decision"]), "received_on": day, "how": "letter", "by_whom": "Borgeren", "words": "Nej"}
    assert sent(browser, "case_appeal_add", case, data).status_code == 422
    assert case.appeals.count() == 1


def test_records_of_another_jobcentre_are_not_merged_and_nothing_is_told_of_them(mine: Any, browser: Browser) -> None:
    case, _by, _own = mine
    stranger, _assignment, _their_by = under_way(weeks=20)
    case.refresh_from_db()
    before = AuditEvent.objects.count()
    data = {"other": str(stranger.client_id), "keep": "this", "reason": "Samme person", "version": str(case.version)}
    answer = sent(browser, "client_merge", case, data)
    shown = answer.content.decode()
    assert answer.status_code == 422 and stranger.ref not in shown
    assert stranger.client.name == case.client.name or stranger.client.name not in shown
    assert AuditEvent.objects.count() == before


def test_an_approval_of_another_jobcentre_is_none(mine: Any, browser: Browser) -> None:
    stranger, _assignment, _by = under_way(weeks=20)
    address = reverse("approval", args=[prepared(stranger).pk])
    for way in (browser.get, browser.post):
        assert way(address).status_code == 404
