"""Annulling a decision that was wrongly issued: when it can be done, and what it does to the course (rules R130, R131)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from cases.enums import OPEN_STATES, DecisionKind, State
from cases.rules.lifecycle import Event, can_move
from core.days import DaySpan
from core.verdicts import YES, Answer, no


class Effect(StrEnum):
    """What annulling does, beside marking the decision."""

    DECIDE_AGAIN = "decide_again"
    """The case goes back to the assessment; what the grant had set going ends."""
    PERIOD_NEVER = "period_never"
    """The new period is taken back before its first day."""
    PERIOD_ENDS = "period_ends"
    """The new period ends today."""
    OLD_HOURS = "old_hours"
    """The hours are again those granted before."""
    NOTHING = "nothing"
    """Nothing follows by itself: what was refused can be asked for again."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A decision as this rule reads it. `days` are those of its own period (an extension), or on which its hours hold (a change of hours).

    `has_hours`: entries of the log that count lie on these days. `has_later`: a later decision that stands builds on it.
    """

    kind: DecisionKind
    is_grant: bool
    annulled: bool = False
    days: DaySpan | None = None
    has_hours: bool = False
    has_later: bool = False


def annul_verdict(*, issued: Issued, state: State, on: dt.date) -> Answer:
    """Whether the decision can be annulled on this day (R130, R131).

    Refuses with `annulled_already`, `annul_course_runs` (a first decision whose period has started), `annul_newer_first`, `annul_has_hours`
    or `case_closed`.
    """
    if issued.annulled:
        return no("annulled_already")
    if issued.kind == DecisionKind.FIRST:
        if can_move(state=state, event=Event.ANNULLED):
            return YES
        return no("annul_course_runs") if state in OPEN_STATES else no("case_closed", state=str(state))
    if not issued.is_grant:
        return YES if state in (*OPEN_STATES, State.ENDED) else no("case_closed", state=str(state))
    if state not in OPEN_STATES:
        return no("case_closed", state=str(state))
    if issued.has_later:
        return no("annul_newer_first")
    if issued.has_hours and issued.days is not None and issued.days.first_day <= on:
        return no("annul_has_hours", first_day=issued.days.first_day.isoformat())
    return YES


def effect(*, issued: Issued, on: dt.date) -> Effect:
    """What follows for the course when the decision is annulled; ask `annul_verdict` first."""
    if issued.kind == DecisionKind.FIRST:
        return Effect.DECIDE_AGAIN
    if not issued.is_grant:
        return Effect.NOTHING
    if issued.kind == DecisionKind.CHANGE:
        return Effect.OLD_HOURS
    if issued.days is None:
        return Effect.NOTHING
    return Effect.PERIOD_NEVER if on < issued.days.first_day else Effect.PERIOD_ENDS
