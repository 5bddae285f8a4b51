"""Hours a week as a chart: what it says, where it draws, and that nothing stands outside."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cases.views.weeks_chart import weeks_chart
from core.days import DAY, iso_week

MONDAY = dt.date(2026, 6, 8)
TODAY = dt.date(2026, 11, 17)


@dataclass(frozen=True)
class Row:
    """A week as the hours account has it."""

    year: int
    week: int
    first_day: dt.date
    last_day: dt.date
    planned: int
    used: int
    approved: int = 0
    is_part: bool = False


def row(first_day: dt.date, *, planned: int, used: int, days: int = 7) -> Row:
    year, week = iso_week(first_day)
    return Row(year, week, first_day, first_day + (days - 1) * DAY, planned, used, used, days < 7)


def stairs() -> list[Row]:
    """26 weeks from week 24: eight weeks of 3 hours, eight of 2, six of 1.5, four of 1, as in the mock-up."""
    planned = [180] * 8 + [120] * 8 + [90] * 6 + [60] * 4
    return [row(MONDAY + n * 7 * DAY, planned=each, used=each if n < 22 else 0) for n, each in enumerate(planned)]


def test_the_plan_is_labelled_where_it_changes_and_today_is_marked():
    with override("en"):
        chart = weeks_chart(stairs(), today=TODAY)
    assert [label["words"] for label in chart["labels"]] == ["3 h/week", "2 h/week", "1.5 h/week", "1 h/week"]
    assert chart["today"]["words"] == "Today, week 47"
    assert chart["words"] == "The plan goes from 3 hours a week to 2, 1.5 and 1."
    assert [each["words"] for each in chart["weeks"]][:3] == ["24", "26", "28"]


@pytest.mark.parametrize(
    ("first_day", "number", "years"),
    [
        (dt.date(2026, 7, 6), 27, [("start", "2026"), ("end", "2027")]),  # the year turns in the last column
        (dt.date(2026, 12, 28), 26, [("start", "2027")]),  # and in the second: there is no room for a week of 2026
        (dt.date(2026, 12, 14), 5, [("start", "2026"), ("start", "2027")]),
        (dt.date(2026, 12, 28), 2, [("start", "2026"), ("start", "2027")]),
        (dt.date(2026, 9, 7), 17, [("start", "2026")]),  # week 53
    ],
)
def test_the_words_of_a_year_are_never_cut_off(first_day, number, years):
    weeks = [row(first_day + n * 7 * DAY, planned=60, used=0) for n in range(number)]
    with override("en"):
        chart = weeks_chart(weeks, today=TODAY)
    assert [(each["anchor"], each["words"][-4:]) for each in chart["years"]] == years
    begins = [float(each["x"]) - (84 if each["anchor"] == "end" else 0) for each in chart["years"]]
    assert all(later >= before + 84 for before, later in pairwise(begins))
    assert begins[-1] + 84 <= float(chart["width"])


@pytest.mark.parametrize(("more", "says"), [(0, "were used, as planned."), (-30, "0.5 fewer than planned."), (60, "1 more than planned.")])
def test_the_title_says_what_the_weeks_that_are_over_show(more, says):
    weeks = [row(MONDAY, planned=180, used=180 + more), row(MONDAY + 7 * DAY, planned=180, used=0)]
    with override("en"):
        chart = weeks_chart(weeks, today=MONDAY + 8 * DAY)
    assert chart["title"].startswith("Hours a week. From week 24 to week 24 ")
    assert chart["title"].endswith(says)


def test_before_a_week_is_over_it_says_what_is_planned():
    with override("en"):
        chart = weeks_chart([row(MONDAY, planned=180, used=60)], today=MONDAY)
    assert chart["title"] == "Hours a week. No week is over yet; 3 hours are planned."


def test_a_week_that_two_periods_share_has_its_number_once_and_its_days_in_the_table():
    weeks = [row(MONDAY, planned=77, used=0, days=3), row(MONDAY + 3 * DAY, planned=60, used=0, days=4)]
    with override("en"):
        chart = weeks_chart(weeks, today=MONDAY)
    assert [each["words"] for each in chart["weeks"]] == ["24"]
    assert [each["days"] for each in chart["rows"]] == ["Mon 8 Jun to Wed 10 Jun", "Thu 11 Jun to Sun 14 Jun"]
    assert chart["labels"] == []


def test_a_year_with_week_53_says_where_the_new_year_begins():
    weeks = [row(dt.date(2026, 12, 21) + n * 7 * DAY, planned=60, used=0) for n in range(4)]
    with override("en"):
        chart = weeks_chart(weeks, today=weeks[0].first_day)
    assert [each["words"] for each in chart["years"]] == ["Week in 2026", "Week in 2027"]
    assert [each["label"] for each in chart["rows"]] == ["Week 52, 2026", "Week 53, 2026", "Week 1, 2027", "Week 2, 2027"]


def test_no_weeks_are_no_chart():
    assert weeks_chart([], today=TODAY) == {}
    assert render_to_string("components/weeks_chart.html", {"chart": {}}).strip() == ""


def test_the_drawing_has_a_title_a_role_and_a_table_with_the_same_numbers():
    with override("en"):
        html = render_to_string("components/weeks_chart.html", {"chart": weeks_chart(stairs(), today=TODAY)})
    assert 'role="img"' in html
    assert '<title id="weeks_title">Hours a week. From week 24 to week 45' not in html
    assert '<title id="weeks_title">Hours a week. From week 24 to week 46' in html
    assert html.count("<rect") == 26
    assert html.count('<th scope="row">') == 27
    assert " style=" not in html


@given(
    hours=st.lists(st.tuples(st.integers(0, 2220), st.integers(0, 4000)), min_size=1, max_size=300),
    today=st.dates(dt.date(2025, 1, 1), dt.date(2029, 1, 1)),
)
def test_nothing_stands_outside_the_drawing(hours, today):
    weeks = [row(MONDAY + n * 7 * DAY, planned=planned, used=used) for n, (planned, used) in enumerate(hours)]
    chart = weeks_chart(weeks, today=today)
    width, height = (float(each) for each in chart["view_box"].split()[2:])
    for bar in chart["bars"]:
        assert 0 <= float(bar.x) <= float(bar.x) + float(bar.width) <= width
        assert 53.9 <= float(bar.y) <= float(bar.y) + float(bar.height) <= 198.1
    for mark in [*chart["labels"], *chart["weeks"], *([chart["today"]] if chart["today"] else [])]:
        assert 0 <= float(mark["x"]) <= width
    assert 2 <= len(chart["lines"]) <= 8
    assert height == 236


def test_the_label_of_a_step_does_not_lie_over_the_line_of_today():
    weeks = [row(MONDAY + n * 7 * DAY, planned=180, used=0) for n in range(26)]
    for n in range(26 * 7):
        chart = weeks_chart(weeks, today=MONDAY + n * DAY)
        (label,) = chart["labels"]
        assert abs(float(label["x"]) - float(chart["today"]["x"])) >= 29
        assert float(label["x"]) - 29 >= 34 and float(label["x"]) + 29 <= 760
