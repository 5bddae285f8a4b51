"""Which rows the hours of a course stand on: its periods, plans and pauses, and what the client wishes changed."""

import datetime as dt

from django.db.models import Prefetch, Q

from cases.enums import DecisionKind
from cases.enums_course import ContactState
from cases.models import Case, ChangedWish, Contact, Decision, HourPlan, HourStep, Pause, Period
from cases.models.plan import OPEN_WISH
from cases.rules.hours import Step
from core.days import DaySpan


def periods_of(case: Case) -> list[Period]:
    """The periods of the course in their order, without those that ended before they began."""
    return [each for each in Period.objects.filter(case=case).order_by("number") if span_of(each) is not None]


def span_of(period: Period) -> DaySpan | None:
    """The days on which the period holds; None when it ended before it began."""
    last_day = period.ended_on or period.last_day
    return DaySpan(period.first_day, last_day) if last_day >= period.first_day else None


def spans_of(periods: list[Period]) -> list[DaySpan]:
    return [span for each in periods if (span := span_of(each)) is not None]


def period_to_plan(periods: list[Period], *, today: dt.date, number: int | None = None) -> Period | None:
    """The period of this number; without one that of today, else the next one, else the last."""
    if number is not None:
        return next((each for each in periods if each.number == number), None)
    coming = [each for each in periods if (each.ended_on or each.last_day) >= today]
    return coming[0] if coming else (periods[-1] if periods else None)


def plans_of(period: Period) -> list[HourPlan]:
    """The plans of the period with their steps, the newest first. Two statements."""
    steps = Prefetch("steps", queryset=HourStep.objects.order_by("first_day"))
    return list(HourPlan.objects.filter(period=period).select_related("made_by").prefetch_related(steps).order_by("-number"))


def steps_of(plan: HourPlan | None) -> tuple[Step, ...]:
    """The steps that were fetched with the plan."""
    return tuple(Step(step.first_day, step.minutes_a_week) for step in plan.steps.all()) if plan is not None else ()


def pauses_of(case: Case) -> list[Pause]:
    """The pauses of the course, the newest first."""
    return list(Pause.objects.filter(case=case).select_related("recorded_by").order_by("-first_day"))


def days_with_hours(case: Case, *, first_day: dt.date, last_day: dt.date | None) -> list[dt.date]:
    """The days between these two on which hours were given. One statement."""
    rows = Contact.objects.filter(case=case, minutes__gt=0, day__gte=first_day).exclude(state=ContactState.STRUCK)
    return list((rows.filter(day__lte=last_day) if last_day else rows).values_list("day", flat=True))


def open_wish(case: Case) -> ChangedWish | None:
    """What the client wishes changed and nobody has answered yet."""
    return ChangedWish.objects.filter(OPEN_WISH, case=case).select_related("recorded_by").first()


def wishes_of(case: Case) -> list[ChangedWish]:
    """The changed wishes of the client, the newest first, with the decisions that answered them."""
    return list(ChangedWish.objects.filter(case=case).select_related("decision", "recorded_by").order_by("-day", "-recorded_at"))


def changes_of(case: Case) -> list[Decision]:
    """The decisions about the hours of the running course, the newest first; annulled ones too, which say so."""
    rows = Decision.objects.filter(Q(case=case), kind=DecisionKind.CHANGE).select_related("changes", "decided_by")
    return list(rows.order_by("-created_at"))
