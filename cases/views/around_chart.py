"""The time line of the schemes: periods with a mentor and what runs beside them, as bars over months, with a table twin."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.rules.around import Line, window
from core.days import DAY, add_months
from core.templatetags.ui import date_long, day, language, written

LEFT, RIGHT, TOP, ROW = 190, 830, 30, 30
MOST_LABELS = 13
"""So many months have room for their names; with more, every second, third or sixth has one."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the drawing: its name, its days, and whether it is the mentor's."""

    label: str
    line: Line
    of_mentor: bool = False
    provider: str = ""


def months_of(first: dt.date, last: dt.date) -> list[dt.date]:
    """The first days of the months from `first` to `last`."""
    found = [first]
    while (after := add_months(found[-1], 1)) <= last:
        found.append(after)
    return found


def days_words(line: Line) -> str:
    if line.last_day is None:
        return _("from %(first)s, no end") % {"first": date_long(line.first_day)}
    return _("%(first)s to %(last)s") % {"first": date_long(line.first_day), "last": date_long(line.last_day)}


def short(text: str, most: int = 26) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def around_chart(bars: Sequence[Bar], *, today: dt.date) -> dict[str, Any] | None:
    """The drawing for templates/cases/_around_chart.html; None without a scheme, which leaves nothing to compare."""
    schemes = [each for each in bars if not each.of_mentor]
    if not schemes:
        return None
    first, last = window([each.line for each in bars], today=today)
    width = (last - first).days + 1

    def x(value: dt.date) -> float:
        return LEFT + (RIGHT - LEFT) * (value - first).days / width

    rows = []
    for n, each in enumerate(bars):
        begin = x(each.line.first_day)
        end = x(each.line.last_day + DAY) if each.line.last_day else float(RIGHT)
        y = TOP + ROW * n
        rows.append(
            {
                "label": short(each.label),
                "x": f"{begin:.1f}",
                "y": y + 5,
                "width": f"{max(2.0, end - begin):.1f}",
                "label_y": y + 19,
                "is_open": each.line.last_day is None,
                "of_mentor": each.of_mentor,
            }
        )
    floor = TOP + ROW * len(bars) + 4
    months = months_of(first, last)
    every = next(n for n in (1, 2, 3, 6, 12, 24, 60, 600) if len(months) <= MOST_LABELS * n)
    here = x(today)
    return {
        "view_box": f"0 0 840 {floor + 42}",
        "title": title(schemes, today=today),
        "words": ". ".join(f"{each.label}: {days_words(each.line)}" for each in bars),
        "rows": rows,
        "left": LEFT,
        "right": RIGHT,
        "top": TOP - 4,
        "floor": floor,
        "grid": [f"{x(each):.1f}" for each in months[1:]],
        "months": [{"x": f"{x(each) + 2:.1f}", "words": month_word(each)} for each in months[::every]],
        "months_y": floor + 17,
        "years": [
            {"x": f"{x(each) + 2:.1f}", "words": str(each.year)}
            for n, each in enumerate(months)
            if n == 0 or (each.month == 1 and n % every == 0)
        ],
        "years_y": floor + 34,
        "today": {"x": f"{here:.1f}", "words_x": f"{min(max(here, LEFT + 22), RIGHT - 22):.1f}", "words": _("Today")},
        "table": [
            {
                "label": each.label,
                "provider": each.provider,
                "first": day(each.line.first_day),
                "last": day(each.line.last_day) if each.line.last_day else "",
            }
            for each in bars
        ],
    }


def title(schemes: Sequence[Bar], *, today: dt.date) -> str:
    """The finding: how many schemes run beside the mentor today."""
    now = sum(each.line.first_day <= today and (each.line.last_day is None or today <= each.line.last_day) for each in schemes)
    if now == 0:
        return _("No scheme runs beside the mentor today")
    return ngettext("%(n)d scheme runs beside the mentor today", "%(n)d schemes run beside the mentor today", now) % {"n": now}


def month_word(value: dt.date) -> str:
    """nov. / Nov"""
    return written(value, "short", language()).split()[-1]
