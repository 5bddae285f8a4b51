"""Proposing, answering, taking back, assigning: what each refuses and what it writes."""

import datetime as dt

import pytest

from accounts.enums import SubjectKind
from accounts.models import AuditEvent
from cases.actions.assignments import assign
from cases.actions.proposals import client_answers, give_new_day, mentor_answers, propose, withdraw_proposal
from cases.enums import AskedHow, ProposalState, State
from cases.models import Assignment, Proposal
from core.verdicts import Refused, Stale
from mentors.models import Absence
from tests.factories import AT, DAY, AssignmentFactory, CaseFactory, DecisionFactory, MentorFactory, ProposalFactory, WishesFactory

pytestmark = pytest.mark.django_db


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


def do_assign(proposal, **more):
    return assign(**{"proposal_id": proposal.pk, "version": None, "by": proposal.proposed_by, "at": AT} | more)


def accepted(case, mentor):
    return ProposalFactory(case=case, mentor=mentor, state=ProposalState.ACCEPTED, client_answered_on=DAY, mentor_answered_on=DAY)


def refusal(call, *args, **more) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*args, **more)
    return caught.value


def test_a_proposal_asks_the_client_and_sets_the_deadline(case, mentor):
    """R43"""
    proposal = do_propose(case, mentor)
    case.refresh_from_db()
    assert proposal.state == ProposalState.CLIENT_ASKED
    assert case.due_on == DAY + dt.timedelta(days=3)
    event = AuditEvent.objects.get(subject_id=case.pk, kind="case.mentor_proposed")
    assert mentor.name not in str(event.facts)


def test_a_proposal_takes_no_place(case, mentor):
    """R43: two cases may be proposed the same last place."""
    mentor.most_clients = 1
    mentor.save()
    other = CaseFactory(state=State.MATCH, jobcentre=case.jobcentre)
    DecisionFactory(case=other)
    do_propose(case, mentor)
    assert do_propose(other, mentor).state == ProposalState.CLIENT_ASKED


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"no_conflict": False}, "conflict_not_asked", "conflict"),
        ({"answer_by": DAY - dt.timedelta(days=1)}, "answer_by_past", "answer_by"),
    ],
)
def test_what_is_missing_in_a_proposal_is_told_at_its_field(case, mentor, more, code, field):
    """R43"""
    refused = refusal(do_propose, case, mentor, **more)
    assert (refused.code, refused.field) == (code, field)
    assert not Proposal.objects.exists()


def test_a_full_or_absent_mentor_cannot_be_proposed(case, mentor):
    """R40"""
    AssignmentFactory.create_batch(3, mentor=mentor)
    assert refusal(do_propose, case, mentor).code == "mentor_full"
    away = MentorFactory(jobcentre=case.jobcentre)
    Absence.objects.create(mentor=away, first_day=dt.date(2026, 11, 30))
    assert refusal(do_propose, case, away).code == "mentor_absent"


def test_a_mentor_of_another_jobcentre_does_not_exist_here(case):
    """R40"""
    assert refusal(do_propose, case, MentorFactory()).code == "mentor_other_jobcentre"


def test_the_fourth_open_proposal_is_refused(case):
    """R43"""
    for each in MentorFactory.create_batch(3, jobcentre=case.jobcentre):
        do_propose(case, each)
    assert refusal(do_propose, case, MentorFactory(jobcentre=case.jobcentre)).code == "too_many_proposals"


def test_a_mentor_the_client_said_no_to_is_not_proposed_again(case, mentor):
    """R40"""
    answer(do_propose(case, mentor), answer="no", words="Vi kender hinanden")
    assert refusal(do_propose, case, mentor).code == "mentor_client_said_no"


def test_an_unmet_wish_needs_its_reason_and_keeps_it(case, mentor):
    """R44"""
    WishesFactory(case=case, mentor_types=["professional"], gender="woman")
    refused = refusal(do_propose, case, mentor)
    assert (refused.code, refused.field) == ("wish_reason_missing", "unmet_type")
    proposal = do_propose(case, mentor, unmet_wishes={"type": "Ingen professionelle er ledige", "age": "aldrig spurgt"})
    assert proposal.unmet_wishes == {"type": "Ingen professionelle er ledige"}


def test_nothing_is_proposed_outside_the_match_or_without_a_grant(mentor, case):
    """R43"""
    undecided = CaseFactory(state=State.MATCH, jobcentre=case.jobcentre)
    assert refusal(do_propose, undecided, mentor).code == "no_grant"
    early = CaseFactory(state=State.ASSESSMENT, jobcentre=case.jobcentre)
    assert refusal(do_propose, early, mentor).code == "not_in_this_step"


