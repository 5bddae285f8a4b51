"""Which rows a running course stands on: its days, the open rematch, the version of the agreement that holds."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from cases.enums import State
from cases.models import Agreement, Assignment, Case, Period, Rematch
from cases.next_rows import course_facts, with_next
from cases.rules.agreements import NEEDED
from cases.rules.desk import in_course
from cases.rules.rematches import Left, suggested_day, what_is_left
from cases.startup_rows import NEWEST_MENTOR
from core.days import DaySpan


def course_days(case: Case) -> DaySpan | None:
    """From the first day of the first period to the last day of the last one that was not ended early."""
    days = list(Period.objects.filter(case=case, ended_on__isnull=True).order_by("first_day").values_list("first_day", "last_day"))
    return DaySpan(days[0][0], days[-1][1]) if days else None


def open_rematch(case: Case) -> Rematch | None:
    """The rematch that waits for a new mentor; a case that is not running has none."""
    return open_rematches(case).first() if case.state == State.RUNNING else None


def open_rematches(case: Case) -> QuerySet[Rematch]:
    """The row that `open_rematch` reads: at most one, as no case has two."""
    return Rematch.objects.filter(case=case, closed_on__isnull=True).select_related("assignment__mentor__organisation", "opened_by")


def in_match(case: Case) -> bool:
    """Whether a mentor can be proposed: step 4, or a running course with an open rematch (R71)."""
    return case.state == State.MATCH or open_rematch(case) is not None


@dataclass(frozen=True, slots=True)
class Takeover:
    """What a new mentor takes over of a running course: from which day, to which, and how many minutes a week."""

    rematch: Rematch
    first_day: dt.date
    last_day: dt.date
    minutes: int
    left: Left
    """What is left of the course from today, whoever is the mentor."""


def takeover(case: Case, *, today: dt.date, first_day: dt.date | None = None) -> Takeover | None:
    """Of a case with an open rematch, on the chosen day or else the suggested one (R72, R73); None for every other case.

    One statement, with the days of the course as `course_days` counts them.
    """
    if case.state != State.RUNNING:
        return None
    periods = Period.objects.filter(case=OuterRef("case"), ended_on__isnull=True)
    rows = open_rematches(case).annotate(
        course_first_day=Subquery(periods.order_by("first_day").values("first_day")[:1]),
        course_last_day=Subquery(periods.order_by("-first_day").values("last_day")[:1]),
    )
    rematch = rows.first()
    first, last = (vars(rematch)["course_first_day"], vars(rematch)["course_last_day"]) if rematch is not None else (None, None)
    if rematch is None or first is None or last is None:
        return None
    course = DaySpan(first, last)
    old = rematch.assignment
    suggested = suggested_day(today=today, course=course, old_first_day=old.first_day, stops_on=rematch.stops_on)
    left = what_is_left(course=course, today=today, minutes_a_week=old.minutes_a_week)
    return Takeover(rematch, first_day or suggested, last, old.minutes_a_week, left)


def mentors_of(case: Case) -> list[Assignment]:
    """All mentors of the case, the newest first."""
    return list(Assignment.objects.filter(case=case).select_related("mentor", "proposal").order_by(*NEWEST_MENTOR))


def rematches_of(case: Case) -> list[Rematch]:
    """The rematches of the case, open or closed, the newest first."""
    return list(Rematch.objects.filter(case=case).select_related("assignment__mentor").order_by("-opened_at"))


def holding_agreement(case: Case) -> Agreement | None:
    """The newest version that has taken effect (R75)."""
    rows = Agreement.objects.filter(case=case, locked_at__isnull=False).select_related("made_by", "assignment")
    return rows.prefetch_related("goals").order_by("-number").first()


def unsigned_agreement(case: Case) -> Agreement | None:
    """The newest version when client or mentor has not signed it yet."""
    newest = Agreement.objects.filter(case=case).prefetch_related("signatures").order_by("-number").first()
    if newest is None or {signature.party for signature in newest.signatures.all()} >= set(NEEDED):
        return None
    return newest


def due_of_course(case: Case) -> dt.date | None:
    """The next deadline of the running case, from its rows as they are now (R71, R75, R146). One statement."""
    facts = with_next(Case.objects.filter(pk=case.pk)).values_list("next_facts", flat=True).get()
    return in_course(facts=course_facts(facts or {}), today=dt.date.min).due_on
