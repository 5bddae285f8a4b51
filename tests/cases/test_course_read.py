"""The one statement of a course's page reads what the pages of hours and goals read."""

import pytest

from cases.course_read import read_course
from cases.enums import DecisionKind
from cases.enums_course import PauseReason
from cases.goals import goals_of
from cases.health import health_of
from cases.hours import account_of
from cases.models import Case, GrantStep, HourPlan, HourStep, Pause
from cases.rules.health import Flag
from cases.rules.hours import account
from core import clock
from core.days import WEEK
from tests.cases.course_page_scene import met, reviewed, told, under_way
from tests.factories import DecisionFactory, PeriodFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db


def changed_course() -> tuple[Case, object]:
    """With a granted step, a change of hours, a plan, a pause and a second period."""
    case, _assignment, by = under_way()
    one = case.periods.get()
    GrantStep.objects.create(decision=one.decision, first_day=one.first_day + 3 * WEEK, minutes_a_week=150)
    change = {"kind": DecisionKind.CHANGE, "changes": one, "first_day": one.first_day + 6 * WEEK, "last_day": one.last_day}
    DecisionFactory(case=case, minutes_a_week=90, **change)
    plan = HourPlan.objects.create(case=case, period=one, number=1, made_by=by, made_at=clock.now())
    HourStep.objects.create(plan=plan, first_day=one.first_day + 8 * WEEK, minutes_a_week=60)
    Pause.objects.create(
        case=case,
        first_day=one.first_day + WEEK,
        last_day=one.first_day + 2 * WEEK,
        reason=PauseReason.ILLNESS,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    first = one.last_day + WEEK
    PeriodFactory(case=case, decision=one.decision, number=2, first_day=first, last_day=first + 10 * WEEK)
    return case, by


def test_its_hours_are_those_of_the_account() -> None:
    case, by = changed_course()
    met(case, by, number=12)
    read = read_course(case, since=None, now=clock.now())
    found = account(periods=read.periods, uses=read.uses, pauses=read.pauses, on=clock.today())
    assert found == account_of(case, on=clock.today())


def test_its_goals_are_those_of_the_goals_page() -> None:
    case, _assignment, by = under_way()
    reviewed(case, by, (0, 1), (None, -1), (None, None), (-2, -2))
    ours = read_course(case, since=None, now=clock.now()).goals
    assert [(str(each.goal.pk), each.client, each.mentor) for each in ours] == [
        (str(each.goal.pk), each.client, each.mentor) for each in goals_of(case)
    ]


def test_the_health_of_a_course_is_one_statement() -> None:
    case, _assignment, by = under_way()
    told(case, by, going=1)
    with statements() as asked:
        found = health_of(case, at=clock.now())
    assert len(asked) == 1
    assert [sign.flag for sign in found] == [Flag.SOUR, Flag.QUIET, Flag.UNDER_USE]


def test_a_case_that_does_not_run_has_no_health() -> None:
    case, _assignment, _by = under_way()
    case.state = "ended"
    assert health_of(case, at=clock.now()) == ()
