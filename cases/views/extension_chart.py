"""How long the client has a mentor in all, as bars: each period, what is asked for, what is proposed, with today and the latest possible day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.rules.extension_sums import Part, total_of
from core.days import DAY, DaySpan, add_months
from core.templatetags.ui import date_long, day, day_short, hours, language

LEFT, RIGHT, TOP, ROW = 150.0, 720.0, 28, 36
WIDTH = 760
_FITS_INSIDE = 170.0
"""A bar at least so wide has its words inside, a narrower one beside it."""
_MOST_MONTHS = 14
_MONTHS = {
    "da": ("jan.", "feb.", "mar.", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One bar: whose it is (`kind`: period, wish, proposal), its words at the left, and its part."""

    kind: str
    label: str
    part: Part


def weeks_words(days: int) -> str:
    """26 weeks, or 5 days where it is less than one."""
    weeks = round(days / 7)
    if weeks < 1:
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    return ngettext("%(weeks)s week", "%(weeks)s weeks", weeks) % {"weeks": weeks}


def hours_words(minutes: int) -> str:
    """53 hours"""
    return _("%(hours)s hours") % {"hours": hours(minutes)}


def length(part: Part, *, granted: bool = False) -> str:
    """26 weeks · 53 hours granted"""
    said = {"weeks": weeks_words(part.span.days()), "hours": hours_words(part.minutes)}
    return (_("%(weeks)s · %(hours)s granted") if granted else _("%(weeks)s · %(hours)s")) % said


def periods_chart(lines: Sequence[Line], *, today: dt.date, latest: dt.date, title: str, total: str) -> dict[str, Any]:
    """What `cases/extension/_chart.html` draws, with its table; `total` names the last line of the table. Empty without lines."""
    if not lines:
        return {}
    begin = min(line.part.span.first_day for line in lines)
    end = max([latest, *(line.part.span.last_day or line.part.span.first_day for line in lines)])
    days = (end - begin).days + 1

    def x(when: dt.date) -> float:
        return LEFT + (RIGHT - LEFT) * (when - begin).days / days

    floor = TOP + 6 + ROW * len(lines)
    bars = [_bar(line, n, x) for n, line in enumerate(lines)]
    at_today = x(min(max(today, begin), end))
    at_latest = x(latest + DAY)
    return {
        "view_box": f"0 0 {WIDTH} {floor + 40}",
        "bars": bars,
        "months": _months(begin, end, x),
        "floor": floor,
        "month_y": floor + 18,
        "year_y": floor + 36,
        "today": {"x": f"{at_today:.1f}", "words_x": f"{at_today - 4:.1f}"} if begin <= today <= end else None,
        "today_left": at_today - LEFT > 60,
        "latest_x": f"{at_latest:.1f}",
        "latest_words": _("Latest possible day: %(day)s") % {"day": date_long(latest)},
        "title": title,
        "words": "; ".join(
            _("%(label)s: %(length)s, %(first)s to %(last)s")
            % {
                "label": line.label,
                "length": length(line.part),
                "first": date_long(line.part.span.first_day),
                "last": date_long(line.part.span.last_day),
            }
            for line in lines
        ),
        "rows": _rows(lines, total),
    }


def _bar(line: Line, number: int, x: Any) -> dict[str, Any]:
    span = line.part.span
    left, right = x(span.first_day), x((span.last_day or span.first_day) + DAY)
    inside = right - left >= _FITS_INSIDE
    before = not inside and right > 560
    words_x = left + 10 if inside else (left - 8 if before else right + 8)
    top = TOP + 6 + ROW * number
    return {
        "kind": line.kind,
        "label": line.label,
        "x": f"{left:.1f}",
        "width": f"{max(right - left, 2):.1f}",
        "y": top,
        "text_y": top + 18,
        "words": length(line.part, granted=line.kind == "period"),
        "words_x": f"{words_x:.1f}",
        "inside": inside,
        "anchor": "end" if before else "start",
    }


def _months(begin: dt.date, end: dt.date, x: Any) -> list[dict[str, Any]]:
    """The first day of each month inside the drawing; of a long course every second, third, ... one has its name."""
    firsts = []
    first = dt.date(begin.year, begin.month, 1)
    while first <= end:
        if first >= begin:
            firsts.append(first)
        first = add_months(first, 1)
    every = -(-len(firsts) // _MOST_MONTHS)
    found = []
    for n, first in enumerate(firsts):
        after = add_months(first, 1)
        middle = (x(first) + x(min(after, end))) / 2
        found.append(
            {
                "x": f"{x(first):.1f}",
                "middle": f"{middle:.1f}",
                "words": _MONTHS[language()][first.month - 1] if n % every == 0 and x(min(after, end)) - x(first) > 20 else "",
                "year": str(first.year) if n == 0 or first.month == 1 else "",
            }
        )
    return found


def _rows(lines: Sequence[Line], total: str) -> list[dict[str, Any]]:
    rows = [_row(line.label, line.part.span, line.part.span.days(), line.part.minutes) for line in lines]
    counted = [line.part for line in lines if line.kind != "wish"]
    if counted:
        whole = total_of(counted)
        span = DaySpan(counted[0].span.first_day, counted[-1].span.last_day)
        rows.append(_row(total, span, whole.days, whole.minutes))
    return rows


def _row(label: str, span: DaySpan, days: int, minutes: int) -> dict[str, Any]:
    return {
        "label": label,
        "first_day": day(span.first_day),
        "last_day": day(span.last_day),
        "weeks": weeks_words(days),
        "hours": hours(minutes),
    }


def gap_words(parts: Sequence[Part]) -> str:
    """The days between two periods, where nobody had a mentor: they stay visible (R113)."""
    pairs = ((before.span.last_day, after.span.first_day) for before, after in pairwise(parts))
    return next(filter(None, (days_between(last, first) for last, first in pairs if last is not None)), "")


def days_between(last_day: dt.date, first_day: dt.date) -> str:
    """The days after the one and before the other, in words; "" where there are none."""
    if first_day <= last_day + DAY:
        return ""
    return _("No period from %(first)s to %(last)s") % {"first": day_short(last_day + DAY), "last": day_short(first_day - DAY)}
