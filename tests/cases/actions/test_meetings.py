"""The start-up meeting: arranged once, moved, cancelled, held."""

import datetime as dt

import pytest

from accounts.models import AuditEvent
from cases.actions.meetings import arrange_startup_meeting, cancel_meeting, hold_meeting, move_meeting
from cases.enums import State
from cases.models import Meeting
from core.days import DAY, day_of
from core.verdicts import Refused, Stale
from tests.cases.startup_scene import assigned, met
from tests.factories import AT, CaseFactory

pytestmark = pytest.mark.django_db
SOON = AT + 3 * DAY


def arrange(case, by, starts_at=SOON):
    return arrange_startup_meeting(case_id=case.pk, starts_at=starts_at, place="Lokale 2.14", who_comes="Ida", by=by, at=AT)


def test_a_meeting_is_arranged_and_its_day_is_the_next_deadline():
    case, assignment, by = assigned()
    meeting = arrange(case, by)
    case.refresh_from_db()
    assert (meeting.assignment, case.due_on) == (assignment, day_of(SOON))
    assert AuditEvent.objects.get(subject_id=case.pk).kind == "case.meeting_arranged"


def test_a_second_meeting_is_refused_until_the_first_is_cancelled():
    case, _assignment, by = assigned()
    first = arrange(case, by)
    with pytest.raises(Refused) as refused:
        arrange(case, by)
    assert refused.value.code == "meeting_already"
    cancel_meeting(case_id=case.pk, meeting_id=first.pk, version=1, by=by, at=AT)
    arrange(case, by)
    assert Meeting.objects.filter(case=case).count() == 2


def test_a_meeting_before_the_application_is_refused_at_the_day():
    case, _assignment, by = assigned()
    with pytest.raises(Refused) as refused:
        arrange(case, by, starts_at=AT - 30 * DAY)
    assert (refused.value.code, refused.value.field) == ("meeting_before_application", "day")


def test_moving_says_so_on_the_time_line_and_a_stale_form_is_told():
    case, _assignment, by = assigned()
    meeting = arrange(case, by)
    words = {"place": "Bageriet", "who_comes": "", "by": by, "at": AT}
    move_meeting(case_id=case.pk, meeting_id=meeting.pk, version=1, starts_at=SOON + DAY, **words)
    assert AuditEvent.objects.filter(subject_id=case.pk, kind="case.meeting_moved").count() == 1
    with pytest.raises(Stale):
        move_meeting(case_id=case.pk, meeting_id=meeting.pk, version=1, starts_at=SOON, **words)
    move_meeting(case_id=case.pk, meeting_id=meeting.pk, version=2, starts_at=SOON + DAY, **words)
    assert AuditEvent.objects.filter(subject_id=case.pk, kind="case.meeting_changed").count() == 1


def test_a_meeting_is_held_on_a_day_that_has_been():
    """R57"""
    case, _assignment, by = assigned()
    meeting = arrange(case, by)
    with pytest.raises(Refused) as refused:
        hold_meeting(case_id=case.pk, meeting_id=meeting.pk, version=1, held_on=day_of(SOON), by=by, at=AT)
    assert (refused.value.code, refused.value.field) == ("held_in_future", "held_on")
    hold_meeting(case_id=case.pk, meeting_id=meeting.pk, version=1, held_on=day_of(SOON), by=by, at=SOON)
    meeting.refresh_from_db()
    assert meeting.held_on == day_of(SOON)


def test_a_start_up_meeting_is_not_planned_before_the_mentor_was_assigned():
    """R62: at once, and not first when it is to be recorded as held"""
    case, _assignment, by = assigned()
    with pytest.raises(Refused) as refused:
        arrange(case, by, starts_at=AT - DAY)
    assert (refused.value.code, refused.value.field) == ("meeting_before_mentor", "day")
    assert refused.value.facts == {"assigned_on": day_of(AT).isoformat()}
    meeting = arrange(case, by)
    with pytest.raises(Refused) as refused:
        move_meeting(case_id=case.pk, meeting_id=meeting.pk, version=1, starts_at=AT - DAY, place="", who_comes="", by=by, at=AT)
    assert (refused.value.code, refused.value.field) == ("meeting_before_mentor", "day")


def test_a_meeting_was_not_held_before_the_mentor_was_assigned():
    """R62"""
    case, _assignment, by = assigned()
    meeting = arrange(case, by)
    with pytest.raises(Refused) as refused:
        hold_meeting(case_id=case.pk, meeting_id=meeting.pk, version=1, held_on=day_of(AT) - DAY, by=by, at=AT)
    assert (refused.value.code, refused.value.field) == ("held_before_mentor", "held_on")
    assert refused.value.facts == {"assigned_on": day_of(AT).isoformat()}


def test_a_held_meeting_can_neither_be_moved_nor_cancelled():
    case, _assignment, by = assigned()
    meeting = met(case, by)
    with pytest.raises(Refused) as refused:
        cancel_meeting(case_id=case.pk, meeting_id=meeting.pk, version=2, by=by, at=AT)
    assert refused.value.code == "meeting_over"


@pytest.mark.parametrize("state", [state for state in State if state != State.STARTUP])
def test_in_every_other_step_a_meeting_is_refused(state):
    case = CaseFactory(state=state)
    with pytest.raises(Refused) as refused:
        arrange(case, case.caseworker)
    assert refused.value.code in ("not_in_this_step", "case_closed")


def test_the_day_is_that_of_copenhagen():
    """23.30 UTC is the next day there."""
    case, _assignment, by = assigned()
    late = dt.datetime(2026, 11, 19, 23, 30, tzinfo=dt.UTC)
    arrange(case, by, starts_at=late)
    assert AuditEvent.objects.get(subject_id=case.pk).facts["day"] == "2026-11-20"
