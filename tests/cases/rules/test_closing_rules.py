"""The end of a course: what stops it, why it can end, what counts, what is asked, and what is left to open again (R122-R125)."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import EndReason, Outcome, OutcomePoint, State
from cases.rules.closing import (
    Became,
    Granted,
    Unsettled,
    Wanted,
    as_asked,
    asked_of,
    closing_verdict,
    consent_verdict,
    days_again,
    end_reasons,
    first_problem,
    is_completed,
    outcome_verdict,
    reason_verdict,
    reopening_verdict,
)
from cases.rules.followup import follow_up_days
from core.days import DAY, DaySpan

TODAY = dt.date(2026, 11, 17)


@pytest.mark.parametrize(
    ("unsettled", "reason", "code"),
    [
        (Unsettled(), None, ""),
        (Unsettled(entries=2), None, "hours_to_approve"),
        (Unsettled(entries=1, extension=True), None, "hours_to_approve"),
        (Unsettled(extension=True), None, "closing_extension"),
        (Unsettled(approval=True), None, "closing_approval"),
        (Unsettled(rematch=True), None, ""),
        (Unsettled(rematch=True), EndReason.GOAL_REACHED, "closing_rematch"),
        (Unsettled(rematch=True), EndReason.MATCH_FAILED, ""),
    ],
)
def test_what_waits_stops_the_closing_r122(unsettled, reason, code):
    assert closing_verdict(state=State.RUNNING, unsettled=unsettled, reason=reason).code == code


@pytest.mark.parametrize("state", [state for state in State if state != State.RUNNING])
def test_only_a_running_course_is_closed_r122(state):
    assert closing_verdict(state=state, unsettled=Unsettled()).code == "closing_not_running"


def test_a_period_has_run_out_on_its_last_day_and_not_before_r123():
    assert set(EndReason) - set(end_reasons(today=TODAY, last_day=TODAY + DAY)) == {EndReason.RAN_OUT}
    assert set(end_reasons(today=TODAY, last_day=TODAY)) == set(EndReason)
    assert set(end_reasons(today=TODAY, last_day=None)) == set(EndReason)
    assert reason_verdict(reason=EndReason.RAN_OUT, today=TODAY, last_day=TODAY + DAY).code == "not_run_out_yet"
    assert reason_verdict(reason=EndReason.RAN_OUT, today=TODAY + DAY, last_day=TODAY)


@pytest.mark.parametrize("reason", list(EndReason))
def test_the_first_four_reasons_with_a_contact_count_as_completed_r123(reason):
    first_four = {EndReason.GOAL_REACHED, EndReason.MANAGES_WITHOUT, EndReason.OTHER_SOLUTION, EndReason.RAN_OUT}
    assert is_completed(reason=reason, contacts=1) == (reason in first_four)
    assert not is_completed(reason=reason, contacts=0)


FULL: dict[str, Any] = {"where": " Biblioteket ", "since": TODAY, "minutes_a_week": 1800}


@pytest.mark.parametrize(
    ("outcome", "kept"),
    [
        (Outcome.ORDINARY_JOB, ("Biblioteket", TODAY, 1800)),
        (Outcome.KEPT_JOB, ("Biblioteket", TODAY, 1800)),
        (Outcome.OTHER_MEASURE, ("Biblioteket", TODAY, 1800)),
        (Outcome.SICKNESS, ("", TODAY, None)),
        (Outcome.PENSION, ("", TODAY, None)),
        (Outcome.MOVED, ("Biblioteket", TODAY, None)),
        (Outcome.STOPPED, ("", None, None)),
        (Outcome.UNKNOWN, ("", None, None)),
    ],
)
def test_the_fields_of_a_choice_not_taken_stay_empty_r125(outcome, kept):
    found = as_asked(Became(outcome, **FULL))
    assert (found.where, found.since, found.minutes_a_week) == kept


def test_every_outcome_says_what_it_asks_r125():
    assert all(asked_of(outcome) <= {"where", "since", "minutes_a_week"} for outcome in Outcome)


@pytest.mark.parametrize(
    ("became", "code"),
    [
        (Became(Outcome.ORDINARY_JOB, since=dt.date(2027, 11, 17), minutes_a_week=1), ""),
        (Became(Outcome.ORDINARY_JOB, since=dt.date(2027, 11, 18)), "outcome_since_too_far"),
        (Became(Outcome.KEPT_JOB, since=dt.date(1990, 1, 1)), ""),
        (Became(Outcome.ORDINARY_JOB, minutes_a_week=0), "outcome_hours_range"),
        (Became(Outcome.ORDINARY_JOB, minutes_a_week=74 * 60), ""),
        (Became(Outcome.ORDINARY_JOB, minutes_a_week=74 * 60 + 1), "outcome_hours_range"),
    ],
)
def test_where_since_and_hours_can_be_true_r125(became, code):
    assert outcome_verdict(became=became, today=TODAY).code == code


def test_the_first_problem_has_its_field():
    def problem(**other: Any) -> tuple[str, str]:
        known: dict[str, Any] = {
            "reason": EndReason.GOAL_REACHED,
            "words": "",
            "became": Became(Outcome.UNKNOWN),
            "days": follow_up_days(closed_on=TODAY),
        }
        field, answer = first_problem(wanted=Wanted(**{**known, **other}), last_day=TODAY + DAY, today=TODAY)
        return field, answer.code

    days = follow_up_days(closed_on=TODAY)
    assert problem()[1] == ""
    assert problem(reason=EndReason.RAN_OUT) == ("reason", "not_run_out_yet")
    assert problem(reason=EndReason.OTHER, words=" ") == ("words", "words_missing")
    assert problem(reason=EndReason.OTHER, words="Andet")[1] == ""
    assert problem(became=Became(Outcome.KEPT_JOB, minutes_a_week=0)) == ("minutes_a_week", "outcome_hours_range")
    assert problem(became=Became(Outcome.KEPT_JOB, since=TODAY + 400 * DAY)) == ("since", "outcome_since_too_far")
    assert problem(became=Became(Outcome.UNKNOWN, since=TODAY + 400 * DAY))[1] == "", "not asked of this outcome"
    assert problem(days={**days, OutcomePoint.MONTHS_6: TODAY}) == ("day_m6", "follow_up_before_end")


# Opening again


def granted(first: str, last: str, *, ended: str = "", decision: str = "first", minutes: int = 120, annulled: bool = False) -> Granted:
    days = DaySpan(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    return Granted(decision, days, minutes, dt.date.fromisoformat(ended) if ended else None, annulled)


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        pytest.param([granted("2026-06-01", "2026-11-30", ended="2026-11-02")], [("first", "2026-11-17", "2026-11-30")], id="the rest"),
        pytest.param([granted("2026-06-01", "2026-11-30", ended="2026-11-17")], [("first", "2026-11-18", "2026-11-30")], id="same day"),
        pytest.param([granted("2026-06-01", "2026-11-16", ended="2026-11-02")], [], id="after the grant"),
        pytest.param([granted("2026-06-01", "2026-11-17", ended="2026-11-17")], [], id="nothing left"),
        pytest.param([granted("2026-06-01", "2026-11-30", ended="2026-11-02", annulled=True)], [], id="annulled"),
        pytest.param(
            [
                granted("2026-06-01", "2026-11-30", ended="2026-11-02"),
                granted("2026-12-01", "2027-05-31", ended="2026-11-30", decision="second", minutes=60),
            ],
            [("first", "2026-11-17", "2026-11-30"), ("second", "2026-12-01", "2027-05-31")],
            id="and the next that had not begun",
        ),
        pytest.param(
            [granted("2026-06-01", "2026-11-30", ended="2026-10-01"), granted("2026-10-20", "2026-11-30", ended="2026-11-10")],
            [("first", "2026-11-17", "2026-11-30")],
            id="no day twice",
        ),
    ],
)
def test_what_is_left_of_the_granted_days_r124(periods, expected):
    found = [
        (each.decision, each.days.first_day.isoformat(), each.days.last_day.isoformat())
        for each in days_again(periods=periods, today=TODAY)
    ]
    assert found == expected


@given(
    st.lists(st.tuples(st.integers(-300, 100), st.integers(0, 180), st.one_of(st.none(), st.integers(-1, 200)), st.booleans()), max_size=6)
)
def test_never_a_day_more_than_granted_no_day_twice_and_none_that_was_used_r124(rows):
    periods = []
    for start, length, ended, annulled in rows:
        first = TODAY + start * DAY
        last = first + length * DAY
        periods.append(Granted("d", DaySpan(first, last), 60, min(first + ended * DAY, last) if ended is not None else None, annulled))
    found = [each.days for each in days_again(periods=periods, today=TODAY)]
    assert found == sorted(found)
    assert not any(one.overlaps(other) for n, one in enumerate(found) for other in found[n + 1 :])
    for days in found:
        assert days.first_day >= TODAY
        assert any(
            not p.annulled
            and days.last_day == p.days.last_day
            and days.first_day >= p.days.first_day
            and (p.ended_on is None or days.first_day > p.ended_on)
            for p in periods
        )


@pytest.mark.parametrize(
    ("state", "handed_over", "latest", "code"),
    [
        (State.ENDED, False, TODAY, ""),
        (State.ENDED, False, TODAY - DAY, "reopening_too_late"),
        (State.ENDED, False, None, "reopening_too_late"),
        (State.ENDED, True, TODAY, "reopening_handed_over"),
        (State.RUNNING, False, TODAY, "reopening_not_ended"),
        (State.WITHDRAWN, False, TODAY, "reopening_not_ended"),
    ],
)
def test_an_ended_course_is_opened_again_while_its_grant_or_a_late_request_reaches_r124(state, handed_over, latest, code):
    assert reopening_verdict(state=state, handed_over=handed_over, latest=latest, today=TODAY).code == code


def test_the_client_says_yes_again_r124():
    closed = TODAY - 5 * DAY
    assert consent_verdict(given_on=TODAY, closed_on=closed, today=TODAY)
    assert consent_verdict(given_on=closed, closed_on=closed, today=TODAY)
    assert consent_verdict(given_on=None, closed_on=closed, today=TODAY).code == "consent_day_missing"
    assert consent_verdict(given_on=TODAY + DAY, closed_on=closed, today=TODAY).code == "consent_in_future"
    assert consent_verdict(given_on=closed - DAY, closed_on=closed, today=TODAY).code == "consent_before_end"
