"""A plan of hours for one period, in dated steps that go down (rules R104-R106). Whole minutes; days are inclusive."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from cases.enums_course import PlanShape
from cases.rules.hours import Step, granted_steps, minutes_between
from core.days import DAY, WEEK, DaySpan
from core.verdicts import YES, Answer, no

MOST_STEPS = 30
"""A period has at most 27 ISO weeks."""
QUARTER, ROUNDING = 15, 5
"""Templates are rounded down to quarters of an hour; what is scaled, to five minutes."""
STAIRS: tuple[tuple[int, int], ...] = ((0, 6), (8, 4), (16, 3), (22, 2))
"""Four steps: from this of 26 parts of the days on, so many sixths of the hours."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A plan beside its grant, in minutes of the whole period. What lies before the first step is planned as granted."""

    planned: int
    granted: int

    @property
    def over(self) -> int:
        return max(self.planned - self.granted, 0)


def monday_of(day: dt.date) -> dt.date:
    """The Monday of the day's week."""
    return day - (day.isoweekday() - 1) * DAY


def starts_verdict(*, steps: Sequence[Step], span: DaySpan, also: Collection[dt.date] = ()) -> tuple[int, Answer]:
    """Whether each step begins on a Monday of the period, on its first day, or on one of `also`: days on which what is granted changes (R104).

    (place of the step that does not, the answer): `plan_outside_period`, `plan_not_monday`, `plan_same_day`; (-1, yes) when all do.
    """
    seen: set[dt.date] = set()
    for place, step in enumerate(steps):
        if step.first_day not in span:
            last_day = span.last_day.isoformat() if span.last_day else ""
            return place, no("plan_outside_period", first_day=span.first_day.isoformat(), last_day=last_day)
        if step.first_day.isoweekday() != 1 and step.first_day != span.first_day and step.first_day not in also:
            return place, no("plan_not_monday", monday=max(monday_of(step.first_day), span.first_day).isoformat())
        if step.first_day in seen:
            return place, no("plan_same_day", day=step.first_day.isoformat())
        seen.add(step.first_day)
    return -1, YES


def minutes_verdict(*, steps: Sequence[Step], most: int) -> tuple[int, Answer]:
    """Whether the hours of each step can be (R104, R106): at most what is granted a week, no hours only at the end, and never up again.

    The phase-out begins with the first step that is lower than the one before. (place, answer) as `starts_verdict`: `plan_more_than_granted`,
    `plan_rises`, `plan_no_hours`. `steps` are in the order of their days.
    """
    for place, step in enumerate(steps):
        if step.minutes_a_week > most:
            return place, no("plan_more_than_granted", minutes=most)
    if steps and not any(step.minutes_a_week for step in steps):
        return 0, no("plan_no_hours")
    going_down = False
    for place, (before, after) in enumerate(pairwise(steps), start=1):
        if after.minutes_a_week > before.minutes_a_week and (going_down or before.minutes_a_week == 0):
            return place, no("plan_rises", before=before.minutes_a_week, minutes=after.minutes_a_week)
        going_down = going_down or after.minutes_a_week < before.minutes_a_week
    return -1, YES


def fit(*, steps: Sequence[Step], granted: Sequence[Step], span: DaySpan) -> Fit:
    """The sum of the plan beside what is granted in the period (R105)."""
    return Fit(planned=minutes_between(granted_steps(granted, changes=[steps]), span=span), granted=minutes_between(granted, span=span))


def sum_verdict(found: Fit) -> Answer:
    """The plan is never more than the grant (R105). Refuses with `plan_above_grant`, with the difference in minutes."""
    return no("plan_above_grant", planned=found.planned, granted=found.granted, minutes=found.over) if found.over else YES


