"""What is hidden besides the headline (R194), and what needs a life of its own: benefits after the end, changed hours, a course that was opened again."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from cases.enums import DecisionKind, EndReason, State
from cases.hours import account_of
from cases.models import Benefit, Case, CourseReopening
from reports.enums import Basis
from reports.figures import Figures, figures
from reports.figures.links import Hiding, Links
from reports.figures.outward import outward_figures
from reports.rules.suppression import COLUMNS
from reports.scope import Scope
from tests.factories import CaseFactory, DecisionFactory, JobcentreFactory, PeriodFactory

pytestmark = pytest.mark.django_db
FIRST, LAST, ON = dt.date(2026, 1, 1), dt.date(2026, 6, 30), dt.date(2026, 7, 31)


def course(first_day: dt.date = dt.date(2026, 2, 2), **fields: Any) -> Case:
    """A course of six months that began on the day, with days of all steps."""
    days = dict.fromkeys(("received_on", "contact_on", "challenges_on", "assessment_on", "match_on", "startup_on"), first_day)
    case = CaseFactory(**{"state": State.RUNNING, **fields})
    Case.objects.filter(pk=case.pk).update(**days)
    PeriodFactory(case=case, first_day=first_day, last_day=first_day + dt.timedelta(days=170))
    case.refresh_from_db()
    return case


def exact(on: dt.date = ON, **scope: Any) -> Figures:
    return figures(scope=Scope.months(FIRST, LAST, **scope), on=on)


def test_a_part_is_hidden_where_it_or_the_rest_is_small_r194() -> None:
    """Twelve courses of eleven people: that one person has two is a group of one. Nine with both days are too few for a median."""
    jobcentre = JobcentreFactory()
    running = [course(jobcentre=jobcentre) for _ in range(11)]
    course(dt.date(2026, 1, 5), jobcentre=jobcentre, client=running[0].client, state=State.ENDED, closed_on=dt.date(2026, 1, 20))
    Case.objects.filter(pk__in=[case.pk for case in running[:3]]).update(match_on=None)
    assert exact().persons.value == 11
    found = outward_figures(scope=Scope.months(FIRST, LAST), on=ON)
    assert (found.persons.value, found.persons.hidden) == (None, True)
    assert (found.dropped_out.value, found.dropped_out.hidden) == (None, True)
    assert found.waiting["matched"].hidden
    assert found.waiting["matched"].median is None
    assert found.waiting["whole"].median == 0
    assert not found.is_small


def of_two_jobcentres(make: Callable[[Any, int], object]) -> list[Figures]:
    """`make(jobcentre, number)` for one with many and another one with one or two; the reports of all and of the one, with three and more shown."""
    many, few = JobcentreFactory(), JobcentreFactory()
    for jobcentre, number in ((many, 4), (few, 1)):
        for _each in range(12):
            course(jobcentre=jobcentre)
        make(jobcentre, number)
    return [outward_figures(scope=Scope.months(FIRST, LAST, jobcentres=chosen), on=ON) for chosen in ((), (many.pk,))]


def test_who_withdrew_elsewhere_is_not_told_by_the_difference_of_two_reports_r295() -> None:
    def withdraw(jobcentre: Any, number: int) -> None:
        for _each in range(number):
            CaseFactory(jobcentre=jobcentre, state=State.WITHDRAWN, closed_on=dt.date(2026, 3, 3))

    both, one = of_two_jobcentres(withdraw)
    assert (both.withdrawn.value, one.withdrawn.value, one.withdrawn.hidden) == (5, None, True)


def test_neither_are_those_who_know_a_day_elsewhere_r295() -> None:
    """The median is told, and how many courses it is of is not."""

    def without_match(jobcentre: Any, number: int) -> None:
        Case.objects.filter(jobcentre=jobcentre).update(match_on=None)
        known = Case.objects.filter(jobcentre=jobcentre)[: 10 * number if number > 1 else 1]
        Case.objects.filter(pk__in=[case.pk for case in known]).update(match_on=FIRST)

    both, one = of_two_jobcentres(without_match)
    assert both.waiting["matched"].base == 13
    assert (one.waiting["matched"].median, one.waiting["matched"].base) == (both.waiting["matched"].median, None)


def test_a_row_of_all_that_is_older_than_that_of_one_hides_what_is_small_r295() -> None:
    """Counts of all are kept for an hour."""
    links, none = Links(ON, Hiding()), dict.fromkeys(COLUMNS, 0)
    one = {**none, "reached": 30, "completed": 30, "in_work": 30, "entered": 30, "ordinary_job": 28, "flexible_job": 2}
    before = {**none, "reached": 10, "completed": 10, "in_work": 10, "entered": 10, "ordinary_job": 10}
    assert "flexible_job" in links.beside_the_rest(one, before, frozenset())


def test_hours_are_not_told_where_the_number_of_courses_is_not_r295() -> None:
    """Else the hours of the only course elsewhere would be the difference."""
    many = JobcentreFactory()
    for _each in range(12):
        course(jobcentre=many)
    course()
    one = outward_figures(scope=Scope.months(FIRST, LAST, jobcentres=(many.pk,)), on=ON)
    assert one.reached.hidden
    assert (one.hours.granted.hidden, one.hours.used.hidden, one.hours.granted.value) == (True, True, None)


def test_a_filter_that_leaves_one_person_tells_nothing_r190() -> None:
    for _ in range(12):
        course()
    funded = course()
    funded.decisions.update(funding="national")
    found = outward_figures(scope=Scope.months(FIRST, LAST, funding="national"), on=ON)
    assert found.is_small
    assert {
        figure.value for figure in (found.reached, found.completed, found.persons, *found.outcomes.values(), *found.groups.values())
    } == {None}
    assert found.tables == {}
    assert found.waiting["whole"].median is None
    rest = outward_figures(scope=Scope.months(FIRST, LAST, funding="municipal"), on=ON)
    assert rest.reached.value is None, "thirteen less twelve is one"


def test_weeks_on_a_benefit_after_the_end_follow_each_answer_r188() -> None:
    """Cash benefit at the end and after three months, a wage from the hundredth day: 100 days of 364."""
    ended_on = dt.date(2026, 3, 2)
    case = course(state=State.ENDED, closed_on=ended_on)
    wage = ended_on + dt.timedelta(days=100)
    for point, kind, since, day in (
        ("end", "cash", dt.date(2025, 1, 1), 0), ("m3", "cash", None, 91), ("m6", "wage", wage, 182), ("m12", "wage", wage, 364),
    ):  # fmt: skip
        Benefit.objects.create(case=case, point=point, kind=kind, since=since, recorded_on=ended_on + dt.timedelta(days=day))
    found = exact(on=dt.date(2027, 6, 1)).benefit.after
    assert (found.median, found.base, found.of) == (round(100 / 7, 1), 1, 1)
    assert exact(on=dt.date(2027, 1, 1)).benefit.after.base == 0, "a year later is not known yet"


def test_changed_hours_are_granted_as_the_account_says_r189() -> None:
    case = course()
    period = case.periods.get()
    day = period.first_day + dt.timedelta(days=52)
    DecisionFactory(
        case=case, kind=DecisionKind.CHANGE, changes=period, first_day=day, last_day=period.last_day, minutes_a_week=77
    )  # fmt: skip
    assert exact().hours.granted.value == account_of(case, on=ON).granted


def test_a_course_that_was_opened_again_had_ended_on_the_days_between_r182() -> None:
    case = course()
    CourseReopening.objects.create(
        case=case,
        closed_on=dt.date(2026, 3, 10),
        end_reason=EndReason.HEALTH,
        words="Igen",
        opened_on=dt.date(2026, 4, 1),
        opened_by=case.caseworker,
    )
    assert [exact(on=dt.date(2026, month, 15)).dropped_out.value for month in (2, 3, 4)] == [0, 1, 0]
    assert exact(on=dt.date(2026, 3, 15), basis=Basis.END).reached.value == 1
    assert exact(basis=Basis.END).reached.value == 0


def test_who_withdrew_before_the_start_is_not_reached_r181() -> None:
    case = CaseFactory(state=State.WITHDRAWN, closed_on=dt.date(2026, 3, 3))
    PeriodFactory(case=case, first_day=dt.date(2026, 4, 1), last_day=dt.date(2026, 5, 1), ended_on=dt.date(2026, 3, 3))
    found = exact()
    assert (found.reached.value, found.withdrawn.value) == (0, 1)
