"""A second chance in a running course: raised, changed, dropped, and a new mentor who takes over (R71-R74)."""

from typing import Any

import pytest

from accounts.models import AuditEvent
from cases.actions.assignments import assign
from cases.actions.exits import close_case
from cases.actions.proposals import propose
from cases.actions.rematches import change_rematch, drop_rematch, raise_rematch
from cases.enums import AskedHow, MayRead, Party, ProposalState, RematchReason, State
from cases.loads import load_of
from cases.models import Agreement, Assignment, Case, Period, Proposal, Rematch
from cases.phrases import event
from cases.rules.deadlines import decide_by
from cases.rules.lifecycle import Event
from cases.startup_rows import startup_rows
from core.days import DAY, day_of
from core.verdicts import Stale
from tests.cases.course_scene import RAISED, accepted, changed_and_signed, next_mentor, raised, running
from tests.cases.startup_scene import TERMS, agreed, assigned, signs
from tests.factories import AT, AssignmentFactory, PeriodFactory
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
TODAY = day_of(AT)
LATER = AT + 30 * DAY


def change(case: Case, rematch: Rematch, by, *, at=LATER, **other: Any) -> Rematch:
    known = {**RAISED, "raised_on": rematch.raised_on, **other}
    return change_rematch(case_id=case.pk, version=rematch.version, by=by, at=at, **known)


def gives(proposal: Proposal, *, at=LATER, **other: Any) -> Assignment:
    return assign(proposal_id=proposal.pk, version=proposal.version, by=proposal.proposed_by, at=at, **other)


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