def test_after_the_grants_last_day_a_new_decision_is_needed(case, mentor):
    """R45"""
    assert (
        refusal(do_propose, case, mentor, at=AT + dt.timedelta(days=200), answer_by=DAY + dt.timedelta(days=300)).code
        == "grant_has_run_out"
    )


def test_the_mentor_is_asked_only_after_the_clients_yes(case, mentor):
    """R43"""
    proposal = do_propose(case, mentor)
    assert refusal(answer, proposal, mentor_answers).code == "proposal_answered"
    answer(proposal)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.MENTOR_ASKED
    answer(proposal, mentor_answers)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ACCEPTED


def test_a_mentor_says_yes_or_no_and_nothing_else_counts_as_a_no(case, mentor):
    """R43: what a mentor cannot answer is not written down"""
    proposal = do_propose(case, mentor)
    answer(proposal)
    with pytest.raises(KeyError):
        answer(proposal, mentor_answers, answer="thinking")
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.MENTOR_ASKED


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"answer": "no"}, "words_missing", "words"),
        ({"answer": "thinking"}, "answer_by_missing", "answer_by"),
        ({"answer": "thinking", "answer_by": DAY - dt.timedelta(days=1)}, "answer_by_past", "answer_by"),
        ({"answer_by": None}, "mentor_answer_by_missing", "mentor_answer_by"),
        ({"answer_by": DAY - dt.timedelta(days=1)}, "answer_by_past", "mentor_answer_by"),
        ({"answered_on": DAY + dt.timedelta(days=1)}, "answer_in_future", "answered_on"),
        ({"answered_on": DAY - dt.timedelta(days=1)}, "answer_too_early", "answered_on"),
    ],
)
def test_an_answer_that_cannot_be_is_told_at_its_field(case, mentor, more, code, field):
    """R43"""
    refused = refusal(answer, do_propose(case, mentor), **more)
    assert (refused.code, refused.field) == (code, field)


def test_a_client_who_wants_to_think_gets_a_new_day(case, mentor):
    """R43"""
    proposal = do_propose(case, mentor)
    answer(proposal, answer="thinking", answer_by=DAY + dt.timedelta(days=9))
    case.refresh_from_db()
    assert case.due_on == DAY + dt.timedelta(days=9)
    answer(proposal)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.MENTOR_ASKED


def test_an_answer_given_twice_or_to_a_proposal_taken_back_is_refused(case, mentor):
    """R43"""
    proposal = do_propose(case, mentor)
    answer(proposal, version=1)
    assert refusal(answer, proposal, version=1).code == "proposal_answered"
    withdraw_proposal(proposal_id=proposal.pk, version=2, by=case.caseworker, at=AT)
    assert refusal(answer, proposal, mentor_answers, version=2).code == "proposal_closed"


def test_a_stale_form_is_told(case, mentor):
    proposal = do_propose(case, mentor)
    answer(proposal, answer="thinking", answer_by=DAY)
    with pytest.raises(Stale):
        answer(proposal, version=1)


def test_a_yes_says_by_when_the_mentor_answers(case, mentor):
    """R43: the desk asks for the mentor's answer on that day."""
    proposal = do_propose(case, mentor)
    answer(proposal, answer_by=DAY + dt.timedelta(days=8))
    case.refresh_from_db(), proposal.refresh_from_db()
    assert proposal.answer_by == case.due_on == DAY + dt.timedelta(days=8)


LATE = {"at": AT + dt.timedelta(days=5), "answered_on": DAY + dt.timedelta(days=4)}
"""Typed five days later, and given on the day after the last one."""


@pytest.mark.parametrize("said", ["yes", "no"])
def test_an_answer_after_the_last_day_is_refused_until_there_is_a_new_one(case, mentor, said):
    """R69"""
    proposal = do_propose(case, mentor)
    more = LATE | {"answer": said, "words": "Nej tak", "answer_by": DAY + dt.timedelta(days=20)}
    refused = refusal(answer, proposal, **more)
    assert (refused.code, refused.field, refused.facts) == ("answer_after_expiry", "answered_on", {"day": "2026-11-19"})
    give_new_day(proposal_id=proposal.pk, version=1, answer_by=DAY + dt.timedelta(days=7), by=case.caseworker, at=LATE["at"])
    case.refresh_from_db()
    assert case.due_on == DAY + dt.timedelta(days=7)
    assert answer(proposal, **more).client_answered_on == LATE["answered_on"]


def test_an_answer_given_in_time_and_typed_later_counts(case, mentor):
    """R69"""
    proposal = do_propose(case, mentor)
    later = AT + dt.timedelta(days=9)
    answer(proposal, at=later, answered_on=DAY + dt.timedelta(days=3), answer_by=DAY + dt.timedelta(days=12))
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.MENTOR_ASKED


