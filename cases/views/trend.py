"""A trend as `components/lines.html` shows it: one or two lines over days, with the table of the same numbers."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.lines import lines
from core.templatetags.ui import date_long, day_short, number

Values = Sequence[tuple[dt.date, float]]


def trend(
    *, name: str, title: str, series: Sequence[tuple[str, Values]], lowest: int, highest: int, ticks: Sequence[int]
) -> dict[str, Any]:
    """The context name `chart`; `name` makes its ids its own. The second series is dashed with squares: never told by colour alone."""
    shown = [(label, values) for label, values in series if values]
    drawn = lines(series=[values for _label, values in shown], lowest=lowest, highest=highest, ticks=ticks)
    days = sorted({day for _label, values in shown for day, _value in values})
    by_day = [dict(values) for _label, values in shown]
    said = [
        _("%(name)s: %(numbers)s") % {"name": label, "numbers": ", ".join(f"{date_long(day)} {number(value)}" for day, value in values)}
        for label, values in shown
    ]
    return {
        "id": name,
        "title": title,
        "words": ". ".join(said) + ".",
        "lines": [
            {"path": each.path, "dots": each.dots, "name": label, "name_x": each.name_x, "name_y": each.name_y, "is_second": n > 0}
            for n, (each, (label, _values)) in enumerate(zip(drawn.lines, shown, strict=True))
        ],
        "ticks": [{"y": y, "label": value} for y, value in drawn.ticks],
        "days": [{"x": x, "label": day_short(day)} for x, day in drawn.days],
        "left": drawn.left,
        "right": drawn.right,
        "head": [_("Day"), *[label for label, _values in shown]],
        "rows": [[date_long(day), *[number(values[day]) if day in values else "–" for values in by_day]] for day in days],
    }
