"""What the end of a course stands on: what is unsettled, what took place, what became of the client, and what is left to open again."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q

from cases.enums import GRANTS, DecisionKind, OutcomePoint
from cases.enums_course import PENDING_EXTENSIONS, TOOK_PLACE, ApprovalState, ContactState
from cases.extension_rows import to_extend
from cases.models import (
    Approval,
    Benefit,
    Case,
    Contact,
    CourseOutcome,
    Decision,
    Extension,
    FollowUp,
    Handover,
    Period,
    Rematch,
)
from cases.rules.closing import Again, Granted, Unsettled, days_again
from cases.rules.followup import MONTHS
from core.days import DaySpan


def course_last_day(case: Case) -> dt.date | None:
    """The last granted day of the periods that were not ended early; None when there is none."""
    return Period.objects.filter(case=case, ended_on__isnull=True).order_by("-last_day").values_list("last_day", flat=True).first()


def unsettled_of(case: Case) -> Unsettled:
    """What waits in the course (R122). One statement."""
    row = (
        Case.objects.filter(pk=case.pk)
        .annotate(
            entries=Count("contacts", filter=Q(contacts__state=ContactState.WAITING)),
            extension=Exists(Extension.objects.filter(case=OuterRef("pk"), state__in=PENDING_EXTENSIONS)),
            approval=Exists(Approval.objects.filter(case=OuterRef("pk"), state=ApprovalState.WAITING)),
            rematch=Exists(Rematch.objects.filter(case=OuterRef("pk"), closed_on__isnull=True)),
        )
        .values("entries", "extension", "approval", "rematch")
        .get()
    )
    return Unsettled(**row)


def contacts_held(case: Case) -> int:
    """How many contacts took place."""
    return Contact.objects.filter(case=case, attendance__in=TOOK_PLACE).exclude(state=ContactState.STRUCK).count()


@dataclass
class Ending:
    """What became of the client as it is known now, by point; `start` is the benefit at the start."""

    outcomes: dict[str, CourseOutcome] = field(default_factory=dict)
    follow_ups: dict[str, FollowUp] = field(default_factory=dict)
    benefits: dict[str, Benefit] = field(default_factory=dict)

    @property
    def start(self) -> Benefit | None:
        return self.benefits.get("")

    @property
    def next_follow_up(self) -> FollowUp | None:
        """The first that waits for an answer."""
        return next((self.follow_ups[point] for point in MONTHS if self.waits(point)), None)

    def waits(self, point: OutcomePoint) -> bool:
        return point in self.follow_ups and self.follow_ups[point].answered_on is None


def ending_of(case: Case) -> Ending:
    """Three statements."""
    counts = CourseOutcome.objects.filter(case=case, replaced_on__isnull=True).select_related("recorded_by")
    return Ending(
        outcomes={row.point: row for row in counts},
        follow_ups={row.point: row for row in FollowUp.objects.filter(case=case, dropped_on__isnull=True)},
        benefits={row.point: row for row in Benefit.objects.filter(case=case, replaced_on__isnull=True)},
    )


def benefit_at_start(case: Case) -> Benefit | None:
    return Benefit.objects.filter(case=case, point="", replaced_on__isnull=True).first()


@dataclass(frozen=True, slots=True)
class Reopening:
    """What an ended course could be opened again with: the days that are left of its grants, and until when an extension can be asked for late."""

    again: list[Again]
    latest: dt.date | None
    handed_over: bool

    @property
    def first_day(self) -> dt.date | None:
        return self.again[0].days.first_day if self.again else None


def reopening_of(case: Case, *, on: dt.date) -> Reopening:
    """Four statements."""
    changed: dict[object, int] = {}
    changes = Decision.objects.filter(
        case=case, kind=DecisionKind.CHANGE, outcome__in=GRANTS, annulled_on__isnull=True, first_day__lte=on
    ).order_by("first_day", "created_at")
    for period_id, minutes in changes.values_list("changes_id", "minutes_a_week"):
        changed[period_id] = minutes or 0
    periods = [
        Granted(
            decision=period.decision_id,
            days=DaySpan(period.first_day, period.last_day),
            minutes_a_week=changed.get(period.pk, period.minutes_a_week),
            ended_on=period.ended_on,
            annulled=period.decision.annulled_on is not None,
        )
        for period in Period.objects.filter(case=case).select_related("decision").order_by("number")
    ]
    again = days_again(periods=periods, today=on)
    late = to_extend(case)
    until = [each.days.last_day for each in again] + ([late.days.last_day] if late is not None else [])
    return Reopening(
        again=again,
        latest=max((day for day in until if day is not None), default=None),
        handed_over=Handover.objects.filter(case=case, taken_back_on__isnull=True).exists(),
    )
