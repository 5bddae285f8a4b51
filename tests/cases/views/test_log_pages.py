"""The pages of the contact log: the list with its approval, a new entry, an entry, corrections, the hours account."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils.http import urlencode

from accounts.enums import Role
from accounts.models import AccessEvent, Draft
from cases.enums import State
from cases.enums_course import Attendance, ContactState
from cases.forms.log import parse_length
from cases.models import Case, Contact, ContactQuestion, CourseSettings, Pause, Period
from core import clock
from core.days import DAY, iso_week
from tests.cases.course_scene import running
from tests.cases.log_scene import WEEKS_AGO, entry
from tests.factories import CaseFactory, MembershipFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db


def page(name: str, case: Case, *more: Any) -> str:
    return reverse(name, args=[case.ref, *more])


def typed(day: dt.date) -> str:
    return day.strftime("%d-%m-%Y")


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def course() -> tuple[Case, Any, Browser]:
    """A course in its seventh week today, its caseworker, and the caseworker's browser in English."""
    case, _assignment, by = running(at=clock.now() - dt.timedelta(weeks=WEEKS_AGO))
    return case, by, browser_of(by)


def browser_of(user: Any) -> Browser:
    user.language = "en"
    user.save()
    browser = Browser()
    browser.force_login(user)
    return browser


def now_entry(case: Case, by: Any, **other: Any) -> Contact:
    return entry(case, by, at=clock.now(), **other)


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


def test_the_list_is_by_week_with_what_is_unusual(course: Any) -> None:
    case, by, browser = course
    now_entry(case, by, note="Kundemøde", areas=["practical", "tasks"])
    now_entry(case, by, days_ago=7, attendance=Attendance.NO_SHOW, minutes=0)
    now_entry(case, by, days_ago=14, attendance=Attendance.CANCELLED, minutes=0, cancelled_by="client")
    listed = text(browser.get(page("case_log", case)))
    for words in ("Kundemøde", "Practical support and tasks", "The client did not come", "Cancelled by: the client", "By month"):
        assert words in listed
    for days in (0, 7, 14):
        year, week = iso_week(clock.today() - days * DAY)
        assert f"Week {week}, {year}" in listed
    assert case.assignments.get().mentor.name in listed


def test_a_week_is_approved_by_one_press_and_undone_by_another(course: Any) -> None:
    """R92"""
    case, by, browser = course
    mine = [now_entry(case, by, minutes=minutes) for minutes in (30, 45, 60)]
    other = now_entry(case, by, days_ago=14)
    keys = re.search(r'name="only" value="([^"]+)"', text(browser.get(page("case_log", case))))
    assert keys is not None
    answer = browser.post(page("case_log", case), {"only": keys[1]}, follow=True)
    assert "3 contacts are approved: 2 hours and 15 minutes." in text(answer)
    assert Contact.objects.filter(state=ContactState.APPROVED).count() == 3
    undo = re.search(r'action="([^"]+undo[^"]+)"', text(answer))
    assert undo is not None
    undone = browser.post(undo[1].replace("&amp;", "&"), follow=True)
    assert "3 contacts are to be approved again." in text(undone)
    assert Contact.objects.filter(state=ContactState.WAITING).count() == 4
    ticked = browser.post(page("case_log", case), {"contact": [str(mine[0].pk), str(other.pk)]}, follow=True)
    assert "2 contacts are approved" in text(ticked)


def test_pressing_twice_says_that_it_is_done_and_nothing_chosen_asks_to_choose(course: Any) -> None:
    case, by, browser = course
    contact = now_entry(case, by)
    for words in ("1 contact is approved: 1 hour.", "These contacts are already approved."):
        assert words in text(browser.post(page("case_log", case), {"contact": str(contact.pk)}, follow=True))
    for nothing in ({}, {"contact": "x"}, {"only": "x,y"}, {"contact": str(uuid.uuid4())}):
        answer = browser.post(page("case_log", case), nothing)
        assert answer.status_code == 422
        assert "Choose at least one entry to approve." in text(answer)


def test_an_old_or_foreign_undo_says_that_there_is_nothing_to_undo(course: Any) -> None:
    case, by, browser = course
    now_entry(case, by, state=ContactState.APPROVED)
    for query in ("", "?at=x", "?" + urlencode({"at": "2020-01-01T00:00:00+00:00"})):
        assert "There is nothing to undo" in text(browser.post(page("case_log_undo", case) + query, follow=True))
    manager = browser_of(MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user)
    contact = Contact.objects.get()
    manager.post(page("case_log_undo", case), {"contact": str(contact.pk)})
    assert Contact.objects.get().state == ContactState.APPROVED
    browser.post(page("case_log_undo", case), {"contact": str(contact.pk)})
    assert Contact.objects.get().state == ContactState.WAITING


