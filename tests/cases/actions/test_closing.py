"""A course is closed: what must be settled first, what ends, and what is kept."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import AuditEvent
from cases.actions.closing import close_course
from cases.actions.exits import close_case
from cases.actions.meetings import arrange_startup_meeting
from cases.enums import DecisionKind, EndReason, Outcome, OutcomePoint, State
from cases.enums_course import ApprovalState, Attendance, BenefitKind, ExtensionState
from cases.models import Approval, Assignment, Benefit, Case, Contact, CourseOutcome, Extension, FollowUp, Period, Rematch
from cases.phrases import event
from cases.rules.closing import Became
from cases.rules.followup import MONTHS, follow_up_days
from cases.rules.lifecycle import Event
from core.days import DAY, day_of
from core.verdicts import Refused, Stale
from tests.cases.actions.test_course_views import request
from tests.cases.closing_scene import closing, ended, met_mentor
from tests.cases.course_scene import raised, running
from tests.cases.startup_scene import assigned
from tests.factories import AT
from tests.races import race

pytestmark = pytest.mark.django_db

TODAY = day_of(AT)


def close(case, by, **other: Any) -> Case:
    return close_course(case_id=case.pk, by=by, **closing(**other))


def rows() -> tuple[Any, ...]:
    """Everything that closing changes."""
    return (
        list(Case.objects.values_list("state", "version", "closed_on", "end_reason", "consent_withdrawn_on")),
        list(Assignment.objects.values_list("ended_on", flat=True)),
        list(Period.objects.values_list("ended_on", flat=True)),
        [model.objects.count() for model in (CourseOutcome, FollowUp, Benefit, AuditEvent)],
        list(Extension.objects.values_list("state", flat=True)),
        list(Approval.objects.values_list("state", flat=True)),
        list(Rematch.objects.values_list("closed_on", flat=True)),
    )


class TestWhatEnds:
    def test_before_its_last_day_the_period_ends_today_and_the_place_is_free_tomorrow(self):
        case, assignment, _by = ended(closed_at=AT + 30 * DAY)
        period = Period.objects.get()
        assert (case.state, case.closed_on, case.end_reason, case.due_on) == (State.ENDED, TODAY + 30 * DAY, "manages_without", None)
        assert (period.ended_on, period.last_day) == (TODAY + 30 * DAY, dt.date(2027, 5, 15))
        assert assignment.ended_on == TODAY + 30 * DAY
        assert AuditEvent.objects.filter(kind="mentor.place_freed", subject_id=assignment.mentor_id).exists()

    def test_after_it_ran_out_the_granted_days_stand_as_they_are(self):
        case, assignment, _by = ended(closed_at=AT + 200 * DAY, reason=EndReason.RAN_OUT)
        assert Period.objects.get().ended_on is None
        assert (case.end_reason, assignment.ended_on) == ("ran_out", TODAY + 200 * DAY)

    def test_before_the_first_day_of_a_period_that_has_not_begun(self):
        case, _assignment, by = running()
        later = DAY * 400
        first = Period.objects.get()
        Period.objects.create(
            case=case,
            number=2,
            decision=first.decision,
            first_day=TODAY + later,
            last_day=TODAY + later + 30 * DAY,
            minutes_a_week=60,
            created_at=AT,
        )
        close(case, by)
        assert Period.objects.get(number=2).ended_on == TODAY + later - DAY, "it has no day"

    def test_outcome_benefit_and_the_days_to_ask_again_are_kept(self):
        case, _assignment, by = ended()
        row = CourseOutcome.objects.get()
        assert (row.point, row.outcome, row.where, row.minutes_a_week, row.recorded_by) == (
            "end",
            "ordinary_job",
            "Egebæk Bibliotek",
            1800,
            by,
        )
        assert list(Benefit.objects.values_list("point", "kind")) == [("end", BenefitKind.WAGE)]
        expected = follow_up_days(closed_on=case.closed_on)
        assert dict(FollowUp.objects.values_list("point", "due_on")) == expected

    def test_the_time_line_says_why_and_whether_it_counts(self):
        case, assignment, by = running()
        met_mentor(assignment, by)
        met_mentor(assignment, by, minutes=0, attendance=Attendance.NO_SHOW)
        close(case, by)
        facts = AuditEvent.objects.get(kind="case.ended").facts
        assert (facts["reason"], facts["outcome"], facts["completed"], facts["contacts"]) == ("manages_without", "ordinary_job", True, 1)
        assert "manages without" in event("case.ended", facts) or "uden mentor" in event("case.ended", facts)

    def test_without_a_contact_it_does_not_count_as_completed(self):
        ended()
        assert AuditEvent.objects.get(kind="case.ended").facts["completed"] is False

    def test_a_withdrawal_on_this_page_withdraws_the_consent_too(self):
        case, _assignment, _by = ended(reason=EndReason.WITHDRAWN, became=Became(Outcome.STOPPED))
        assert case.consent_withdrawn_on == case.closed_on


class TestWhatStopsIt:
    def waits(self, case, by, what: str) -> None:
        if what == "hours_to_approve":
            met_mentor(case.assignments.get(), by, approved=False)
        elif what == "closing_extension":
            request(case, by)
        elif what == "closing_approval":
            Approval.objects.create(case=case, kind=DecisionKind.CHANGE, limits=["hours"], proposed={}, prepared_by=by, prepared_at=AT)
        else:
            raised(case, by)

    @pytest.mark.parametrize("code", ["hours_to_approve", "closing_extension", "closing_approval", "closing_rematch"])
    def test_what_waits_is_told_and_nothing_changes(self, code):
        case, _assignment, by = running()
        self.waits(case, by, code)
        before = rows()
        with pytest.raises(Refused, match=code):
            close(case, by)
        assert rows() == before

    def test_entries_that_were_struck_out_wait_for_nobody(self):
        case, assignment, by = running()
        entry = met_mentor(assignment, by, approved=False)
        Contact.objects.filter(pk=entry.pk).update(state="struck", struck_at=AT, struck_why="To gange")
        assert close(case, by).state == State.ENDED

    def test_when_the_match_failed_the_search_for_a_mentor_ends_with_the_course(self):
        case, _assignment, by = running()
        raised(case, by)
        close(case, by, reason=EndReason.MATCH_FAILED)
        assert Rematch.objects.get().closed_on == TODAY

    @pytest.mark.parametrize(
        ("wrong", "code", "field"),
        [
            ({"reason": EndReason.RAN_OUT}, "not_run_out_yet", "reason"),
            ({"reason": EndReason.OTHER}, "words_missing", "words"),
            ({"became": Became(Outcome.KEPT_JOB, minutes_a_week=0)}, "outcome_hours_range", "minutes_a_week"),
            ({"became": Became(Outcome.KEPT_JOB, since=TODAY + 800 * DAY)}, "outcome_since_too_far", "since"),
            ({"days": {**follow_up_days(closed_on=TODAY), OutcomePoint.MONTHS_6: TODAY}}, "follow_up_before_end", "day_m6"),
            ({"days": {}}, "follow_up_days_missing", ""),
        ],
    )
    def test_what_cannot_be_is_told_at_its_field(self, wrong, code, field):
        case, _assignment, by = running()
        before = rows()
        with pytest.raises(Refused) as refused:
            close(case, by, **wrong)
        assert (refused.value.code, refused.value.field) == (code, field)
        assert rows() == before

    def test_a_case_in_a_step_is_not_closed_here_and_an_ended_one_not_twice(self):
        case, _assignment, by = assigned()
        with pytest.raises(Refused, match="closing_not_running"):
            close(case, by)
        case, _assignment, by = ended()
        with pytest.raises(Refused, match="case_closed"):
            close(case, by)

    def test_who_saw_an_older_case_is_told(self):
        case, _assignment, by = running()
        with pytest.raises(Stale):
            close(case, by, version=case.version - 1)

    def test_a_fault_half_way_leaves_nothing(self, monkeypatch):
        case, _assignment, by = running()
        before = rows()
        monkeypatch.setattr("cases.actions.closing.plan_follow_ups", lambda *a, **k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            close(case, by)
        assert rows() == before


class TestTheClientWithdraws:
    def test_on_any_day_whatever_waits_and_the_client_is_asked_again(self):
        case, assignment, by = running()
        met_mentor(assignment, by, approved=False)
        request(case, by)
        Approval.objects.create(case=case, kind=DecisionKind.EXTENSION, limits=["hours"], proposed={}, prepared_by=by, prepared_at=AT)
        later = AT + 10 * DAY
        close_case(case_id=case.pk, version=None, event=Event.WITHDRAWN, words="Vil ikke mere", by=by, at=later)
        case.refresh_from_db()
        assert (case.state, case.end_reason, case.consent_withdrawn_on, case.closing_words) == (
            State.ENDED,
            "withdrawn",
            day_of(later),
            "Vil ikke mere",
        )
        assert case.consent_on is not None, "that it was given is history"
        assert Extension.objects.get().state == ExtensionState.WITHDRAWN
        assert Approval.objects.get().state == ApprovalState.CANCELLED
        assert Contact.objects.get().state == "waiting", "what was written stays"
        assert set(FollowUp.objects.values_list("point", flat=True)) == set(MONTHS)

    def test_of_an_application_that_is_withdrawn_nobody_is_asked_again(self):
        case, _assignment, by = assigned()
        arrange_startup_meeting(case_id=case.pk, starts_at=AT, place="Lokale 2", who_comes="Alle", by=by, at=AT)
        close_case(case_id=case.pk, version=None, event=Event.WITHDRAWN, words="Nej tak", by=by, at=AT)
        case.refresh_from_db()
        assert (case.state, case.consent_withdrawn_on) == (State.WITHDRAWN, TODAY)
        assert not FollowUp.objects.exists()

    def test_no_longer_relevant_is_no_withdrawal(self):
        case, _assignment, by = assigned()
        close_case(case_id=case.pk, version=None, event=Event.NOT_RELEVANT, words="Fik job", by=by, at=AT)
        case.refresh_from_db()
        assert case.consent_withdrawn_on is None


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_of_two_who_close_one_does(self):
        case, _assignment, by = running()
        found = race([lambda: close(case, by, version=case.version) for _ in range(2)])
        assert found["won"] == 1 and found["case_closed"] == 1
        assert FollowUp.objects.count() == 3
        assert CourseOutcome.objects.count() == 1

    def test_closing_while_the_client_withdraws_ends_it_once(self):
        case, _assignment, by = running()

        def withdraw() -> None:
            close_case(case_id=case.pk, version=None, event=Event.WITHDRAWN, words="Stop", by=by, at=AT)

        found = race([lambda: close(case, by), withdraw])
        assert found["won"] == 1 and found["case_closed"] == 1
        assert FollowUp.objects.count() == 3
