"""A new mentor takes over in a running course: hours, goals and period go on (R72-R74)."""

from typing import Any

import pytest

from accounts.models import AuditEvent
from cases.actions.assignments import assign
from cases.actions.exits import close_case
from cases.actions.proposals import propose
from cases.enums import AskedHow, Party, ProposalState, State
from cases.loads import load_of
from cases.models import Agreement, Assignment, Period, Proposal
from cases.rules.deadlines import decide_by
from cases.rules.lifecycle import Event
from cases.startup_rows import startup_rows
from core.days import DAY, day_of
from tests.cases.course_scene import RAISED, accepted, changed_and_signed, next_mentor, raised, running
from tests.cases.startup_scene import TERMS, signs
from tests.factories import AT
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
TODAY = day_of(AT)
LATER = AT + 30 * DAY


def gives(proposal: Proposal, *, at=LATER, **other: Any) -> Assignment:
    return assign(proposal_id=proposal.pk, version=proposal.version, by=proposal.proposed_by, at=at, **other)


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
