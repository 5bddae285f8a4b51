"""The health of a match: what a caseworker should look at in a running course, each sign by itself and explained (rules R143-R145).

A sign decides nothing and is no score: nothing to see is an answer, too.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cases.enums_course import Attendance
from core.days import DAY, WEEK, DaySpan

WEEKS_COMPARED = 4
QUESTION_DAYS = 7
SOUR = 2
"""A feedback of this or less, of 5, is one to talk about."""


class Flag(StrEnum):
    """What can be seen, in the order in which it is told."""

    NOT_WORKING = "not_working"
    SOUR = "sour"
    QUIET = "quiet"
    NO_SHOWS = "no_shows"
    FALLING = "falling"
    UNDER_USE = "under_use"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing to look at; `facts` are days, numbers and codes for its sentence."""

    flag: Flag
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """The newest feedback of somebody: who, on which day, and from 1 to 5 how it goes, if that was said."""

    who: str
    day: dt.date
    going: int | None


@dataclass(frozen=True, slots=True)
class CourseSigns:
    """What is known of a running course. Minutes; days.

    `period` is the one that holds today, None between periods. `last_contact` is the last day on which a contact took place. `met` are the
    newest contacts first that were not cancelled. `uses` are minutes by day of at least the last eight weeks. `under` is (used, planned) of
    the period when too little is used (R89). `trouble` is the feedback that something does not work and that nobody has dealt with.
    """

    period: DaySpan | None
    last_contact: dt.date | None = None
    pauses: Sequence[DaySpan] = ()
    met: Sequence[tuple[dt.date, Attendance]] = ()
    uses: Sequence[tuple[dt.date, int]] = ()
    under: tuple[int, int] | None = None
    said: Sequence[Said] = ()
    trouble: Said | None = None
    oldest_question: dt.date | None = None


def signs(*, known: CourseSigns, quiet_days: int, today: dt.date) -> tuple[Sign, ...]:
    """What should be looked at today, in the order of `Flag`; nothing when all is well."""
    found = (
        _trouble(known),
        _sour(known),
        _quiet(known, quiet_days, today),
        _no_shows(known),
        _falling(known, today),
        Sign(Flag.UNDER_USE, {"used": known.under[0], "planned": known.under[1]}) if known.under is not None else None,
        _question(known, today),
    )
    return tuple(sign for sign in found if sign is not None)


def quiet_for(*, since: dt.date, today: dt.date, pauses: Sequence[DaySpan]) -> int:
    """Days after `since` up to today on which the course did not pause (R143)."""
    days = (since + n * DAY for n in range(1, (today - since).days + 1))
    return sum(1 for day in days if not any(day in pause for pause in pauses))


def is_falling(*, uses: Sequence[tuple[dt.date, int]], today: dt.date) -> tuple[int, int] | None:
    """(minutes of the four weeks before, minutes of the last four) when the last four, today included, are under half; else None (R144)."""
    begins = today - WEEKS_COMPARED * WEEK
    last = sum(minutes for day, minutes in uses if begins < day <= today)
    before = sum(minutes for day, minutes in uses if begins - WEEKS_COMPARED * WEEK < day <= begins)
    return (before, last) if 2 * last < before else None


def _trouble(known: CourseSigns) -> Sign | None:
    return Sign(Flag.NOT_WORKING, {"who": known.trouble.who, "day": known.trouble.day.isoformat()}) if known.trouble is not None else None


def _sour(known: CourseSigns) -> Sign | None:
    """The newest word of each counts: who says that it goes well again has taken the one before back.

    What was said with "something does not work" is told there and not twice.
    """
    told = (known.trouble.who, known.trouble.day) if known.trouble is not None else None
    words = [each for each in known.said if each.going is not None and each.going <= SOUR and (each.who, each.day) != told]
    sour = sorted(words, key=lambda each: (each.going, each.day))
    return Sign(Flag.SOUR, {"who": sour[0].who, "day": sour[0].day.isoformat(), "going": sour[0].going}) if sour else None


def _quiet(known: CourseSigns, quiet_days: int, today: dt.date) -> Sign | None:
    """Counted from the last contact or from the day before the period; a course that pauses today is quiet for a reason."""
    if known.period is None or any(today in pause for pause in known.pauses):
        return None
    before = known.period.first_day - DAY
    since = max(known.last_contact or before, before)
    days = quiet_for(since=since, today=today, pauses=known.pauses)
    if days < quiet_days:
        return None
    never = known.last_contact is None or known.last_contact < known.period.first_day
    return Sign(Flag.QUIET, {"days": days, "since": "" if never else since.isoformat(), "first_day": known.period.first_day.isoformat()})


def _no_shows(known: CourseSigns) -> Sign | None:
    newest = list(known.met[:2])
    if len(newest) < 2 or any(attendance != Attendance.NO_SHOW for _day, attendance in newest):
        return None
    return Sign(Flag.NO_SHOWS, {"first": newest[1][0].isoformat(), "second": newest[0][0].isoformat()})


def _falling(known: CourseSigns, today: dt.date) -> Sign | None:
    """Not while the last four weeks have a pause in them."""
    if known.period is None or any(pause.overlaps(DaySpan(today - WEEKS_COMPARED * WEEK + DAY, today)) for pause in known.pauses):
        return None
    found = is_falling(uses=known.uses, today=today)
    return Sign(Flag.FALLING, {"before": found[0], "last": found[1]}) if found else None


def _question(known: CourseSigns, today: dt.date) -> Sign | None:
    if known.oldest_question is None or (today - known.oldest_question).days <= QUESTION_DAYS:
        return None
    return Sign(Flag.QUESTION, {"day": known.oldest_question.isoformat()})
