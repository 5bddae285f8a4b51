"""A complete assessment of step 3, and what is decided on it."""

import datetime as dt

from cases.actions.assessments import save_assessment
from cases.enums import DecisionOutcome, State
from cases.models import Case
from cases.rules.assessment import QUESTIONS, Answers
from cases.rules.decisions import Proposed
from tests.factories import AT, DAY, CaseFactory, WishesFactory

COMPLETE = Answers(
    **dict.fromkeys(QUESTIONS, "yes"),
    **{f"{question}_evidence": "The talk on 3 November" for question in QUESTIONS},
    why_extra="The foreman teaches the tasks",
    need_in_a_period=True,
    manages_afterwards=True,
    cannot_do_tasks=False,
    need_is_lasting=False,
)
START = dt.date(2026, 11, 23)
GRANT = Proposed(
    outcome=DecisionOutcome.GRANTED,
    minutes_a_week=240,
    first_day=START,
    last_day=dt.date(2027, 5, 22),
    mentor_type="colleague",
    purpose="To keep the job",
    tasks="Plan the week",
    funding="municipal",
    sent_on=DAY,
)
REFUSAL = Proposed(outcome=DecisionOutcome.REFUSED, reasons="No transition", offered_instead="A contact person", sent_on=DAY)


def assessed(**more) -> Case:
    """A case whose assessment is complete, with a wish for four hours a week in six months from START."""
    case = CaseFactory(state=State.ASSESSMENT, situation_starts_on=START, received_on=dt.date(2026, 10, 26), **more)
    WishesFactory(case=case, minutes_a_week=240, months=6, mentor_types=["colleague"])
    save_assessment(case_id=case.pk, by=case.caseworker, at=AT, answers=COMPLETE, groups={"disability": DAY})
    case.refresh_from_db()
    return case
