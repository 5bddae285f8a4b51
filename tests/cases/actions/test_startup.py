"""The match does not work after all (R49)."""

import pytest

from accounts.models import AuditEvent
from cases.actions.meetings import arrange_startup_meeting
from cases.actions.periods import start_period
from cases.actions.startup import unassign
from cases.enums import State
from cases.models import Assignment, Meeting
from cases.startup_rows import startup_rows
from core.days import DAY, day_of
from core.verdicts import Refused
from tests.cases.startup_scene import agreed, assigned, met, ready
from tests.factories import AT, AssignmentFactory, MentorFactory

pytestmark = pytest.mark.django_db


def test_the_place_is_free_and_the_case_back_in_the_match():
    case, assignment, by = assigned()
    unassign(case_id=case.pk, why="De kender hinanden privat", by=by, at=AT)
    case.refresh_from_db()
    assignment.refresh_from_db()
    assert (case.state, case.match_on, case.due_on) == (State.MATCH, None, day_of(AT))
    assert (assignment.ended_on, assignment.ended_why) == (assignment.first_day - DAY, "De kender hinanden privat")
    assert not Assignment.objects.filter(mentor=assignment.mentor, ended_on__isnull=True).exists()


def test_both_time_lines_tell_it_without_the_reason():
    case, assignment, by = assigned()
    unassign(case_id=case.pk, why="Privat", by=by, at=AT)
    assert AuditEvent.objects.get(subject_id=case.pk).kind == "case.unassigned"
    event = AuditEvent.objects.get(subject_id=assignment.mentor_id)
    assert (event.kind, event.facts) == ("mentor.unassigned", {"case": case.ref})


def test_a_planned_meeting_is_cancelled():
    case, _assignment, by = assigned()
    arrange_startup_meeting(case_id=case.pk, starts_at=AT + DAY, place="Her", who_comes="", by=by, at=AT)
    unassign(case_id=case.pk, why="Nej", by=by, at=AT)
    assert Meeting.objects.get(case=case).cancelled_on == day_of(AT)


def test_meeting_and_agreement_with_the_first_mentor_do_not_count_for_the_second():
    case, _assignment, by = ready()
    unassign(case_id=case.pk, why="Nej", by=by, at=AT)
    case.refresh_from_db()
    case.state = State.STARTUP
    case.save()
    AssignmentFactory(case=case, mentor=MentorFactory(jobcentre=case.jobcentre), first_day=day_of(AT))
    rows = startup_rows(case)
    assert rows.meeting is None
    assert [stop.code for stop in rows.stops()] == ["meeting_not_held", "agreement_other_mentor"]
    met(case, by)
    version = agreed(case, by, based_on=1)
    assert version.number == 2  # the same words, another mentor


def test_a_running_course_is_not_unassigned():
    case, _assignment, by = ready()
    start_period(case_id=case.pk, version=1, by=by, at=AT)
    with pytest.raises(Refused) as refused:
        unassign(case_id=case.pk, why="Nej", by=by, at=AT)
    assert refused.value.code == "not_in_this_step"


def test_twice_is_refused():
    case, _assignment, by = assigned()
    unassign(case_id=case.pk, why="Nej", by=by, at=AT)
    with pytest.raises(Refused) as refused:
        unassign(case_id=case.pk, why="Nej", by=by, at=AT)
    assert refused.value.code == "no_mentor"
