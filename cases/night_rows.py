"""Which cases, clients and mentors the nightly run looks at in a jobcentre: by an indexed day, and every day before it, too (R168)."""

import datetime as dt
import uuid

from django.db.models import Exists, OuterRef, Q

from cases.enums import OPEN_STATES
from cases.enums_notice import OPEN_NOTICES
from cases.models import Assignment, Case, Client, Notice
from cases.rules.reminders import BEFORE_DECLARATION_ENDS, BEFORE_PROTECTION_ENDS
from core.days import DAY, WEEK
from mentors.models import Mentor


def due_cases(*, jobcentre_id: uuid.UUID, on: dt.date) -> list[uuid.UUID]:
    """Keys of the cases whose day to be looked at has come, the oldest first: an index-only part of `case_notices`."""
    rows = Case.objects.filter(jobcentre_id=jobcentre_id, notices_on__lte=on).order_by("notices_on", "pk")
    return list(rows.values_list("pk", flat=True))


def due_clients(*, jobcentre_id: uuid.UUID, on: dt.date) -> list[uuid.UUID]:
    """Whose address protection runs out soon or has run out, with an open case; and about whom a reminder is open."""
    soon = Q(protected_until__lte=on + max(BEFORE_PROTECTION_ENDS) * WEEK) & Exists(
        Case.objects.filter(client=OuterRef("pk"), state__in=OPEN_STATES)
    )
    ends = Client.objects.filter(soon, jobcentre_id=jobcentre_id).values_list("pk", flat=True)
    return sorted({*ends, *_told_of("client_id", jobcentre_id)})


def due_mentors(*, jobcentre_id: uuid.UUID, on: dt.date) -> list[uuid.UUID]:
    """Whose declaration runs out soon or has run out, while somebody has them as a mentor; and about whom a reminder is open."""
    soon = Q(confidentiality_valid_until__lte=on + BEFORE_DECLARATION_ENDS * DAY) & Exists(
        Assignment.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on), mentor=OuterRef("pk"))
    )
    ends = Mentor.objects.filter(soon, jobcentre_id=jobcentre_id).values_list("pk", flat=True)
    return sorted({*ends, *_told_of("mentor_id", jobcentre_id)})


def _told_of(subject: str, jobcentre_id: uuid.UUID) -> list[uuid.UUID]:
    rows = Notice.objects.filter(jobcentre_id=jobcentre_id, state__in=OPEN_NOTICES, **{f"{subject}__isnull": False})
    return list(rows.values_list(subject, flat=True))
