"""A wrongly issued decision is annulled: it stays readable, and counts for nobody any more (R130, R131)."""

import datetime as dt

import pytest

from accounts.models import AuditEvent
from cases.actions.annulling import annul_decision
from cases.actions.exits import close_case
from cases.enums import DecisionKind, DecisionOutcome, ProposalState, State
from cases.enums_course import ApprovalState, ContactForm, ContactState, ExtensionState
from cases.loads import first_grant
from cases.loads.clients import history_of
from cases.loads.places import UNTIL
from cases.models import Approval, Assignment, Case, ChangedWish, Contact, Decision, Extension, Meeting, Period
from cases.rules.lifecycle import Event
from cases.startup_rows import current_grant
from cases.waiting import waiting_clients
from core.days import DAY, day_of
from core.verdicts import Refused, Stale
from mentors.models import Mentor
from tests.cases.course_scene import running
from tests.cases.repair_scene import change_of_hours, extension, refused_case
from tests.cases.startup_scene import assigned
from tests.factories import AT, CaseFactory, DecisionFactory, MeetingFactory, ProposalFactory

pytestmark = pytest.mark.django_db
WHY = "Truffet for en anden borger"
TODAY = day_of(AT)


def annul(decision: Decision, *, by, at: dt.datetime = AT, version: int | None = None, why: str = WHY) -> Decision:
    return annul_decision(case_id=decision.case_id, version=version, decision_id=decision.pk, why=why, by=by, at=at)


def refused(decision: Decision, *, by, at: dt.datetime = AT, **other) -> str:
    with pytest.raises(Refused) as told:
        annul(decision, by=by, at=at, **other)
    return told.value.code


def logged(case: Case, assignment: Assignment, day: dt.date, by) -> Contact:
    return Contact.objects.create(
        case=case, assignment=assignment, day=day, minutes=60, form=ContactForm.MEETING, written_by=by, written_at=AT
    )


def test_a_grant_in_the_match_is_annulled_and_the_case_is_decided_again() -> None:
    """R130"""
    case = CaseFactory(state=State.MATCH)
    decision = DecisionFactory(case=case)
    proposal = ProposalFactory(case=case)
    annul(decision, by=case.caseworker)
    case.refresh_from_db()
    decision.refresh_from_db()
    proposal.refresh_from_db()
    assert (case.state, case.assessment_on, case.due_on) == (State.ASSESSMENT, None, case.answer_due_on)
    assert (decision.annulled_on, decision.annulled_by, decision.annulled_why) == (TODAY, case.caseworker, WHY)
    assert decision.minutes_a_week == 180, "what was decided can still be read"
    assert proposal.state == ProposalState.WITHDRAWN
    told = AuditEvent.objects.get(subject_id=case.pk, kind="case.annulled")
    assert told.facts["effect"] == "decide_again" and WHY not in str(told.facts)


def test_nobody_reads_an_annulled_grant_any_more() -> None:
    """R130"""
    case = CaseFactory(state=State.MATCH)
    DecisionFactory(case=case, annulled_on=TODAY, annulled_by=case.caseworker, annulled_why=WHY)
    assert current_grant(case) is None and first_grant(case) is None
    assert waiting_clients(jobcentre_id=case.jobcentre_id, today=TODAY).waiting == ()
    new = DecisionFactory(case=case, minutes_a_week=240)
    assert current_grant(case) == new and first_grant(case) == new
    assert [each.facts.minutes for each in waiting_clients(jobcentre_id=case.jobcentre_id, today=TODAY).waiting] == [240]


def test_in_the_start_up_the_mentors_place_is_free_and_the_mentor_can_be_proposed_again() -> None:
    """R130"""
    case, assignment, by = assigned()
    meeting = MeetingFactory(case=case, assignment=assignment)
    decision = Decision.objects.get(case=case)
    annul(decision, by=by)
    for row in (case, assignment, meeting):
        row.refresh_from_db()
    assert (case.state, case.match_on) == (State.ASSESSMENT, None)
    assert assignment.ended_on == assignment.first_day - DAY
    assert meeting.cancelled_on == TODAY
    assert history_of(case, before=TODAY + DAY).failed == frozenset(), "the match did not fail"
    assert AuditEvent.objects.filter(subject_id=assignment.mentor_id, kind="mentor.unassigned").exists()


def test_a_refusal_is_annulled_and_the_case_is_open_again() -> None:
    """R130"""
    case, decision = refused_case()
    annul(decision, by=case.caseworker)
    case.refresh_from_db()
    assert (case.state, case.closed_on, case.closing_words) == (State.ASSESSMENT, None, "")
    assert Decision.objects.filter(case=case, kind=DecisionKind.FIRST).count() == 1
    DecisionFactory(case=case)  # a second first decision stands beside the annulled one
    assert Decision.objects.standing().filter(case=case).count() == 1


def test_a_client_with_another_open_case_keeps_that_one() -> None:
    """R130"""
    case, decision = refused_case()
    CaseFactory(jobcentre=case.jobcentre, client=case.client, state=State.CHALLENGES)
    assert refused(decision, by=case.caseworker) == "case_open_already"
    decision.refresh_from_db()
    assert decision.annulled_on is None