def test_a_late_wish_to_think_brings_its_own_new_day(case, mentor):
    """R69"""
    proposal = do_propose(case, mentor)
    answer(proposal, **LATE, answer="thinking", answer_by=DAY + dt.timedelta(days=9))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer_by) == (ProposalState.CLIENT_THINKING, DAY + dt.timedelta(days=9))


def test_the_mentors_late_answer_is_refused_as_well(case, mentor):
    """R69"""
    proposal = do_propose(case, mentor)
    answer(proposal)
    assert refusal(answer, proposal, mentor_answers, **LATE).code == "answer_after_expiry"


@pytest.mark.parametrize(
    ("state", "day", "code"),
    [
        (ProposalState.CLIENT_ASKED, DAY - dt.timedelta(days=1), "answer_by_past"),
        (ProposalState.ACCEPTED, DAY, "proposal_answered"),
        (ProposalState.WITHDRAWN, DAY, "proposal_closed"),
    ],
)
def test_a_new_day_lies_ahead_and_is_for_an_answer_that_is_awaited(case, mentor, state, day, code):
    """R69"""
    proposal = ProposalFactory(case=case, mentor=mentor, state=state)
    assert refusal(give_new_day, proposal_id=proposal.pk, version=None, answer_by=day, by=case.caseworker, at=AT).code == code


def test_a_new_day_is_an_event_and_given_by_who_has_seen_the_proposal(case, mentor):
    """R69"""
    proposal = do_propose(case, mentor)
    with pytest.raises(Stale):
        give_new_day(proposal_id=proposal.pk, version=7, answer_by=DAY, by=case.caseworker, at=AT)
    give_new_day(proposal_id=proposal.pk, version=1, answer_by=DAY + dt.timedelta(days=7), by=case.caseworker, at=AT)
    assert AuditEvent.objects.get(subject_id=case.pk, kind="case.proposal_prolonged").facts["day"] == "2026-11-23"


def test_a_proposal_keeps_how_the_conflict_was_asked_about(case, mentor):
    """R68"""
    assert do_propose(case, mentor, conflict_asked=AskedHow.MEETING).conflict_asked == AskedHow.MEETING


def test_assigning_takes_the_place_moves_the_case_and_closes_the_other_proposals(case, mentor):
    """R45"""
    other = ProposalFactory(case=case)
    proposal = accepted(case, mentor)
    assignment = do_assign(proposal)
    case.refresh_from_db(), proposal.refresh_from_db(), other.refresh_from_db()
    assert (assignment.mentor, assignment.minutes_a_week, assignment.first_day) == (mentor, 180, dt.date(2026, 12, 1))
    assert (case.state, case.match_on, case.due_on) == (State.STARTUP, DAY, dt.date(2026, 12, 1))
    assert (proposal.state, other.state) == (ProposalState.ASSIGNED, ProposalState.WITHDRAWN)
    assert AuditEvent.objects.filter(subject_id=case.pk, kind="case.mentor_assigned").count() == 1
    assert AuditEvent.objects.get(subject_id=mentor.pk, subject_kind=SubjectKind.MENTOR).facts["case"] == case.ref


def test_a_late_assignment_begins_today(case, mentor):
    """R45"""
    assert do_assign(accepted(case, mentor), at=AT + dt.timedelta(days=60)).first_day == DAY + dt.timedelta(days=60)


def test_nobody_is_assigned_before_both_have_said_yes(case, mentor):
    """R45"""
    assert refusal(do_assign, do_propose(case, mentor)).code == "not_both_yes"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda m: AssignmentFactory.create_batch(3, mentor=m), "mentor_full"),
        (lambda m: AssignmentFactory(mentor=m, minutes_a_week=421), "mentor_no_hours"),
        (lambda m: Absence.objects.create(mentor=m, first_day=DAY), "mentor_absent"),
    ],
)
def test_what_has_come_between_is_told_when_assigning(case, mentor, change, code):
    """R45"""
    proposal = accepted(case, mentor)
    change(mentor)
    assert refusal(do_assign, proposal).code == code
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ACCEPTED
    assert not Assignment.objects.filter(case=case).exists()


def test_a_place_that_ended_is_free_again(case, mentor):
    """R45"""
    mentor.most_clients = 1
    mentor.save()
    AssignmentFactory(mentor=mentor, first_day=dt.date(2026, 1, 1), ended_on=dt.date(2026, 11, 30))
    assert do_assign(accepted(case, mentor)).mentor == mentor
