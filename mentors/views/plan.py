"""A mentor's time as the page shows it: planned hours a month as bars with a table, and one week with what is free in it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.charts import HEIGHT, WIDTH, bars
from core.days import DAY, WEEK, DaySpan, holiday_name, iso_week
from core.templatetags.ui import MONTHS, SHORT_MONTHS, WEEKDAYS, day_long, language, month, number
from mentors.enums import PartOfDay, Weekday
from mentors.models import Mentor
from mentors.rules.plan import Booked, Planned, Room, minutes_in, monday_of, months_until, room, written_week

MONTHS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class MonthOfHours:
    """Minutes of a month: planned, and the most that fit. What was used stands beside them once contacts are written down."""

    month: DaySpan
    planned: int
    most: int


def about_hours(minutes: int) -> str:
    """Minutes as hours with at most one decimal: a month's sum of parts of weeks is no finer than that."""
    return number(round(minutes / 60, 1))


def month_name(day: dt.date) -> str:
    return MONTHS[language()][day.month - 1]


def months_of_hours(*, planned: list[Planned], most_minutes: int, on: dt.date) -> list[MonthOfHours]:
    """The month of `on` and the five before it."""
    found = []
    for each in months_until(on, number=MONTHS_SHOWN):
        whole = [Planned(each, most_minutes)]
        found.append(MonthOfHours(month=each, planned=minutes_in(each, planned=planned), most=minutes_in(each, planned=whole)))
    return found


def hours_chart(rows: list[MonthOfHours]) -> dict[str, Any]:
    """The bars, their table, and in words what they show."""
    short, now = SHORT_MONTHS[language()], rows[-1]
    drawn = bars(values=[row.planned for row in rows], most=[row.most for row in rows])
    over = [row for row in rows if row.planned > row.most]
    if over:
        finding = _("In %(month)s more hours were planned than the mentor has.") % {"month": month(over[-1].month.first_day)}
    elif any(row.planned for row in rows):
        finding = _("In every month the planned hours stay below the most that the mentor has.")
    else:
        finding = _("No hours are planned in these months.")
    return {
        "view_box": f"0 0 {WIDTH} {HEIGHT}",
        "finding": finding,
        "title": _("Planned hours a month"),
        "words": "; ".join(f"{month_name(r.month.first_day)} {about_hours(r.planned)}" for r in rows),
        "line": drawn.line,
        "line_y": drawn.line_y,
        "line_words": _("At most %(hours)s hours in %(month)s")
        % {"hours": about_hours(now.most), "month": month_name(now.month.first_day)},
        "top": number(round(drawn.top / 60)),
        "bars": [
            {"bar": bar, "number": about_hours(row.planned), "label": short[row.month.first_day.month - 1], "open": row is now}
            for bar, row in zip(drawn.bars, rows, strict=True)
        ],
        "rows": [
            {"label": str(month(row.month.first_day)).capitalize(), "planned": about_hours(row.planned), "most": about_hours(row.most)}
            for row in rows
        ],
        "is_any": any(row.planned for row in rows) or bool(rows[-1].most),
    }


def shown_week(text: str, *, today: dt.date) -> tuple[DaySpan, str]:
    """The week that an address names, else this one; and the sentence about what is no week."""
    monday = monday_of(text) if text else None
    problem = "" if monday or not text else _("There is no week “%(value)s”. This week is shown.") % {"value": text[:40]}
    first = monday or today - (today.isoweekday() - 1) * DAY
    return DaySpan(first, first + 6 * DAY), problem


def _day_head(day: dt.date) -> str:
    """Man. 23. / Mon 23"""
    word = WEEKDAYS[language()][day.weekday()][:3].capitalize()
    return f"{word}. {day.day}." if language() == "da" else f"{word} {day.day}"


def calendar(mentor: Mentor, *, week: DaySpan, booked: list[Booked], away: list[DaySpan]) -> dict[str, Any]:
    """One week of the mentor: a row a part of the day; Saturday and Sunday only when something is free or taken on them."""
    times = frozenset(mentor.times)
    days = [week.first_day + n * DAY for n in range(7)]
    rooms = {
        (day, part): room(
            day=day,
            part=part.value,
            times=times,
            booked=booked,
            away=away,
            available_from=mentor.available_from,
            available_until=mentor.available_until,
        )
        for day in days
        for part in PartOfDay
    }
    weekend = (Weekday.SATURDAY, Weekday.SUNDAY)
    days = [
        day for day in days if day.isoweekday() not in weekend or any(rooms[day, part] in (Room.FREE, Room.TAKEN) for part in PartOfDay)
    ]
    week_number = iso_week(week.first_day)[1]
    return {
        "heading": _("Week %(number)s") % {"number": week_number},
        "caption": _("The mentor's time in week %(number)s") % {"number": week_number},
        "days": [
            {
                "label": _day_head(day),
                "spoken": day_long(day),
                "holiday": holiday_name(day, language=language()),
            }
            for day in days
        ],
        "rows": [{"label": str(part.label), "rooms": [rooms[day, part].value for day in days]} for part in PartOfDay],
        "before": written_week(week.first_day - WEEK),
        "after": written_week(week.first_day + WEEK),
        "is_empty": not times and all(each in (Room.NO, Room.AWAY) for each in rooms.values()),
    }
