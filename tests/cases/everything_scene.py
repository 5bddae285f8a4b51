"""A running course in which something stands on every page, and what the addresses of a case name of its rows."""

import datetime as dt
from typing import Any

from accounts.models import User
from cases.actions.contact_approvals import ask_about_contact
from cases.actions.contacts import log_contact
from cases.actions.feedback import add_feedback
from cases.enums import MeetingKind
from cases.enums_course import ContactForm, FeedbackFrom, GivenHow, View
from cases.models import Case
from cases.rules.contacts import Entry
from core.days import DAY, day_of
from tests.cases.around_scene import consent, kept, noted, representative, resource, scheme, talk
from tests.cases.closing_scene import says
from tests.cases.goals_scene import measured, reviewed
from tests.cases.hours_scene import arranged, paused, planned, wished
from tests.cases.repair_scene import complained, told


def write_everything(case: Case, by: User, *, at: dt.datetime) -> None:
    """A row of each kind that a running course of some weeks can have, all through the actions and on the day of `at`."""
    today = day_of(at)
    period = case.periods.get(number=1)
    first = max(today - 3 * DAY, period.first_day)
    for minutes, day in ((45, first), (60, today)):
        entry = Entry(day=day, minutes=minutes, form=ContactForm.AT_WORK, time=dt.time(9), note="Gennemgik ugen", client_note="Godt gået")
        contact = log_contact(case_id=case.pk, entry=entry, over_use_why="Uge med introduktion", by=by, at=at).contact
    ask_about_contact(case_id=case.pk, contact_id=contact.pk, words="Hvad handlede mødet om?", by=by, at=at)
    feedback: dict[str, Any] = {"said_by": FeedbackFrom.CLIENT, "day": today, "how": GivenHow.PHONE, "going": 2, "words": "Vi når det ikke"}
    add_feedback(case_id=case.pk, not_working=True, by=by, at=at, **feedback)
    planned(case, by, (0, period.minutes_a_week), (1, period.minutes_a_week // 2), based_on=period.plans.count(), at=at)
    paused(case, by, 10, 17, at=at)
    wished(case, by, minutes=period.minutes_a_week // 3, at=at)
    arranged(case, by, starts_at=at + 3 * DAY, at=at)
    for view, level in ((View.CLIENT, -1), (View.MENTOR, 1)):
        reviewed(case, by, view, *[level] * 9, at=at)
        says(case, by, view, at=at)
    if not case.measurements.filter(questionnaire="who5", point="start").exists():
        measured(case, by, 2, 3, 2, 3, 2, at=at, day=period.first_day)
    for write in (noted, kept, scheme, resource, talk, representative, consent):
        write(case, by, at=at)
    complained(case.decisions.earliest("created_at"), by, at=at, take_up=True, late_why="Brevet kom for sent frem")
    if not case.discharges.exists():
        told(case, by, at=at)


def addressed(case: Case) -> dict[str, str]:
    """The newest row of each kind that an address of the case can name; kinds of which it has none are left out."""
    rows: dict[str, Any] = {
        "proposal": case.proposals.order_by("-proposed_at"),
        "conflict": case.client.conflicts.order_by("pk"),
        "contact": case.contacts.order_by("-day", "-written_at"),
        "feedback": case.feedback.order_by("-day", "-recorded_at"),
        "note": case.notes.order_by("-written_at"),
        "document": case.documents.order_by("-recorded_at"),
        "scheme": case.schemes.order_by("-recorded_at"),
        "resource": case.resources.order_by("-recorded_at"),
        "talk": case.workplace_talks.order_by("-day"),
        "representative": case.client.representatives.order_by("-recorded_at"),
        "info_consent": case.information_consents.order_by("-recorded_at"),
        "goal": case.goals.order_by("position"),
        "review": case.goal_reviews.order_by("-day", "-recorded_at"),
        "decision": case.decisions.order_by("-created_at"),
        "appeal": case.appeals.order_by("-received_on"),
        "meeting": case.meetings.filter(kind=MeetingKind.STATUS).order_by("-at"),
        "pause": case.pauses.order_by("-first_day"),
        "merge": case.client.merges.order_by("-merged_at"),
        "notice": case.notices.filter(closed_at__isnull=True).order_by("due_on"),
    }
    newest = {name: found.first() for name, found in rows.items()}
    return {
        "ref": case.ref,
        "number": str(case.agreements.count() or 1),
        **{name: str(row.pk) for name, row in newest.items() if row is not None},
    }
