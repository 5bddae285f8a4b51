"""Goals of a running course: from the agreement, described, ended and taken up; reviews of client and mentor apart (R96-R99)."""

import datetime as dt
import uuid

import pytest

from accounts.models import AuditEvent
from cases.actions.goals import describe_goal, end_goal, save_review, take_up_goal
from cases.enums import State
from cases.enums_course import View
from cases.goals import goals_of
from cases.models import Case, Goal, GoalReview, GoalScore
from core.days import DAY, day_of
from tests.cases.course_scene import accepted, changed_and_signed, next_mentor, raised
from tests.cases.goals_scene import GOALS, reviewed, with_goals
from tests.factories import AT, MembershipFactory
from tests.refusals import refusal
from tests.statements import statements

pytestmark = pytest.mark.django_db
LATER = AT + 30 * DAY


def words_now(case: Case) -> list[str]:
    return [each.goal.words for each in goals_of(case)]


class TestFromTheAgreement:
    """R99"""

    def test_the_first_period_begins_with_the_agreed_goals(self) -> None:
        _case, goals, _by = with_goals()
        assert [(goal.words, goal.by_when, goal.begun_on, goal.weight, goal.levels) for goal in goals] == [
            (words, by_when, day_of(AT), 1, []) for words, by_when in GOALS
        ]

    def test_a_version_in_force_keeps_what_goes_on_and_ends_what_it_no_longer_has(self) -> None:
        case, (first, second), by = with_goals()
        reviewed(case, by, View.CLIENT, 1, -1)
        changed_and_signed(case, by, at=LATER, goals=[("Holder kundemøder selv", ""), (GOALS[0][0] + ".", "Marts")])
        assert words_now(case) == ["Holder kundemøder selv", GOALS[0][0] + "."]
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.position, first.by_when, first.ended_on) == (2, "Marts", None)
        assert (second.ended_on, second.ended_why) == (day_of(LATER), "")
        kept = goals_of(case)[1]
        assert kept.client and (kept.client.level, kept.client.day) == (1, day_of(AT))
        assert goals_of(case)[0].goal.begun_on == day_of(LATER)

    def test_a_version_that_is_not_signed_changes_no_goal(self) -> None:
        case, _goals, by = with_goals()
        raised(case, by)
        accepted(case, next_mentor(case), by)
        assert words_now(case) == [words for words, _by_when in GOALS]

    def test_a_goal_that_was_ended_here_stays_ended_when_the_agreement_is_signed_anew(self) -> None:
        case, (first, _second), by = with_goals()
        end_goal(case_id=case.pk, goal_id=first.pk, version=1, why="Nået", by=by, at=AT)
        changed_and_signed(case, by, at=LATER, goals=[*GOALS, ("Holder kundemøder selv", "")])
        assert words_now(case) == [GOALS[1][0], "Holder kundemøder selv"]

    def test_the_goals_change_places_without_a_clash(self) -> None:
        case, _goals, by = with_goals(("A først", ""), ("B dernæst", ""), ("C til sidst", ""))
        changed_and_signed(case, by, at=LATER, goals=[("C til sidst", ""), ("A først", ""), ("B dernæst", "")])
        assert words_now(case) == ["C til sidst", "A først", "B dernæst"]


class TestLevelsAndWeight:
    def test_words_and_weight_are_kept_with_a_new_version(self) -> None:
        case, (goal, _second), by = with_goals()
        describe_goal(case_id=case.pk, goal_id=goal.pk, version=1, levels=["Aldrig", " 2 af  5 ", "4 af 5", "", ""], weight=3, by=by, at=AT)
        goal.refresh_from_db()
        assert (goal.levels, goal.weight, goal.version) == (["Aldrig", "2 af 5", "4 af 5", "", ""], 3, 2)
        describe_goal(case_id=case.pk, goal_id=goal.pk, version=2, levels=["", "", "", "", ""], weight=1, by=by, at=AT)
        goal.refresh_from_db()
        assert goal.levels == []
        facts = [event.facts for event in AuditEvent.objects.filter(kind="case.goal_described")]
        assert sorted(each["weight"] for each in facts) == [1, 3] and {each["number"] for each in facts} == {1}

    def test_an_old_page_a_strange_weight_and_another_cases_goal_are_refused(self) -> None:
        case, (goal, _second), by = with_goals()
        other, _goals, _by = with_goals()

        def describing(case_id, version=1, weight=1):
            return lambda: describe_goal(case_id=case_id, goal_id=goal.pk, version=version, levels=[], weight=weight, by=by, at=AT)

        assert refusal(describing(case.pk, version=7))[0] == "stale"
        assert refusal(describing(case.pk, weight=4))[0] == "goal_weight"
        assert refusal(describing(other.pk))[0] == "stale"
        end_goal(case_id=case.pk, goal_id=goal.pk, version=1, why="Nået", by=by, at=AT)
        assert refusal(describing(case.pk, version=2))[0] == "goal_ended"


