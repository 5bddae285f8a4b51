"""The hours account: granted, planned, used and left, per ISO week and period (rules R87, R88). Whole minutes; days are inclusive."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from core.days import DAY, DaySpan


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """From this day on so many minutes a week, until the next step."""

    first_day: dt.date
    minutes_a_week: int


@dataclass(frozen=True, slots=True)
class GrantedPeriod:
    """A period as it was granted. `plan` is its plan of hours; until its first step, and where there is none, what is granted is planned."""

    number: int
    first_day: dt.date
    last_day: dt.date
    ended_on: dt.date | None
    granted: tuple[Step, ...]
    plan: tuple[Step, ...] = ()

    @property
    def days(self) -> DaySpan | None:
        """The days on which it held; None when it was ended before it began."""
        last_day = self.last_day if self.ended_on is None else self.ended_on
        return DaySpan(self.first_day, last_day) if last_day >= self.first_day else None


@dataclass(frozen=True, slots=True)
class Use:
    """What was used on a day; `approved` is the part of `used` that is approved."""

    day: dt.date
    used: int
    approved: int


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week of a period, or the part of it that lies in the period: days and minutes are those of the part.

    `left` is granted less used, below zero where more was used: it can be used in the period's other weeks, and is 0 when the period is over.
    `forecast` is what is used and what the plan says of its days from tomorrow. Both add up to the period's.
    """

    year: int
    week: int
    first_day: dt.date
    last_day: dt.date
    period: int
    granted: int
    planned: int
    used: int
    approved: int
    left: int
    forecast: int
    is_part: bool


@dataclass(frozen=True, slots=True)
class PeriodHours:
    """`granted` stays what was granted when the period ended early; `left` lapses when it is over.

    `forecast` is what is used and what the plan says from tomorrow to the period's end.
    """

    number: int
    first_day: dt.date
    last_day: dt.date
    ended_on: dt.date | None
    granted: int
    planned: int
    used: int
    approved: int
    waiting: int
    left: int
    planned_to_date: int
    forecast: int

    @property
    def over(self) -> int:
        """Minutes used above what is granted."""
        return max(self.used - self.granted, 0)


@dataclass(frozen=True, slots=True)
class Account:
    """`planned_to_date` includes today. `forecast` is that of the periods, and what is used outside them."""

    weeks: tuple[Week, ...]
    periods: tuple[PeriodHours, ...]
    granted: int
    planned: int
    planned_to_date: int
    used: int
    approved: int
    waiting: int
    left: int
    forecast: int

    def period_on(self, day: dt.date) -> PeriodHours | None:
        """The period that holds on the day."""
        return next((each for each in self.periods if each.first_day <= day <= (each.ended_on or each.last_day)), None)

    def week_on(self, day: dt.date) -> Week | None:
        """The week, or the part of it in a period, that the day lies in."""
        return next((each for each in self.weeks if each.first_day <= day <= each.last_day), None)


class _Curve:
    """Minutes from the first step on, counted in sevenths, so that only the sum is rounded and parts add up to the whole (R87)."""

    def __init__(self, steps: Iterable[Step]) -> None:
        by_day = {step.first_day.toordinal(): step.minutes_a_week for step in steps}
        self.starts = sorted(by_day)
        self.rates = [by_day[start] for start in self.starts]
        lengths = (after - start for start, after in zip(self.starts, self.starts[1:], strict=False))
        done = accumulate((rate * days for rate, days in zip(self.rates, lengths, strict=False)), initial=0)
        self.sevenths = list(done)

    def before(self, day: int) -> int:
        """Whole minutes of all days before the day (an ordinal), half a minute counted as one."""
        at = bisect_right(self.starts, day) - 1
        if at < 0:
            return 0
        return (2 * (self.sevenths[at] + self.rates[at] * (day - self.starts[at])) + 7) // 14

    def between(self, first_day: int, last_day: int) -> int:
        return self.before(last_day + 1) - self.before(first_day) if last_day >= first_day else 0


def minutes_between(steps: Sequence[Step], *, span: DaySpan) -> int:
    """The minutes of the span, part weeks pro rata by days (R87): whole minutes, and those of its parts add up to them.

    Before the first step there are none. `span` has a last day.
    """
    if span.last_day is None:
        raise ValueError("a span without an end has no minutes to count")
    return _Curve(steps).between(span.first_day.toordinal(), span.last_day.toordinal())


def granted_steps(granted: Sequence[Step], *, changes: Sequence[Sequence[Step]]) -> tuple[Step, ...]:
    """What is granted after changes of hours, in the order in which they were decided: each holds from its own first day on (R88)."""
    steps = sorted(granted)
    for change in changes:
        if change:
            since = min(change).first_day
            steps = [step for step in steps if step.first_day < since] + sorted(change)
    return tuple(steps)


