"""What the register's pages show, as rows for their templates. Read once here: a template asks the database nothing."""

import datetime as dt
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import SubjectKind
from accounts.models import AuditEvent
from cases import phrases as case_phrases
from cases.enums import GRANTS, OPEN_PROPOSALS, DecisionKind, State
from cases.loads import holding, spans_away
from cases.models import Assignment, Decision, Period, Proposal
from core.days import DAY, DaySpan
from core.templatetags.ui import date_long, day, day_short, hours, minutes_words, moment, number
from mentors import phrases
from mentors.enums import MentorSubtype, MentorType, PartOfDay, SpokenLanguage, SupportArea, WayOfMeeting, Weekday
from mentors.models import Mentor, SituationKind

WARN_DAYS = 90
"""So many days before a declaration ends the mentor's page says so."""
EVENTS_SHOWN = 10


def whence(mentor: Mentor) -> str:
    place = mentor.workplace if mentor.type == MentorType.COLLEAGUE and mentor.workplace_id else mentor.organisation
    return place.name if place else ""


def declaration(mentor: Mentor, *, today: dt.date) -> dict[str, Any]:
    """The declaration of confidentiality as a tag, and as the alert of the mentor's page when something is to be done."""
    until, signed = mentor.confidentiality_valid_until, mentor.confidentiality_signed_on
    if signed is None or signed > today:
        alert = {"heading": _("The declaration of confidentiality is not signed"), "text": _("Until then the mentor cannot be proposed.")}
        return {"label": _("Not signed"), "state": "over", "icon": "warning", "alert": alert}
    if until is not None and until < today:
        heading = _("The declaration of confidentiality expired on %(day)s") % {"day": date_long(until)}
        return {
            "label": _("Expired"),
            "state": "over",
            "icon": "warning",
            "alert": {"heading": heading, "text": _("The mentor is on no list of possible mentors until a new one is signed.")},
        }
    if until is not None and until <= today + WARN_DAYS * DAY:
        heading = _("The declaration of confidentiality is valid until %(day)s") % {"day": date_long(until)}
        text = _("After that day the mentor cannot be proposed for new courses.")
        return {
            "label": _("Until %(day)s") % {"day": day_short(until)},
            "state": "warn",
            "icon": "time",
            "alert": {"heading": heading, "text": text},
        }
    label = _("Until %(day)s") % {"day": day(until)} if until else _("Valid")
    return {"label": label, "state": "ok", "icon": "", "alert": None}


def list_row(mentor: Mentor, *, today: dt.date) -> dict[str, Any]:
    return {
        "name": mentor.name,
        "url": reverse("mentor", args=[mentor.pk]),
        "type": MentorType(mentor.type).label,
        "whence": whence(mentor),
        "area": mentor.area,
        "taken": mentor.taken,
        "most": mentor.most_clients,
        "free": hours(max(0, mentor.most_minutes - mentor.taken_minutes)),
        "declaration": declaration(mentor, today=today),
    }


def overview(mentor: Mentor, *, today: dt.date, can_change: bool) -> dict[str, Any]:
    """The context of a mentor's page."""
    assignments = _assignments(mentor, today=today)
    proposals = list(
        Proposal.objects.filter(mentor=mentor, state__in=OPEN_PROPOSALS).select_related(
            "case__client", "case__caseworker", "case__situation"
        )
    )
    free = max(0, mentor.most_clients - mentor.taken)
    declared = declaration(mentor, today=today)
    change = reverse("mentor_change", args=[mentor.pk])
    return {
        "heading": mentor.name,
        "mentor": mentor,
        "crumbs": [{"label": _("Mentors"), "url": reverse("mentor_list")}, {"label": mentor.name, "url": ""}],
        "facts": _facts(mentor),
        "badge": {
            "label": ngettext("%(n)s free place", "%(n)s free places", free) % {"n": free} if free else _("No free place"),
            "state": "ok" if free else "line",
        },
        "actions": [{"label": _("Change the details"), "url": change, "icon": "edit", "primary": True}] if can_change else [],
        "change_url": change if can_change else "",
        "declared": declared,
        "free_hours": hours(max(0, mentor.most_minutes - mentor.taken_minutes)),
        "most_hours": hours(mentor.most_minutes),
        "away": [_absence_words(span) for span in spans_away(mentor)],
        "waiting": len(proposals),
        "clients": [_assignment_row(row) for row in assignments],
        "proposed": [_proposal_row(row) for row in proposals],
        "competences": _competences(mentor),
        "experience": [str(kind) for kind in SituationKind.objects.filter(pk__in=mentor.situations).order_by("position")]
        if mentor.situations
        else [],
        "week": _week(mentor),
        "papers": _papers(mentor, declared),
        "contact": _contact(mentor),
        "events": _history(mentor),
        "case_ids": sorted({row.case_id for row in assignments} | {row.case_id for row in proposals}, key=str),
    }


