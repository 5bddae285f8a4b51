"""A change of hours in a running course: what its decision lacks, and how it stands to the hours of now and to the wish (rule R109)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cases.enums import DecisionOutcome, State
from cases.rules.assessment import Gap
from cases.rules.decisions import LATEST_SENDING
from cases.rules.hours import Step, granted_steps, minutes_between
from cases.rules.plan import minutes_on
from core.days import FULL_TIME_MINUTES, DaySpan
from core.verdicts import YES, Answer, no


@dataclass(frozen=True, slots=True)
class Change:
    """A change as it is written. `keeps` is a no to a wish: the hours stay as they are."""

    keeps: bool = False
    first_day: dt.date | None = None
    minutes_a_week: int | None = None
    reasons: str = ""
    offered_instead: str = ""
    sent_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Now:
    """What the change meets: the period that holds on its first day with what is granted in it, and the open wish that it answers: for so many
    minutes a week (`wished`), or for another last day alone."""

    period: DaySpan
    granted: tuple[Step, ...]
    wished: int | None = None
    is_wished: bool = False

    def before(self, day: dt.date) -> int:
        """The minutes a week that are granted on the day."""
        return minutes_on(self.granted, day=day)


def change_possible(*, state: State, consent_withdrawn_on: dt.date | None, has_days: bool, keeps: bool = False) -> Answer:
    """Whether the hours of this course can be decided anew at all (R109). A no to a wish needs no consent.

    Refuses with `change_not_running`, `consent_withdrawn` or `change_no_days_left`.
    """
    if state != State.RUNNING:
        return no("change_not_running")
    if consent_withdrawn_on is not None and not keeps:
        return no("consent_withdrawn")
    return YES if has_days else no("change_no_days_left")


def more_minutes(*, change: Change, now: Now) -> int:
    """How many minutes more (below zero: fewer) than now, from the first day of the change to the last day of the period."""
    if change.first_day is None or change.minutes_a_week is None or now.period.last_day is None:
        return 0
    span = DaySpan(change.first_day, now.period.last_day)
    after = granted_steps(now.granted, changes=[[Step(change.first_day, change.minutes_a_week)]])
    return minutes_between(after, span=span) - minutes_between(now.granted, span=span)


def outcome_of(*, change: Change, now: Now) -> DecisionOutcome:
    """The word of the decision (R109): refused when the hours stay against a wish, in part when it is less than wished or than now, else granted.

    Fewer hours that the client wishes are granted.
    """
    if change.keeps:
        return DecisionOutcome.REFUSED
    if now.wished is not None and change.minutes_a_week is not None:
        return DecisionOutcome.GRANTED if change.minutes_a_week == now.wished else DecisionOutcome.PARTIAL
    return DecisionOutcome.PARTIAL if more_minutes(change=change, now=now) < 0 else DecisionOutcome.GRANTED


def gaps(*, change: Change, now: Now | None, periods: Sequence[DaySpan], on: dt.date) -> list[Gap]:
    """What the decision lacks on the day `on` (R109), in the order of the page. `now` is None where no period holds on its first day."""
    found: list[Gap] = []
    if change.keeps:
        if now is None or not now.is_wished:
            found.append(Gap("keeps", "change_nothing_wished"))
        found += [Gap(name, f"{name}_missing") for name in ("reasons", "offered_instead") if not getattr(change, name).strip()]
        return found + _sent(change, on)
    if change.first_day is None:
        found.append(Gap("first_day", "change_first_day_missing"))
    elif change.first_day < on:
        found.append(Gap("first_day", "change_in_the_past"))
    elif now is None:
        latest = max((span.last_day for span in periods if span.last_day), default=on)
        found.append(Gap("first_day", "change_outside_period", {"last_day": latest.isoformat()}))
    found += (wrong := _hours(change, now))
    if now is not None and not wrong and outcome_of(change=change, now=now) == DecisionOutcome.PARTIAL and not change.reasons.strip():
        found.append(Gap("reasons", "change_needs_reasons"))
    return found + _sent(change, on)


def _hours(change: Change, now: Now | None) -> list[Gap]:
    minutes = change.minutes_a_week
    if minutes is None:
        return [Gap("minutes_a_week", "grant_hours_missing")]
    if not 1 <= minutes <= FULL_TIME_MINUTES:
        return [Gap("minutes_a_week", "change_hours_out_of_range", {"hours": FULL_TIME_MINUTES // 60})]
    if now is None or change.first_day is None:
        return []
    before = now.before(change.first_day)
    steps = [step for step in now.granted if step.first_day > change.first_day]
    if minutes == before and not any(step.minutes_a_week != minutes for step in steps):
        return [Gap("minutes_a_week", "change_same_hours", {"minutes": before})]
    if now.wished is not None and minutes > max(before, now.wished):
        return [Gap("minutes_a_week", "change_above_the_wish", {"minutes": now.wished})]
    return []


def _sent(change: Change, on: dt.date) -> list[Gap]:
    if change.sent_on is None:
        return [Gap("sent_on", "sent_on_missing")]
    if change.sent_on < on:
        return [Gap("sent_on", "sent_before_decision")]
    latest = on + LATEST_SENDING
    return [Gap("sent_on", "sent_too_late", {"latest": latest.isoformat()})] if change.sent_on > latest else []
