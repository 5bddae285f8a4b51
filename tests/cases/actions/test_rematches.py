"""A second chance in a running course: raised, changed, dropped, and a new mentor who takes over (R71-R74)."""

from typing import Any

import pytest

from accounts.models import AuditEvent
from cases.actions.exits import close_case
from cases.actions.rematches import change_rematch, drop_rematch, raise_rematch
from cases.enums import MayRead, Party, ProposalState, RematchReason, State
from cases.loads import load_of
from cases.models import Case, Period, Rematch
from cases.phrases import event
from cases.rules.deadlines import decide_by
from cases.rules.lifecycle import Event
from core.days import DAY, day_of
from core.verdicts import Stale
from tests.cases.course_scene import RAISED, accepted, changed_and_signed, next_mentor, raised, running
from tests.cases.startup_scene import agreed, assigned, signs
from tests.factories import AT, AssignmentFactory, PeriodFactory
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
TODAY = day_of(AT)
LATER = AT + 30 * DAY


def change(case: Case, rematch: Rematch, by, *, at=LATER, **other: Any) -> Rematch:
    known = {**RAISED, "raised_on": rematch.raised_on, **other}
    return change_rematch(case_id=case.pk, version=rematch.version, by=by, at=at, **known)


class TestRaising:
    def test_it_is_written_down_and_nothing_else_changes(self):
        """R71"""
        case, assignment, by = running()
        rematch = raised(case, by, at=LATER)
        case.refresh_from_db()
        assignment.refresh_from_db()
        assert (rematch.assignment, rematch.reason, rematch.closed_on) == (assignment, RematchReason.TIMES, None)
        assert (case.state, assignment.ended_on, Period.objects.get().ended_on) == (State.RUNNING, None, None)
        assert case.due_on == day_of(LATER) + case.jobcentre.usual_days_to_match * DAY

    def test_the_time_line_has_codes_and_no_words(self):
        case, _assignment, by = running()
        raised(case, by, words="Hemmeligt", stops_on=TODAY)
        told = AuditEvent.objects.get(kind="case.rematch_opened")
        assert told.facts == {"raised_by": "client", "reason": "times", "may_read": "nothing", "stops_on": TODAY.isoformat()}
        assert "Hemmeligt" not in event(told.kind, told.facts)

    def test_a_mentor_who_stops_on_a_day_has_the_place_free_after_it(self):
        """R71"""
        case, assignment, by = running()
        raised(case, by, at=LATER, stops_on=day_of(LATER) + 7 * DAY)
        assignment.refresh_from_db()
        assert (assignment.ended_on, assignment.ended_why) == (day_of(LATER) + 7 * DAY, RAISED["words"])
        assert load_of(assignment.mentor_id, day_of(LATER) + 7 * DAY).clients == 1
        assert load_of(assignment.mentor_id, day_of(LATER) + 8 * DAY).clients == 0
        assert AuditEvent.objects.filter(subject_id=assignment.mentor_id, kind="mentor.place_ends").count() == 1

    @pytest.mark.parametrize(
        ("other", "found"),
        [
            ({"words": "  "}, ("words_missing", "words")),
            ({"raised_on": TODAY + 31 * DAY}, ("raised_in_future", "raised_on")),
            ({"raised_on": TODAY - DAY}, ("raised_before_mentor", "raised_on")),
            ({"stops_on": TODAY - 2 * DAY}, ("stops_before_start", "stops_on")),
            ({"stops_on": TODAY + 300 * DAY}, ("stops_after_course", "stops_on")),
            ({"may_read": MayRead.SUMMARY}, ("summary_missing", "summary")),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, other, found):
        """R71, R74"""
        case, _assignment, by = running()
        assert refusal(raised, case, by, at=LATER, **other) == found
        assert not Rematch.objects.exists()

    def test_one_at_a_time(self):
        """R71"""
        case, _assignment, by = running()
        raised(case, by)
        assert refusal(raised, case, by)[0] == "rematch_open_already"

    def test_not_before_the_period_has_started(self):
        """R71"""
        case, _assignment, by = assigned()
        assert refusal(raised, case, by)[0] == "rematch_not_running"

    def test_not_on_the_last_day(self):
        """R71"""
        case, _assignment, by = running()
        last_day = Period.objects.get().last_day
        assert refusal(raised, case, by, at=AT + (last_day - TODAY))[0] == "rematch_no_days_left"

    def test_a_case_that_changed_since_is_looked_at_first(self):
        case, _assignment, by = running()
        with pytest.raises(Stale):
            raise_rematch(case_id=case.pk, version=case.version - 1, by=by, at=AT, raised_on=TODAY, **RAISED)


class TestChangingAndDropping:
    def test_the_choices_can_be_changed_until_somebody_is_assigned(self):
        """R74"""
        case, _assignment, by = running()
        rematch = raised(case, by)
        changed = change(case, rematch, by, may_read=MayRead.SUMMARY, summary=" Mødes om mandagen ", reason=RematchReason.WAY)
        assert (changed.may_read, changed.summary, changed.reason, changed.version) == ("summary", "Mødes om mandagen", "way", 2)
        with pytest.raises(Stale):
            change(case, rematch, by)

    def test_a_summary_that_is_not_chosen_is_not_kept(self):
        case, _assignment, by = running()
        rematch = raised(case, by, may_read=MayRead.SUMMARY, summary="Om mandagen")
        assert change(case, rematch, by, may_read=MayRead.ALL, summary="Om mandagen").summary == ""

    def test_dropped_they_go_on_together(self):
        """R74"""
        case, assignment, by = running()
        rematch = raised(case, by, at=LATER, stops_on=day_of(LATER))
        proposal = accepted(case, next_mentor(case), by, at=LATER)
        dropped = drop_rematch(case_id=case.pk, version=rematch.version, why=" De har talt sammen ", by=by, at=LATER)
        case.refresh_from_db()
        assignment.refresh_from_db()
        proposal.refresh_from_db()
        assert (dropped.closed_on, dropped.dropped_why, dropped.new_assignment) == (day_of(LATER), "De har talt sammen", None)
        assert (assignment.ended_on, assignment.ended_why, proposal.state) == (None, "", ProposalState.WITHDRAWN)
        assert case.due_on == decide_by(last_day=Period.objects.get().last_day)
        assert AuditEvent.objects.filter(subject_id=assignment.mentor_id, kind="mentor.place_kept").count() == 1
        raised(case, by, at=LATER)  # and it can be raised again

    def test_a_place_that_was_given_away_since_is_not_taken_back(self):
        """R74"""
        case, assignment, by = running(most_clients=1)
        rematch = raised(case, by, at=LATER, stops_on=day_of(LATER) + DAY)
        AssignmentFactory(
            case__jobcentre=case.jobcentre, mentor=assignment.mentor, first_day=day_of(LATER) + 2 * DAY, assigned_at=LATER, assigned_by=by
        )
        drop = {"case_id": case.pk, "version": rematch.version, "why": "De går videre", "by": by, "at": LATER}
        assert refusal(drop_rematch, **drop)[0] == "place_given_away"
        assert refusal(change, case, rematch, by, stops_on=day_of(LATER) + 9 * DAY) == ("place_given_away", "stops_on")
        assignment.refresh_from_db()
        assert assignment.ended_on == day_of(LATER) + DAY
        assert change(case, rematch, by, stops_on=day_of(LATER)).stops_on == day_of(LATER)  # earlier takes nothing

    def test_a_page_that_lies_open_of_the_rematch_before_drops_nothing_of_the_next_one(self):
        """R74"""
        case, _assignment, by = running()
        first = raised(case, by, at=LATER)
        drop = {"case_id": case.pk, "version": first.version, "why": "De går videre", "by": by, "at": LATER}
        drop_rematch(**drop)
        raised(case, by, at=LATER)
        with pytest.raises(Stale):
            drop_rematch(**drop)
        assert Rematch.objects.filter(closed_on__isnull=True).count() == 1

    def test_without_an_open_rematch_there_is_nothing_to_drop(self):
        case, _assignment, by = running()
        assert refusal(drop_rematch, case_id=case.pk, version=None, why="Nej", by=by, at=AT)[0] == "rematch_not_open"

    def test_the_exit_closes_it(self):
        """R08, R71"""
        case, assignment, by = running()
        raised(case, by, at=LATER, stops_on=day_of(LATER) + 7 * DAY)
        close_case(case_id=case.pk, version=None, event=Event.WITHDRAWN, words="Ønsker ikke mere", by=by, at=LATER)
        assignment.refresh_from_db()
        assert (Rematch.objects.get().closed_on, assignment.ended_on) == (day_of(LATER), day_of(LATER))


class TestAgreementInARunningCourse:
    def test_a_change_is_a_new_version_and_the_signed_one_holds_until_both_have_signed(self):
        """R75"""
        case, assignment, by = running()
        version = agreed(case, by, based_on=1, minutes_a_week=120, times=["1_morning"], first_day=None)
        assignment.refresh_from_db()
        case.refresh_from_db()
        assert (version.number, version.locked_at, assignment.minutes_a_week) == (2, None, 180)
        assert (version.first_day, version.last_day) == (TODAY, Period.objects.get().last_day)
        assert case.due_on == TODAY
        signs(case, by, Party.CLIENT, version=2)
        assignment.refresh_from_db()
        assert assignment.minutes_a_week == 180
        signs(case, by, Party.MENTOR, version=2, on_behalf_by="Kirsten Toft", on_behalf_reason="Fuldmagt af 3. november")
        version.refresh_from_db()
        assignment.refresh_from_db()
        case.refresh_from_db()
        assert (version.locked_at, assignment.minutes_a_week, Period.objects.get().minutes_a_week) == (AT, 120, 180)
        assert case.due_on == decide_by(last_day=Period.objects.get().last_day)
        assert AuditEvent.objects.get(subject_id=case.pk, kind="case.agreement_in_force").facts == {"version": 2, "minutes": 120}
        told = AuditEvent.objects.get(subject_id=assignment.mentor_id, kind="mentor.hours_changed").facts
        assert told == {"case": case.ref, "old": 180, "new": 120}

    def test_more_hours_need_room_when_saved_and_when_signed(self):
        """R75"""
        case, assignment, by = running(most_minutes=240)
        changed_and_signed(case, by, minutes_a_week=60)
        grown = {"based_on": 2, "first_day": None}
        taken = AssignmentFactory(
            case__jobcentre=case.jobcentre, mentor=assignment.mentor, minutes_a_week=100, first_day=TODAY, assigned_by=by
        )
        assert refusal(agreed, case, by, minutes_a_week=141, **grown) == ("mentor_no_more_hours", "minutes_a_week")
        agreed(case, by, minutes_a_week=140, **grown)
        signs(case, by, Party.CLIENT, version=3)
        taken.minutes_a_week = 101
        taken.save()
        assert refusal(signs, case, by, Party.MENTOR, version=3)[0] == "mentor_no_more_hours"
        taken.delete()
        signs(case, by, Party.MENTOR, version=3)
        assignment.refresh_from_db()
        assert assignment.minutes_a_week == 140

    def test_never_more_than_is_granted(self):
        """R52"""
        case, _assignment, by = running()
        assert refusal(agreed, case, by, based_on=1, minutes_a_week=181, first_day=None) == ("more_than_granted", "minutes_a_week")

    def test_with_a_mentor_who_has_stopped_nothing_is_agreed_or_signed(self):
        case, _assignment, by = running()
        agreed(case, by, based_on=1, minutes_a_week=120, first_day=None)
        raised(case, by, at=LATER, stops_on=day_of(LATER) - DAY)
        assert refusal(agreed, case, by, based_on=2, at=LATER, first_day=None)[0] == "mentor_has_stopped"
        assert refusal(signs, case, by, Party.CLIENT, version=2, at=LATER)[0] == "mentor_has_stopped"

    def test_the_typed_first_day_moves_nothing(self):
        """R75"""
        case, _assignment, by = running()
        version = agreed(case, by, based_on=1, first_day=TODAY + 20 * DAY, tasks="Noget andet")
        assert version.first_day == TODAY

    def test_a_new_period_makes_a_version_with_its_last_day(self):
        case, _assignment, by = running()
        old = Period.objects.get()
        PeriodFactory(case=case, decision=old.decision, number=2, first_day=old.last_day + DAY, last_day=old.last_day + 30 * DAY)
        version = agreed(case, by, based_on=1, first_day=None)
        assert (version.number, version.last_day) == (2, old.last_day + 30 * DAY)

    def test_closed_and_early_cases_are_refused(self):
        case, _assignment, by = running()
        close_case(case_id=case.pk, version=None, event=Event.WITHDRAWN, words="Slut", by=by, at=AT)
        assert refusal(agreed, case, by, based_on=1)[0] == "case_closed"
        Case.objects.filter(pk=case.pk).update(state=State.MATCH, closed_on=None)
        assert refusal(agreed, case, by, based_on=1)[0] == "not_in_this_step"


def test_the_agreed_times_are_a_change_of_substance_whatever_their_order():
    """R51"""
    case, _assignment, by = running()
    assert agreed(case, by, based_on=1, first_day=None, times=["1_morning", "3_evening"]).number == 2
    assert agreed(case, by, based_on=2, first_day=None, times=["3_evening", "1_morning"]).number == 2
    assert agreed(case, by, based_on=2, first_day=None, times=["3_evening"]).number == 3
