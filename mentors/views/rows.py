"""What the register's pages say of a mentor, as rows for their templates. Read once here: a template asks the database nothing."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import SubjectKind
from accounts.models import AuditEvent
from cases import phrases as case_phrases
from cases.loads import mentors_with_load
from cases.models import Case, Conflict
from core import clock
from core.days import DAY
from core.reference import in_language
from core.templatetags.ui import date_long, day, day_short, day_words, hours, minutes_words, moment, number
from mentors import phrases
from mentors.enums import Experience, MentorSubtype, MentorType, SpokenLanguage, SupportArea, WayOfMeeting
from mentors.models import Absence, Mentor, SituationKind, Zone
from mentors.views.courses import Course

WARN_DAYS = 90
"""So many days before a declaration ends the mentor's page says so."""

ICONS = {
    "mentor.assigned": "persons",
    "mentor.unassigned": "sync",
    "mentor.place_freed": "sync",
    "mentor.added": "person-add",
    "mentor.absence_added": "calendar-month",
    "mentor.absence_changed": "calendar-month",
    "mentor.absence_removed": "calendar-month",
}


def find(member: Any, pk: uuid.UUID) -> Mentor:
    """The mentor with load, and with the names of zones and situations in the same statement; 404 for another jobcentre's."""
    mentors = mentors_with_load(jobcentre_id=member.jobcentre_id, on=clock.today()).visible_to(member)
    zones = Zone.objects.filter(_one_of("zones")).order_by("position", "name")
    kinds = SituationKind.objects.filter(_one_of("situations")).order_by("position", "code")
    named = mentors.annotate(
        zone_names=ArraySubquery(zones.values("name")), situation_names=ArraySubquery(kinds.values(in_language(da="name_da", en="name_en")))
    )
    found: Mentor | None = named.select_related("organisation", "workplace").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _one_of(column: str) -> Func:
    """The row's key is one of the keys in the mentor's array."""
    return Func(F("pk"), OuterRef(column), template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField())


def whence(mentor: Mentor) -> str:
    place = mentor.workplace if mentor.type == MentorType.COLLEAGUE and mentor.workplace_id else mentor.organisation
    return place.name if place else ""


def whence_url(mentor: Mentor) -> str:
    """The page of the organisation that `whence` names; a workplace has none."""
    if not mentor.organisation_id or (mentor.type == MentorType.COLLEAGUE and mentor.workplace_id):
        return ""
    return reverse("mentor_organisation", args=[mentor.organisation_id])


def declaration(mentor: Mentor, *, today: dt.date, courses: Sequence[Course] = ()) -> dict[str, Any]:
    """The declaration of confidentiality as a tag, and as the alert of the mentor's page when something is to be done.

    `courses` are the mentor's: the alert counts those that go on without a declaration.
    """
    until, signed = mentor.confidentiality_valid_until, mentor.confidentiality_signed_on
    now = [course for course in courses if course.holds]
    if signed is None or signed > today:
        return {
            "label": _("Not signed"),
            "due": "over",
            "state": "over",
            "icon": "warning",
            "note": "",
            "alert": {
                "heading": _("The declaration of confidentiality is not signed"),
                "text": " ".join([_("Until then the mentor cannot be proposed."), _go_on(len(now))]).strip(),
            },
        }
    note = _("Signed %(day)s") % {"day": date_long(signed)}
    if until is not None and until < today:
        heading = _("The declaration of confidentiality expired on %(day)s") % {"day": date_long(until)}
        text = _("The mentor is on no list of possible mentors until a new one is signed.")
        return {
            "label": _("Expired %(day)s") % {"day": day_short(until) if until.year == today.year else day(until)},
            "due": "over",
            "state": "over",
            "icon": "warning",
            "note": note,
            "alert": {"heading": heading, "text": " ".join([text, _go_on(len(now))]).strip()},
        }
    if until is not None and until <= today + WARN_DAYS * DAY:
        heading = _("The declaration of confidentiality is valid until %(day)s") % {"day": date_long(until)}
        text = _("After that day the mentor cannot be proposed for new courses.")
        longer = sum(1 for course in now if course.last_day is None or course.last_day > until)
        return {
            "label": _("Until %(day)s") % {"day": day_short(until)},
            "due": "today",
            "state": "warn",
            "icon": "time",
            "note": f"{day_words(until, today)}. {note}",
            "alert": {"heading": heading, "text": " ".join([text, _longer(longer, len(now))]).strip()},
        }
    label = _("Until %(day)s") % {"day": day(until)} if until else _("Valid")
    return {"label": label, "due": "later", "state": "ok", "icon": "", "note": note, "alert": None}


def _go_on(running: int) -> str:
    if not running:
        return ""
    return ngettext("%(n)s course goes on without a declaration.", "%(n)s courses go on without a declaration.", running) % {"n": running}


def _longer(longer: int, of: int) -> str:
    if not longer:
        return ""
    return ngettext("%(n)s of %(of)s courses goes on beyond it.", "%(n)s of %(of)s courses go on beyond it.", longer) % {
        "n": longer,
        "of": of,
    }