def paused_steps(steps: Sequence[Step], *, pauses: Sequence[DaySpan]) -> tuple[Step, ...]:
    """The steps with no minutes on the days of the pauses (R88); after a pause they go on as they were."""
    ordered = sorted(steps)
    for pause in pauses:
        after = pause.last_day + DAY if pause.last_day is not None else None
        kept = [step for step in ordered if step.first_day < pause.first_day]
        going_on: list[Step] = []
        if after is not None:
            before = [step for step in ordered if step.first_day <= after]
            if before:
                going_on = [Step(after, before[-1].minutes_a_week)]
            going_on += [step for step in ordered if step.first_day > after]
        ordered = [*kept, Step(pause.first_day, 0), *going_on]
    return tuple(ordered)


def account(*, periods: Sequence[GrantedPeriod], uses: Sequence[Use], pauses: Sequence[DaySpan], on: dt.date) -> Account:
    """The account as of the day. A use belongs to the period that holds on its day, else to the last one granted for that day.

    What lies outside every period counts in `used` of the whole and in no week. Struck entries are no uses.
    """
    ordered = sorted(periods, key=lambda each: (each.first_day, each.number))
    placed: dict[int, list[Use]] = {each.number: [] for each in ordered}
    for entry in uses:
        home = _home(ordered, entry.day)
        if home is not None:
            placed[home].append(entry)
    weeks: list[Week] = []
    rows: list[PeriodHours] = []
    today = on.toordinal()
    for period in ordered:
        mine = placed[period.number]
        granted = _Curve(period.granted)
        planned = _Curve(paused_steps(granted_steps(period.granted, changes=[period.plan]), pauses=pauses))
        weeks += _weeks(period, granted, planned, mine, today)
        rows.append(_hours(period, granted, planned, mine, today))
    used, approved = sum(use.used for use in uses), sum(use.approved for use in uses)
    planned_all, to_date = sum(row.planned for row in rows), sum(row.planned_to_date for row in rows)
    return Account(
        weeks=tuple(weeks),
        periods=tuple(rows),
        granted=sum(row.granted for row in rows),
        planned=planned_all,
        planned_to_date=to_date,
        used=used,
        approved=approved,
        waiting=used - approved,
        left=sum(row.left for row in rows),
        forecast=used + planned_all - to_date,
    )


def _home(ordered: Sequence[GrantedPeriod], day: dt.date) -> int | None:
    granted = None
    for period in ordered:
        if period.first_day <= day <= period.last_day:
            if period.ended_on is None or day <= period.ended_on:
                return period.number
            granted = period.number
    return granted


def _weeks(period: GrantedPeriod, granted: _Curve, planned: _Curve, uses: Sequence[Use], today: int) -> list[Week]:
    """The weeks of the days on which the period held; a use after its early end stands in the period's last week."""
    sums: dict[int, list[int]] = {}
    held = period.days
    end = held.last_day.toordinal() if held is not None and held.last_day is not None else None
    if end is None:
        return []
    for use in uses:
        one = sums.setdefault(_monday(min(use.day.toordinal(), end)), [0, 0])
        one[0] += use.used
        one[1] += use.approved
    found = []
    first = period.first_day.toordinal()
    granted_before, planned_before = granted.before(first), planned.before(first)
    planned_today = planned.before(today + 1)
    for monday in range(_monday(first), end + 1, 7):
        begins, ends = max(monday, first), min(monday + 6, end)
        granted_then, planned_then = granted.before(ends + 1), planned.before(ends + 1)
        used, approved = sums.get(monday, (0, 0))
        year, week, _weekday = dt.date.fromordinal(monday).isocalendar()
        found.append(
            Week(
                year=year,
                week=week,
                first_day=dt.date.fromordinal(begins),
                last_day=dt.date.fromordinal(ends),
                period=period.number,
                granted=granted_then - granted_before,
                planned=planned_then - planned_before,
                used=used,
                approved=approved,
                left=granted_then - granted_before - used if today <= end else 0,
                forecast=used + max(planned_then - max(planned_before, planned_today), 0),
                is_part=ends - begins < 6,
            )
        )
        granted_before, planned_before = granted_then, planned_then
    return found


def _monday(day: int) -> int:
    """The Monday of the day's week, both as ordinals: day 1 was a Monday."""
    return day - (day - 1) % 7


def _hours(period: GrantedPeriod, granted: _Curve, planned: _Curve, uses: Sequence[Use], today: int) -> PeriodHours:
    held = period.days
    first = period.first_day.toordinal()
    end = held.last_day.toordinal() if held is not None and held.last_day is not None else first - 1
    used, approved = sum(use.used for use in uses), sum(use.approved for use in uses)
    in_all = granted.between(first, period.last_day.toordinal())
    planned_all, to_date = planned.between(first, end), planned.between(first, min(end, today))
    return PeriodHours(
        number=period.number,
        first_day=period.first_day,
        last_day=period.last_day,
        ended_on=period.ended_on,
        granted=in_all,
        planned=planned_all,
        used=used,
        approved=approved,
        waiting=used - approved,
        left=max(in_all - used, 0) if today <= end and held is not None else 0,
        planned_to_date=to_date,
        forecast=used + planned_all - to_date,
    )
