"""What an assessment must hold (R25-R30), and what it points to."""

import datetime as dt
from dataclasses import replace
from itertools import product

import pytest

from cases.enums import Advice, State, YesNoUnknown
from cases.rules.assessment import QUESTIONS, Answers, Gap, advice, checklist_gaps, gaps, group_gaps, short_gaps, writable
from tests.cases.decision_scene import COMPLETE

ON = dt.date(2026, 11, 16)


def test_a_complete_assessment_lacks_nothing() -> None:
    """R25-R29"""
    assert gaps(answers=COMPLETE, groups={"disability": ON}, granting=True, on=ON) == []


def test_an_empty_one_lacks_every_answer() -> None:
    """R25, R26, R27, R28: five questions, the words, a group, four short questions"""
    found = gaps(answers=Answers(), groups={}, granting=True, on=ON)
    assert [gap.field for gap in found] == [
        *QUESTIONS,
        "why_extra",
        "groups",
        "need_in_a_period",
        "manages_afterwards",
        "cannot_do_tasks",
        "need_is_lasting",
    ]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("answer", YesNoUnknown.values)
@pytest.mark.parametrize("evidence", ["", "   "])
def test_every_answer_needs_what_it_builds_on_and_dont_know_needs_whom_one_asks(question: str, answer: str, evidence: str) -> None:
    """R25"""
    found = checklist_gaps(answers=replace(COMPLETE, **{question: answer, f"{question}_evidence": evidence}), granting=False)
    code = "whom_to_ask_missing" if answer == "unknown" else "evidence_missing"
    assert found == [Gap(f"{question}_evidence", code, {"number": QUESTIONS.index(question) + 1})]


def test_a_grant_needs_why_a_mentor_is_extra_and_a_refusal_does_not() -> None:
    """R26"""
    without = replace(COMPLETE, why_extra=" ")
    assert checklist_gaps(answers=without, granting=True) == [Gap("why_extra", "why_extra_missing")]
    assert checklist_gaps(answers=without, granting=False) == []


@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_a_grant_needs_the_clients_yes(answer: str) -> None:
    """R29: the offer is voluntary"""
    said = replace(COMPLETE, voluntary=answer)
    assert checklist_gaps(answers=said, granting=True) == [Gap("voluntary", "not_voluntary")]
    assert checklist_gaps(answers=said, granting=False) == []


def test_a_grant_needs_a_target_group_and_each_a_day_that_has_been() -> None:
    """R27"""
    assert group_gaps(groups={}, granting=True, on=ON) == [Gap("groups", "group_missing")]
    assert group_gaps(groups={}, granting=False, on=ON) == []
    tomorrow = ON + dt.timedelta(days=1)
    found = group_gaps(groups={"disability": None, "threatened": tomorrow, "long_term_unemployed": ON}, granting=False, on=ON)
    assert found == [Gap("since_disability", "since_missing"), Gap("since_threatened", "since_ahead")]


ADVICE = {
    # (need in a period, manages afterwards, cannot do tasks, need is lasting): what the answers point to
    (True, True, True, True): Advice.BOTH,
    (True, True, True, False): Advice.MENTOR,  # the tasks are learnt
    (True, True, False, True): Advice.MENTOR,
    (True, True, False, False): Advice.MENTOR,
    (True, False, True, True): Advice.BOTH,
    (True, False, True, False): Advice.BOTH,
    (True, False, False, True): Advice.MENTOR,
    (True, False, False, False): Advice.MENTOR,
    (False, True, True, True): Advice.BOTH,
    (False, True, True, False): Advice.MENTOR,
    (False, True, False, True): Advice.MENTOR,
    (False, True, False, False): Advice.MENTOR,
    (False, False, True, True): Advice.ASSISTANCE,
    (False, False, True, False): Advice.ASSISTANCE,
    (False, False, False, True): Advice.NEITHER,
    (False, False, False, False): Advice.NEITHER,
}


@pytest.mark.parametrize("said", list(product([True, False, None], repeat=4)))
def test_the_advice_for_every_set_of_answers(said: tuple[bool | None, ...]) -> None:
    """R28: nothing is said before all four are answered"""
    names = ("need_in_a_period", "manages_afterwards", "cannot_do_tasks", "need_is_lasting")
    found = advice(**dict(zip(names, said, strict=True)))  # type: ignore[arg-type]
    assert found == (Advice.OPEN if None in said else ADVICE[said])  # type: ignore[index]


def test_the_advice_never_decides() -> None:
    """R28: a grant is complete whatever the answers point to"""
    against = replace(COMPLETE, need_in_a_period=False, manages_afterwards=False)
    assert gaps(answers=against, groups={"disability": ON}, granting=True, on=ON) == []
    assert short_gaps(answers=replace(COMPLETE, need_is_lasting=None)) == [Gap("need_is_lasting", "short_answer_missing", {"number": 4})]


@pytest.mark.parametrize("state", list(State))
def test_the_assessment_is_written_until_the_decision(state: State) -> None:
    """R30"""
    assert bool(writable(state=state)) == (state in (State.CONTACT, State.CHALLENGES, State.ASSESSMENT))
