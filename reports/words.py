"""The words of a report's numbers and codes, in the language that is active: a number with what it is a part of, a share in words, labels."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from cases.enums import Funding, Outcome
from core.templatetags.ui import date_long, hours, month, number
from mentors.enums import MentorType, SituationGroup
from reports.about import Names
from reports.enums import Basis, Dimension, Step
from reports.figures import Figure, Spread, share
from reports.parts import Cell, Kind
from reports.scope import Scope

NONE = "–"
MANY = 9.5
FROM_WHOLE_HOURS = 600
"""Minutes."""


def months(scope: Scope) -> str:
    """january 2026 to june 2026"""
    first, last = month(scope.first_day), month(scope.last_day)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def which_courses(basis: Basis, first: dt.date, last: dt.date) -> str:
    """The line under the title of a document."""
    said = {
        Basis.START: _("Courses that began from %(first)s to %(last)s"),
        Basis.PRESENCE: _("Courses that were under way from %(first)s to %(last)s"),
        Basis.END: _("Courses that ended from %(first)s to %(last)s"),
    }[basis]
    return said % {"first": date_long(first), "last": date_long(last)}


def hidden_word() -> str:
    """Of a number that is 1 or 2, or that one could be computed from: which of both is not told."""
    return pgettext("number", "hidden")


def count(found: Figure) -> Cell:
    """The number, or the word that it is hidden."""
    if found.hidden or found.value is None:
        return hidden() if found.hidden else Cell(NONE)
    return Cell(number(found.value), found.value)


def hidden() -> Cell:
    return Cell(hidden_word(), hidden=True)


def part(found: Figure) -> Cell:
    """The share alone, for a column whose head or first cells show the base."""
    percent = share(found)
    if percent is None:
        return hidden() if found.hidden else Cell(NONE)
    return Cell(percents(percent), round((found.value or 0) / (found.base or 1), 4), Kind.SHARE)


def percents(value: int) -> str:
    return f"{value}\u00a0%"


def out_of(found: Figure) -> str:
    """71 of 142 (50 %); without the share where there is no base."""
    if found.value is None:
        return hidden_word() if found.hidden else NONE
    if found.base is None:
        return number(found.value)
    said = _("%(value)s of %(base)s") % {"value": number(found.value), "base": number(found.base)}
    percent = share(found)
    return said if percent is None else f"{said} ({percents(percent)})"


def measure(value: float | None, spread: Spread, kind: Kind = Kind.DAYS) -> Cell:
    """One of the three numbers of a spread."""
    if value is None:
        return hidden() if spread.hidden else Cell(NONE)
    return Cell(number(plain(value)), value, kind)


def of_courses(spread: Spread, said: str) -> Cell:
    """How many courses have what a spread is of, in these words; it can be hidden while the spread itself is told (R194, R295)."""
    return hidden() if spread.base is None else Cell(said, spread.base)


def plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


def with_decimal(value: float) -> str:
    """12,0 / 12.0"""
    text = f"{value:,.1f}"
    return text.translate(str.maketrans(",.", ".,")) if (get_language() or "da").startswith("da") else text


def in_hours(minutes: int | None, *, is_hidden: bool = False) -> Cell:
    if minutes is None:
        return hidden() if is_hidden else Cell(NONE)
    return Cell(hours_said(minutes), round(minutes / 60, 2), Kind.HOURS)


def hours_said(minutes: int) -> str:
    """Minutes as hours; from ten hours on whole ones, half rounded up."""
    return number((minutes + 30) // 60) if minutes >= FROM_WHOLE_HOURS else hours(minutes) or "0"


def in_kroner(ore: int | None, *, is_hidden: bool = False) -> Cell:
    if ore is None:
        return hidden() if is_hidden else Cell(NONE)
    return Cell(number(round(ore / 100)), round(ore / 100, 2), Kind.KRONER)


def days(value: float) -> str:
    return ngettext("%(n)s day", "%(n)s days", 1 if value == 1 else 2) % {"n": number(plain(value))}


def courses(value: int) -> str:
    return ngettext("%(n)s course", "%(n)s courses", value) % {"n": number(value)}


def share_in_words(found: Figure) -> str:
    """Half, two thirds, 6 in 10: the beginning of a sentence that goes on with "of those who". "" where it is hidden, nobody or all."""
    if not found.value or not found.base or found.value == found.base:
        return ""
    percent = 100 * found.value / found.base
    for said, low, high in (
        (_("Half"), 48, 52),
        (_("One third"), 31, 35.5),
        (_("Two thirds"), 64.5, 69),
        (_("One quarter"), 23, 27),
        (_("Three quarters"), 73, 77),
    ):
        if low <= percent <= high:
            return said
    tenth = round(percent / 10)
    if tenth == 0:
        return _("Fewer than 1 in 10")
    if tenth == 10:
        return _("More than 9 in 10")
    return _("%(n)s in 10") % {"n": tenth}


def in_language(names: Names) -> str:
    language = "en" if (get_language() or "da").startswith("en") else "da"
    return names.get(language, "") or next(iter(names.values()), "")


def inside(name: str) -> str:
    """A name in the middle of a sentence."""
    return name[:1].lower() + name[1:]


def outcome(code: str) -> str:
    if code == "not_recorded":
        return _("Not recorded")
    return str(Outcome(code).label) if code in Outcome.values else code


def step(code: str) -> str:
    return str(Step(code).label) if code in Step.values else code


def row_name(dimension: str, key: str, *, groups: Mapping[str, Names]) -> str:
    """The words of a row whose key is a code; "" is "none of them"."""
    if not key:
        none = {"funding": _("Funding not stated"), "partner": _("No partner"), "mentor_type": _("No mentor yet")}
        return none.get(dimension, _("Not stated"))
    if dimension == Dimension.TARGET_GROUP:
        return in_language(groups.get(key, {})) or key
    known: Mapping[str, Any] = {Dimension.SITUATION: SituationGroup, Dimension.MENTOR_TYPE: MentorType, Dimension.FUNDING: Funding}
    enum = known.get(dimension)
    return str(enum(key).label) if enum is not None and key in enum.values else key


def wish(code: str) -> str:
    said = {
        "type": _("Type of mentor"),
        "language": _("Language"),
        "gender": _("The mentor's gender"),
        "age": _("The mentor's age"),
        "ways": _("How they meet"),
        "place": _("Where they meet"),
        "times": _("When they meet"),
        "hours": _("Hours a week"),
        "months": _("Number of months"),
    }
    return said.get(code, code)