def list_row(mentor: Mentor, *, today: dt.date, zones: Mapping[uuid.UUID, str]) -> dict[str, Any]:
    where = [zones[key] for key in mentor.zones if key in zones]
    return {
        "name": mentor.name,
        "url": reverse("mentor", args=[mentor.pk]),
        "type": MentorType(mentor.type).label,
        "whence": whence(mentor),
        "whence_url": whence_url(mentor),
        "area": ", ".join(where) or mentor.area,
        "taken": mentor.taken,
        "most": mentor.most_clients,
        "free": hours(max(0, mentor.most_minutes - mentor.taken_minutes)),
        "declaration": declaration(mentor, today=today),
    }


def facts(mentor: Mentor) -> list[dict[str, Any]]:
    kind = str(MentorType(mentor.type).label)
    if mentor.subtype:
        kind = f"{kind} ({str(MentorSubtype(mentor.subtype).label).lower()})"
    found = [
        (_("Type"), kind),
        (_("From"), whence(mentor)),
        (_("Profession"), mentor.profession),
        (_("Languages"), ", ".join(str(SpokenLanguage(code).label) for code in mentor.languages)),
        (_("Comes to"), ", ".join(vars(mentor)["zone_names"])),
        (_("Area"), mentor.area),
    ]
    urls = {_("From"): whence_url(mentor)}
    return [{"label": label, "value": value, "url": urls.get(label, "")} for label, value in found if value]


def absence_words(absence: Absence) -> str:
    if absence.last_day is None:
        return _("Away from %(first)s until further notice") % {"first": day_short(absence.first_day)}
    return _("Away %(first)s to %(last)s") % {"first": day_short(absence.first_day), "last": day_short(absence.last_day)}


def competences(mentor: Mentor, courses: list[Course]) -> list[dict[str, Any]]:
    """A row a support area: the level, in how many courses it was a need, and who assessed the level and when."""
    have = {row.area: row for row in mentor.competences.select_related("assessed_by")}
    rows = []
    for area in SupportArea:
        row = have.get(area)
        by = [row.assessed_by.name if row.assessed_by else "", day(row.assessed_on)] if row else []
        rows.append(
            {
                "label": area.label,
                "level": Experience(row.level).label if row else "",
                "courses": sum(1 for course in courses if course.began and area in course.areas),
                "assessed": ", ".join(filter(None, by)),
            }
        )
    return rows


def papers(mentor: Mentor, declared: dict[str, Any]) -> list[dict[str, Any]]:
    seen = mentor.record_checked_on
    found = [
        {
            "label": _("Declaration of confidentiality"),
            **{key: declared[key] for key in ("due", "icon", "note")},
            "words": declared["label"],
        },
        {
            "label": _("Criminal record"),
            "due": "later",
            "words": _("Seen %(day)s") % {"day": day(seen)} if seen else _("Not seen"),
            "note": _("Only the day is kept"),
        },
    ]
    price = ""
    if mentor.cost_an_hour is not None:
        price = _("%(kroner)s kr. an hour") % {"kroner": number(round(mentor.cost_an_hour / 100, 2))}
    if price or mentor.organisation:
        name = mentor.organisation.name if mentor.organisation else _("Price")
        found.append({"label": name, "due": "later", "words": price or _("No price is written down"), "note": ""})
    if mentor.available_from or mentor.available_until:
        first, last = day(mentor.available_from), day(mentor.available_until)
        words = _("From %(first)s to %(last)s") if first and last else _("From %(first)s") if first else _("Until %(last)s")
        found.append({"label": _("Available"), "due": "later", "words": words % {"first": first, "last": last}, "note": ""})
    return found


def contact(mentor: Mentor) -> list[dict[str, str]]:
    ways = ", ".join(str(WayOfMeeting(code).label) for code in mentor.ways_of_meeting)
    rows = [
        (_("Phone"), mentor.phone),
        (_("Email"), mentor.email),
        (_("Meets"), ways),
        (_("Most hours a week"), minutes_words(mentor.most_minutes)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def cannot_help(mentor: Mentor) -> list[dict[str, Any]]:
    """For whom the mentor cannot be a mentor: conflicts of interest by kind with the case's number, never the words about them."""
    newest = Case.objects.filter(client=OuterRef("client")).order_by("-year", "-number")
    rows = (
        Conflict.objects.filter(mentor=mentor, lifted_at__isnull=True)
        .annotate(
            case_id=Subquery(newest.values("pk")[:1]),
            year=Subquery(newest.values("year")[:1]),
            number=Subquery(newest.values("number")[:1]),
        )
        .order_by("-year", "-number")
    )
    found = []
    for row in rows:
        ref = f"{vars(row)['year']}-{vars(row)['number']:04d}" if vars(row)["year"] else ""
        found.append(
            {
                "case_id": vars(row)["case_id"],
                "ref": ref,
                "url": reverse("case", args=[ref]) if ref else "",
                "kind": row.get_kind_display(),
            }
        )
    return found


def events_of(mentor: Mentor) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(subject_kind=SubjectKind.MENTOR, subject_id=mentor.pk)


def event_rows(events: list[AuditEvent]) -> list[dict[str, Any]]:
    return [
        {
            "title": phrases.event(e.kind, e.facts) or case_phrases.event(e.kind, e.facts),
            "icon": ICONS.get(e.kind, "edit"),
            "by": " · ".join(filter(None, [moment(e.at), e.by_name])),
        }
        for e in events
    ]
