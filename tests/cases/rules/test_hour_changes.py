"""A change of hours: what it lacks, and the word of its decision (R109)."""

import datetime as dt

import pytest

from cases.enums import DecisionOutcome, State
from cases.rules.hour_changes import Change, Now, change_possible, gaps, more_minutes, outcome_of
from cases.rules.hours import Step
from core.days import DAY, DaySpan

FIRST = dt.date(2026, 6, 8)
PERIOD = DaySpan(FIRST, dt.date(2026, 12, 6))
FROM = FIRST + 91 * DAY
GIVEN = Change(first_day=FROM, minutes_a_week=240, sent_on=FIRST)


def now(*steps: tuple[int, int], wished: int | None = None) -> Now:
    found = steps or ((0, 180),)
    return Now(
        period=PERIOD, granted=tuple(Step(FIRST + n * DAY, minutes) for n, minutes in found), wished=wished, is_wished=wished is not None
    )


def codes(change: Change, met: Now | None) -> list[str]:
    return [gap.code for gap in gaps(change=change, now=met, periods=[PERIOD], on=FIRST)]


def changed(**other) -> Change:
    known = {"first_day": FROM, "minutes_a_week": 240, "sent_on": FIRST}
    return Change(**{**known, **other})


@pytest.mark.parametrize(
    ("change", "met", "expected"),
    [
        (changed(), now(), []),
        (changed(first_day=None), None, ["change_first_day_missing"]),
        (changed(first_day=FIRST - DAY), None, ["change_in_the_past"]),
        (changed(first_day=PERIOD.last_day + DAY), None, ["change_outside_period"]),
        (changed(first_day=FIRST), now(), []),
        (changed(first_day=PERIOD.last_day), now(), []),
        (changed(minutes_a_week=None), now(), ["grant_hours_missing"]),
        (changed(minutes_a_week=0), now(), ["change_hours_out_of_range"]),
        (changed(minutes_a_week=60 * 60), now(), ["change_hours_out_of_range"]),
        (changed(minutes_a_week=180), now(), ["change_same_hours"]),
        (changed(minutes_a_week=180), now((0, 180), (120, 60)), []),
        (changed(minutes_a_week=120), now(), ["change_needs_reasons"]),
        (changed(minutes_a_week=120, reasons="  "), now(), ["change_needs_reasons"]),
        (changed(minutes_a_week=120, reasons="Kan mere selv"), now(), []),
        (changed(minutes_a_week=120), now(wished=120), []),
        (changed(minutes_a_week=150), now(wished=120), ["change_needs_reasons"]),
        (changed(minutes_a_week=200, reasons="a"), now(wished=120), ["change_above_the_wish"]),
        (changed(minutes_a_week=300), now(wished=240), ["change_above_the_wish"]),
        (changed(sent_on=None), now(), ["sent_on_missing"]),
        (changed(sent_on=FIRST - DAY), now(), ["sent_before_decision"]),
        (changed(sent_on=FIRST + 32 * DAY), now(), ["sent_too_late"]),
        (Change(keeps=True, sent_on=FIRST), now(wished=120), ["reasons_missing", "offered_instead_missing"]),
        (Change(keeps=True, reasons="a", offered_instead="b", sent_on=FIRST), now(wished=120), []),
        (Change(keeps=True, reasons="a", offered_instead="b", sent_on=FIRST), now(), ["change_nothing_wished"]),
        (Change(keeps=True, reasons="a", offered_instead="b", sent_on=FIRST), None, ["change_nothing_wished"]),
    ],
)
def test_what_a_change_lacks(change, met, expected):
    """R109"""
    assert codes(change, met) == expected


@pytest.mark.parametrize(
    ("change", "met", "word"),
    [
        (changed(), now(), DecisionOutcome.GRANTED),
        (changed(minutes_a_week=120), now(), DecisionOutcome.PARTIAL),
        (changed(minutes_a_week=120), now(wished=120), DecisionOutcome.GRANTED),
        (changed(minutes_a_week=150), now(wished=120), DecisionOutcome.PARTIAL),
        (changed(minutes_a_week=210), now(wished=240), DecisionOutcome.PARTIAL),
        (changed(minutes_a_week=90), now((0, 180), (105, 60)), DecisionOutcome.GRANTED),
        (Change(keeps=True), now(wished=240), DecisionOutcome.REFUSED),
    ],
)
def test_fewer_hours_than_now_or_other_than_wished_are_granted_in_part(change, met, word):
    """R109"""
    assert outcome_of(change=change, now=met) == word


def test_more_and_fewer_are_counted_to_the_last_day_of_the_period():
    """R109"""
    assert more_minutes(change=GIVEN, now=now()) == 13 * 60
    assert more_minutes(change=changed(minutes_a_week=60), now=now((0, 180), (112, 60))) == -3 * 120
    assert more_minutes(change=Change(keeps=True), now=now()) == 0


def test_hours_are_changed_in_a_running_course_with_consent_and_days():
    """R109"""
    known = {"state": State.RUNNING, "consent_withdrawn_on": None, "has_days": True}
    assert change_possible(**known)
    assert change_possible(**{**known, "state": State.ENDED}).code == "change_not_running"
    assert change_possible(**{**known, "consent_withdrawn_on": FIRST}).code == "consent_withdrawn"
    assert change_possible(**{**known, "consent_withdrawn_on": FIRST}, keeps=True)
    assert change_possible(**{**known, "has_days": False}).code == "change_no_days_left"
