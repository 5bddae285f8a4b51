"""The page of a running course: its nearest decision, figures, goals, contacts, how the match goes; and what it costs."""

import datetime as dt

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.enums import Role
from cases.actions.annulling import annul_decision
from cases.enums import State
from cases.enums_course import Attendance, ContactState
from cases.models import Case, Meeting
from core import clock
from core.days import DAY
from tests.cases.course_page_scene import met, reviewed, told, under_way
from tests.cases.course_scene import changed_and_signed
from tests.cases.hours_scene import changed
from tests.factories import MembershipFactory
from tests.pages import browser_of
from tests.statements import statements

pytestmark = pytest.mark.django_db


def page(case: Case, browser: Browser):
    return browser.get(reverse("case", args=[case.ref]))


@pytest.fixture
def course():
    case, _assignment, by = under_way()
    return case, by, browser_of(by)


def test_four_figures_say_how_it_goes(course):
    case, by, browser = course
    met(case, by, number=3, minutes=90)
    reviewed(case, by, (0, 1), (-1, None), (None, None))
    at = clock.now() + 3 * DAY
    meeting = Meeting.objects.create(case=case, kind="status", at=at, place="Her", who_comes="Ida og mentor")
    days, hours, goals, appointment = page(case, browser).context["figures"]
    assert "left" in days["unit"]
    assert (days["share"], days["total"]) == (70, days["total"])
    assert (hours["value"], hours["share"]) == ("4.5", 270)
    assert (goals["value"], goals["unit"], goals["note"]) == (1, "of 3 reached", "1 is on the way, 1 is not begun")
    assert [link["url"] for link in appointment["links"]] == [
        reverse("case_meeting", args=[case.ref, meeting.pk]),
        reverse("case_meeting_ics", args=[case.ref, meeting.pk]),
    ]


def test_the_primary_action_is_to_register_a_contact(course):
    case, _by, browser = course
    assert [action["url"] for action in page(case, browser).context["actions"]] == [reverse("case_log_new", args=[case.ref])]


def test_every_page_of_a_running_case_has_the_sixth_step_and_the_tabs_with_numbers(course):
    case, by, browser = course
    met(case, by, number=2)
    met(case, by, minutes=30, state=ContactState.STRUCK, struck_at=clock.now(), struck_by=by, struck_why="Forkert")
    told(case, by)
    for name in ("case", "case_feedback", "case_timeline", "case_agreement", "case_rematch", "case_assessment"):
        found = browser.get(reverse(name, args=[case.ref])).context
        assert found["steps"][-1]["note"] == "period 1, week 11 of 26", name
        counts = {tab["url"]: tab["count"] for tab in found["subnav"]}
        assert counts[reverse("case_log", args=[case.ref])] == 2, name
        assert counts[reverse("case_feedback", args=[case.ref])] == 1, name


def test_the_three_newest_contacts_stand_with_what_was_not_as_usual(course):
    case, by, browser = course
    met(case, by, number=5, attendance=Attendance.NO_SHOW, minutes=0)
    found = page(case, browser).context
    assert len(found["contacts"]) == 3
    assert found["contacts"][0]["attended"] == "The client did not come"
    assert found["contacts_in_all"] == 5
    assert any("did not come twice" in sign["words"] for sign in found["health"])


def test_nothing_stands_out_when_all_is_well(course):
    case, by, browser = course
    met(case, by, number=25, minutes=75)
    response = page(case, browser)
    assert response.context["health"] == []
    assert "Nothing stands out." in response.content.decode()


def test_a_period_that_runs_out_has_both_choices_as_buttons():
    case, _assignment, by = under_way(weeks=22)
    notice = page(case, browser_of(by)).context["notice"]
    assert "Decide about an extension by" in notice["heading"]
    assert [action["url"] for action in notice["actions"]] == [
        reverse("case_close", args=[case.ref]),
        reverse("case_extension", args=[case.ref]),
    ]


def test_a_period_that_ran_out_can_be_closed_or_extended():
    case, _assignment, by = under_way(weeks=30)
    notice = page(case, browser_of(by)).context["notice"]
    assert (notice["level"], len(notice["actions"])) == ("error", 2)
    assert "ran out" in notice["heading"]


