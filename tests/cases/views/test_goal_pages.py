"""The pages of goals: two views apart, levels, reviews, the end of a goal (R96-R99)."""

import uuid
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import AccessEvent, Draft
from cases.actions.goals import describe_goal, end_goal
from cases.enums import State
from cases.enums_course import View
from cases.models import Case, Goal, GoalReview, GoalScore
from core import clock
from core.days import DAY
from tests.cases.goals_scene import GOALS, reviewed, with_goals
from tests.factories import CaseFactory, MembershipFactory
from tests.pages import english, page, text, typed
from tests.statements import statements

pytestmark = pytest.mark.django_db


def review_data(**other: Any) -> dict[str, Any]:
    known = {"key": str(uuid.uuid4()), "view": "client", "day": typed(clock.today()), "goal1": "1", "goal2": "-1", "words": "Det går"}
    return {**known, **other}


@pytest.fixture
def course(client):
    """A running course that began yesterday, and its caseworker signed in."""
    case, goals, by = with_goals(at=clock.now() - DAY, name="Henrik Bjerregaard")
    english(client, by)
    return case, goals, by


class TestTheGoals:
    def test_both_views_stand_side_by_side_with_what_is_reached(self, client, course):
        """R97"""
        case, _goals, by = course
        reviewed(case, by, View.CLIENT, 1, -1, at=clock.now())
        reviewed(case, by, View.MENTOR, 0, 0, at=clock.now())
        body = text(client.get(page("case_goals", case)))
        assert "1 of 2 goals are reached. Client and mentor see 2 goals differently." in body
        assert body.count("Difference</span>") == 2
        assert body.count(f'href="{page("case_plan", case)}"') >= 1, "goals and hours are one tab"
        assert "Henrik Bjerregaard, " in body and "better than expected" in body and "\u22121" in body
        assert 'aria-current="page"' in body

    def test_nothing_is_set_yet_and_one_goal_is_told_softly(self, client):
        case, _goals, by = with_goals(GOALS[0], at=clock.now() - DAY)
        english(client, by)
        body = text(client.get(page("case_goals", case)))
        assert "0 of 1 goal is reached." in body and "Not set yet" in body
        assert "Two to four goals at a time are usual." in body

    def test_the_t_scores_stand_apart_and_a_trend_needs_two(self, client, course):
        """R98"""
        case, _goals, by = course
        reviewed(case, by, View.CLIENT, -1, -1, at=clock.now(), day=clock.today() - DAY)
        reviewed(case, by, View.MENTOR, 0, None, at=clock.now())
        body = text(client.get(page("case_goals", case)))
        assert "T-score 38" in body and "No review with all goals yet" in body and '<svg class="mc-chart"' not in body
        reviewed(case, by, View.CLIENT, 1, 1, at=clock.now())
        body = text(client.get(page("case_goals", case)))
        assert "T-score 62" in body and "Client: from 38 to 62." in body
        assert '<svg class="mc-chart"' in body and "Show as a table" in body

    def test_a_case_in_its_steps_says_when_and_one_closed_early_says_so(self, client):
        member = MembershipFactory(user__language="en")
        client.force_login(member.user)
        case = CaseFactory(jobcentre=member.jobcentre, state=State.MATCH)
        for name in ("case_goals", "case_goal_review", "case_measurements"):
            assert "The goals are worked on when the first period has begun." in text(client.get(page(name, case)))
        gone = CaseFactory(jobcentre=member.jobcentre, state=State.WITHDRAWN, closed_on=clock.today())
        assert "before a course began" in text(client.get(page("case_goals", gone)))

    def test_every_look_is_logged(self, client, course):
        case, goals, by = course
        review = reviewed(case, by, View.CLIENT, 0, 0, at=clock.now())
        for name, more in (
            ("case_goals", ()),
            ("case_goal", (goals[0].pk,)),
            ("case_goal_end", (goals[0].pk,)),
            ("case_goal_review", ()),
            ("case_goal_review_change", (review.pk,)),
            ("case_measurements", ()),
        ):
            before = AccessEvent.objects.filter(subject_id=case.pk).count()
            assert client.get(page(name, case, *more)).status_code == 200
            assert AccessEvent.objects.filter(subject_id=case.pk).count() == before + 1, name


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_no_more_for_more_rows(client, many):
    case, _goals, by = with_goals(*[(f"Mål nummer {n} om noget {n * 1111}", "") for n in range(many)], at=clock.now() - 9 * DAY)
    client.force_login(by)
    for n in range(many):
        reviewed(case, by, View.CLIENT, *[0] * many, at=clock.now(), day=clock.today() - n * DAY)
    client.get(page("case_goals", case))
    with statements() as asked:
        client.get(page("case_goals", case))
    assert len(asked) <= 17, "\n".join(asked)
    assert len(set(asked)) == len(asked)


