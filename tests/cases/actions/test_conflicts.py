"""Conflicts of interest: recorded instead of proposing, lifted with a reason, told on the case and on the mentor (R68)."""

import datetime as dt
import uuid

import pytest

from accounts.models import AuditEvent
from cases.actions.conflicts import lift_conflict, record_conflict
from cases.actions.proposals import client_answers, give_new_day, propose
from cases.enums import AskedHow, ConflictKind, ProposalState, State
from cases.models import Case, Conflict, Proposal
from tests.cases.course_scene import raised, running
from tests.cases.proposal_scene import case, mentor
from tests.factories import AT, DAY, CaseFactory, ConflictFactory, DecisionFactory, MentorFactory, ProposalFactory
from tests.races import race
from tests.refusals import refusal

__all__ = ["case", "mentor"]
pytestmark = pytest.mark.django_db


def do_record(case, mentor, **more) -> Conflict:
    values = {
        "case_id": case.pk,
        "mentor_id": mentor.pk,
        "kind": ConflictKind.FAMILY,
        "words": "Hendes onkel",
        "by": case.caseworker,
        "at": AT,
    }
    return record_conflict(**values | more)


def do_lift(case, conflict, **more) -> Conflict:
    values = {"case_id": case.pk, "conflict_id": conflict.pk, "why": "Det var en anden", "by": case.caseworker, "at": AT}
    return lift_conflict(**values | more)


def do_propose(case, mentor) -> Proposal:
    return propose(
        case_id=case.pk,
        mentor_id=mentor.pk,
        reason="Kender stedet",
        no_conflict=True,
        conflict_asked=AskedHow.PHONE,
        unmet_wishes={},
        asked_how=AskedHow.PHONE,
        answer_by=DAY + dt.timedelta(days=3),
        by=case.caseworker,
        at=AT,
    )


def test_a_conflict_proposes_nobody_and_keeps_the_mentor_off_until_it_is_lifted(case, mentor):
    """R68"""
    conflict = do_record(case, mentor)
    assert not Proposal.objects.exists()
    assert refusal(do_propose, case, mentor) == ("mentor_conflict", "mentor")
    do_lift(case, conflict)
    assert do_propose(case, mentor).state == ProposalState.CLIENT_ASKED


@pytest.mark.parametrize(
    ("kind", "code"), [("manager", "mentor_is_manager"), ("teacher", "mentor_is_teacher"), ("private", "mentor_conflict")]
)
def test_the_kind_says_why(case, mentor, kind, code):
    """R68"""
    do_record(case, mentor, kind=kind)
    assert refusal(do_propose, case, mentor)[0] == code


def test_it_holds_in_the_clients_next_case_and_for_no_other_client(case, mentor):
    """R68"""
    do_record(case, mentor)
    Case.objects.filter(pk=case.pk).update(state=State.WITHDRAWN, closed_on=DAY)
    later = CaseFactory(state=State.MATCH, jobcentre=case.jobcentre, client=case.client)
    other = CaseFactory(state=State.MATCH, jobcentre=case.jobcentre)
    for each in (later, other):
        DecisionFactory(case=each)
    assert refusal(do_propose, later, mentor)[0] == "mentor_conflict"
    assert do_propose(other, mentor).mentor == mentor


def test_case_and_mentor_have_the_event_without_the_words(case, mentor):
    """R68"""
    do_lift(case, do_record(case, mentor))
    events = AuditEvent.objects.filter(kind__contains="conflict").values_list("kind", "subject_id")
    assert set(events) == {
        ("case.conflict_recorded", case.pk),
        ("mentor.conflict_recorded", mentor.pk),
        ("case.conflict_lifted", case.pk),
        ("mentor.conflict_lifted", mentor.pk),
    }
    told = str(list(AuditEvent.objects.values_list("facts", flat=True)))
    assert "onkel" not in told
    assert "Det var en anden" not in told


def test_an_open_proposal_of_the_mentor_is_taken_back_and_the_deadline_follows(case, mentor):
    """R68"""
    proposal = do_propose(case, mentor)
    other = ProposalFactory(case=case, answer_by=DAY + dt.timedelta(days=7))
    do_record(case, mentor)
    case.refresh_from_db(), proposal.refresh_from_db(), other.refresh_from_db()
    assert (proposal.state, proposal.version, other.state) == (ProposalState.WITHDRAWN, 2, ProposalState.CLIENT_ASKED)
    assert case.due_on == DAY + dt.timedelta(days=7)
    assert AuditEvent.objects.get(subject_id=case.pk, kind="case.conflict_recorded").facts["withdrawn"] == 1


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"kind": ConflictKind.OTHER, "words": "  "}, ("conflict_words_missing", "conflict_words")),
        ({"mentor_id": uuid.uuid4()}, ("mentor_other_jobcentre", "mentor")),
    ],
)
def test_what_is_missing_is_told_at_its_field(case, mentor, more, told):
    """R68"""
    assert refusal(do_record, case, mentor, **more) == told


