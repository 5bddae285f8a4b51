"""The steps over every page of a case: the day of each, and what was decided in the assessment, at no further statement."""

import re
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from cases.enums import DecisionOutcome, State
from cases.models import Case
from cases.views.course import _icon
from tests.cases.course_scene import running
from tests.cases.repair_scene import refused_case
from tests.factories import CaseFactory, MembershipFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db


def browser_of(case: Case) -> Browser:
    member = MembershipFactory(jobcentre=case.jobcentre, user__language="en")
    browser = Browser()
    browser.force_login(member.user)
    return browser


def steps(case: Case) -> list[str]:
    """Label and note of each step, as they stand beside each other."""
    page = browser_of(case).get(reverse("case_timeline", args=[case.ref])).content.decode()
    bar = page.split("mc-stepbar")[1].split("</ol>")[0]
    return [f"{label}: {note}" for label, note in re.findall(r"<b>([^<]*)</b><small>([^<]*)</small>", bar)]


@pytest.mark.parametrize(("outcome", "words"), [(DecisionOutcome.GRANTED, "granted"), (DecisionOutcome.PARTIAL, "granted in part")])
def test_the_assessment_says_what_was_decided(outcome: DecisionOutcome, words: str) -> None:
    case, _assignment, _by = running()
    case.decisions.update(outcome=outcome, why_fewer_hours="Behovet er mindre" if outcome == DecisionOutcome.PARTIAL else "")
    found = steps(case)
    assert found[2].startswith("Assessment: ") and found[2].endswith(f" · {words}")
    assert not any(" · " in step for step in found[:2])


def test_a_refusal_says_so_and_an_annulled_decision_says_nothing() -> None:
    case, decision = refused_case(assessment_on="2026-11-10")
    assert steps(case)[2].endswith(" · refused")
    type(decision).objects.filter(pk=decision.pk).update(annulled_on="2026-11-12", annulled_why="En fejl", annulled_by=case.caseworker)
    assert " · " not in steps(case)[2]


def test_before_a_decision_there_is_none() -> None:
    assert not any(" · " in step for step in steps(CaseFactory(state=State.ASSESSMENT)))


def test_it_costs_no_statement() -> None:
    case, _assignment, _by = running()
    without, _decision = refused_case()

    def reading(of: Any) -> int:
        browser = browser_of(of)
        browser.get(reverse("case_timeline", args=[of.ref]))
        with statements() as found:
            browser.get(reverse("case_timeline", args=[of.ref]))
        return sum("cases_decision" in each for each in found)

    assert reading(case) <= 1 and reading(without) <= 1


def test_the_course_is_no_sixth_step() -> None:
    case, _assignment, _by = running()
    shown = browser_of(case).get(reverse("case", args=[case.ref])).content.decode()
    bar = shown.split('aria-label="Steps of the case"')[1].split("</nav>")[0]
    assert "of 6" not in bar and ">6<" not in bar and ">6." not in bar


def test_the_icons_of_the_time_line_tell_kinds_apart() -> None:
    kinds = ("case.contact_logged", "case.meeting_held", "case.decided", "case.plan_made", "case.document_added", "case.mentor_assigned")
    assert len({_icon(kind) for kind in kinds}) == len(kinds)
    assert _icon("case.rematch_opened") == "person" and _icon("case.reopened") == "flag" and _icon("case.opened") == "assignment"
