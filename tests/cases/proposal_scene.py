"""A granted case in the match, a mentor, a proposal and its answers."""

import datetime as dt

import pytest

from cases.actions.assignments import assign
from cases.actions.proposals import client_answers, propose
from cases.enums import AskedHow, State
from core.verdicts import Refused
from tests.factories import AT, DAY, CaseFactory, DecisionFactory, MentorFactory


@pytest.fixture
def case():
    found = CaseFactory(state=State.MATCH)
    DecisionFactory(case=found)
    return found


@pytest.fixture
def mentor(case):
    return MentorFactory(jobcentre=case.jobcentre)


def do_propose(case, mentor, **more):
    values = {
        "case_id": case.pk,
        "mentor_id": mentor.pk,
        "reason": "Kender stedet",
        "no_conflict": True,
        "unmet_wishes": {},
        "asked_how": AskedHow.PHONE,
        "answer_by": DAY + dt.timedelta(days=3),
        "by": case.caseworker,
        "at": AT,
    }
    return propose(**values | more)


def answer(proposal, verb=client_answers, **more):
    values = {
        "proposal_id": proposal.pk,
        "version": None,
        "answer": "yes",
        "words": "",
        "answered_on": DAY,
        "by": proposal.proposed_by,
        "at": AT,
    }
    if verb is client_answers:
        values["answer_by"] = proposal.answer_by if more.get("answer", "yes") == "yes" else None
    return verb(**values | more)


def refusal(call, *args, **more) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*args, **more)
    return caught.value


def assigning(proposal):
    """The press that assigns, for a race of several."""
    return lambda: assign(proposal_id=proposal.pk, version=proposal.version, by=proposal.proposed_by, at=AT)
