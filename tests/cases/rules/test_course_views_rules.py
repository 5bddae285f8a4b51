"""Both views: what a view holds, and how far two differ (R128)."""

import datetime as dt

import pytest

from cases.rules.course_views import Said, difference, view_verdict

FIRST, TODAY = dt.date(2026, 5, 18), dt.date(2026, 11, 17)


@pytest.mark.parametrize(
    ("said", "day", "code"),
    [
        (Said(words="Jeg tør spørge nu"), TODAY, ""),
        (Said(better=1), FIRST, ""),
        (Said(needs_minutes=0), TODAY, ""),
        (Said(), TODAY, "view_empty"),
        (Said(words="  \n"), TODAY, "view_empty"),
        (Said(words="Ja"), TODAY + dt.timedelta(days=1), "view_in_future"),
        (Said(words="Ja"), FIRST - dt.timedelta(days=1), "view_before_course"),
        (Said(needs_minutes=37 * 60), TODAY, ""),
        (Said(needs_minutes=37 * 60 + 1), TODAY, "view_hours_range"),
        (Said(needs_months=25), TODAY, "view_months_range"),
    ],
)
def test_something_is_said_on_a_day_of_the_course_or_after_r128(said, day, code):
    assert view_verdict(said=said, day=day, course_first_day=FIRST, today=TODAY).code == code


@pytest.mark.parametrize(
    ("client", "mentor", "code"),
    [
        (None, None, ""),
        (Said(better=3), None, ""),
        (None, Said(better=3), ""),
        (Said(better=3), Said(better=5), "progress_mentor"),
        (Said(better=5), Said(better=3), "progress_client"),
        (Said(better=4), Said(better=4), "alike"),
        (Said(better=4, needs_minutes=120), Said(better=4, needs_minutes=60), "needs_client"),
        (Said(better=4, needs_minutes=0), Said(better=4, needs_minutes=60), "needs_mentor"),
        (Said(needs_minutes=60), Said(needs_minutes=60), "alike"),
        (Said(words="Godt"), Said(better=4), "not_comparable"),
        (Said(words="Godt"), Said(words="Godt"), "not_comparable"),
    ],
)
def test_the_difference_is_told_and_nobody_is_compared_with_nothing_r128(client, mentor, code):
    assert difference(client=client, mentor=mentor) == code
