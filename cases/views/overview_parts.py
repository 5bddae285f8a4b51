"""What the case page says of a step: the nearest deadline, the next thing, what is missing; of every case the decision and how it ended."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.enums import STEPS, State
from cases.models import Case, Decision
from cases.next_rows import next_task
from cases.rules.desk import Task
from cases.views.desk import TASKS
from cases.views.overview_rows import Found
from cases.views.startup_items import missing_items
from core.templatetags.ui import date_long, minutes_words

SOON_DAYS = 7
UNANSWERED = (State.CONTACT, State.CHALLENGES, State.ASSESSMENT)
"""The steps before the decision, which answers the application."""


def task_of(case: Case, *, today: dt.date) -> Task | None:
    """The one thing to do now, as the desk says it (R06), from the facts that were read with the case (`with_next`)."""
    return next_task(state=State(case.state), facts=vars(case)["next_facts"], due_on=case.due_on, today=today)


def primary_action(case: Case, *, today: dt.date) -> dict[str, Any] | None:
    """The page's one button: in a running course a contact is written down, in a step the next thing is done; a closed case has none."""
    if case.state == State.RUNNING:
        return {"label": _("Register a contact"), "url": reverse("case_log_new", args=[case.ref]), "primary": True, "icon": "plus"}
    task = task_of(case, today=today)
    if task is None:
        return None
    label, page = TASKS[task.code][1], TASKS[task.code][2]
    return {"label": label, "url": reverse(page, args=[case.ref]), "primary": True}


def next_title(case: Case, *, today: dt.date) -> str:
    task = task_of(case, today=today)
    return str(TASKS[task.code][0]) if task else ""


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


def alert(case: Case, *, today: dt.date) -> dict[str, Any] | None:
    """The nearest deadline of a step with its one action, when it is near; at most one."""
    if not case.is_open or case.due_on is None or (case.due_on - today).days > SOON_DAYS:
        return None
    action = primary_action(case, today=today)
    facts = {"day": date_long(case.due_on)}
    if case.state in UNANSWERED and case.due_on == case.answer_due_on:
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
