"""What the case page says: the nearest deadline, the figures of a running course, what is missing in a step, and how it ended."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import STEPS, MeetingKind, State
from cases.models import Case, Decision, Period
from cases.next_rows import next_task
from cases.rules.agreements import minutes_in_all
from cases.rules.desk import Next
from cases.views import course_parts
from cases.views.desk import TASKS
from cases.views.overview_rows import Found, signed_by
from cases.views.startup_items import missing_items
from core.days import DaySpan
from core.templatetags.ui import clock as time_of
from core.templatetags.ui import date_long, day_short, hours, minutes_words

EXTENSION_DAYS = 56
"""From so many days before its last day on, the page speaks of what comes after the period."""
SOON_DAYS = 7


def next_of(case: Case, *, today: dt.date) -> Next | None:
    """The one thing to do now, as the desk says it (R06), from the facts that were read with the case (`with_next`)."""
    found = next_task(state=State(case.state), facts=vars(case)["next_facts"], due_on=case.due_on, today=today)
    return found.code if found else None


def primary_action(case: Case, *, today: dt.date) -> dict[str, Any] | None:
    """The page's one button; a running or closed case has none of its own yet."""
    code = next_of(case, today=today)
    if code is None or code == Next.FOLLOW_COURSE:
        return None
    label, page = TASKS[code][1], TASKS[code][2]
    return {"label": label, "url": reverse(page, args=[case.ref]), "primary": True}


def next_title(case: Case, *, today: dt.date) -> str:
    code = next_of(case, today=today)
    return str(TASKS[code][0]) if code else ""


def items(case: Case, found: Found) -> list[dict[str, Any]]:
    """What the step still lacks, each with where it is put right."""

    def page(name: str) -> str:
        return reverse(name, args=[case.ref])

    if case.state == State.CONTACT:
        return [
            {"label": _("The client's yes to the course"), "url": page("case_contact"), "done": case.consent_on is not None, "note": ""},
            {"label": _("Receipt sent to the client"), "url": page("case_contact"), "done": case.acknowledged_on is not None, "note": ""},
        ]
    if case.state == State.CHALLENGES:
        answered = len(found.weights)
        note = _("%(answered)d of 5 are answered") % {"answered": answered}
        return [
            {"label": _("The five areas of support"), "url": page("case_challenges"), "done": answered == 5, "note": note},
            {"label": _("At least one need"), "url": page("case_challenges"), "done": any(found.weights), "note": ""},
        ]
    if case.state == State.ASSESSMENT:
        return [{"label": _("Assessment and decision"), "url": page("case_assessment"), "done": False, "note": _("not decided yet")}]
    if case.state == State.MATCH:
        note = (
            _("%(mentor)s: %(state)s") % {"mentor": found.proposal.mentor.name, "state": found.proposal.get_state_display()}
            if found.proposal
            else ""
        )
        return [
            {"label": _("A mentor is proposed"), "url": page("case_match"), "done": found.proposal is not None, "note": note},
            {"label": _("Both have said yes, and the mentor is assigned"), "url": page("case_match"), "done": False, "note": ""},
        ]
    return missing_items(case, found.startup) if found.startup else []


def step_words(case: Case) -> str:
    return _("Step %(number)d of 5: %(step)s") % {"number": STEPS.index(State(case.state)) + 1, "step": State(case.state).label}


def alert(case: Case, found: Found, today: dt.date) -> dict[str, Any] | None:
    """The nearest deadline with its one action, when it is near; at most one."""
    if case.state == State.RUNNING and found.rematch is not None:
        return course_parts.rematch_notice(case, found.rematch, found.left(today))
    if case.state == State.RUNNING:
        last_day = found.period.last_day if found.period else None
        signed = signed_by(found.agreement) if found.agreement else set()
        waiting = course_parts.agreement_notice(case, found.agreement, found.holding, signed=signed, last_day=last_day)
        return waiting or _period_alert(case, found.period, today)
    if not case.is_open or case.due_on is None or (case.due_on - today).days > SOON_DAYS:
        return None
    action = primary_action(case, today=today)
    facts = {"day": date_long(case.due_on)}
    if case.due_on == case.answer_due_on:
        heading = (
            _("The application should have been answered by %(day)s") if case.due_on < today else _("Answer the application by %(day)s")
        )
    else:
        heading = _("The deadline was %(day)s") if case.due_on < today else _("Next deadline: %(day)s")
    return {
        "level": "error" if case.due_on < today else "warning",
        "heading": heading % facts,
        "text": next_title(case, today=today),
        "actions": [{**action, "primary": False}] if action else [],
    }