class TestAReview:
    """R96"""

    def test_it_is_saved_and_the_other_view_stays_apart(self, client, course):
        case, goals, _by = course
        asked = client.get(page("case_goal_review", case) + "?view=mentor")
        assert asked.context["form"].initial["view"] == "mentor"
        response = client.post(page("case_goal_review", case), review_data())
        assert response.url == page("case_goals", case)
        review = GoalReview.objects.get()
        assert (review.view, review.day, review.words) == ("client", clock.today(), "Det går")
        assert dict(review.scores.values_list("goal", "level")) == {goals[0].pk: 1, goals[1].pk: -1}

    def test_two_presses_write_one(self, client, course):
        case, _goals, _by = course
        data = review_data()
        assert {client.post(page("case_goal_review", case), data).url for _n in range(2)} == {page("case_goals", case)}
        assert GoalReview.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"view": ""}, "view"),
            ({"day": "i går"}, "day"),
            ({"day": "01-01-2100"}, "day"),
            ({"day": "01-01-2020"}, "day"),
            ({"goal1": "", "goal2": ""}, ""),
            ({"goal1": "3"}, "goal1"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, client, course, wrong, field):
        case, _goals, _by = course
        response = client.post(page("case_goal_review", case), review_data(**wrong))
        assert response.status_code == 422
        assert (field or "__all__") in response.context["form"].errors
        assert "Det går" in text(response)
        assert not GoalReview.objects.exists()

    def test_a_second_one_of_the_day_is_refused_and_the_first_can_be_changed(self, client, course):
        case, goals, by = course
        review = reviewed(case, by, View.CLIENT, 0, 0, at=clock.now())
        response = client.post(page("case_goal_review", case), review_data())
        assert response.status_code == 422 and "There is already a review" in text(response)
        change = page("case_goal_review_change", case, review.pk)
        assert client.get(change).context["form"].initial["goal1"] == 0
        assert client.post(change, review_data(version="1", goal1="2", goal2="")).url == page("case_goals", case)
        assert list(GoalScore.objects.values_list("goal", "level")) == [(goals[0].pk, 2)]

    def test_who_is_second_sees_both_texts(self, client, course):
        case, _goals, by = course
        review = reviewed(case, by, View.CLIENT, 0, 0, at=clock.now(), words="Som det var")
        change = page("case_goal_review_change", case, review.pk)
        client.post(change, review_data(version="1", words="Den første"))
        response = client.post(change, review_data(version="1", words="Den anden"))
        assert response.status_code == 409
        assert "Den første" in text(response) and "Den anden" in text(response)
        assert client.post(change, review_data(version="2", words="Den anden")).status_code == 302

    def test_a_draft_is_kept_and_goes_with_the_review(self, client, course):
        case, _goals, _by = course
        client.post(page("case_goal_review", case), review_data(draft="1", words="Kun en kladde"))
        assert Draft.objects.get().form == "goal_review"
        assert "Kun en kladde" in text(client.get(page("case_goal_review", case)))
        client.post(page("case_goal_review", case), review_data())
        assert not Draft.objects.exists()

    def test_a_goal_that_ended_is_asked_of_no_more_and_stays_in_its_review(self, client, course):
        case, goals, by = course
        review = reviewed(case, by, View.CLIENT, 0, 1, at=clock.now())
        end_goal(case_id=case.pk, goal_id=goals[1].pk, version=1, why="Nået", by=by, at=clock.now())
        assert "goal2" not in client.get(page("case_goal_review", case)).context["form"].fields
        assert "goal2" in client.get(page("case_goal_review_change", case, review.pk)).context["form"].fields
        assert "Nået" in text(client.get(page("case_goals", case)))


