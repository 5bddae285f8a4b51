"""Hours a week as a chart: used as bars, planned as a line in steps, today marked, and a table with the same numbers.

{% include "components/weeks_chart.html" with chart=weeks_chart(weeks, today=today) %}
"""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Protocol

from django.utils.translation import gettext as _

from core.charts import Frame, bars
from core.templatetags.ui import day_short, hours, minutes
from core.words import listed

HEIGHT = 236
LEFT, TOP, FLOOR = 34, 54.0, 198.0
COLUMN, NARROWEST = 27.6, 760
"""More weeks than fit make a wider drawing, which scrolls in its box."""
_LABEL, _WEEK_LABEL, _YEAR_LABEL = 58, 26, 84
_MOST_LINES = 6
_MOST_IN_WIDTH = 36


class Week(Protocol):
    """One ISO week of one period. Minutes; first and last day are those of the period in the week."""

    @property
    def year(self) -> int: ...
    @property
    def week(self) -> int: ...
    @property
    def first_day(self) -> dt.date: ...
    @property
    def last_day(self) -> dt.date: ...
    @property
    def planned(self) -> int: ...
    @property
    def used(self) -> int: ...
    @property
    def approved(self) -> int: ...
    @property
    def is_part(self) -> bool: ...


def weeks_chart(weeks: Sequence[Week], *, today: dt.date, name: str = "weeks") -> dict[str, Any]:
    """What components/weeks_chart.html draws; empty without weeks. `name` tells two charts of one page apart."""
    if not weeks:
        return {}
    wide = max(NARROWEST, round(LEFT + COLUMN * len(weeks) + 8))
    frame = Frame(left=LEFT, right=wide - 8, top=TOP, floor=FLOOR, bar=48, share=0.71)
    lines = _lines(max(max(week.planned, week.used) for week in weeks))
    planned = [week.planned for week in weeks]
    drawn = bars(values=[week.used for week in weeks], most=planned, frame=frame, top=lines[-1])
    column = frame.column(len(weeks))
    marked = _today(weeks, today, column)
    floor_y = f"{FLOOR:.1f}"
    return {
        "name": name,
        "view_box": f"0 0 {wide} {HEIGHT}",
        "width": str(wide),
        "is_wide": len(weeks) > _MOST_IN_WIDTH,
        "right": str(wide - 8),
        "title": finding(weeks, today=today),
        "words": plan_words(weeks),
        "lines": [{"y": f"{FLOOR - frame.height(value, top=drawn.top):.1f}", "label": hours(value)} for value in lines],
        "bars": drawn.bars,
        # The plan ends on the floor, so that one sees where the last week is.
        "line": f"{drawn.line} V{floor_y}" if any(planned) else "",
        "labels": [
            {
                "x": f"{_beside(marked, first=LEFT + column * first, wide=column * number):.1f}",
                "y": f"{FLOOR - frame.height(value, top=drawn.top) - 9:.1f}",
                "words": rate(value),
            }
            for first, number, value in _runs(weeks)
            if value and number * column >= _LABEL
        ],
        "weeks": _week_labels(weeks, column),
        "years": _years(weeks, column),
        "today": marked,
        "rows": [_row(week) for week in weeks],
        "sums": {
            "planned": minutes(sum(planned)),
            "used": minutes(sum(week.used for week in weeks)),
            "approved": minutes(sum(week.approved for week in weeks)),
        },
    }


def rate(value: int) -> str:
    """1,5 t/uge / 1.5 h/week"""
    return _("%(hours)s h/week") % {"hours": hours(value)}


def finding(weeks: Sequence[Week], *, today: dt.date) -> str:
    """What the chart shows, in one sentence: the weeks that are over, used beside planned."""
    over = [week for week in weeks if week.last_day < today]
    if not over:
        return _("Hours a week. No week is over yet; %(hours)s hours are planned.") % {"hours": hours(sum(week.planned for week in weeks))}
    used, planned = sum(week.used for week in over), sum(week.planned for week in over)
    known = {
        "first": over[0].week,
        "last": over[-1].week,
        "used": hours(used),
        "planned": hours(planned),
        "less": hours(abs(planned - used)),
    }
    if used < planned:
        return _("Hours a week. From week %(first)d to week %(last)d %(used)s hours were used, %(less)s fewer than planned.") % known
    if used > planned:
        return _("Hours a week. From week %(first)d to week %(last)d %(used)s hours were used, %(less)s more than planned.") % known
    return _("Hours a week. From week %(first)d to week %(last)d %(used)s hours were used, as planned.") % known