def merged(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps in the order of their days, without those that change nothing."""
    return tuple(next(run) for _minutes, run in groupby(sorted(steps), key=lambda step: step.minutes_a_week))


def scaled(*, steps: Sequence[Step], granted: Sequence[Step], span: DaySpan) -> tuple[Step, ...]:
    """The same days with fewer hours each, so that the sum is at most the grant (R105); what fits already stays as it is."""
    found = tuple(sorted(steps))
    now = fit(steps=found, granted=granted, span=span)
    if not now.over or not found:
        return found
    own = DaySpan(max(found[0].first_day, span.first_day), span.last_day)
    planned, allowed = minutes_between(found, span=own), minutes_between(found, span=own) - now.over
    found = tuple(Step(step.first_day, _down(step.minutes_a_week * max(allowed, 0) // max(planned, 1))) for step in found)
    while fit(steps=found, granted=granted, span=span).over:
        # Half minutes that were counted as whole ones: the highest steps give five minutes more.
        most = max(step.minutes_a_week for step in found)
        found = tuple(Step(s.first_day, max(s.minutes_a_week - ROUNDING, 0)) if s.minutes_a_week == most else s for s in found)
    return found


def within(*, steps: Sequence[Step], granted: Sequence[Step], span: DaySpan) -> tuple[Step, ...]:
    """A plan cut down to a smaller grant: no step above what is granted from its day on, and the sum within it (R105, R109)."""
    if not steps:
        return ()
    days = sorted({step.first_day for step in steps} | {step.first_day for step in granted if step.first_day in span})
    plan = granted_steps(granted, changes=[steps])
    cut = [Step(day, min(_on(plan, day), _on(granted, day))) for day in days if day >= min(steps).first_day]
    return scaled(steps=merged(cut), granted=granted, span=span)


def carried(*, steps: Sequence[Step], granted: Sequence[Step], span: DaySpan) -> tuple[Step, ...]:
    """What a plan still says of later days, as the plan of a period that begins on one of them (R104): at most what is granted there.

    Empty where it says nothing of these days.
    """
    begun = [step for step in steps if step.first_day <= span.first_day]
    now = [Step(span.first_day, max(begun).minutes_a_week)] if begun else []
    later = [step for step in steps if step.first_day > span.first_day and step.first_day in span]
    return within(steps=[*now, *later], granted=granted, span=span)


def template(*, shape: PlanShape, start: dt.date, last_day: dt.date, minutes_a_week: int) -> tuple[Step, ...]:
    """The steps that a template suggests from `start` to the last day (R104): one level, straight down week by week, or four stairs.

    Each step is at least a week long, rounded down to a quarter of an hour. Steps begin on `start` and on Mondays.
    """
    if shape == PlanShape.OWN:
        return (Step(start, minutes_a_week),)
    days = (last_day - start).days + 1
    if shape == PlanShape.STAIRS:
        parts = [(days * part // 26, sixths, 6) for part, sixths in STAIRS[1:]]
    else:
        weeks = max(1, -(-days // 7))
        parts = [(week * 7, weeks - week, weeks) for week in range(1, weeks)]
    least = min(QUARTER, minutes_a_week)
    by_day = {start: minutes_a_week}
    for after, share, of in parts:
        if (day := _monday_after(start, after)) <= last_day:
            by_day.setdefault(day, max(minutes_a_week * share // of // QUARTER * QUARTER, least))
    return merged([Step(day, level) for day, level in by_day.items()])


def suggested_start(*, span: DaySpan, today: dt.date) -> dt.date:
    """From when a new plan is suggested: the first day of a period to come, else the next Monday, and always inside the period."""
    if today <= span.first_day or span.last_day is None:
        return span.first_day
    monday = monday_of(today) + WEEK
    return monday if monday <= span.last_day else max(monday_of(span.last_day), span.first_day)


def kept_before(*, steps: Sequence[Step], start: dt.date) -> tuple[Step, ...]:
    """The steps of the plan of now that lie before the day: a new plan does not change what has been."""
    return tuple(step for step in sorted(steps) if step.first_day < start)


def most_a_week(*, granted: Sequence[Step], span: DaySpan) -> int:
    """The most minutes a week that are granted on a day of the period."""
    starts = [span.first_day, *(step.first_day for step in granted if step.first_day in span)]
    return max(_on(granted, day) for day in starts)


def minutes_on(steps: Sequence[Step], *, day: dt.date) -> int:
    """The minutes a week that hold on the day; 0 before the first step."""
    return _on(steps, day)


def _on(steps: Sequence[Step], day: dt.date) -> int:
    return max((step for step in steps if step.first_day <= day), default=Step(day, 0)).minutes_a_week


def _monday_after(start: dt.date, days: int) -> dt.date:
    """The first Monday that lies at least so many days after the start."""
    day = start + days * DAY
    return day + (-(day.isoweekday() - 1) % 7) * DAY


def _down(minutes: int) -> int:
    """Rounded down, but hours never vanish by it: below one unit they stay as they are."""
    return minutes if minutes < ROUNDING else minutes // ROUNDING * ROUNDING
