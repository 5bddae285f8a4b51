"""The rows of the case page, which answers by the case's state."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery, prefetch_related_objects
from django.db.models.functions import JSONObject

from cases.course_rows import mentors_of, rematches_of
from cases.enums import State
from cases.models import Agreement, Assignment, Case, CourseOutcome, Decision, Meeting, Need, Period, Proposal, Rematch, Signature
from cases.rules.proposals import is_expired
from cases.rules.rematches import Left, what_is_left
from cases.startup_rows import StartupRows, current_grant, startup_rows
from core.days import DaySpan, day_of


@dataclass
class Found:
    """The rows of the page; which of them depends on the state, so that no state costs more than it shows."""

    assignment: Assignment | None = None
    grant: Decision | None = None
    agreement: Agreement | None = None
    startup: StartupRows | None = None
    period: Period | None = None
    next_meeting: Meeting | None = None
    proposal: Proposal | None = None
    expired: bool = False
    weights: list[int] = field(default_factory=list)
    mentors: list[Assignment] = field(default_factory=list)
    rematches: list[Rematch] = field(default_factory=list)
    holding: Agreement | None = None
    outcome: CourseOutcome | None = None

    @property
    def rematch(self) -> Rematch | None:
        """The open one."""
        return next((each for each in self.rematches if each.closed_on is None), None)

    @property
    def agreed(self) -> Agreement | None:
        """The version whose goals the page shows: the one that holds, else the newest."""
        return self.holding or self.agreement

    def left(self, today: dt.date) -> Left:
        """What is left of the running course."""
        if self.period is None or self.assignment is None:
            return Left(0, 0)
        span = DaySpan(self.period.first_day, self.period.last_day)
        return what_is_left(course=span, today=today, minutes_a_week=self.assignment.minutes_a_week)


def find(case: Case, *, now: dt.datetime) -> Found:
    """At most eight statements."""
    if case.state in (State.CONTACT, State.CHALLENGES, State.ASSESSMENT):
        return Found(weights=list(Need.objects.filter(case=case).values_list("weight", flat=True)))
    if case.state == State.MATCH:
        return Found(grant=current_grant(case), mentors=mentors_of(case), **pressing_proposal(case, on=day_of(now)))
    if case.state == State.STARTUP:
        rows = startup_rows(case)
        mentors = mentors_of(case)
        return Found(assignment=rows.assignment, grant=rows.grant, agreement=rows.agreement, startup=rows, mentors=mentors)
    found = Found(mentors=mentors_of(case), rematches=rematches_of(case), grant=current_grant(case))
    found.assignment = found.mentors[0] if found.mentors else None
    found.period, found.next_meeting = newest_period(case, now=now)
    versions = versions_of(case)
    found.agreement = versions[0] if versions else None
    found.holding = next((version for version in versions if version.locked_at), None)
    if found.agreed is not None:
        prefetch_related_objects([found.agreed], "goals")
    if case.state == State.RUNNING:
        if found.rematch is not None:
            pressing = pressing_proposal(case, on=day_of(now))
            found.proposal, found.expired = pressing["proposal"], pressing["expired"]
    else:
        found.outcome = CourseOutcome.objects.filter(case=case).order_by("recorded_on", "pk").first()
    return found


def pressing_proposal(case: Case, *, on: dt.date) -> dict[str, Any]:
    """The open proposal that presses most, and whether its answer should have been there (R69)."""
    proposal = Proposal.objects.filter(case=case).open().most_pressing_first().select_related("mentor").first()
    return {"proposal": proposal, "expired": bool(proposal) and is_expired(state=proposal.state, answer_by=proposal.answer_by, on=on)}


def newest_period(case: Case, *, now: dt.datetime) -> tuple[Period | None, Meeting | None]:
    """The newest period with, in the same statement, when, where and for what one meets next."""
    coming = Meeting.objects.filter(case=OuterRef("case"), at__gte=now, held_on__isnull=True, cancelled_on__isnull=True).order_by("at")
    told = coming.values(row=JSONObject(at="at", kind="kind", place="place"))[:1]
    period = Period.objects.filter(case=case).annotate(coming=Subquery(told)).order_by("-number").first()
    row = vars(period)["coming"] if period else None
    return period, Meeting(**{**row, "at": dt.datetime.fromisoformat(row["at"])}) if row else None


def versions_of(case: Case) -> list[Agreement]:
    """All versions of the agreement, the newest first, with `signed_by`: the parties that have signed."""
    signatures = Signature.objects.filter(agreement=OuterRef("pk"))
    return list(Agreement.objects.filter(case=case).annotate(signed_by=ArraySubquery(signatures.values("party"))).order_by("-number"))


def signed_by(version: Agreement) -> set[str]:
    """What `versions_of` read beside a version."""
    return set(vars(version)["signed_by"])