class TestTakingOver:
    def scene(self, **other: Any):
        case, old, by = running()
        rematch = raised(case, by, at=LATER, **other)
        return case, old, by, rematch, accepted(case, next_mentor(case), by, at=LATER)

    def test_hours_goals_and_period_go_on_with_the_new_mentor(self):
        """R72, R73"""
        case, old, _by, rematch, proposal = self.scene()
        period = Period.objects.get()
        new = gives(proposal)
        for row in (case, old, rematch, proposal):
            row.refresh_from_db()
        assert (old.ended_on, old.ended_why) == (day_of(LATER) - DAY, RAISED["words"])
        assert (new.first_day, new.ended_on, new.minutes_a_week) == (day_of(LATER), None, old.minutes_a_week)
        assert (rematch.closed_on, rematch.new_assignment, proposal.state) == (day_of(LATER), new, ProposalState.ASSIGNED)
        assert case.state == State.RUNNING
        assert Period.objects.get() == period
        assert Period.objects.filter(first_day=period.first_day, last_day=period.last_day, ended_on=None).count() == 1
        version = Agreement.objects.get(case=case, number=2)
        assert (version.assignment, version.mentor_name, version.locked_at) == (new, new.mentor.name, None)
        assert (version.first_day, version.last_day, version.minutes_a_week) == (new.first_day, period.last_day, 180)
        assert [(goal.words, goal.by_when) for goal in version.goals.all()] == TERMS["goals"]
        assert not version.signatures.exists()
        assert case.due_on == day_of(LATER)

    def test_both_time_lines_tell_it(self):
        case, old, _by, _rematch, proposal = self.scene()
        new = gives(proposal)
        kinds = list(AuditEvent.objects.filter(subject_id=case.pk).order_by("at", "id").values_list("kind", flat=True))
        assert kinds[-2:] == ["case.agreement_changed", "case.rematch_assigned"]
        assert AuditEvent.objects.get(subject_id=old.mentor_id, kind="mentor.place_ends").facts["last_day"] == old_last(old)
        assert AuditEvent.objects.filter(subject_id=new.mentor_id, kind="mentor.assigned").count() == 1
        facts = AuditEvent.objects.get(subject_id=case.pk, kind="case.agreement_changed").facts
        assert set(facts["changed"]) == {"mentor", "first_day"}
        assert sorted(facts["void"]) == ["client", "mentor"]

    def test_a_later_day_can_be_chosen_and_the_old_mentor_stays_until_then(self):
        """R72"""
        _case, old, _by, _rematch, proposal = self.scene()
        new = gives(proposal, first_day=day_of(LATER) + 10 * DAY)
        old.refresh_from_db()
        assert (old.ended_on, new.first_day) == (day_of(LATER) + 9 * DAY, day_of(LATER) + 10 * DAY)

    def test_who_has_stopped_already_keeps_that_last_day(self):
        """R72: between the two there are days without a mentor."""
        _case, old, _by, _rematch, proposal = self.scene(stops_on=day_of(LATER) - 3 * DAY)
        gives(proposal)
        old.refresh_from_db()
        assert old.ended_on == day_of(LATER) - 3 * DAY

    def test_the_day_after_the_mentor_stops_is_the_first(self):
        """R72"""
        _case, _old, _by, _rematch, proposal = self.scene(stops_on=day_of(LATER) + 3 * DAY)
        assert gives(proposal).first_day == day_of(LATER) + 4 * DAY

    @pytest.mark.parametrize(("days", "code"), [(-1, "takeover_too_early"), (300, "takeover_after_course")])
    def test_a_day_outside_is_refused_at_its_field(self, days, code):
        """R72"""
        case, _old, _by, _rematch, proposal = self.scene()
        assert refusal(gives, proposal, first_day=day_of(LATER) + days * DAY) == (code, "first_day")
        assert Assignment.objects.filter(case=case).count() == 1

    def test_the_new_mentor_needs_room_for_the_agreed_hours(self):
        """R45, R73"""
        case, _old, by = running()
        changed_and_signed(case, by, minutes_a_week=120)
        raised(case, by, at=LATER)
        short = accepted(case, next_mentor(case, most_minutes=119), by, at=LATER)
        assert refusal(gives, short)[0] == "mentor_no_hours"
        enough = accepted(case, next_mentor(case, most_minutes=120), by, at=LATER)
        assert gives(enough).minutes_a_week == 120

    def test_the_mentor_with_whom_it_did_not_work_is_not_chosen_again(self):
        case, old, by, _rematch, _proposal = self.scene()
        again = accepted(case, old.mentor, by, at=LATER)
        assert refusal(gives, again)[0] == "mentor_did_not_work"
        told = {"reason": "Igen", "no_conflict": True, "unmet_wishes": {}, "asked_how": AskedHow.PHONE, "answer_by": day_of(LATER)}
        again.delete()
        assert refusal(propose, case_id=case.pk, mentor_id=old.mentor_id, by=by, at=LATER, **told)[0] == "mentor_did_not_work"

    def test_without_a_rematch_nobody_is_proposed_or_assigned_in_a_running_course(self):
        """R71"""
        case, _old, by = running()
        proposal = accepted(case, next_mentor(case), by)
        assert refusal(gives, proposal)[0] == "not_in_this_step"
        told = {"reason": "Ny", "no_conflict": True, "unmet_wishes": {}, "asked_how": AskedHow.PHONE, "answer_by": TODAY}
        assert refusal(propose, case_id=case.pk, mentor_id=proposal.mentor_id, by=by, at=AT, **told)[0] == "not_in_this_step"

    def test_the_old_mentors_signature_is_not_shown_as_the_new_ones(self):
        """R54, R73"""
        case, _old, _by, _rematch, proposal = self.scene()
        gives(proposal)
        case.refresh_from_db()
        rows = startup_rows(case)
        assert (rows.signed, rows.void) == ({}, {Party.CLIENT: 1})

    def test_signed_anew_it_holds_and_the_deadline_is_the_courses_again(self):
        """R75"""
        case, _old, by, _rematch, proposal = self.scene()
        gives(proposal)
        signs(case, by, Party.CLIENT, version=2, at=LATER)
        signs(case, by, Party.MENTOR, version=2, at=LATER)
        case.refresh_from_db()
        assert Agreement.objects.get(number=2).locked_at == LATER
        assert case.due_on == decide_by(last_day=Period.objects.get().last_day)

    def test_a_second_time_works_as_the_first(self):
        """R72: the next mentor does not begin before the one who never came."""
        case, _old, by, _rematch, proposal = self.scene()
        second = gives(proposal, first_day=day_of(LATER) + 10 * DAY)
        raised(case, by, at=LATER, raised_on=day_of(LATER))
        third = gives(accepted(case, next_mentor(case), by, at=LATER))
        second.refresh_from_db()
        assert (third.first_day, second.ended_on) == (second.first_day, second.first_day - DAY)
        assert load_of(second.mentor_id, day_of(LATER)).clients == 0
        assert Agreement.objects.filter(case=case).count() == 3

    def test_a_course_without_an_agreement_gets_none(self):
        case, _old, by = running()
        Agreement.objects.all().delete()
        raised(case, by, at=LATER)
        gives(accepted(case, next_mentor(case), by, at=LATER))
        assert not Agreement.objects.exists()

    def test_the_exit_before_the_new_one_begins_frees_both_places(self):
        """R08"""
        case, old, by, _rematch, proposal = self.scene()
        new = gives(proposal, first_day=day_of(LATER) + 10 * DAY)
        close_case(case_id=case.pk, version=None, event=Event.WITHDRAWN, words="Slut", by=by, at=LATER)
        old.refresh_from_db()
        new.refresh_from_db()
        assert (old.ended_on, new.ended_on) == (day_of(LATER), new.first_day - DAY)
        assert load_of(new.mentor_id, day_of(LATER)).clients == 0


def old_last(old: Assignment) -> str:
    old.refresh_from_db()
    assert old.ended_on is not None
    return old.ended_on.isoformat()


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
