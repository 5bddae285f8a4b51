"""The hours account as it is read from a case: two statements, whatever belongs to it."""

import datetime as dt

import pytest

from cases.enums import DecisionKind
from cases.enums_course import ContactState
from cases.hours import account_of
from cases.models import Case, GrantStep, HourPlan, HourStep, Pause, Period
from core.days import DAY, day_of, last_day_of_months
from tests.cases.log_scene import BEGAN, entry, long_running
from tests.factories import AT, DecisionFactory
from tests.factories import DAY as TODAY
from tests.statements import statements

pytestmark = pytest.mark.django_db
FIRST = day_of(BEGAN)


def changed(case: Case, *, first_day: dt.date, minutes: int, **other):
    period = case.periods.get(number=1)
    return DecisionFactory(
        case=case, kind=DecisionKind.CHANGE, changes=period, first_day=first_day, last_day=period.last_day, minutes_a_week=minutes, **other
    )


def test_struck_entries_never_count_and_used_is_approved_and_waiting() -> None:
    case, by = long_running()
    entry(case, by, days_ago=3)
    entry(case, by, days_ago=3, minutes=30, state=ContactState.APPROVED)
    entry(case, by, days_ago=3, minutes=45, state=ContactState.STRUCK)
    found = account_of(case, on=TODAY)
    assert (found.used, found.approved, found.waiting) == (90, 30, 60)
    assert (found.granted, found.planned_to_date) == (4680, 6 * 180 + 26)
    assert found.week_on(TODAY - 3 * DAY).used == 90


def test_a_change_of_hours_counts_from_its_day_and_one_that_was_annulled_never() -> None:
    case, _by = long_running()
    changed(case, first_day=FIRST + 7 * DAY, minutes=120)
    changed(case, first_day=FIRST + 14 * DAY, minutes=600, annulled_on=TODAY, annulled_why="Forkert")
    assert [week.granted for week in account_of(case, on=TODAY).weeks[:3]] == [180, 120, 120]


def test_granted_steps_a_plan_and_pauses_are_read() -> None:
    case, by = long_running()
    period = case.periods.get()
    GrantStep.objects.create(decision=period.decision, first_day=FIRST, minutes_a_week=180)
    GrantStep.objects.create(decision=period.decision, first_day=FIRST + 14 * DAY, minutes_a_week=60)
    steps = changed(case, first_day=FIRST + 21 * DAY, minutes=120)
    GrantStep.objects.create(decision=steps, first_day=FIRST + 21 * DAY, minutes_a_week=120)
    GrantStep.objects.create(decision=steps, first_day=FIRST + 28 * DAY, minutes_a_week=70)
    plan = HourPlan.objects.create(case=case, period=period, number=1, made_by=by, made_at=AT)
    HourStep.objects.create(plan=plan, first_day=FIRST + 7 * DAY, minutes_a_week=30)
    old = HourPlan.objects.create(case=case, period=period, number=2, made_by=by, made_at=AT, replaced_at=AT)
    HourStep.objects.create(plan=old, first_day=FIRST, minutes_a_week=2000)
    Pause.objects.create(case=case, first_day=FIRST + 21 * DAY, last_day=FIRST + 27 * DAY, reason="illness", recorded_by=by, recorded_at=AT)
    found = account_of(case, on=TODAY)
    assert [week.granted for week in found.weeks[:5]] == [180, 180, 60, 120, 70]
    assert [week.planned for week in found.weeks[:5]] == [180, 30, 30, 0, 30]


@pytest.mark.parametrize("entries", [1, 3, 40])
def test_two_statements_however_many_entries_and_periods(entries: int) -> None:
    case, by = long_running()
    first = case.periods.get()
    for number in range(2, 2 + entries % 5):
        begins = last_day_of_months(first.first_day, 6 * (number - 1)) + DAY
        Period.objects.create(
            case=case,
            number=number,
            decision=first.decision,
            first_day=begins,
            last_day=begins + 30 * DAY,
            minutes_a_week=60,
            created_at=AT,
        )
    for days in range(entries):
        entry(case, by, days_ago=days)
    with statements() as asked:
        found = account_of(case, on=TODAY)
    assert len(asked) == 2
    assert found.used == 60 * entries


def test_a_case_without_a_period_has_an_empty_account() -> None:
    case, _by = long_running()
    Period.objects.all().delete()
    found = account_of(case, on=TODAY)
    assert (found.weeks, found.periods, found.granted, found.used) == ((), (), 0, 0)