def _facts(mentor: Mentor) -> list[dict[str, Any]]:
    kind = str(MentorType(mentor.type).label)
    if mentor.subtype:
        kind = f"{kind} ({str(MentorSubtype(mentor.subtype).label).lower()})"
    found = [
        (_("Type"), kind),
        (_("From"), whence(mentor)),
        (_("Profession"), mentor.profession),
        (_("Languages"), ", ".join(str(SpokenLanguage(code).label) for code in mentor.languages)),
        (_("Area"), mentor.area),
    ]
    return [{"label": label, "value": value} for label, value in found if value]


def _assignments(mentor: Mentor, *, today: dt.date) -> list[Assignment]:
    """Who holds a place, with the last day of the running period, else of the grant."""
    grant = Decision.objects.filter(case=OuterRef("case"), kind=DecisionKind.FIRST, outcome__in=GRANTS).values("last_day")[:1]
    period = Period.objects.filter(case=OuterRef("case")).order_by("-last_day").values("last_day")[:1]
    rows = Assignment.objects.filter(holding(today), mentor=mentor).annotate(grant_until=Subquery(grant), period_until=Subquery(period))
    return list(rows.select_related("case__client", "case__caseworker", "case__situation").order_by("first_day", "pk"))


def _assignment_row(row: Assignment) -> dict[str, Any]:
    return {
        "name": row.case.client.name,
        "ref": row.case.ref,
        "url": reverse("case", args=[row.case.ref]),
        "situation": str(row.case.situation),
        "hours": hours(row.minutes_a_week),
        "last_day": row.ended_on or row.period_until or row.grant_until,
        "begins": row.first_day if row.case.state == State.STARTUP else None,
        "caseworker": row.case.caseworker.name,
    }


def _proposal_row(row: Proposal) -> dict[str, Any]:
    return {
        "name": row.case.client.name,
        "ref": row.case.ref,
        "url": reverse("case_proposal", args=[row.case.ref, row.pk]),
        "situation": str(row.case.situation),
        "state": row.get_state_display(),
        "answer_by": row.answer_by,
        "caseworker": row.case.caseworker.name,
    }


def _absence_words(span: DaySpan) -> str:
    if span.last_day is None:
        return _("Away from %(first)s until further notice") % {"first": day_short(span.first_day)}
    return _("Away %(first)s to %(last)s") % {"first": day_short(span.first_day), "last": day_short(span.last_day)}


def _competences(mentor: Mentor) -> list[dict[str, Any]]:
    have = {row.area: row.level for row in mentor.competences.all()}
    return [{"label": area.label, "known": bool(have.get(area))} for area in SupportArea] if have else []


def _week(mentor: Mentor) -> list[dict[str, Any]]:
    """The times of the week; nothing when none is known."""
    have = set(mentor.times)
    if not have:
        return []
    return [
        {"label": part.label, "days": [{"label": d.label, "free": f"{d.value}_{part.value}" in have} for d in Weekday]} for part in PartOfDay
    ]


def _papers(mentor: Mentor, declared: dict[str, Any]) -> list[dict[str, Any]]:
    signed, seen = mentor.confidentiality_signed_on, mentor.record_checked_on
    papers = [
        {
            "label": _("Declaration of confidentiality"),
            "tag": declared,
            "note": _("Signed %(day)s") % {"day": date_long(signed)} if signed else "",
        },
        {
            "label": _("Criminal record"),
            "tag": {"label": _("Seen %(day)s") % {"day": day(seen)} if seen else _("Not seen"), "state": "line"},
            "note": _("Only the day is kept"),
        },
    ]
    if mentor.cost_an_hour is not None:
        kroner = number(round(mentor.cost_an_hour / 100, 2))
        papers.append(
            {"label": _("Price"), "tag": {"label": _("%(kroner)s kr. an hour") % {"kroner": kroner}, "state": "line"}, "note": ""}
        )
    if mentor.available_from or mentor.available_until:
        first, last = day(mentor.available_from), day(mentor.available_until)
        words = _("From %(first)s to %(last)s") if first and last else _("From %(first)s") if first else _("Until %(last)s")
        papers.append({"label": _("Available"), "tag": {"label": words % {"first": first, "last": last}, "state": "line"}, "note": ""})
    return papers


def _contact(mentor: Mentor) -> list[dict[str, str]]:
    ways = ", ".join(str(WayOfMeeting(code).label) for code in mentor.ways_of_meeting)
    rows = [
        (_("Phone"), mentor.phone),
        (_("Email"), mentor.email),
        (_("Meets"), ways),
        (_("Most hours a week"), minutes_words(mentor.most_minutes)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _history(mentor: Mentor) -> list[dict[str, Any]]:
    events = AuditEvent.objects.filter(subject_kind=SubjectKind.MENTOR, subject_id=mentor.pk).order_by("-at")[:EVENTS_SHOWN]
    icons = {"mentor.assigned": "persons", "mentor.unassigned": "sync", "mentor.place_freed": "sync", "mentor.added": "person-add"}
    return [
        {
            "title": phrases.event(e.kind, e.facts) or case_phrases.event(e.kind, e.facts),
            "icon": icons.get(e.kind, "edit"),
            "by": " · ".join(filter(None, [moment(e.at), e.by_name])),
        }
        for e in events
    ]
