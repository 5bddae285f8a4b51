"""What the database never stores about periods, even when Python is not asked."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from cases.models import Period
from core.constraints import broken_constraint
from tests.factories import AT, DecisionFactory

pytestmark = pytest.mark.django_db


def period(decision, first_day, last_day, number=1, **more):
    return Period(
        case=decision.case,
        decision=decision,
        number=number,
        first_day=first_day,
        last_day=last_day,
        minutes_a_week=180,
        created_at=AT,
        **more,
    )


def broken(*rows):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Period.objects.bulk_create(rows)
    return broken_constraint(error.value)


@pytest.mark.parametrize(
    ("first_day", "last_day"),
    [
        (dt.date(2026, 1, 1), dt.date(2026, 6, 30)),
        (dt.date(2026, 8, 31), dt.date(2027, 2, 28)),
        (dt.date(2027, 8, 31), dt.date(2028, 2, 29)),
        (dt.date(2026, 3, 31), dt.date(2026, 9, 30)),
    ],
)
def test_six_months_are_taken_and_a_day_more_is_not(first_day, last_day):
    """R31"""
    decision = DecisionFactory()
    assert broken(period(decision, first_day, last_day + dt.timedelta(days=1))) == "period_at_most_six_months"
    Period.objects.bulk_create([period(decision, first_day, last_day)])


def test_two_periods_of_a_case_share_no_day_and_adjoining_ones_may_stand():
    """R32"""
    decision = DecisionFactory()
    first = period(decision, dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    overlapping = period(decision, dt.date(2026, 3, 31), dt.date(2026, 6, 30), number=2)
    assert broken(first, overlapping) == "period_no_overlap"
    adjoining = period(decision, dt.date(2026, 4, 1), dt.date(2026, 6, 30), number=2)
    Period.objects.bulk_create([first, adjoining])


def test_a_reversed_period_breaks_the_named_check_and_is_no_data_error():
    """R31"""
    decision = DecisionFactory()
    assert broken(period(decision, dt.date(2026, 6, 30), dt.date(2026, 1, 1))) == "period_ends_after_start"


def test_a_period_ended_early_leaves_its_days_to_the_next():
    """R32"""
    decision = DecisionFactory()
    early = period(decision, dt.date(2026, 1, 1), dt.date(2026, 6, 30), ended_on=dt.date(2026, 2, 28))
    Period.objects.bulk_create([early, period(decision, dt.date(2026, 3, 1), dt.date(2026, 6, 30), number=2)])
