"""The goals of a course: how client and mentor see them, the words of their levels, their end, and a new look at them."""

import uuid
from typing import Any

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.goals import OF_A_COURSE, describe_goal, end_goal, save_review, take_up_goal
from cases.course_rows import mentors_of
from cases.enums import STEPS, State
from cases.enums_course import View
from cases.forms.goals import LEVELS, EndGoalForm, LevelsForm, ReviewForm
from cases.goals import GoalNow, goals_of, reviews_of
from cases.models import Goal, GoalReview, LocalResource
from cases.permissions import can_add
from cases.rules.goals import USUAL_FEWEST
from cases.views.base import CaseFormPage, CasePage
from cases.views.goal_words import goal_levels, level_rows, review_rows, score_trend
from core import clock
from core.forms import Form


def waits_for_course(case: Any) -> dict[str, Any] | None:
    """What the page says before there is a course, and of a case that was closed before."""
    if case.state in OF_A_COURSE:
        return None
    if case.state not in STEPS:
        return {"text": _("The case was closed before a course began, so it has no goals."), "hint": ""}
    return {
        "text": _("The goals are worked on when the first period has begun."),
        "hint": _("They are written in the agreement, in the client’s own words."),
    }


class GoalsPage(CasePage):
    """What is worked on and how it is seen, the trend, and what has ended."""

    template = "cases/goals.html"
    tab = "case_goals"

    def heading(self) -> str:
        return _("Goals: %(name)s") % {"name": self.case.client.name}

    def context(self) -> dict[str, Any]:
        waits = waits_for_course(self.case)
        if waits:
            return {"waits": waits, "heading": self.heading()}
        goals, reviews = goals_of(self.case), reviews_of(self.case)
        mentors = mentors_of(self.case)
        mentor = mentors[0].mentor.name if mentors else ""
        ended = goals_of(self.case, ended=True)
        resources: dict[uuid.UUID | None, list[str]] = {}
        for resource in LocalResource.objects.filter(case=self.case, goal__isnull=False, ended_on__isnull=True).order_by("recorded_at"):
            resources.setdefault(resource.goal_id, []).append(resource.organisation)
        return {
            "heading": self.heading(),
            "levels": goal_levels(goals, client=self.case.client.given_name, mentor=mentor),
            "too_few": 0 < len(goals) < USUAL_FEWEST,
            "described": [_described(each, resources.get(each.goal.pk, [])) for each in goals],
            "running": self.case.state == State.RUNNING,
            "can_review": bool(can_add(self.member, self.case)) and bool(goals or ended),
            "scores": [
                {"label": View(view).label, "review": next((r for r in reviews if r.review.view == view and r.score is not None), None)}
                for view in View
            ],
            "chart": score_trend(reviews),
            "reviews": review_rows(reviews, [each.goal for each in [*goals, *ended]]),
            "ended": [{"goal": each.goal, "can_take_up": bool(each.goal.ended_why)} for each in ended],
        }


def _described(each: GoalNow, resources: list[str]) -> dict[str, Any]:
    return {"goal": each.goal, "rows": level_rows(each.goal) if each.goal.levels else [], "resources": resources}


