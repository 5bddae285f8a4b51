"""An extension in words: the request, the decision as summary rows, the live sentence, and why a second person is asked. No queries."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cases.enums import GRANTS, DecisionOutcome, Funding
from cases.enums_course import AskedBy, LessReason, Limit
from cases.models import Decision, Extension
from cases.rules.extension_sums import Part, Total, part_of
from cases.rules.extensions import OUTCOMES, Choice, Proposed
from cases.rules.extensions import Wished as Wish
from cases.rules.hours import Step
from cases.rules.second_person import Figures, Limits
from cases.views.assessment_parts import letter_rows
from cases.views.extension_chart import days_between, hours_words, weeks_words
from core.days import DaySpan
from core.templatetags.ui import date_long, day, day_long, hours, minutes_words, number
from core.words import listed
from mentors.enums import MentorType

Row = dict[str, Any]


def asked_words(extension: Extension) -> str:
    """10 November 2026 · At a meeting"""
    return f"{date_long(extension.asked_on)} · {extension.get_asked_how_display()}"


def written_by(extension: Extension, client: str, mentor: str) -> str:
    """Who wrote it down, and whether that one may decide it (R116)."""
    name = extension.recorded_by.name
    if extension.asked_by == AskedBy.CASEWORKER:
        return _("%(name)s asks for it, so a colleague decides it.") % {"name": name}
    who = client if extension.asked_by == AskedBy.CLIENT else mentor or _("the mentor")
    return _("Written down by %(name)s. %(who)s asked for it, so %(name)s may decide it.") % {"name": name, "who": who}


def wish_words(minutes_a_week: int, last_day: dt.date) -> str:
    """2 hours a week until 6 June 2027"""
    return _("%(hours)s a week until %(day)s") % {"hours": minutes_words(minutes_a_week), "day": date_long(last_day)}


def request_rows(extension: Extension) -> list[Row]:
    """The request to read; one that came after the last day is named late (R113)."""
    asked = f"{asked_words(extension)} · {pgettext('extension', 'Late')}" if extension.is_late else asked_words(extension)
    return [
        {"label": _("Asked by"), "value": str(extension.get_asked_by_display()), "note": asked},
        {"label": _("In their own words"), "value": extension.words},
        {"label": _("What has been reached"), "value": extension.reached},
        {"label": _("Why a mentor is still needed"), "value": extension.why_still},
        {"label": _("Asked for"), "value": wish_words(extension.minutes_a_week, extension.last_day)},
    ]


def steps_words(steps: Sequence[Step]) -> str:
    """Each line of hours on a line of its own."""
    if len(steps) == 1:
        return _("%(hours)s a week") % {"hours": minutes_words(steps[0].minutes_a_week)}
    return "\n".join(
        _("From %(day)s: %(hours)s a week") % {"day": day(step.first_day), "hours": minutes_words(step.minutes_a_week)} for step in steps
    )


def decision_rows(proposed: Proposed, wished: Wish) -> list[Row]:
    """The decision to read, as it will be issued."""
    asked = {"label": _("Asked for"), "value": wish_words(wished.minutes_a_week, wished.last_day)}
    outcome = OUTCOMES.get(proposed.choice or Choice.SEND_BACK)
    rows: list[Row] = [{"label": _("Decision"), "value": str(outcome.label) if outcome else ""}, asked]
    if proposed.is_grant:
        span = proposed.span
        rows += _grant_rows(proposed.steps, part_of(steps=proposed.steps, span=span) if span else None)
        if proposed.choice == Choice.LESS:
            rows.append({"label": _("Why not all of it"), "value": proposed.reasons, "note": less_words(proposed.less_reason)})
        rows += _terms(proposed.purpose, proposed.tasks, proposed.mentor_type, proposed.funding)
    else:
        rows += [
            {"label": _("Reasons"), "value": proposed.reasons},
            {"label": _("Offered instead"), "value": proposed.offered_instead},
        ]
    return rows


def _grant_rows(steps: Sequence[Step], part: Part | None, gap: str = "") -> list[Row]:
    if part is None:
        return [{"label": _("Hours"), "value": steps_words(steps)}]
    told = _("%(weeks)s, %(hours)s in all") % {"weeks": weeks_words(part.span.days()), "hours": hours_words(part.minutes)}
    return [
        {"label": _("First day"), "value": day_long(part.span.first_day), "note": gap},
        {"label": _("Last day"), "value": day_long(part.span.last_day), "note": told},
        {"label": _("Hours"), "value": steps_words(steps)},
    ]


def _terms(purpose: str, tasks: str, mentor_type: str, funding: str) -> list[Row]:
    return [
        {"label": _("Purpose"), "value": purpose},
        {"label": _("The mentor's tasks"), "value": tasks},
        {"label": _("Mentor"), "value": str(MentorType(mentor_type).label) if mentor_type else ""},
        {"label": _("Paid by"), "value": str(Funding(funding).label) if funding else ""},
    ]


def less_words(code: str) -> str:
    """The reason that is counted; "" where none was chosen."""
    return str(LessReason(code).label) if code else ""


def issued_rows(decision: Decision, steps: Sequence[Step], *, second: str = "", last_day: dt.date) -> list[Row]:
    """Every fact of an issued decision about an extension; `second` is who approved it, `last_day` that of the period before."""
    rows: list[Row] = [{"label": _("Decision"), "value": str(DecisionOutcome(decision.outcome).label)}]
    first, last = decision.first_day, decision.last_day
    if decision.outcome in GRANTS and first and last:
        lines = list(steps) or [Step(first, decision.minutes_a_week or 0)]
        rows += _grant_rows(lines, part_of(steps=lines, span=DaySpan(first, last)), days_between(last_day, first))
        rows += _terms(decision.purpose, decision.tasks, decision.mentor_type, decision.funding)
    if decision.reasons:
        rows.append({"label": _("Reasons"), "value": decision.reasons, "note": less_words(decision.less_reason)})
    if decision.offered_instead:
        rows.append({"label": _("Offered instead"), "value": decision.offered_instead})
    made = _("%(day)s by %(name)s") % {"day": day_long(decision.decided_on), "name": decision.decided_by.name}
    note = _("Approved by %(name)s") % {"name": second} if second else ""
    rows.append({"label": _("Decided"), "value": made, "note": note})
    rows += letter_rows(
        channel=decision.channel, sent_on=decision.sent_on, received_on=decision.received_on, appeal_until=decision.appeal_until
    )
    return rows


def before_limit(last_day: dt.date, latest: dt.date) -> str:
    """9 weeks before the limit"""
    days = (latest - last_day).days
    if days == 0:
        return _("the latest possible day")
    if days % 7 == 0 or days >= 28:
        weeks = days // 7
        return ngettext("%(weeks)s week before the limit", "%(weeks)s weeks before the limit", weeks) % {"weeks": weeks}
    return ngettext("%(days)s day before the limit", "%(days)s days before the limit", days) % {"days": days}


def live_words(*, last_day: dt.date, latest: dt.date, total: Total) -> dict[str, str]:
    """The computed sentence: where the last day lies, and what the case comes to."""
    return {
        "day": day(last_day),
        "limit": before_limit(last_day, latest),
        "total": _("%(weeks)s and %(hours)s") % {"weeks": weeks_words(total.days), "hours": hours_words(total.minutes)},
    }


def kroner(amount: int) -> str:
    """Øre as whole kroner: 12.500 kr."""
    return _("DKK %(amount)s") % {"amount": number(amount / 100)}


def limit_words(limits: Sequence[str], figures: Figures, own: Limits, *, jobcentre: str) -> str:
    """Which limits are passed, with the figure beside each (R118)."""
    said = []
    for limit in limits:
        if limit == Limit.HOURS:
            said.append(
                _("over %(limit)s in all (%(figure)s)") % {"limit": hours_words(own.minutes or 0), "figure": hours(figures.minutes)}
            )
        elif limit == Limit.COST:
            said.append(_("over %(limit)s in all (%(figure)s)") % {"limit": kroner(own.cost or 0), "figure": kroner(figures.cost or 0)})
        else:
            most = ngettext("%(number)s extension", "%(number)s extensions", own.extensions or 0) % {"number": own.extensions or 0}
            said.append(_("over %(limit)s (%(figure)s)") % {"limit": most, "figure": figures.extensions})
    return _("The case comes %(limits)s. That is the limit in %(jobcentre)s. Whoever sends it cannot approve it.") % {
        "limits": listed(said),
        "jobcentre": jobcentre,
    }
