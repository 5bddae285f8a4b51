"""The pages of the contact log: a new entry, an entry with its questions, corrections."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AccessEvent, Draft
from cases.enums import State
from cases.enums_course import ContactState
from cases.forms.log import parse_length
from cases.models import Case, Contact, ContactQuestion, Pause, Period
from core import clock
from core.days import DAY
from tests.cases.course_scene import running
from tests.cases.log_scene import WEEKS_AGO, entry, now_entry
from tests.factories import MembershipFactory
from tests.pages import browser_of, page, text, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> tuple[Case, Any, Browser]:
    """A course in its seventh week today, its caseworker, and the caseworker's browser in English."""
    case, _assignment, by = running(at=clock.now() - dt.timedelta(weeks=WEEKS_AGO))
    return case, by, browser_of(by)


def new(**other: Any) -> dict[str, Any]:
    known = {
        "key": str(uuid.uuid4()),
        "day": typed(clock.today()),
        "minutes": "45",
        "form": "meeting",
        "attendance": "attended",
        "told_by": "mentor",
        "areas": ["practical"],
        "note": "Ugeplan",
    }
    return {**known, **other}


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("45", 45), ("0", 0), ("5", 5), ("45 min", 45), ("45 minutter", 45), ("1:30", 90), ("1,5", 90), ("1.5", 90), ("2 timer", 120), ("1 t", 60),
     ("1,5 t.", 90), ("0:03", 3), ("120", 120), ("2 hours", 120), (" 90 ", 90)],
)  # fmt: skip
def test_a_bare_number_is_minutes_and_the_rest_is_hours(said: str, minutes: int) -> None:
    assert parse_length(said) == minutes


@pytest.mark.parametrize("said", ["", "x", "-5", "1:75", "1,333", "½", "1 2", "٤٥", "9999"])
def test_what_is_no_length_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r"^(?!unclear)"):
        parse_length(said)


def test_a_number_that_could_be_hours_is_asked_about(course: Any) -> None:
    case, _by, browser = course
    answer = browser.post(page("case_log_new", case), new(minutes="2"))
    assert answer.status_code == 422
    assert "Is “2” minutes or hours? Write minutes as 0:02, and hours as 2:00." in text(answer)
    assert not Contact.objects.exists()


def test_a_contact_is_registered_with_today_as_the_day(course: Any) -> None:
    case, by, browser = course
    form = browser.get(page("case_log_new", case))
    assert f'value="{typed(clock.today())}"' in text(form)
    assert "left of period 1" in text(form)
    answer = browser.post(page("case_log_new", case), new(), follow=True)
    assert answer.redirect_chain == [(page("case_log", case), 302)]
    assert "meeting, 45 minutes" in text(answer)
    contact = Contact.objects.get()
    assert (contact.minutes, contact.written_by, contact.state, contact.areas) == (45, by, ContactState.WAITING, ["practical"])


def test_a_double_click_makes_one_entry(course: Any) -> None:
    case, _by, browser = course
    twice = new()
    assert [browser.post(page("case_log_new", case), twice).status_code for _n in range(2)] == [302, 302]
    assert Contact.objects.count() == 1
    again = browser.post(page("case_log_new", case), new())
    assert again.status_code == 422
    assert "The same contact is already in the log" in text(again)


def test_what_is_refused_stays_in_the_form_with_a_sentence_at_its_field(course: Any) -> None:
    case, _by, browser = course
    answer = browser.post(page("case_log_new", case), new(day=typed(clock.today() + DAY), note="En lang dag"))
    assert answer.status_code == 422
    assert "The day has not been yet." in text(answer)
    assert "En lang dag" in text(answer)
    outside = browser.post(page("case_log_new", case), new(day="01-01-2020"))
    first = case.periods.get()
    assert "The day lies in none of the periods" in text(outside)
    assert str(first.last_day.year) in text(outside)
    no_minutes = browser.post(page("case_log_new", case), new(minutes=""))
    assert "Write how long it took" in text(no_minutes)
    assert "Choose who cancelled." in text(browser.post(page("case_log_new", case), new(attendance="cancelled")))
    secret = browser.post(page("case_log_new", case), new(note="Ring 610590-1234"))
    assert secret.status_code == 422