def test_a_mentor_of_another_jobcentre_and_a_case_where_nobody_is_looked_for_are_refused(case, mentor):
    """R68"""
    assert refusal(do_record, case, MentorFactory())[0] == "mentor_other_jobcentre"
    early = CaseFactory(state=State.ASSESSMENT, jobcentre=case.jobcentre)
    assert refusal(do_record, early, mentor)[0] == "not_in_this_step"
    closed = CaseFactory(state=State.WITHDRAWN, jobcentre=case.jobcentre)
    assert refusal(do_record, closed, mentor)[0] == "case_closed"


def test_a_conflict_is_recorded_once_and_again_after_it_was_lifted(case, mentor):
    """R68"""
    conflict = do_record(case, mentor)
    assert refusal(do_record, case, mentor) == ("conflict_already", "mentor")
    do_lift(case, conflict)
    assert do_record(case, mentor).lifted_at is None
    assert Conflict.objects.count() == 2


def test_lifting_needs_a_reason_and_happens_once(case, mentor):
    """R68"""
    conflict = do_record(case, mentor)
    assert refusal(do_lift, case, conflict, why="  ") == ("lift_reason_missing", "why")
    do_lift(case, conflict)
    conflict.refresh_from_db()
    assert (conflict.lifted_at, conflict.lifted_why) == (AT, "Det var en anden")
    assert refusal(do_lift, case, conflict)[0] == "conflict_lifted_already"


def test_another_clients_conflict_is_not_lifted_from_this_case(case):
    """R68"""
    with pytest.raises(Conflict.DoesNotExist):
        do_lift(case, ConflictFactory())


def test_in_a_running_course_a_conflict_is_asked_about_while_a_new_mentor_is_looked_for():
    """R68, R71"""
    case, _assignment, by = running()
    mentor = MentorFactory(jobcentre=case.jobcentre)
    assert refusal(do_record, case, mentor, by=by)[0] == "not_in_this_step"
    raised(case, by)
    assert do_record(case, mentor, by=by).client == case.client


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_a_conflict_recorded_twice_at_once_stands_once(self):
        """R68"""
        case = CaseFactory(state=State.MATCH)
        DecisionFactory(case=case)
        mentor = MentorFactory(jobcentre=case.jobcentre)
        assert race([lambda: do_record(case, mentor)] * 2) == {"won": 1, "conflict_already": 1}

    def test_a_conflict_and_a_proposal_at_once_leave_no_open_proposal(self):
        """R68: whichever comes first, the mentor is not asked."""
        case = CaseFactory(state=State.MATCH)
        DecisionFactory(case=case)
        mentor = MentorFactory(jobcentre=case.jobcentre)
        ends = race([lambda: do_record(case, mentor), lambda: do_propose(case, mentor)])
        assert ends in ({"won": 2}, {"won": 1, "mentor_conflict": 1})
        assert not Proposal.objects.open().exists()

    def test_two_who_type_the_same_answer_at_once(self):
        """R43: one is saved, the other is told."""
        proposal = ProposalFactory(case=CaseFactory(state=State.MATCH))
        who = {"proposal_id": proposal.pk, "version": 1, "by": proposal.proposed_by, "at": AT}
        yes = {"answer": "yes", "words": "", "answered_on": DAY, "answer_by": DAY + dt.timedelta(days=3)}
        no = {"answer": "no", "words": "Vi er naboer", "answered_on": DAY, "answer_by": None}
        ends = race([lambda: client_answers(**yes, **who), lambda: client_answers(**no, **who)])
        assert ends in ({"won": 1, "proposal_answered": 1}, {"won": 1, "proposal_closed": 1})

    def test_a_new_day_and_an_answer_at_once_are_both_heard_or_the_second_is_told(self):
        """R69"""
        proposal = ProposalFactory(case=CaseFactory(state=State.MATCH), state=ProposalState.MENTOR_ASKED)
        who = {"proposal_id": proposal.pk, "version": 1, "by": proposal.proposed_by, "at": AT}
        ends = race([lambda: give_new_day(answer_by=DAY, **who), lambda: give_new_day(answer_by=DAY + dt.timedelta(days=1), **who)])
        assert ends == {"won": 1, "stale": 1}