class TestTheEndOfAGoal:
    """R99"""

    def test_it_ends_with_a_reason_and_can_be_taken_up_again(self) -> None:
        case, (goal, _second), by = with_goals()
        assert refusal(lambda: end_goal(case_id=case.pk, goal_id=goal.pk, version=1, why=" ", by=by, at=AT))[0] == "words_missing"
        end_goal(case_id=case.pk, goal_id=goal.pk, version=1, why="Nået", by=by, at=AT)
        assert [each.goal.pk for each in goals_of(case, ended=True)] == [goal.pk]
        assert refusal(lambda: end_goal(case_id=case.pk, goal_id=goal.pk, version=2, why="Igen", by=by, at=AT))[0] == "goal_ended"
        take_up_goal(case_id=case.pk, goal_id=goal.pk, version=2, by=by, at=AT)
        goal.refresh_from_db()
        assert (goal.ended_on, goal.ended_why, goal.position, goal.version) == (None, "", 1, 3)
        assert refusal(lambda: take_up_goal(case_id=case.pk, goal_id=goal.pk, version=3, by=by, at=AT))[0] == "goal_goes_on"

    def test_a_fifth_goal_is_refused(self) -> None:
        case, goals, by = with_goals(*[(f"Mål nummer {n} om noget {n * 1111}", "") for n in range(4)])
        end_goal(case_id=case.pk, goal_id=goals[3].pk, version=1, why="Senere", by=by, at=AT)
        words = [goal.words for goal in goals[:3]]
        changed_and_signed(case, by, at=LATER, goals=[*[(each, "") for each in words], ("Noget helt andet", "")])
        assert len(words_now(case)) == 4
        assert refusal(lambda: take_up_goal(case_id=case.pk, goal_id=goals[3].pk, version=2, by=by, at=LATER))[0] == "goals_too_many"

    def test_it_takes_a_free_place_when_its_own_is_taken(self) -> None:
        case, (first, _second), by = with_goals()
        end_goal(case_id=case.pk, goal_id=first.pk, version=1, why="Senere", by=by, at=AT)
        changed_and_signed(case, by, at=LATER, goals=[("Helt nyt mål", ""), GOALS[1]])
        take_up_goal(case_id=case.pk, goal_id=first.pk, version=2, by=by, at=LATER)
        assert words_now(case) == ["Helt nyt mål", GOALS[1][0], GOALS[0][0]]

    def test_one_that_left_the_agreement_comes_back_by_the_agreement(self) -> None:
        case, (_first, second), by = with_goals()
        changed_and_signed(case, by, at=LATER, goals=[GOALS[0]])
        assert refusal(lambda: take_up_goal(case_id=case.pk, goal_id=second.pk, version=2, by=by, at=LATER))[0] == "goal_left_agreement"

    def test_nothing_changes_in_a_closed_case(self) -> None:
        case, (goal, _second), by = with_goals()
        Case.objects.filter(pk=case.pk).update(state=State.WITHDRAWN, closed_on=day_of(AT))
        assert refusal(lambda: end_goal(case_id=case.pk, goal_id=goal.pk, version=1, why="Nået", by=by, at=AT))[0] == "case_closed"