def test_a_time_that_a_spring_night_leaves_out_is_refused_at_its_field(course: Any) -> None:
    """R111: the clocks go from 02.00 to 03.00 on the last Sunday of March."""
    case, _by, browser = course
    answer = browser.post(page("case_log_new", case), new(day="29-03-2026", time="02.30", note="En nattevagt"))
    assert answer.status_code == 422 and "There is no 02.30 on" in text(answer) and "En nattevagt" in text(answer)
    assert "There is no" not in text(browser.post(page("case_log_new", case), new(day="29-03-2026", time="03.00")))
    assert not Contact.objects.exists()


def test_who_cancelled_is_ignored_when_it_took_place_and_minutes_may_be_left_out_when_not(course: Any) -> None:
    case, _by, browser = course
    browser.post(page("case_log_new", case), new(cancelled_by="client"))
    browser.post(page("case_log_new", case), new(minutes="", attendance="no_show", cancelled_by=""))
    assert sorted(Contact.objects.values_list("minutes", "attendance", "cancelled_by")) == [(0, "no_show", ""), (45, "attended", "")]


def test_more_than_granted_asks_for_a_reason_and_is_saved_with_it(course: Any) -> None:
    """R89"""
    case, _by, browser = course
    Period.objects.update(minutes_a_week=1)
    assert "Why more than granted?" not in text(browser.get(page("case_log_new", case)))
    answer = browser.post(page("case_log_new", case), new())
    assert answer.status_code == 422
    assert "more than is granted in period 1" in text(answer)
    assert "Why more than granted?" in text(answer)
    browser.post(page("case_log_new", case), new(over_use_why="En svær uge"))
    assert Contact.objects.get().over_use_why == "En svær uge"
    listed = text(browser.get(page("case_log", case)))
    assert "More than granted" in listed
    assert "more than is granted" in listed


def test_a_pause_and_the_weeks_hours_are_told(course: Any) -> None:
    case, by, browser = course
    Pause.objects.create(case=case, first_day=clock.today(), reason="illness", recorded_by=by, recorded_at=clock.now())
    answer = browser.post(page("case_log_new", case), new(minutes="4:00"), follow=True)
    assert "The course was paused on this day." in text(answer)
    assert "more than is granted a week" in text(answer)


def test_a_draft_is_kept_and_gone_when_the_contact_is_registered(course: Any) -> None:
    case, _by, browser = course
    browser.post(page("case_log_new", case), {**new(note="Halvt skrevet"), "draft": "1"})
    assert Draft.objects.get().form == "log"
    assert "Halvt skrevet" in text(browser.get(page("case_log_new", case)))
    assert "A contact" in text(browser.get(reverse("desk")))
    browser.post(page("case_log_new", case), new())
    assert not Draft.objects.exists()


def test_an_entry_is_asked_about_answered_and_approved_on_its_page(course: Any) -> None:
    """R94"""
    case, by, browser = course
    contact = now_entry(case, by, note="Ugeplan")
    here = page("case_log_entry", case, contact.pk)
    assert "Ugeplan" in text(browser.get(here))
    empty = browser.post(here, {"do": "ask", "key": str(uuid.uuid4()), "words": ""})
    assert "Write what you want to know." in text(empty)
    key = str(uuid.uuid4())
    for _n in range(2):
        browser.post(here, {"do": "ask", "key": key, "words": "Hvor mødtes I?"})
    question = ContactQuestion.objects.get()
    assert "No answer yet" in text(browser.get(here))
    old_page = browser.post(here, {"do": "ask", "key": str(uuid.uuid4()), "words": "Og hvornår? " + "x" * 500})
    assert old_page.status_code == 422 and "Og hvornår?" in text(old_page)  # whatever was asked meanwhile, what was typed stays
    reply = {"do": "answer", "question": str(question.pk), "answer": "På biblioteket", "answered_on": typed(clock.today())}
    browser.post(here, {**reply, "key": str(uuid.uuid4())})
    answered = text(browser.get(here))
    assert "På biblioteket" in answered
    assert "No answer yet" not in answered
    late = browser.post(here, {**reply, "key": str(uuid.uuid4())})
    assert "The question is already answered." in text(late)
    assert "På biblioteket</textarea>" in text(late)
    browser.post(here, {"do": "approve", "key": str(uuid.uuid4())})
    contact.refresh_from_db()
    assert contact.state == ContactState.APPROVED
    assert "Undo the approval" in text(browser.get(here))


