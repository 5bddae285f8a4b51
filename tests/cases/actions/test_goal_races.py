"""Real connections racing over goals and measurements: one gets through, the other is told (R96, R100)."""

import pytest

from cases.enums_course import View
from cases.models import GoalReview, GoalScore, Measurement
from tests.cases.goals_scene import measured, reviewed, with_goals
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_record_the_same_point() -> None:
    """R100"""
    case, _goals, by = with_goals()
    assert race([lambda: measured(case, by, 1, 1, 1, 1, 1), lambda: measured(case, by, 2, 2, 2, 2, 2)]) == {"won": 1, "stale": 1}
    assert Measurement.objects.get().score in (20, 40)


def test_two_change_the_same_measurement() -> None:
    """R100"""
    case, _goals, by = with_goals()
    measured(case, by, 1, 1, 1, 1, 1)
    calls = [lambda: measured(case, by, 2, 2, 2, 2, 2, version=1), lambda: measured(case, by, 3, 3, 3, 3, 3, version=1)]
    assert race(calls) == {"won": 1, "stale": 1}
    assert Measurement.objects.get().version == 2


def test_two_write_the_same_view_of_the_goals() -> None:
    """R96"""
    case, _goals, by = with_goals()
    assert race([lambda: reviewed(case, by, View.CLIENT, 1, 1), lambda: reviewed(case, by, View.CLIENT, -1, -1)]) == {
        "won": 1,
        "review_twice": 1,
    }
    assert GoalReview.objects.count() == 1
    assert len(set(GoalScore.objects.values_list("level", flat=True))) == 1