def test_a_course_that_runs_keeps_its_first_decision() -> None:
    """R130"""
    case, _assignment, by = running()
    assert refused(Decision.objects.get(case=case), by=by) == "annul_course_runs"


def test_a_reason_is_needed_and_a_decision_is_annulled_once() -> None:
    """R130"""
    case, decision = refused_case()
    assert refused(decision, by=case.caseworker, why="  ") == "annul_why_missing"
    annul(decision, by=case.caseworker)
    assert refused(decision, by=case.caseworker) == "annulled_already"


def test_who_has_an_old_page_is_told() -> None:
    """R130"""
    case, decision = refused_case()
    with pytest.raises(Stale):
        annul(decision, by=case.caseworker, version=case.version + 1)


def test_a_period_that_has_not_begun_is_taken_back_before_its_first_day() -> None:
    """R131"""
    case, _assignment, by = running()
    first = Period.objects.get(case=case)
    decision, period = extension(case, begins=first.last_day + DAY)
    assert period is not None
    annul(decision, by=by)
    period.refresh_from_db()
    case.refresh_from_db()
    assert period.ended_on == period.first_day - DAY and period.days.isempty
    assert case.state == State.RUNNING and case.due_on is not None and case.due_on <= first.last_day
    again, new = extension(case, begins=first.last_day + DAY)  # the days are free for a new decision
    assert new is not None and again.is_grant
    until = Assignment.objects.filter(case=case).annotate(until=UNTIL).values_list("until", flat=True)
    assert list(until) == [new.last_day]
    annul(again, by=by)
    assert list(until.all()) == [first.last_day], "and no last day lies in a period that was taken back"


def test_a_period_that_has_begun_ends_today_unless_hours_are_logged_in_it() -> None:
    """R131"""
    case, assignment, by = running()
    Period.objects.filter(case=case).update(ended_on=TODAY - DAY)
    decision, period = extension(case, begins=TODAY)
    assert period is not None
    entry = logged(case, assignment, TODAY, by)
    later = AT + dt.timedelta(days=3)
    assert refused(decision, by=by, at=later) == "annul_has_hours"
    entry.state, entry.struck_at, entry.struck_why = ContactState.STRUCK, AT, "Forkert sag"
    entry.save()
    annul(decision, by=by, at=later)
    period.refresh_from_db()
    assert period.ended_on == day_of(later)


def test_the_newest_extension_is_annulled_first() -> None:
    """R131"""
    case, _assignment, by = running()
    first = Period.objects.get(case=case)
    decision, period = extension(case, begins=first.last_day + DAY, months=3)
    assert period is not None
    newer, _period = extension(case, begins=period.last_day + DAY, months=2)
    assert refused(decision, by=by) == "annul_newer_first"
    annul(newer, by=by)
    change = change_of_hours(case, period, begins=period.first_day)
    assert refused(decision, by=by) == "annul_newer_first"
    annul(change, by=by)
    annul(decision, by=by)


def test_a_change_of_hours_is_annulled_while_nothing_is_logged_under_it_and_its_wish_waits_again() -> None:
    """R131"""
    case, assignment, by = running()
    period = Period.objects.get(case=case)
    change = change_of_hours(case, period, begins=TODAY + 7 * DAY)
    wish = ChangedWish.objects.create(case=case, day=TODAY, minutes_a_week=240, decision=change, recorded_by=by, recorded_at=AT)
    logged(case, assignment, TODAY, by)  # before the change
    annul(change, by=by)
    period.refresh_from_db()
    wish.refresh_from_db()
    assert (period.ended_on, wish.decision) == (None, None)
    other = change_of_hours(case, period, begins=TODAY)
    assert refused(other, by=by) == "annul_has_hours"


def test_a_refused_extension_is_annulled_and_nothing_else_moves() -> None:
    """R131"""
    case, _assignment, by = running()
    decision, _none = extension(case, begins=TODAY, outcome=DecisionOutcome.REFUSED)
    annul(decision, by=by)
    case.refresh_from_db()
    assert case.state == State.RUNNING and Period.objects.filter(case=case, ended_on=None).count() == 1


def test_an_exit_takes_back_what_waits_to_be_decided() -> None:
    """What ends with a case is the same for every end of it"""

    case, _assignment, by = running()
    period = Period.objects.get(case=case)
    request = Extension.objects.create(
        case=case,
        period=period,
        asked_by="client",
        asked_on=TODAY,
        asked_how="meeting",
        words="Lidt endnu",
        reached="Meget",
        why_still="Ny leder",
        minutes_a_week=120,
        last_day=period.last_day + 60 * DAY,
        decide_by=TODAY,
        recorded_by=by,
        recorded_at=AT,
    )
    prepared = Approval.objects.create(
        case=case, kind=DecisionKind.EXTENSION, extension=request, limits=["hours"], proposed={}, prepared_by=by, prepared_at=AT
    )
    close_case(case_id=case.pk, version=None, event=Event.WITHDRAWN, words="Vil ikke mere", by=by, at=AT)
    request.refresh_from_db()
    prepared.refresh_from_db()
    assert (request.state, prepared.state) == (ExtensionState.WITHDRAWN, ApprovalState.CANCELLED)
    assert Meeting.objects.filter(case=case, held_on=None, cancelled_on=None).count() == 0
    assert Mentor.objects.filter(assignments__case=case, assignments__ended_on=None).count() == 0