def test_an_approved_entry_is_corrected_with_a_reason_and_the_old_one_stays_readable(course: Any) -> None:
    """R93"""
    case, by, browser = course
    old = now_entry(case, by, state=ContactState.APPROVED, note="Ugeplan")
    here = page("case_log_correct", case, old.pk)
    form = browser.get(here)
    assert 'value="1:00"' in text(form)
    data = {**new(), "version": old.version, "areas": [], "minutes": "45"}
    assert "Write why: it stays with the entry." in text(browser.post(here, data))
    answer = browser.post(here, {**data, "why": "Det var tre kvarter"}, follow=True)
    assert "Before the correction" in text(answer)
    assert "Det var tre kvarter" in text(answer)
    assert Contact.objects.get(state=ContactState.WAITING).minutes == 45
    assert "It was corrected" in text(browser.get(page("case_log_entry", case, old.pk)))
    assert "is struck out" in text(browser.get(here))


def test_two_who_correct_the_same_entry_lose_neither_text(course: Any) -> None:
    case, by, browser = course
    old = now_entry(case, by, note="Ugeplan")
    data = {**new(), "version": old.version, "areas": [], "note": "Kundemøde"}
    browser.post(page("case_log_entry", case, old.pk), {"do": "approve", "key": str(uuid.uuid4())})
    answer = browser.post(page("case_log_correct", case, old.pk), data)
    assert answer.status_code == 409
    assert "Kundemøde" in text(answer)
    assert Contact.objects.count() == 1


def test_an_entry_is_struck_out_with_a_reason(course: Any) -> None:
    """R93"""
    case, by, browser = course
    contact = now_entry(case, by)
    here = page("case_log_strike", case, contact.pk)
    assert "Write why" in text(browser.post(here, {"version": contact.version, "why": ""}))
    answer = browser.post(here, {"version": contact.version, "why": "Forkert borger"}, follow=True)
    assert "The contact is struck out." in text(answer)
    assert "Forkert borger" in text(browser.get(page("case_log_entry", case, contact.pk)))
    assert "is struck out" in text(browser.get(here))


def test_a_closed_case_is_read_settled_and_takes_no_entry(course: Any) -> None:
    case, by, browser = course
    contact = now_entry(case, by)
    Case.objects.update(state=State.ENDED, closed_on=clock.today())
    assert "Register a contact" not in text(browser.get(page("case_log", case)))
    assert browser.post(page("case_log_new", case), new()).status_code == 422
    assert "The case is closed." in text(browser.get(page("case_log_correct", case, contact.pk)))
    browser.post(page("case_log", case), {"contact": str(contact.pk)})
    contact.refresh_from_db()
    assert contact.state == ContactState.APPROVED


def test_a_manager_reads_and_writes_nothing(course: Any) -> None:
    case, by, _browser = course
    contact = now_entry(case, by)
    manager = browser_of(MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user)
    listed = text(manager.get(page("case_log", case)))
    assert 'name="contact"' not in listed
    assert "Register a contact" not in listed
    for name, more, data in (
        ("case_log", (), {"contact": str(contact.pk)}),
        ("case_log_new", (), new()),
        ("case_log_entry", (contact.pk,), {"do": "approve", "key": str(uuid.uuid4())}),
        ("case_log_correct", (contact.pk,), {**new(), "version": 1}),
        ("case_log_strike", (contact.pk,), {"version": 1, "why": "x"}),
    ):
        assert manager.post(page(name, case, *more), data).status_code == 403
    contact.refresh_from_db()
    assert (contact.state, Contact.objects.count()) == (ContactState.WAITING, 1)


def test_an_entry_of_another_case_is_not_found_and_every_look_is_logged(course: Any) -> None:
    case, by, browser = course
    elsewhere = entry(*running()[::2])
    for name in ("case_log_entry", "case_log_correct", "case_log_strike"):
        assert browser.get(page(name, case, elsewhere.pk)).status_code == 404
    contact = now_entry(case, by)
    before = AccessEvent.objects.filter(subject_id=case.pk).count()
    for name, more in (("case_log", ()), ("case_log_new", ()), ("case_log_hours", ()), ("case_log_entry", (contact.pk,))):
        browser.get(page(name, case, *more))
    assert AccessEvent.objects.filter(subject_id=case.pk).count() == before + 4