class GoalBase(CaseFormPage):
    """A page about one goal of the case."""

    tab = "case_goals"
    goal: Goal

    def load(self, ref: str, goal: uuid.UUID, **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        found = Goal.objects.filter(case=self.case, pk=goal).first()
        if found is None:
            raise Http404
        self.goal = found

    def back(self) -> str:
        return reverse("case_goals", args=[self.case.ref])

    def initial(self) -> dict[str, Any]:
        return {"version": self.goal.version}

    def context(self) -> dict[str, Any]:
        heading = _("Levels of a goal: %(name)s") % {"name": self.case.client.name}
        return {"heading": heading, "goal": self.goal, "back": self.back()}


class LevelsPage(GoalBase):
    """The words of the five levels, and how much the goal weighs."""

    template = "cases/goal.html"
    form_class = LevelsForm

    def initial(self) -> dict[str, Any]:
        goal = Goal.objects.get(pk=self.goal.pk)  # as it is now: two who change it see both texts
        words = goal.levels or [""] * len(LEVELS)
        return {"version": goal.version, "weight": goal.weight, **{f"level{n}": text for n, text in enumerate(words)}}

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        describe_goal(
            case_id=self.case.pk,
            goal_id=self.goal.pk,
            version=typed["version"] or 0,
            levels=form.levels(),  # type: ignore[attr-defined]
            weight=typed["weight"],
            by=self.user,
            at=clock.now(),
        )
        return self.back()

    def done(self, form: Form) -> str:
        return _("The levels are saved.")


class EndGoalPage(GoalBase):
    """The goal is given up or replaced, with the reason."""

    template = "cases/goal_end.html"
    form_class = EndGoalForm

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        end_goal(case_id=self.case.pk, goal_id=self.goal.pk, version=typed["version"] or 0, why=typed["why"], by=self.user, at=clock.now())
        return self.back()

    def done(self, form: Form) -> str:
        return _("The goal has ended. What was set stays readable.")


class TakeUpGoalPage(GoalBase):
    """The goal is worked on again."""

    template = "cases/goal_end.html"
    form_class = Form

    def act(self, form: Form) -> str:
        take_up_goal(case_id=self.case.pk, goal_id=self.goal.pk, version=form.cleaned_data["version"] or 0, by=self.user, at=clock.now())
        return self.back()

    def done(self, form: Form) -> str:
        return _("The goal is worked on again.")

    def context(self) -> dict[str, Any]:
        return {**super().context(), "take_up": True}


class ReviewPage(CaseFormPage):
    """One view of the goals on a day: a new one, or one that was written before."""

    template = "cases/goal_review.html"
    tab = "case_goals"
    form_class = ReviewForm
    creates = True
    draft_name = "goal_review"
    review: GoalReview | None = None
    goals: list[Goal]

    def load(self, ref: str, review: uuid.UUID | None = None, **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        if review is not None:
            self.review = GoalReview.objects.filter(case=self.case, pk=review).first()
            self.creates, self.draft_name = False, ""
            if self.review is None:
                raise Http404
        scored = set(self.review.scores.values_list("goal", flat=True)) if self.review else set()
        rows = Goal.objects.filter(case=self.case).order_by("position", "begun_on")
        self.goals = [goal for goal in rows if goal.ended_on is None or goal.pk in scored]

    def make_form(self, data: QueryDict | None = None) -> Form:
        return ReviewForm(data, initial=self.initial_with_key(), goals=self.goals)

    def initial(self) -> dict[str, Any]:
        if self.review is None:
            asked = self.request.GET.get("view", "")
            return {"day": clock.today(), "view": asked if asked in View.values else None}
        review = GoalReview.objects.prefetch_related("scores").get(pk=self.review.pk)
        levels = {score.goal_id: score.level for score in review.scores.all()}
        chosen = {f"goal{number}": levels.get(goal.pk, "") for number, goal in enumerate(self.goals, start=1)}
        return {"version": review.version, "view": review.view, "day": review.day, "words": review.words, **chosen}

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        save_review(
            case_id=self.case.pk,
            review_id=self.review.pk if self.review else None,
            version=typed["version"] or 0,
            view=View(typed["view"]),
            day=typed["day"],
            levels=form.levels(),  # type: ignore[attr-defined]
            words=typed["words"],
            by=self.user,
            at=clock.now(),
        )
        return reverse("case_goals", args=[self.case.ref])

    def done(self, form: Form) -> str:
        if form.cleaned_data["view"] == View.CLIENT:
            return _("The client’s view is saved.")
        return _("The mentor’s view is saved.")

    def context(self) -> dict[str, Any]:
        waits = waits_for_course(self.case)
        if waits is None and not self.goals:
            waits = {"text": _("No goals are agreed yet."), "hint": _("They are written in the agreement, in the client’s own words.")}
        answer = can_add(self.member, self.case)
        return {
            "heading": _("A view of the goals: %(name)s") % {"name": self.case.client.name},
            "waits": waits,
            "review": self.review,
            "may_write": bool(answer),
            "why_may_not": "" if answer else self.sentence(answer.code, answer.facts),
            "back": reverse("case_goals", args=[self.case.ref]),
        }