class TestReviews:
    """R96"""

    def test_client_and_mentor_are_asked_apart(self) -> None:
        """R97"""
        case, _goals, by = with_goals()
        reviewed(case, by, View.CLIENT, 1, 0, words="Det går godt")
        reviewed(case, by, View.MENTOR, 0, -1, at=LATER)
        first, second = goals_of(case)
        assert (first.is_reached, first.differs, second.is_reached, second.differs) == (True, True, False, True)
        assert second.mentor and (second.mentor.level, second.mentor.day) == (-1, day_of(LATER))

    def test_the_newest_level_counts_and_a_goal_that_was_left_out_keeps_its_last(self) -> None:
        case, _goals, by = with_goals()
        reviewed(case, by, View.CLIENT, -2, 1)
        reviewed(case, by, View.CLIENT, 2, None, at=LATER)
        first, second = goals_of(case)
        assert first.client and second.client
        assert (first.client.level, second.client.level) == (2, 1)

    def test_one_a_day_and_view_and_that_one_can_be_changed(self) -> None:
        case, goals, by = with_goals()
        review = reviewed(case, by, View.CLIENT, 0, 0)
        assert refusal(lambda: reviewed(case, by, View.CLIENT, 1, 1))[0] == "review_twice"
        reviewed(case, by, View.MENTOR, 0, 0)
        reviewed(case, by, View.CLIENT, 1, None, review_id=review.pk, version=1)
        assert list(GoalScore.objects.filter(review=review).values_list("goal", "level")) == [(goals[0].pk, 1)]
        assert refusal(lambda: reviewed(case, by, View.CLIENT, 2, 2, review_id=review.pk, version=1))[0] == "stale"
        assert [event.kind for event in AuditEvent.objects.filter(kind__startswith="case.goal").order_by("at", "pk")] == [
            "case.goals_reviewed",
            "case.goals_reviewed",
            "case.goal_review_changed",
        ]

    def test_days_levels_and_goals_are_checked(self) -> None:
        case, goals, by = with_goals()
        _other, elsewhere, _by = with_goals()
        day = day_of(AT)
        assert refusal(lambda: reviewed(case, by, View.CLIENT, 0, 0, day=day + DAY))[0] == "review_in_future"
        assert refusal(lambda: reviewed(case, by, View.CLIENT, 0, 0, day=day - DAY))[0] == "review_before_goals"
        assert refusal(lambda: reviewed(case, by, View.CLIENT, None, None))[0] == "review_empty"
        assert refusal(lambda: reviewed(case, by, View.CLIENT, 3))[0] == "review_level"
        assert refusal(lambda: reviewed(case, by, View.CLIENT, levels={elsewhere[0].pk: 0}))[0] == "review_other_goal"
        assert refusal(lambda: reviewed(case, by, View.CLIENT, levels={goals[0].pk: 0}, review_id=uuid.uuid4(), version=1))[0] == "stale"
        assert not GoalReview.objects.exists()

    def test_a_case_in_its_steps_has_none(self) -> None:
        case, goals, by = with_goals()
        Case.objects.filter(pk=case.pk).update(state=State.STARTUP)
        assert refusal(lambda: reviewed(case, by, View.CLIENT, levels={goals[0].pk: 0}))[0] == "not_in_this_step"

    def test_the_view_can_come_after_the_end(self) -> None:
        case, _goals, by = with_goals()
        Case.objects.filter(pk=case.pk).update(state=State.ENDED, closed_on=day_of(LATER))
        assert reviewed(case, by, View.MENTOR, 0, 0, at=LATER).pk

    def test_no_level_and_no_word_stands_in_an_event(self) -> None:
        case, _goals, by = with_goals()
        reviewed(case, by, View.CLIENT, -2, 2, words="Meget privat")
        facts = AuditEvent.objects.get(kind="case.goals_reviewed").facts
        assert facts == {"view": "client", "day": day_of(AT).isoformat(), "goals": 2}


@pytest.mark.parametrize("number", [1, 4])
def test_the_goals_are_read_in_two_statements(number: int) -> None:
    case, _goals, by = with_goals(*[(f"Mål nummer {n} om noget {n * 1111}", "") for n in range(number)])
    reviewed(case, by, View.CLIENT, *[0] * number)
    with statements() as asked:
        assert len(goals_of(case)) == number
    assert len(asked) == 2


def test_a_review_is_saved_by_any_caseworker_and_names_who_wrote_it() -> None:
    case, goals, _by = with_goals()
    other = MembershipFactory(jobcentre=case.jobcentre).user
    day: dt.date = day_of(AT)
    review = save_review(
        case_id=case.pk, review_id=None, version=0, view=View.MENTOR, day=day, levels={goals[0].pk: -1}, words=" ", by=other, at=AT
    )
    assert (review.recorded_by, review.words, Goal.objects.get(pk=goals[0].pk).version) == (other, "", 1)
