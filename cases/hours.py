"""The hours account of a case, read in two statements: what was granted and planned, and what was used on which day."""

import datetime as dt

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce, JSONObject

from cases.enums import GRANTS, DecisionKind
from cases.enums_course import ContactState
from cases.models import Case, Contact, Decision, GrantStep, HourStep, Pause, Period
from cases.rules.hours import Account, GrantedPeriod, Step, Use, account, granted_steps
from cases.rules.plan import most_a_week
from core.days import DaySpan


def account_of(case: Case, *, on: dt.date) -> Account:
    """The account as of the day. Two statements."""
    periods, pauses = granted_periods(case)
    return account(periods=periods, uses=uses_of(case), pauses=pauses, on=on)


def uses_of(case: Case) -> list[Use]:
    """What was used on each day, waiting for approval or approved. One statement."""
    rows = Contact.objects.filter(case=case, minutes__gt=0).exclude(state=ContactState.STRUCK)
    is_approved = Q(state=ContactState.APPROVED)
    sums = rows.values("day").annotate(used=Sum("minutes"), approved=Coalesce(Sum("minutes", filter=is_approved), 0))
    return [Use(*row) for row in sums.values_list("day", "used", "approved")]


def granted_periods(case: Case, *, known_on: dt.date | None = None) -> tuple[list[GrantedPeriod], list[DaySpan]]:
    """The periods of the case with what is granted and planned in each, and its pauses. One statement.

    With `known_on` only changes of hours that were decided by that day and not annulled yet, the plan that held then, and pauses that were
    written down or had begun; the periods are those of now.
    """
    in_force, plan_holds, pause_holds = Q(annulled_on__isnull=True), Q(plan__replaced_at__isnull=True), Q()
    if known_on is not None:
        in_force = Q(decided_on__lte=known_on) & (in_force | Q(annulled_on__gt=known_on))
        plan_holds = Q(plan__made_at__date__lte=known_on) & (plan_holds | Q(plan__replaced_at__date__gt=known_on))
        pause_holds = Q(recorded_at__date__lte=known_on) | Q(first_day__lte=known_on)
    own_steps = JSONObject(day="first_day", minutes="minutes_a_week")
    # A period that was opened again goes on under the decision of the one before it (R124), with the changes of that one.
    changes = Decision.objects.filter(
        in_force,
        kind=DecisionKind.CHANGE,
        changes__decision=OuterRef("decision"),
        changes__number__lte=OuterRef("number"),
        outcome__in=GRANTS,
    ).order_by("created_at", "pk")
    rows = Period.objects.filter(case=case).annotate(
        granted=_array(GrantStep.objects.filter(decision=OuterRef("decision")), own_steps),
        changed=ArraySubquery(
            changes.values(
                data=JSONObject(
                    day="first_day",
                    minutes="minutes_a_week",
                    steps=_array(GrantStep.objects.filter(decision=OuterRef("pk")), own_steps),
                )
            )
        ),
        plan=_array(HourStep.objects.filter(plan_holds, plan__period=OuterRef("pk")), own_steps),
        paused=_array(Pause.objects.filter(pause_holds, case=OuterRef("case")), JSONObject(first="first_day", last="last_day")),
    )
    names = ("number", "first_day", "last_day", "ended_on", "minutes_a_week", "granted", "changed", "plan", "paused")
    periods: list[GrantedPeriod] = []
    pauses: list[DaySpan] = []
    for number, first_day, last_day, ended_on, minutes, granted, changed, plan, paused in rows.order_by("number").values_list(*names):
        steps = granted_steps(
            (Step(first_day, minutes),),
            changes=[_steps(granted), *(_steps(one["steps"]) or _steps([one]) for one in changed)],
        )
        periods.append(GrantedPeriod(number, first_day, last_day, ended_on, steps, _steps(plan)))
        pauses = [DaySpan(_day(one["first"]), _day(one["last"]) if one["last"] else None) for one in paused]
    return periods, pauses


def most_granted(case: Case, *, span: DaySpan) -> int | None:
    """The most minutes a week that are granted on a day of the span; None where no period holds. One statement."""
    found = []
    for each in granted_periods(case)[0]:
        if each.days is None or not each.days.overlaps(span):
            continue
        first_day = max(each.first_day, span.first_day)
        last_days = [day for day in (each.days.last_day, span.last_day) if day is not None]
        found.append(most_a_week(granted=each.granted, span=DaySpan(first_day, min(last_days))))
    return max(found, default=None)


def _array(rows, shape: JSONObject) -> ArraySubquery:
    return ArraySubquery(rows.order_by(F("first_day")).values(data=shape))


def _steps(rows: list[dict]) -> tuple[Step, ...]:
    return tuple(Step(_day(row["day"]), row["minutes"]) for row in rows)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
