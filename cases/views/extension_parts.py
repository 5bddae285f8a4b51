"""What stands beside the decision of an extension: figures, lines of hours, what ends before the new period does. No queries."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.forms.extension import DecideForm
from cases.goals import GoalNow
from cases.models import Assignment
from cases.rules.extension_sums import Part, total_of
from cases.rules.extensions import MOST_STEPS, Proposed
from cases.rules.hours import Account, minutes_between
from cases.views.extension_chart import Line, hours_words, periods_chart, weeks_words
from core.days import DAY, DaySpan
from core.templatetags.ui import date_long, day, hours

SHOWN_STEPS = 2


def rows_in(data: Any) -> int:
    """How many lines of hours the page shows."""
    try:
        return min(max(int(data.get("rows") or SHOWN_STEPS), 1), MOST_STEPS)
    except ValueError:
        return SHOWN_STEPS


def key_figures(
    *,
    account: Account,
    number: int,
    goals: Sequence[GoalNow],
    parts: Sequence[Part],
    extensions: int,
    last_day: dt.date,
    first_day: dt.date,
    latest: dt.date,
    months: int,
) -> list[dict[str, Any]]:
    """Hours used in period `number`, goals reached, periods so far, latest possible day."""
    period = next((each for each in account.periods if each.number == number), None)
    used, granted = (period.used, period.granted) if period else (0, 0)
    coming = max(period.planned - period.planned_to_date, 0) if period else 0
    reached = sum(1 for goal in goals if goal.is_reached)
    periods = ngettext("%(count)s period", "%(count)s periods", len(parts)) % {"count": len(parts)}
    extended = _("no extensions")
    if extensions:
        extended = ngettext("%(count)s extension", "%(count)s extensions", extensions) % {"count": extensions}
    span = ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    return [
        {
            "label": _("Hours used"),
            "value": hours(used),
            "unit": _("of %(hours)s") % {"hours": hours(granted)},
            "share": min(used, granted),
            "total": granted,
            "note": _("%(hours)s expected by %(day)s. The rest lapses.") % {"hours": hours(used + coming), "day": date_long(last_day)},
        },
        {
            "label": _("Goals reached"),
            "value": str(reached),
            "unit": _("of %(count)s") % {"count": len(goals)},
            "share": reached,
            "total": len(goals),
        },
        {
            "label": _("Periods so far"),
            "value": weeks_words(total_of(parts).days),
            "unit": _("in all"),
            "note": f"{periods}, {extended}",
        },
        {
            "label": _("Latest possible day"),
            "value": date_long(latest),
            "note": _("%(months)s from %(day)s") % {"months": span, "day": day(first_day)},
        },
    ]


def lead(parts: Sequence[Part], *, wish: Part, mine: Part | None) -> dict[str, str]:
    """How long in all: now, with the proposal, with the wish."""
    return {
        "now": weeks_words(total_of(parts).days),
        "mine": weeks_words(total_of([*parts, mine]).days) if mine else "",
        "wish": weeks_words(total_of([*parts, wish]).days),
    }


def chart(
    parts: Sequence[Part], *, wish: Part, mine: Part | None, name: str, today: dt.date, latest: dt.date, asker: str
) -> dict[str, Any]:
    """The bars: each period, what is asked for, the proposal. `asker` names whose wish it is."""
    lines = [Line("period", _("Period %(number)s") % {"number": number}, part) for number, part in enumerate(parts, start=1)]
    lines.append(Line("wish", asker, wish))
    if mine is not None:
        lines.append(Line("proposal", _("Your proposal"), mine))
    title = _("Periods in %(name)s’s course") % {"name": name}
    total = _("In all with the proposal") if mine is not None else _("In all until now")
    return periods_chart(lines, today=today, latest=latest, title=title, total=total)


def lines(form: DecideForm, less: Proposed) -> list[dict[str, Any]]:
    """The lines of hours, each with what it comes to."""
    span, steps = less.span, less.steps
    found = []
    for number in range(1, rows_in(form.data or form.initial) + 1):
        bound = form[f"step_day_{number}"]
        try:
            first = bound.field.clean(bound.value())
        except ValidationError:
            first = None
        here = next((n for n, step in enumerate(steps) if step.first_day == first), None)
        total = ""
        if here is not None and span is not None and span.last_day is not None and first in span:
            until = min(steps[here + 1].first_day - DAY, span.last_day) if here + 1 < len(steps) else span.last_day
            if until >= first:
                total = hours_words(minutes_between(steps, span=DaySpan(first, until)))
        found.append({"day": bound, "minutes": form[f"step_minutes_{number}"], "total": total})
    return found


def mentor_notes(assignment: Assignment | None, last_day: dt.date | None) -> list[str]:
    """What ends before the new period does: told, and no reason to refuse."""
    if assignment is None or last_day is None:
        return []
    mentor, found = assignment.mentor, []
    if assignment.ended_on is not None:
        found.append(_("%(name)s stops on %(day)s.") % {"name": mentor.name, "day": date_long(assignment.ended_on)})
    if mentor.available_until is not None and mentor.available_until < last_day:
        found.append(_("%(name)s is available until %(day)s.") % {"name": mentor.name, "day": date_long(mentor.available_until)})
    until = mentor.confidentiality_valid_until
    if until is not None and until < last_day:
        told = _("The declaration of confidentiality of %(name)s is valid until %(day)s.")
        found.append(told % {"name": mentor.name, "day": date_long(until)})
    return found