def test_what_does_not_work_comes_first(course):
    case, by, browser = course
    feedback = told(case, by, not_working=True, words="Nej", answer_by=clock.today() + DAY)
    notice = page(case, browser).context["notice"]
    assert notice["actions"][0]["url"] == reverse("case_feedback_deal", args=[case.ref, feedback.pk])


def test_a_manager_reads_and_has_no_buttons():
    case, _assignment, _by = under_way(weeks=30)
    manager = MembershipFactory(role=Role.MANAGER, jobcentre=case.jobcentre)
    found = page(case, browser_of(manager.user)).context
    assert (found["actions"], found["notice"]["actions"]) == ([], [])


@pytest.mark.parametrize(("minutes", "reasons", "says"), [(240, "", "4 hours"), (120, "Klarer mere selv", "2 hours")])
def test_hours_that_are_granted_anew_are_to_be_agreed(course, minutes, reasons, says):
    """R109, R75: what is agreed does not change by itself."""
    case, by, browser = course
    assert page(case, browser).context["notice"] is None
    changed(case, by, minutes, at=clock.now(), reasons=reasons)
    notice = page(case, browser).context["notice"]
    assert notice["heading"].startswith(f"{says} a week are granted from ")
    assert notice["text"] == "The agreement has 3 hours a week."
    changed_and_signed(case, by, minutes_a_week=minutes, at=clock.now() + DAY)
    assert page(case, browser).context["notice"] is None


def test_hours_that_were_agreed_under_a_change_that_is_annulled_are_to_be_agreed_again(course):
    """R131"""
    case, by, browser = course
    change = changed(case, by, 240, at=clock.now(), days=0)
    changed_and_signed(case, by, minutes_a_week=240, at=clock.now())
    annul_decision(case_id=case.pk, version=None, decision_id=change.pk, why="Forkert", by=by, at=clock.now())
    notice = page(case, browser).context["notice"]
    assert notice["heading"].startswith("3 hours a week are granted from ") and notice["text"] == "The agreement has 4 hours a week."


def test_fewer_hours_agreed_than_granted_are_no_reason_for_an_alert(course):
    """R52"""
    case, by, browser = course
    changed_and_signed(case, by, minutes_a_week=120, at=clock.now())
    assert page(case, browser).context["notice"] is None


def test_an_ended_course_shows_how_it_ended_with_its_hours_and_goals(course):
    case, by, browser = course
    met(case, by, number=2)
    Case.objects.filter(pk=case.pk).update(state=State.ENDED, closed_on=clock.today(), end_reason="goal_reached", due_on=None)
    found = page(case, browser).context
    assert found["steps"][-1]["state"] == "done"
    days, hours, _goals = found["figures"]
    assert (days["unit"], days["note"], "total" in days) == ("in all", "The course has ended", False)
    assert hours["value"] == "2" and hours["note"].endswith("hours were not used")
    assert "health" not in found
    assert found["actions"] == []


def cost(case: Case, browser: Browser) -> int:
    page(case, browser)
    with statements() as asked:
        assert page(case, browser).status_code == 200
    return len(asked)


def test_the_page_reads_at_most_14_statements_for_1_3_and_500_entries(course):
    case, by, browser = course
    met(case, by)
    reviewed(case, by, (0, 0))
    told(case, by)
    one = cost(case, browser)
    met(case, by, number=3, minutes=45)
    reviewed(case, by, (0, 0), (1, None), (None, -1))
    for n in range(3):
        told(case, by, going=1 + n, said_by=("client", "mentor", "workplace")[n])
    assert cost(case, browser) == one
    met(case, by, number=500, minutes=30, every=0)
    assert cost(case, browser) == one <= 14


def test_the_page_of_a_new_year_counts_its_weeks_from_the_first_day(course):
    case, _by, browser = course
    assert case.periods.get().first_day == clock.today() - dt.timedelta(weeks=10)
    assert page(case, browser).context["figures"][0]["note"].startswith("70 of ")