def plan_words(weeks: Sequence[Week]) -> str:
    """The plan goes from 3 hours a week to 2, 1.5 and 1."""
    values = [value for value, _run in groupby(week.planned for week in weeks if not week.is_part)]
    if not values:
        return ""
    if len(values) == 1:
        return _("The plan is %(hours)s hours every week.") % {"hours": hours(values[0])}
    return _("The plan goes from %(first)s hours a week to %(rest)s.") % {
        "first": hours(values[0]),
        "rest": listed([hours(value) for value in values[1:]]),
    }


def _lines(most: int) -> list[int]:
    """The heights of the lines across, in minutes: whole hours, at most six above the floor."""
    top = max(1, -(-most // 60))
    step = -(-top // _MOST_LINES)
    return [60 * value for value in range(0, top + step, step)]


def _runs(weeks: Sequence[Week]) -> list[tuple[int, int, int]]:
    """(first column, number of columns, minutes) of whole weeks with the same plan."""
    found, at = [], 0
    for (value, is_part), run in groupby(weeks, key=lambda week: (week.planned, week.is_part)):
        number = len(list(run))
        if not is_part:
            found.append((at, number, value))
        at += number
    return found


def _week_labels(weeks: Sequence[Week], column: float) -> list[dict[str, Any]]:
    """The number of the ISO week under its bar: each, or as many as there is room for; a week that two periods share has one."""
    every = max(1, -int(-_WEEK_LABEL * 1.5 // column))
    found = []
    for n, week in enumerate(weeks):
        shared = n > 0 and (week.year, week.week) == (weeks[n - 1].year, weeks[n - 1].week)
        if n % every == 0 and not shared:
            found.append({"x": f"{LEFT + column * (n + 0.5):.1f}", "words": str(week.week)})
    return found


def _years(weeks: Sequence[Week], column: float) -> list[dict[str, str]]:
    """The words "Week in 2027" under the first week of each year. Where they do not fit they end at the right edge, or are left out."""
    starts = [n for n, week in enumerate(weeks) if n == 0 or week.year != weeks[n - 1].year]
    found: list[dict[str, str]] = []
    free_from, right = 0.0, column * len(weeks)
    for n, after in zip(starts, [*starts[1:], len(weeks)], strict=True):
        fits = column * (after - n) >= _YEAR_LABEL
        begins = column * n if fits else right - _YEAR_LABEL
        if begins < free_from or not (fits or after == len(weeks)):
            continue
        x, anchor = (begins, "start") if fits else (right, "end")
        found.append({"x": f"{LEFT + x:.1f}", "anchor": anchor, "words": _("Week in %(year)d") % {"year": weeks[n].year}})
        free_from = begins + _YEAR_LABEL
    return found


def _beside(marked: dict[str, Any] | None, *, first: float, wide: float) -> float:
    """The middle of a step's label: that of the step, moved off the line of today to the side where the step has room."""
    middle, half = first + wide / 2, _LABEL / 2
    if marked is None or abs(middle - float(marked["x"])) >= half:
        return middle
    left, right = float(marked["x"]) - half - 2, float(marked["x"]) + half + 2
    if left - half >= first:
        return left
    return right if right + half <= first + wide else middle


def _today(weeks: Sequence[Week], today: dt.date, column: float) -> dict[str, Any] | None:
    """Where today stands, with its words on the side where there is room."""
    for n, week in enumerate(weeks):
        if week.first_day <= today <= week.last_day:
            x = LEFT + column * (n + (today.isoweekday() - 0.5) / 7)
            is_left = n * column < 120
            return {
                "x": f"{x:.1f}",
                "words_x": f"{x + 6 if is_left else x - 6:.1f}",
                "anchor": "start" if is_left else "end",
                "words": _("Today, week %(week)d") % {"week": week.week},
            }
    return None


def _row(week: Week) -> dict[str, str]:
    days = _("%(first)s to %(last)s") % {"first": day_short(week.first_day), "last": day_short(week.last_day)} if week.is_part else ""
    return {
        "label": _("Week %(week)d, %(year)d") % {"week": week.week, "year": week.year},
        "days": days,
        "planned": minutes(week.planned),
        "used": minutes(week.used),
        "approved": minutes(week.approved),
    }
