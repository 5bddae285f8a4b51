"""The frame of a case's pages: breadcrumbs, identity bar and stepper, as data for the components."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import cpr
from cases.course_shown import course_shown, decided, has_meetings
from cases.enums import EXITS, STEPS, State
from cases.models import Case
from cases.rules.course import PeriodDays, week_of
from cases.rules.cpr import masked
from core.templatetags.ui import day_short

STEP_PAGES: dict[State, str] = {
    State.CONTACT: "case_contact",
    State.CHALLENGES: "case_challenges",
    State.ASSESSMENT: "case_assessment",
    State.MATCH: "case_match",
    State.STARTUP: "case_startup",
}
DONE_ON: dict[State, str] = {
    State.CONTACT: "contact_on",
    State.CHALLENGES: "challenges_on",
    State.ASSESSMENT: "assessment_on",
    State.MATCH: "match_on",
    State.STARTUP: "startup_on",
}


def steps(case: Case | None, *, current: str) -> list[dict[str, Any]]:
    """The five steps with their day, the decision’s outcome, or what is left; `current` is the step of the page, not of the case. Without a case: a new application."""
    rows = []
    for number, step in enumerate(STEPS, start=1):
        done_on = getattr(case, DONE_ON[step]) if case else None
        if done_on:
            note = day_short(done_on)
            if step == State.ASSESSMENT and case and (outcome := decided(case)):
                note = f"{note} · {str(outcome.label).lower()}"
        elif case and step == case.state:
            note = _("in hand")
        elif case is None and step == State.CONTACT:
            note = _("today")
        else:
            note = _("not begun")
        state = "current" if step == current else "done" if done_on else "todo"
        url = reverse(STEP_PAGES[step], args=[case.ref]) if case else ""
        rows.append({"number": number, "of": len(STEPS), "label": step.label, "note": note, "url": url, "state": state})
    return rows


def course_step(case: Case, *, current: str, today: dt.date) -> list[dict[str, Any]]:
    """The course itself after the five steps, without a number, on every page of a case that runs or has ended."""
    if case.state not in (State.RUNNING, State.ENDED):
        return []
    running = case.state == State.RUNNING
    note = week_words(course_shown(case).period(today), today) if running else _("ended %(day)s") % {"day": day_short(case.closed_on)}
    state = "done" if not running else "todo" if current in STEPS else "current"
    url = reverse("case", args=[case.ref])
    return [{"number": None, "label": State.RUNNING.label, "note": note, "url": url, "state": state}]


def week_words(period: PeriodDays | None, today: dt.date) -> str:
    """Period 1, week 24 of 26: as the stepper says it."""
    if period is None:
        return ""
    known: dict[str, Any] = {"number": period.number}
    if week := week_of(period=period, today=today):
        return _("period %(number)d, week %(week)d of %(weeks)d") % {**known, "week": week.number, "weeks": week.of}
    if today < period.first_day:
        return _("period %(number)d begins %(day)s") % {**known, "day": day_short(period.first_day)}
    return _("period %(number)d ran out %(day)s") % {**known, "day": day_short(period.end)}


def cpr_fact(case: Case, number: str, *, revealed: bool) -> dict[str, Any]:
    """The CPR number: masked with a button that shows it, or shown once with the mask that the script puts back."""
    if revealed:
        return {"label": _("CPR"), "value": f"{number[:6]}-{number[6:]}", "mask": masked(number)}
    return {"label": _("CPR"), "value": masked(number), "reveal_url": reverse("case_cpr", args=[case.ref])}


def place_facts(case: Case) -> list[dict[str, Any]]:
    """Whom one asks at the place, and the organisation that works with the jobcentre on the course, as far as they are known."""
    found = []
    if case.workplace and case.workplace.contact:
        found.append({"label": _("Contact person there"), "value": case.workplace.contact})
    if case.partner:
        url = reverse("mentor_organisation", args=[case.partner_id])
        found.append({"label": _("Partner organisation"), "value": case.partner.name, "url": url})
    return found


def facts(case: Case, *, revealed: bool = False) -> list[dict[str, Any]]:
    """The identity bar's facts. The CPR number is masked; showing it is a logged POST."""
    number = cpr.decrypt(case.client.cpr_sealed, row_id=case.client_id)
    situation = f"{case.situation}, {case.workplace.name}" if case.workplace else str(case.situation)
    found = [
        {"label": _("Case"), "value": case.ref},
        cpr_fact(case, number, revealed=revealed),
        {"label": _("Situation"), "value": situation},
        {"label": _("Caseworker"), "value": case.caseworker.name},
    ]
    if case.client.contact_note:
        found.append({"label": _("Contact"), "value": case.client.contact_note})
    return found


def badges(case: Case) -> list[dict[str, Any]]:
    found = [{"label": State(case.state).label, "state": "line" if case.state in EXITS or case.state == State.ENDED else "info"}]
    if case.client.address_protected:
        found.append({"label": _("Name and address protected"), "state": "warn", "icon": "warning"})
    return found


def more_actions(case: Case) -> list[dict[str, Any]]:
    """What can be done with the case from every page, beside the page's own button."""
    rows = [
        {"label": _("Time line"), "url": reverse("case_timeline", args=[case.ref])},
        {"label": _("Reminders"), "url": reverse("case_reminders", args=[case.ref])},
        {"label": _("Complaints"), "url": reverse("case_appeals", args=[case.ref])},
        {"label": _("Put something right"), "url": reverse("case_repair", args=[case.ref])},
    ]
    if case.is_open:
        rows.insert(0, {"label": _("Change the application"), "url": reverse("case_contact", args=[case.ref])})
        if case.state == State.RUNNING:
            rows.append({"label": _("Plan of hours"), "url": reverse("case_plan", args=[case.ref])})
        if case.state == State.RUNNING or has_meetings(case):
            rows.append({"label": _("Meetings"), "url": reverse("case_meetings", args=[case.ref])})
        if case.state == State.RUNNING:
            rows.append({"label": _("Extension"), "url": reverse("case_extension", args=[case.ref])})
            rows.append({"label": _("The match does not work"), "url": reverse("case_rematch", args=[case.ref])})
        rows.append({"label": _("Discharge from hospital"), "url": reverse("case_discharge", args=[case.ref])})
        if case.state == State.RUNNING:
            rows.append({"label": _("Close the course"), "url": reverse("case_close", args=[case.ref])})
            rows.append({"label": _("The client withdraws"), "url": reverse("case_exit", args=[case.ref])})
        else:
            rows.append({"label": _("Close the case"), "url": reverse("case_exit", args=[case.ref])})
    elif case.state == State.ENDED:
        rows.append({"label": _("Follow-up"), "url": reverse("case_followup", args=[case.ref])})
        rows.append({"label": _("Open the course again"), "url": reverse("case_reopen", args=[case.ref])})
    return rows


def frame(case: Case, *, step: str, today: dt.date, revealed: bool = False) -> dict[str, Any]:
    """Context of `cases/_frame.html`, which every page of a case extends."""
    return {
        "crumbs": [
            {"label": _("My desk"), "url": reverse("desk")},
            {"label": _("Cases"), "url": reverse("case_list")},
            {"label": case.ref, "url": reverse("case", args=[case.ref])},
        ],
        "initials": case.client.initials,
        "facts": facts(case, revealed=revealed),
        "badges": badges(case),
        "steps": steps(case, current=step) + course_step(case, current=step, today=today),
        "no_current_step": step not in STEPS and case.state != State.RUNNING,
        "more": more_actions(case),
    }
