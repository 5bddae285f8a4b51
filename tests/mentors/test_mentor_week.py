"""The week on a mentor's page: free, taken, away, and the days off by name."""

import datetime as dt
from html import unescape

import pytest

from cases.enums import State
from mentors.models import Absence, Mentor
from tests.factories import AgreementFactory, AssignmentFactory, CaseFactory
from tests.mentors.scene import of

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 12, 21)


@pytest.fixture
def planned(member, mentor):
    """Free on Monday and Friday mornings, with a client on Friday mornings and Wednesday evenings from week 49 on."""
    Mentor.objects.filter(pk=mentor.pk).update(times=["1_morning", "5_morning"])
    case = CaseFactory(jobcentre=member.jobcentre, state=State.RUNNING)
    assignment = AssignmentFactory(case=case, mentor=mentor, first_day=dt.date(2026, 12, 1))
    AgreementFactory(case=case, assignment=assignment, number=1, times=["1_morning"])
    AgreementFactory(case=case, assignment=assignment, number=2, times=["5_morning", "3_evening"])
    return assignment


def rooms(page):
    return {row["label"]: row["rooms"] for row in page.context["calendar"]["rows"]}


def test_a_week_says_what_is_free_and_what_an_agreement_takes(http, mentor, planned):
    """R80"""
    page = http.get(of(mentor) + "?week=2026-W52")
    assert rooms(page)["Morning"] == ["free", "no", "no", "no", "taken"]
    assert rooms(page)["Evening"] == ["no", "no", "taken", "no", "no"]
    words = page.content.decode()
    for each in ["Week 52", "?week=2026-W51#h-week", "?week=2026-W53#h-week", "Christmas Eve", "Christmas Day", "Mon 21"]:
        assert each in words
    before = http.get(of(mentor) + "?week=2026-W48")
    assert rooms(before)["Morning"] == ["free", "no", "no", "no", "free"]


def test_an_ended_course_takes_no_time_after_its_last_day(http, mentor, planned):
    planned.ended_on = MONDAY + dt.timedelta(days=2)
    planned.save()
    assert rooms(http.get(of(mentor) + "?week=2026-W52")) == {
        "Morning": ["free", "no", "no", "no", "free"],
        "Afternoon": ["no"] * 5,
        "Evening": ["no", "no", "taken", "no", "no"],
    }


def test_who_is_away_is_away_all_day_also_in_a_week_that_has_been(http, mentor, planned):
    Absence.objects.create(mentor=mentor, first_day=dt.date(2025, 11, 18), last_day=dt.date(2025, 11, 19))
    page = http.get(of(mentor) + "?week=2025-W47")
    assert rooms(page)["Afternoon"] == ["no", "away", "away", "no", "no"]
    assert "Tue 18" in page.content.decode()
    assert page.context["absences"] == []


def test_the_weekend_is_shown_when_something_is_free_on_it(http, mentor):
    Mentor.objects.filter(pk=mentor.pk).update(times=["6_afternoon"])
    assert len(http.get(of(mentor)).context["calendar"]["days"]) == 6


def test_without_times_the_week_says_that_none_are_written_down(http, mentor):
    assert "No times are written down." in http.get(of(mentor)).content.decode()


@pytest.mark.parametrize("text", ["2026-W54", "next", "2026-W99", "9999-W01", "<b>"])
def test_what_is_no_week_is_named_and_this_one_is_shown(http, mentor, text):
    """R79"""
    page = http.get(of(mentor), {"week": text})
    assert page.status_code == 200
    assert f"There is no week “{text}”. This week is shown." in unescape(page.content.decode())
    assert "<b>" not in page.content.decode().split("There is no week")[1][:20]
