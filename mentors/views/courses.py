"""A mentor's courses as the page needs them: who holds a place now, what was, and what is agreed in a week."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import OPEN_PROPOSALS, State
from cases.loads import holding
from cases.loads.places import UNTIL
from cases.models import Agreement, Assignment, Need, Proposal, Rematch
from core.days import DaySpan
from core.templatetags.ui import hours
from mentors.models import Mentor, PlaceGrant
from mentors.rules.plan import Booked, Planned


@dataclass(frozen=True, slots=True)
class Course:
    """One assignment of the mentor, now or before. `last_day` is its end, or the one that is planned; None when there is none in sight."""

    case_id: uuid.UUID
    first_day: dt.date
    last_day: dt.date | None
    minutes: int
    place_id: uuid.UUID | None
    holds: bool
    kind: str
    areas: frozenset[str]

    @property
    def began(self) -> bool:
        return self.last_day is None or self.last_day >= self.first_day


def courses_of(mentor: Mentor, *, on: dt.date) -> list[Course]:
    """All courses of the mentor in one statement; names are read for those that are shown only."""
    rows = (
        Assignment.objects.filter(mentor=mentor)
        .annotate(
            until=UNTIL,
            rematched=Exists(Rematch.objects.filter(assignment=OuterRef("pk"), new_assignment__isnull=False)),
            areas=ArraySubquery(Need.objects.filter(case=OuterRef("case"), weight__gt=0).values("area")),
        )
        .values_list("case_id", "first_day", "ended_on", "minutes_a_week", "place_id", "until", "rematched", "areas", "case__state")
    )
    return [
        Course(
            case_id=case_id,
            first_day=first,
            last_day=ended or until,
            minutes=minutes,
            place_id=place_id,
            holds=ended is None or (ended >= on and ended >= first),
            kind=_kind(first=first, ended=ended, on=on, state=state, rematched=rematched),
            areas=frozenset(areas),
        )
        for case_id, first, ended, minutes, place_id, until, rematched, areas, state in rows
    ]


def _kind(*, first: dt.date, ended: dt.date | None, on: dt.date, state: str, rematched: bool) -> str:
    """What became of a course: running, a new match (before or after it began), completed, or broken off."""
    if ended is None or (ended >= on and ended >= first):
        return "running"
    if rematched or ended < first:
        return "rematched"
    return "completed" if state == State.ENDED else "broken_off"


def planned(courses: list[Course], grants: list[PlaceGrant]) -> list[Planned]:
    """What takes the mentor's hours: each course of one's own, and a place as a whole, since its clients share what is granted to it."""
    own = [Planned(DaySpan(c.first_day, c.last_day), c.minutes) for c in courses if c.began and c.place_id is None]
    return own + [Planned(DaySpan(g.first_day, g.last_day), g.minutes_a_week) for g in grants]


def counted(courses: list[Course]) -> str:
    """How many courses there are and what became of them, as a sentence; "" without any."""
    if not courses:
        return ""
    number = {kind: sum(1 for c in courses if c.kind == kind) for kind in ("running", "completed", "rematched", "broken_off")}
    parts = [
        ngettext("%(n)s under way", "%(n)s under way", number["running"]) % {"n": number["running"]},
        ngettext("%(n)s completed", "%(n)s completed", number["completed"]) % {"n": number["completed"]},
        ngettext("%(n)s new match", "%(n)s new matches", number["rematched"]) % {"n": number["rematched"]},
        ngettext("%(n)s broken off", "%(n)s broken off", number["broken_off"]) % {"n": number["broken_off"]},
    ]
    shown = [words for words, many in zip(parts, number.values(), strict=True) if many]
    total = ngettext("%(n)s course", "%(n)s courses", len(courses)) % {"n": len(courses)}
    return _("%(total)s: %(parts)s.") % {"total": total, "parts": ", ".join(shown)}


def clients_now(mentor: Mentor, *, on: dt.date) -> list[Assignment]:
    """Who holds a place, with `until`: the last day of the running period, else of the grant."""
    rows = Assignment.objects.filter(holding(on), mentor=mentor).annotate(until=UNTIL)
    return list(rows.select_related("case__client", "case__caseworker", "case__situation").order_by("first_day", "pk"))


def open_proposals(mentor: Mentor) -> list[Proposal]:
    rows = Proposal.objects.filter(mentor=mentor, state__in=OPEN_PROPOSALS)
    return list(rows.select_related("case__client", "case__caseworker", "case__situation").order_by("answer_by", "pk"))


def booked(mentor: Mentor, *, week: DaySpan) -> list[Booked]:
    """The times that agreements of the mentor's assignments take in a week: of each assignment its newest version."""
    here = Q(assignment__ended_on__isnull=True) | Q(assignment__ended_on__gte=week.first_day)
    rows = (
        Agreement.objects.filter(here, assignment__mentor=mentor, assignment__first_day__lte=week.last_day)
        .order_by("assignment_id", "-number")
        .distinct("assignment_id")
        .values_list("times", "first_day", "last_day", "assignment__ended_on")
    )
    found = []
    for times, first, last, ended in rows:
        end = min(last, ended) if ended else last
        if times and end >= first:
            found.append(Booked(DaySpan(first, end), frozenset(times)))
    return found


def grants_of(mentor: Mentor) -> list[PlaceGrant]:
    return list(PlaceGrant.objects.filter(mentor=mentor).select_related("workplace").order_by("first_day", "pk"))


def client_row(row: Assignment, *, places: dict[Any, str]) -> dict[str, Any]:
    return {
        "name": row.case.client.name,
        "ref": row.case.ref,
        "url": reverse("case", args=[row.case.ref]),
        "situation": str(row.case.situation),
        "hours": hours(row.minutes_a_week),
        "last_day": row.ended_on or vars(row)["until"],
        "begins": row.first_day if row.case.state == State.STARTUP else None,
        "caseworker": row.case.caseworker.name,
        "place": places.get(row.place_id, "") if row.place_id else "",
    }


def proposal_row(row: Proposal) -> dict[str, Any]:
    return {
        "name": row.case.client.name,
        "ref": row.case.ref,
        "url": reverse("case_proposal", args=[row.case.ref, row.pk]),
        "situation": str(row.case.situation),
        "state": row.get_state_display(),
        "answer_by": row.answer_by,
        "caseworker": row.case.caseworker.name,
    }
