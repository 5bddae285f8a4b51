"""Periods: the first one, from an assigned mentor and a signed agreement to a running course, and each one that is added to it."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from cases.actions.base import move, record, save_case
from cases.actions.goals import goals_from_agreement
from cases.actions.notices import renew
from cases.actions.startup import locked_mentor_and_case
from cases.enums import State
from cases.models import Case, Decision, Period
from cases.rules.deadlines import decide_by
from cases.rules.lifecycle import Event, can_move
from cases.rules.periods import length_verdict, overlap_verdict
from cases.startup_rows import startup_rows
from core.constraints import refusing
from core.days import DaySpan, day_of
from core.verdicts import Refused


def start_period(*, case_id: uuid.UUID, version: int, by: User, at: dt.datetime) -> Period:
    """Lock the newest agreement and start period 1 (R33, R58): from start-up to the granted last day. The case is then running.

    `version` is the agreement that the page showed. Locks the mentor, then the case. Refuses with `period_started_already`, `newer_version`, what
    `what_stops_the_start` says, `no_grant`, `starts_after_grant`, `period_too_long` or `period_overlaps`.
    """
    with transaction.atomic():
        if Case.objects.filter(pk=case_id, state=State.RUNNING).exists():
            raise Refused("period_started_already")
        case, assignment = locked_mentor_and_case(case_id=case_id)
        if case.state == State.RUNNING:
            raise Refused("period_started_already")
        Refused.unless(can_move(state=State(case.state), event=Event.PERIOD_STARTED))
        rows = startup_rows(case)
        if rows.agreement is not None and rows.agreement.number != version:
            raise Refused("newer_version", number=rows.agreement.number)
        for stop in rows.stops():
            Refused.unless(stop)
        if rows.grant is None or rows.granted is None or rows.agreement is None:
            raise Refused("no_grant")
        days = rows.period_days
        if days is None or days.last_day is None:
            raise Refused("starts_after_grant", last_day=rows.granted.last_day.isoformat() if rows.granted.last_day else "")
        Refused.unless(length_verdict(first_day=days.first_day, last_day=days.last_day, longest_months=rows.grant.rules.longest_months))
        Refused.unless(overlap_verdict(span=days, others=_effective_days(case)))
        period = _create(case, days, number=1, decision_id=rows.grant.pk, minutes_a_week=rows.grant.minutes_a_week or 0, at=at)
        rows.agreement.locked_at = at
        rows.agreement.save(update_fields=["locked_at"])
        goals_from_agreement(case=case, agreement=rows.agreement, on=days.first_day)
        assignment.first_day = days.first_day
        assignment.minutes_a_week = rows.agreement.minutes_a_week
        with refusing(assignment_one_mentor_at_a_time=("mentor_overlaps", "")):
            assignment.save(update_fields=["first_day", "minutes_a_week"])
        move(case, Event.PERIOD_STARTED, at=at)
        case.due_on = decide_by(last_day=days.last_day)
        save_case(case)
        record(
            case,
            "case.period_started",
            by=by,
            at=at,
            number=period.number,
            first_day=days.first_day.isoformat(),
            last_day=days.last_day.isoformat(),
            minutes=period.minutes_a_week,
        )
        renew(case_ids=[case.pk], on=day_of(at), at=at, by=by, held=True)
        return period


def add_period(*, case: Case, decision: Decision, days: DaySpan, minutes_a_week: int, by: User, at: dt.datetime) -> Period:
    """Within an action on the locked case: the next period of the course, under the dated rules that its decision keeps (R31, R32).

    It is told on the time line; state, deadline and mentor are the caller's. Refuses with `ends_before_start`, `period_too_long`,
    `period_overlaps`, `period_overlaps_another` or `period_too_long_in_law`.
    """
    last_day = days.last_day
    if last_day is None:
        raise Refused("grant_last_day_missing", "last_day")
    fits = length_verdict(first_day=days.first_day, last_day=last_day, longest_months=decision.rules.longest_months)
    Refused.unless(fits, "last_day")
    Refused.unless(overlap_verdict(span=days, others=_effective_days(case)), "first_day")
    number = (Period.objects.filter(case=case).aggregate(n=Max("number"))["n"] or 0) + 1
    period = _create(case, days, number=number, decision_id=decision.pk, minutes_a_week=minutes_a_week, at=at)
    record(
        case,
        "case.period_added",
        by=by,
        at=at,
        number=number,
        first_day=days.first_day.isoformat(),
        last_day=last_day.isoformat(),
        minutes=minutes_a_week,
    )
    return period


def _effective_days(case: Case) -> list[DaySpan]:
    """The days that the case's periods take; one that was ended before it began takes none."""
    return [
        DaySpan(period.first_day, period.ended_on or period.last_day)
        for period in Period.objects.filter(case=case)
        if (period.ended_on or period.last_day) >= period.first_day
    ]


def _create(case: Case, days: DaySpan, *, number: int, decision_id: uuid.UUID, minutes_a_week: int, at: dt.datetime) -> Period:
    """The database has the last word: two who press at once, or a rule that Python forgot."""
    if days.last_day is None:
        raise Refused("grant_last_day_missing", "last_day")
    with refusing(
        period_no_overlap=("period_overlaps_another", ""),
        period_number_once_a_case=("period_started_already", ""),
        period_at_most_six_months=("period_too_long_in_law", ""),
    ):
        return Period.objects.create(
            case=case,
            number=number,
            decision_id=decision_id,
            first_day=days.first_day,
            last_day=days.last_day,
            minutes_a_week=minutes_a_week,
            created_at=at,
        )