def _period_alert(case: Case, period: Period | None, today: dt.date) -> dict[str, Any] | None:
    if period is None or (period.last_day - today).days > EXTENSION_DAYS:
        return None
    see = {"label": _("See what is granted"), "url": reverse("case_assessment", args=[case.ref])}
    facts = {"last": date_long(period.last_day), "by": date_long(case.due_on)}
    if period.last_day < today:
        return {"level": "error", "heading": _("The period ran out on %(last)s") % facts, "text": "", "actions": [see]}
    if case.due_on:
        heading = _("The period runs out on %(last)s. Decide what comes after by %(by)s") % facts
    else:
        heading = _("The period runs out on %(last)s") % facts
    return {"level": "warning", "heading": heading, "text": "", "actions": [see]}


def figures(found: Found, today: dt.date) -> list[dict[str, Any]]:
    """The figures of a running course, as components/meter.html takes them."""
    if found.period is None:
        return []
    period = found.period
    span = DaySpan(period.first_day, period.last_day)
    whole = span.days()
    gone = min(max((today - period.first_day).days, 0), whole)
    left = whole - gone
    label = _("Period %(number)d: %(first)s to %(last)s") % {
        "number": period.number,
        "first": date_long(period.first_day),
        "last": date_long(period.last_day),
    }
    value = ngettext("%(days)d day", "%(days)d days", left) % {"days": left}
    if today < period.first_day:
        note = _("Begins %(day)s") % {"day": date_long(period.first_day)}
    else:
        note = _("%(gone)d of %(whole)d days are gone") % {"gone": gone, "whole": whole}
    in_all = round(minutes_in_all(minutes_a_week=period.minutes_a_week, span=span) / 60) * 60
    rows: list[dict[str, Any]] = [
        {"label": label, "value": value, "unit": _("left"), "share": gone, "total": whole, "note": note, "warn": left <= 28},
        {
            "label": _("Granted hours"),
            "value": hours(period.minutes_a_week),
            "unit": _("a week"),
            "note": _("%(hours)s hours in all") % {"hours": hours(in_all)},
        },
    ]
    if found.agreed:
        number = len(found.agreed.goals.all())
        rows.append({"label": _("Goals"), "value": number, "unit": _("agreed"), "note": _("In the client's own words")})
    meeting = found.next_meeting
    if meeting:
        rows.append(
            {
                "label": _("Next meeting"),
                "value": day_short(meeting.at),
                "unit": _("at %(time)s") % {"time": time_of(meeting.at)},
                "note": f"{MeetingKind(meeting.kind).label}, {meeting.place}",
            }
        )
    else:
        rows.append({"label": _("Next meeting"), "value": "–", "unit": "", "note": _("None is arranged")})
    return rows


def week_words(period: Period | None, today: dt.date) -> str:
    """Week 3 of 26, as the stepper says it."""
    if period is None:
        return ""
    if today < period.first_day:
        return _("begins %(day)s") % {"day": day_short(period.first_day)}
    weeks = -(-DaySpan(period.first_day, period.last_day).days() // 7)
    return _("week %(week)d of %(weeks)d") % {"week": min((today - period.first_day).days // 7 + 1, weeks), "weeks": weeks}


def decision_rows(grant: Decision | None) -> list[dict[str, Any]]:
    if grant is None or grant.first_day is None:
        return []
    return [
        {"label": _("Decision"), "value": grant.get_outcome_display(), "note": _("Decided %(day)s") % {"day": date_long(grant.decided_on)}},
        {"label": _("Granted"), "value": _("%(hours)s a week") % {"hours": minutes_words(grant.minutes_a_week)}},
        {
            "label": _("Days"),
            "value": _("%(first)s to %(last)s") % {"first": date_long(grant.first_day), "last": date_long(grant.last_day)},
        },
        {"label": _("Purpose"), "value": grant.purpose},
    ]


def ending_rows(case: Case, found: Found) -> list[dict[str, Any]]:
    """How a closed case ended."""
    rows: list[dict[str, Any]] = [
        {"label": _("Ended as"), "value": State(case.state).label},
        {"label": _("Closed"), "value": date_long(case.closed_on)},
    ]
    if case.end_reason:
        rows.append({"label": _("Why"), "value": case.get_end_reason_display()})
    if case.closing_words:
        rows.append({"label": _("In words"), "value": case.closing_words})
    if found.outcome:
        rows.append({"label": _("Outcome"), "value": found.outcome.get_outcome_display(), "note": str(found.outcome.get_point_display())})
    return rows
