"""A case on a day: its state, where a period stands, which decision is next."""

import datetime as dt

import pytest

from cases.enums import STEPS, State
from cases.rules.as_of import End, NextDecision, NextKind, Standing, known_end, next_decision, standing, state_on
from core.days import DAY, DaySpan

FIRST = dt.date(2026, 5, 4)
STEP_DAYS = [FIRST + days * DAY for days in (2, 5, 9, 12, 20)]


def of(on: dt.date, *, state: State = State.RUNNING, closed_on: dt.date | None = None, done: int = 5, began_on=None) -> State | None:
    known = [*STEP_DAYS[:done], *[None] * (5 - done)]
    return state_on(state=state, received_on=FIRST, step_days=known, began_on=began_on, closed_on=closed_on, on=on)


def test_each_day_has_the_step_that_was_not_completed_yet() -> None:
    assert of(FIRST - DAY) is None
    assert of(FIRST) == State.CONTACT
    for done_on, step, after in zip(STEP_DAYS, STEPS, [*STEPS[1:], State.RUNNING], strict=True):
        assert (of(done_on - DAY), of(done_on)) == (step, after)
    assert of(FIRST + 999 * DAY, state=State.MATCH, done=3) == State.MATCH


def test_from_the_first_day_of_its_first_period_the_course_runs() -> None:
    began = STEP_DAYS[-1] + DAY
    assert of(began - DAY, done=3, began_on=began) == State.MATCH
    assert of(began, done=3, began_on=began) == State.RUNNING
    assert of(began + DAY, state=State.ENDED, closed_on=began + DAY, began_on=began) == State.ENDED


def test_a_closed_case_is_closed_from_its_day() -> None:
    closed = STEP_DAYS[-1] + 30 * DAY
    assert of(closed - DAY, state=State.ENDED, closed_on=closed) == State.RUNNING
    assert of(closed, state=State.ENDED, closed_on=closed) == State.ENDED
    assert of(STEP_DAYS[1], state=State.REFUSED, closed_on=STEP_DAYS[2]) == State.ASSESSMENT


def test_between_an_end_and_its_re_opening_the_course_is_ended() -> None:
    """R124"""
    closed, opened = FIRST + 60 * DAY, FIRST + 70 * DAY
    known = {"state": State.RUNNING, "received_on": FIRST, "step_days": STEP_DAYS, "began_on": FIRST + 30 * DAY, "closed_on": None}
    states = [state_on(**known, ends=[End(closed, opened)], on=on) for on in (closed - DAY, closed, opened - DAY, opened)]
    assert states == [State.RUNNING, State.ENDED, State.ENDED, State.RUNNING]
    assert state_on(**known, ends=[End(closed, closed)], on=closed) == State.RUNNING


def test_an_early_end_is_known_from_its_day_or_from_the_day_that_took_the_period_back() -> None:
    made, ended = FIRST, FIRST + 100 * DAY
    known = {"ended_on": ended, "created_on": made, "taken_back_on": None, "closed": []}
    assert known_end(**known, on=ended - DAY) is None
    assert known_end(**known, on=ended) == ended
    assert known_end(**{**known, "taken_back_on": made + DAY}, on=made) is None
    assert known_end(**{**known, "taken_back_on": made + DAY}, on=made + DAY) == ended
    assert known_end(**{**known, "closed": [made + 5 * DAY]}, on=made + 4 * DAY) is None
    assert known_end(**{**known, "closed": [made + 5 * DAY]}, on=made + 5 * DAY) == ended
    assert known_end(**{**known, "closed": [made - DAY]}, on=made + 5 * DAY) is None


@pytest.mark.parametrize(
    ("on", "ended_on", "stands"),
    [
        (dt.date(2026, 5, 31), None, Standing.COMING),
        (dt.date(2026, 6, 1), None, Standing.RUNNING),
        (dt.date(2026, 11, 30), None, Standing.RUNNING),
        (dt.date(2026, 12, 1), None, Standing.OVER),
        (dt.date(2026, 8, 1), dt.date(2026, 8, 1), Standing.RUNNING),
        (dt.date(2026, 8, 2), dt.date(2026, 8, 1), Standing.ENDED_EARLY),
        (dt.date(2026, 6, 1), dt.date(2026, 5, 31), Standing.ENDED_EARLY),
    ],
)
def test_where_a_period_stands(on: dt.date, ended_on: dt.date | None, stands: Standing) -> None:
    assert standing(first_day=dt.date(2026, 6, 1), last_day=dt.date(2026, 11, 30), ended_on=ended_on, on=on) == stands


def following(state: State | None, **other: object) -> NextDecision | None:
    known = {
        "answer_due_on": FIRST + 21 * DAY,
        "waiting_until": None,
        "course": DaySpan(dt.date(2026, 6, 8), dt.date(2026, 12, 6)),
        "notice_weeks": 2,
    }
    return next_decision(state=state, **{**known, **other})


def test_which_decision_is_next_and_by_when() -> None:
    """R14: of a period that ends on Sunday 6 December 2026, Friday 20 November."""
    assert following(State.ASSESSMENT) == NextDecision(NextKind.FIRST, FIRST + 21 * DAY)
    assert following(State.RUNNING) == NextDecision(NextKind.EXTEND_OR_END, dt.date(2026, 11, 20))
    assert following(State.RUNNING, notice_weeks=4) == NextDecision(NextKind.EXTEND_OR_END, dt.date(2026, 11, 6))
    assert following(State.RUNNING, waiting_until=FIRST) == NextDecision(NextKind.REQUEST, FIRST)
    for state in (None, State.MATCH, State.STARTUP, State.ENDED, State.REFUSED):
        assert following(state, waiting_until=FIRST) is None
    assert following(State.RUNNING, course=None) is None