def test_a_long_entry_is_approved_by_somebody_else(course: Any) -> None:
    """R92"""
    case, by, browser = course
    CourseSettings.objects.create(jobcentre=case.jobcentre, second_entry_minutes=30)
    contact = now_entry(case, by)
    listed = text(browser.get(page("case_log", case)))
    assert "Somebody else approves it" in listed
    assert 'name="contact"' not in listed
    assert "somebody else approves it" in text(browser.get(page("case_log_entry", case, contact.pk)))
    assert browser.post(page("case_log", case), {"contact": str(contact.pk)}).status_code == 422
    colleague = browser_of(MembershipFactory(jobcentre=case.jobcentre).user)
    colleague.post(page("case_log_entry", case, contact.pk), {"do": "approve", "key": str(uuid.uuid4())})
    contact.refresh_from_db()
    assert contact.state == ContactState.APPROVED


def test_the_address_says_which_entries_are_shown(course: Any) -> None:
    case, by, browser = course
    waiting, done = now_entry(case, by, note="Venter"), now_entry(case, by, days_ago=1, note="Færdig", state=ContactState.APPROVED)
    now_entry(case, by, days_ago=2, note="Slettet", state=ContactState.STRUCK)
    ContactQuestion.objects.create(contact=done, words="Hvor?", asked_by=by, asked_at=clock.now())
    shown = {
        name: text(browser.get(page("case_log", case) + f"?show={name}")) for name in ("", "waiting", "approved", "asked", "struck", "x")
    }
    found = {name: [note for note in ("Venter", "Færdig", "Slettet") if note in listed] for name, listed in shown.items()}
    assert found == {
        "": ["Venter", "Færdig"],
        "x": ["Venter", "Færdig"],
        "waiting": ["Venter"],
        "approved": ["Færdig"],
        "asked": ["Færdig"],
        "struck": ["Slettet"],
    }
    assert "A question waits" in shown["asked"]
    assert waiting.pk


def test_a_long_log_is_read_page_by_page_without_losing_one(course: Any) -> None:
    case, by, browser = course
    made = {str(now_entry(case, by, days_ago=n % 40, minutes=30 + n).pk) for n in range(120)}
    address, seen = page("case_log", case), []
    while address:
        listed = text(browser.get(address))
        seen += re.findall(r'name="contact" value="([^"]+)"', listed)
        older = re.search(r'<a href="([^"]+)" rel="next">', listed)
        address = page("case_log", case) + older[1].replace("&amp;", "&") if older else ""
    assert len(seen) == 120
    assert set(seen) == made
    assert "This place in the list does not exist." in text(browser.get(page("case_log", case) + "?after=x"))


def test_the_log_asks_as_much_of_one_entry_as_of_three_and_five_hundred(course: Any) -> None:
    case, by, browser = course
    counts = []
    for number in (1, 3, 500):
        Contact.objects.all().delete()
        first = now_entry(case, by)
        known = {name: getattr(first, name) for name in ("case", "assignment", "form", "attendance", "told_by", "written_by", "written_at")}
        Contact.objects.bulk_create([Contact(**known, day=clock.today() - n % 40 * DAY, minutes=1 + n, areas=[]) for n in range(1, number)])
        browser.get(page("case_log", case))
        with statements() as asked:
            browser.get(page("case_log", case))
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2] <= 14, counts


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


def test_the_hours_account_is_shown_by_period_and_week(course: Any) -> None:
    case, by, browser = course
    now_entry(case, by, minutes=200, state=ContactState.APPROVED)
    shown = text(browser.get(page("case_log_hours", case)))
    for words in ("By period", "By week", "Forecast", "Period 1", "3.3", "more than granted"):
        assert words in shown
    waiting = CaseFactory(state=State.MATCH, jobcentre=case.jobcentre)
    assert "The hours account begins with the first period." in text(browser.get(page("case_log_hours", waiting)))
    assert "No contacts yet." in text(browser.get(page("case_log", waiting)))
    assert "The log is kept while the course runs." in text(browser.get(page("case_log_new", waiting)))


def test_too_little_use_shows_after_six_weeks(course: Any) -> None:
    """R89"""
    case, by, browser = course
    assert "Little of the plan is used" in text(browser.get(page("case_log", case)))
    now_entry(case, by, minutes=700)
    assert "Little of the plan is used" not in text(browser.get(page("case_log", case)))


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