class TestLevels:
    def test_words_of_ones_own_are_shown_everywhere(self, client, course):
        case, (goal, _second), by = course
        data = {"version": "1", "weight": "2", "level0": "Aldrig", "level1": "", "level2": "Fire ud af fem", "level3": "", "level4": ""}
        assert client.post(page("case_goal", case, goal.pk), data).url == page("case_goals", case)
        reviewed(case, by, View.CLIENT, 0, 0, at=clock.now())
        body = text(client.get(page("case_goals", case)))
        assert body.count("Fire ud af fem") == 2 and "Aldrig" in body
        assert "Fire ud af fem" in text(client.get(page("case_goal_review", case)))

    def test_who_is_second_sees_both_texts(self, client, course):
        case, (goal, _second), by = course
        describe_goal(case_id=case.pk, goal_id=goal.pk, version=1, levels=["Aldrig"], weight=3, by=by, at=clock.now())
        response = client.post(page("case_goal", case, goal.pk), {"version": "1", "weight": "1", "level0": "Sjældent"})
        assert response.status_code == 409
        assert "Aldrig" in text(response) and "Sjældent" in text(response)
        assert client.post(page("case_goal", case, goal.pk), {"version": "2", "weight": "1", "level0": "Sjældent"}).status_code == 302

    def test_the_words_of_all_levels_are_taken_away_only_when_that_is_meant(self, client, course):
        case, (goal, _second), by = course
        describe_goal(case_id=case.pk, goal_id=goal.pk, version=1, levels=["Aldrig", "", "Fire ud af fem"], weight=1, by=by, at=clock.now())
        assert 'name="clear"' not in text(client.get(page("case_goal", case, goal.pk)))
        asked = client.post(page("case_goal", case, goal.pk), {"version": "2", "weight": "1"})
        assert asked.status_code == 422 and 'name="clear"' in text(asked)
        goal.refresh_from_db()
        assert goal.levels[2] == "Fire ud af fem"
        assert client.post(page("case_goal", case, goal.pk), {"version": "2", "weight": "1", "clear": "on"}).status_code == 302
        goal.refresh_from_db()
        assert not any(goal.levels)

    def test_a_level_that_is_too_long_is_said(self, client, course):
        case, (goal, _second), _by = course
        response = client.post(page("case_goal", case, goal.pk), {"version": "1", "weight": "1", "level0": "x" * 301})
        assert response.status_code == 422 and "level0" in response.context["form"].errors


class TestTheEnd:
    """R99"""

    def test_a_goal_ends_with_a_reason_and_is_taken_up_again(self, client, course):
        case, (goal, _second), _by = course
        assert client.post(page("case_goal_end", case, goal.pk), {"version": "1", "why": ""}).status_code == 422
        assert client.post(page("case_goal_end", case, goal.pk), {"version": "1", "why": "Nået"}).url == page("case_goals", case)
        assert "Take it up again" in text(client.get(page("case_goals", case)))
        assert client.post(page("case_goal_take_up", case, goal.pk), {"version": "2"}).url == page("case_goals", case)
        assert Goal.objects.get(pk=goal.pk).ended_on is None

    def test_an_old_page_is_told(self, client, course):
        case, (goal, _second), _by = course
        assert client.post(page("case_goal_end", case, goal.pk), {"version": "7", "why": "Nået"}).status_code == 409
        assert Goal.objects.get(pk=goal.pk).ended_on is None


class TestWho:
    def test_a_manager_reads_and_writes_nothing(self, client, course):
        case, goals, by = course
        review = reviewed(case, by, View.CLIENT, 0, 0, at=clock.now())
        client.force_login(MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user)
        body = text(client.get(page("case_goals", case)))
        assert page("case_goal_review", case) not in body and page("case_goal", case, goals[0].pk) not in body
        for name, more in (
            ("case_goal", (goals[0].pk,)),
            ("case_goal_end", (goals[0].pk,)),
            ("case_goal_take_up", (goals[0].pk,)),
            ("case_goal_review", ()),
            ("case_goal_review_change", (review.pk,)),
        ):
            address = page(name, case, *more)
            assert '<form id="f_' not in text(client.get(address))
            assert client.post(address, review_data(version="1", why="Nået", weight="1")).status_code == 403
        assert Goal.objects.filter(ended_on__isnull=True).count() == 2

    def test_another_cases_goal_and_review_are_not_found(self, client, course):
        case, _goals, _by = course
        other, goals, by = with_goals(at=clock.now() - DAY)
        review = reviewed(other, by, View.CLIENT, 0, 0, at=clock.now())
        assert client.get(page("case_goal", case, goals[0].pk)).status_code == 404
        assert client.get(page("case_goal_review_change", case, review.pk)).status_code == 404
        assert client.get(page("case_goals", other)).status_code == 404

    def test_a_view_can_be_written_after_the_end_and_no_goal_changed(self, client, course):
        case, goals, _by = course
        Case.objects.filter(pk=case.pk).update(state=State.ENDED, closed_on=clock.today())
        assert client.post(page("case_goal_review", case), review_data(view="mentor")).status_code == 302
        body = text(client.get(page("case_goals", case)))
        assert page("case_goal_review", case) in body and page("case_goal_end", case, goals[0].pk) not in body
        assert client.post(page("case_goal_end", case, goals[0].pk), {"version": "1", "why": "Nået"}).status_code == 422
