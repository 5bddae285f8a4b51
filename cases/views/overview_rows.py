"""The rows of the case page, which answers by the case's state: those of a step, or those of a course."""

import datetime as dt
from dataclasses import dataclass, field

from cases.course_read import CourseRead, read_course
from cases.course_rows import mentors_of
from cases.course_shown import course_shown
from cases.enums import State
from cases.models import Agreement, Assignment, Case, CourseOutcome, Decision, Need, Proposal
from cases.startup_rows import StartupRows, current_grant, startup_rows
from core.days import day_of


@dataclass
class Found:
    """The rows of a case before its course, or after an exit; which of them depends on the state, so that no state costs more than it shows."""

    assignment: Assignment | None = None
    grant: Decision | None = None
    agreement: Agreement | None = None
    startup: StartupRows | None = None
    proposal: Proposal | None = None
    weights: list[int] = field(default_factory=list)
    mentors: list[Assignment] = field(default_factory=list)
    outcome: CourseOutcome | None = None
    course: CourseRead | None = None


def find(case: Case, *, now: dt.datetime) -> Found:
    """At most eight statements; of a course one, and one more when it has ended."""
    if case.state in (State.CONTACT, State.CHALLENGES, State.ASSESSMENT):
        return Found(weights=list(Need.objects.filter(case=case).values_list("weight", flat=True)))
    if case.state == State.MATCH:
        return Found(grant=current_grant(case), mentors=mentors_of(case), proposal=pressing_proposal(case))
    if case.state == State.STARTUP:
        rows = startup_rows(case)
        return Found(assignment=rows.assignment, grant=rows.grant, agreement=rows.agreement, startup=rows, mentors=mentors_of(case))
    period = course_shown(case).period(day_of(now))
    read = read_course(case, since=period.first_day if period else None, now=now)
    found = Found(assignment=read.assignment, grant=read.grant, mentors=read.places, course=read)
    if case.state != State.RUNNING:
        found.outcome = CourseOutcome.objects.filter(case=case, replaced_on__isnull=True).order_by("recorded_on", "pk").first()
    return found


def pressing_proposal(case: Case) -> Proposal | None:
    """The open proposal that presses most."""
    return Proposal.objects.filter(case=case).open().most_pressing_first().select_related("mentor").first()
