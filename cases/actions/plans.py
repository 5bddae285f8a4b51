"""The plan of hours of a period: made, and replaced by the next one."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_case, record, save_case
from cases.enums import State
from cases.enums_course import PlanShape
from cases.hour_rows import plans_of, span_of, steps_of
from cases.hours import granted_periods
from cases.models import Case, HourPlan, HourStep, Period
from cases.rules import plan as rules
from cases.rules.hours import GrantedPeriod, Step
from core.constraints import refusing
from core.days import DaySpan
from core.verdicts import Refused, Stale


@transaction.atomic
def save_plan(
    *,
    case_id: uuid.UUID,
    period: int,
    based_on: int,
    shape: PlanShape,
    steps: Sequence[Step],
    words: str,
    by: User,
    at: dt.datetime,
) -> HourPlan:
    """Make the plan of the period, or the next one that replaces it (R104-R106). The same steps and words again change nothing.

    `based_on` is the number of the plan on the page (0: none). A refusal about the nth step belongs to the field `day_n` or `minutes_n`. Refuses
    with `case_closed`, `plan_not_running`, `consent_withdrawn`, `plan_no_period`, `plan_no_steps`, `plan_too_many_steps`, `stale`, and as
    `starts_verdict`, `minutes_verdict` and `sum_verdict`.
    """
    case = locked_case(case_id=case_id)
    if case.state != State.RUNNING:
        raise Refused("plan_not_running")
    if case.consent_withdrawn_on is not None:
        raise Refused("consent_withdrawn")
    row = Period.objects.filter(case=case, number=period).first()
    span = span_of(row) if row is not None else None
    if row is None or span is None:
        raise Refused("plan_no_period")
    now = current_plan(row)
    planned = check(steps=steps, span=span, granted=granted_in(case, number=row.number).granted)
    if now is not None and steps_of(now) == planned and now.words == words.strip():
        return now
    if (now.number if now else 0) != based_on:
        raise Stale(**last_change(subject_id=case.pk))
    plan = write(period=row, case=case, shape=shape, steps=planned, words=words.strip(), by=by, at=at)
    save_case(case)
    record(
        case,
        "case.plan_made",
        by=by,
        at=at,
        period=row.number,
        number=plan.number,
        shape=str(shape),
        steps=[[step.first_day.isoformat(), step.minutes_a_week] for step in planned],
    )
    return plan


def check(*, steps: Sequence[Step], span: DaySpan, granted: Sequence[Step]) -> tuple[Step, ...]:
    """The steps in order, without those that change nothing. Refuses the first thing that is wrong, at the field of its place in `steps`."""
    if not steps:
        raise Refused("plan_no_steps")
    if len(steps) > rules.MOST_STEPS:
        raise Refused("plan_too_many_steps", most=rules.MOST_STEPS)
    order = sorted(range(len(steps)), key=lambda n: steps[n].first_day)
    ordered = [steps[n] for n in order]
    place, answer = rules.starts_verdict(steps=ordered, span=span, also={step.first_day for step in granted})
    Refused.unless(answer, f"day_{order[place] + 1}")
    place, answer = rules.minutes_verdict(steps=ordered, most=rules.most_a_week(granted=granted, span=span))
    Refused.unless(answer, f"minutes_{order[place] + 1}")
    Refused.unless(rules.sum_verdict(rules.fit(steps=ordered, granted=granted, span=span)))
    return rules.merged(ordered)


def follow_grant(*, case: Case, period: Period, by: User, at: dt.datetime) -> HourPlan | None:
    """Within what leaves fewer hours on the locked case: a plan above them is replaced by one that keeps within them (R109, R131).

    None: it still fits.
    """
    now, span = current_plan(period), span_of(period)
    if now is None or span is None:
        return None
    before, granted = steps_of(now), granted_in(case, number=period.number).granted
    steps = rules.within(steps=before, granted=granted, span=span)
    known: dict[str, Any] = {"granted": granted, "span": span}
    if rules.fit(steps=steps, **known).planned == rules.fit(steps=before, **known).planned:
        return None
    plan = write(period=period, case=case, shape=PlanShape.OWN, steps=steps, words="", by=by, at=at)
    record(
        case,
        "case.plan_followed",
        by=by,
        at=at,
        period=period.number,
        number=plan.number,
        steps=[[step.first_day.isoformat(), step.minutes_a_week] for step in steps],
    )
    return plan


def carry_plan(*, case: Case, before: Period, period: Period, by: User, at: dt.datetime) -> HourPlan | None:
    """Within the opening again of the locked case: what was still planned of the period before goes on in the new one (R104, R124).

    None: there was no plan, or it is over by then.
    """
    old, span = current_plan(before), span_of(period)
    if old is None or span is None:
        return None
    steps = rules.carried(steps=steps_of(old), granted=granted_in(case, number=period.number).granted, span=span)
    if not any(step.minutes_a_week for step in steps):
        return None
    plan = write(period=period, case=case, shape=PlanShape(old.shape), steps=steps, words=old.words, by=by, at=at)
    told = [[step.first_day.isoformat(), step.minutes_a_week] for step in steps]
    record(case, "case.plan_carried", by=by, at=at, period=period.number, number=plan.number, steps=told)
    return plan


def current_plan(period: Period) -> HourPlan | None:
    """The plan that holds, with its steps."""
    return next((plan for plan in plans_of(period) if plan.replaced_at is None), None)


def granted_in(case: Case, *, number: int) -> GrantedPeriod:
    """What is granted in the period of this number, with its changes."""
    return next(each for each in granted_periods(case)[0] if each.number == number)


def write(*, period: Period, case: Case, shape: PlanShape, steps: Sequence[Step], words: str, by: User, at: dt.datetime) -> HourPlan:
    """The next plan of the period; the one before is replaced and stays readable. Refuses with `stale`."""
    HourPlan.objects.filter(period=period, replaced_at__isnull=True).update(replaced_at=at)
    number = (HourPlan.objects.filter(period=period).aggregate(n=Max("number"))["n"] or 0) + 1
    with refusing(hourplan_number_once=("stale", ""), hourplan_one_a_period=("stale", "")):
        plan = HourPlan.objects.create(case=case, period=period, number=number, shape=shape, words=words, made_by=by, made_at=at)
    HourStep.objects.bulk_create(HourStep(plan=plan, first_day=step.first_day, minutes_a_week=step.minutes_a_week) for step in steps)
    return plan
