"""The contact log as a list: by week, filtered, page by page, approved and undone; and the hours account beside it."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils.http import urlencode

from accounts.enums import Role
from cases.enums import State
from cases.enums_course import Attendance, ContactState
from cases.models import Case, Contact, ContactQuestion, CourseSettings
from core import clock
from core.days import DAY, iso_week
from tests.cases.course_scene import running
from tests.cases.log_scene import WEEKS_AGO, now_entry
from tests.factories import CaseFactory, MembershipFactory
from tests.pages import browser_of, page, text
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> tuple[Case, Any, Browser]:
    """A course in its seventh week today, its caseworker, and the caseworker's browser in English."""
    case, _assignment, by = running(at=clock.now() - dt.timedelta(weeks=WEEKS_AGO))
    return case, by, browser_of(by)


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
