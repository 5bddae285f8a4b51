"""An ended course is opened again: within its grant, after it, with the mentor of before or another, and never past what is granted."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import AuditEvent
from cases.actions.assignments import assign
from cases.actions.closing import close_course
from cases.actions.exits import close_case
from cases.actions.followups import answer_follow_up
from cases.actions.reopening import reopen_course
from cases.enums import Consent, DecisionKind, EndReason, OutcomePoint, State
from cases.models import (
    Agreement,
    Assignment,
    Benefit,
    Case,
    CourseOutcome,
    CourseReopening,
    CourseView,
    Decision,
    FollowUp,
    Period,
    Rematch,
)
from cases.phrases import event
from cases.rules.lifecycle import Event
from core.days import DAY, day_of
from core.verdicts import Refused, Stale
from tests.cases.closing_scene import closing, ended, reopening, says
from tests.cases.course_scene import accepted, next_mentor, running
from tests.factories import AT, AssignmentFactory, CaseFactory
from tests.races import race

pytestmark = pytest.mark.django_db

CLOSED = AT + 30 * DAY
AGAIN = AT + 40 * DAY
LAST = dt.date(2027, 5, 15)
"""The last granted day of a course that began on AT."""


def reopen(case, by, *, at: dt.datetime = AGAIN, **other: Any) -> Case:
    return reopen_course(case_id=case.pk, by=by, **reopening(at, **other))


def rows() -> tuple[Any, ...]:
    return (
        list(Case.objects.order_by("pk").values_list("state", "version", "closed_on", "end_reason", "consent_on")),
        [model.objects.count() for model in (Period, Assignment, Rematch, Agreement, CourseReopening, AuditEvent)],
        list(CourseOutcome.objects.values_list("replaced_on", flat=True)),
        list(FollowUp.objects.values_list("dropped_on", flat=True)),
    )


class TestWithinTheGrant:
    def test_a_new_period_under_the_same_decision_runs_to_the_granted_last_day(self):
        case, _assignment, by = ended()
        reopen(case, by)
        case.refresh_from_db()
        old, new = Period.objects.order_by("number")
        assert (case.state, case.closed_on, case.end_reason) == (State.RUNNING, None, "")
        assert (old.ended_on, old.last_day) == (day_of(CLOSED), LAST), "what was granted and how it ended stands"
        assert (new.decision, new.first_day, new.last_day, new.ended_on) == (old.decision, day_of(AGAIN), LAST, None)
        assert new.minutes_a_week == old.minutes_a_week

    def test_on_the_day_of_the_end_it_goes_on_tomorrow(self):
        case, _assignment, by = ended()
        reopen(case, by, at=CLOSED)
        assert Period.objects.get(number=2).first_day == day_of(CLOSED) + DAY
        assert Assignment.objects.order_by("first_day").last().first_day == day_of(CLOSED) + DAY

    def test_hours_that_were_changed_go_on(self):
        case, _assignment, by = running()
        period = Period.objects.get()
        first = Decision.objects.get(case=case)
        first.pk, first.kind, first.changes, first.minutes_a_week, first.first_day = (
            None,
            DecisionKind.CHANGE,
            period,
            60,
            day_of(AT) + 10 * DAY,
        )
        first._state.adding = True
        first.save()
        close_course(case_id=case.pk, by=by, **closing(CLOSED))
        reopen(case, by)
        assert Period.objects.get(number=2).minutes_a_week == 60

    def test_the_same_mentor_takes_a_place_again_and_the_agreement_is_signed_again(self):
        case, old, by = ended()
        reopen(case, by)
        new = Assignment.objects.exclude(pk=old.pk).get()
        old.refresh_from_db()
        assert (new.mentor, new.first_day, new.ended_on, new.minutes_a_week) == (old.mentor, day_of(AGAIN), None, 180)
        assert old.ended_on == day_of(CLOSED)
        version = Agreement.objects.order_by("number").last()
        assert (version.number, version.assignment, version.first_day, version.last_day) == (2, new, day_of(AGAIN), LAST)
        assert version.signatures.count() == 0

    def test_what_was_written_of_the_end_stays_and_no_longer_counts(self):
        case, _assignment, by = ended()
        says(case, by, at=CLOSED)
        first_follow_up = AT + 130 * DAY
        answer_follow_up(
            case_id=case.pk,
            point=OutcomePoint.MONTHS_3,
            version=0,
            reached=False,
            became=None,
            lives=closing()["lives"],
            words="",
            by=by,
            at=first_follow_up,
        )
        reopen(case, by, at=first_follow_up)
        today = day_of(first_follow_up)
        assert set(CourseOutcome.objects.values_list("point", "replaced_on")) == {("end", today), ("m3", today)}
        assert set(FollowUp.objects.values_list("dropped_on", flat=True)) == {today}
        assert set(Benefit.objects.exclude(point="").values_list("replaced_on", flat=True)) == {today}
        assert CourseView.objects.get().replaced_on == today
        row = CourseReopening.objects.get()
        assert (row.closed_on, row.end_reason, row.words, row.opened_by) == (
            day_of(CLOSED),
            "manages_without",
            "Det gik ikke alligevel",
            by,
        )

    def test_it_ends_a_second_time_with_views_outcome_and_days_of_its_own(self):
        case, _assignment, by = ended()
        says(case, by, at=CLOSED)
        reopen(case, by)
        says(case, by, at=AGAIN + 20 * DAY)
        close_course(case_id=case.pk, by=by, **closing(AGAIN + 20 * DAY))
        assert CourseView.objects.count() == 2
        assert CourseOutcome.objects.filter(replaced_on__isnull=True).count() == 1
        assert FollowUp.objects.filter(dropped_on__isnull=True).count() == 3
        reopen(case, by, at=AGAIN + 30 * DAY)
        assert Period.objects.order_by("number").last().last_day == LAST, "never past what is granted"
        assert Period.objects.count() == 3

    def test_after_a_withdrawal_the_client_says_yes_again(self):
        case, _assignment, by = running()
        close_case(case_id=case.pk, version=None, event=Event.WITHDRAWN, words="Stop", by=by, at=CLOSED)
        reopen(case, by, consent=Consent.WRITTEN)
        case.refresh_from_db()
        assert (case.consent, case.consent_on, case.consent_withdrawn_on) == ("written", day_of(AGAIN), None)

    def test_the_time_line_says_what_it_was_and_who_goes_on(self):
        case, _assignment, by = ended()
        reopen(case, by)
        facts = AuditEvent.objects.get(kind="case.reopened").facts
        assert (facts["closed_on"], facts["reason"], facts["same_mentor"]) == (day_of(CLOSED).isoformat(), "manages_without", True)
        assert "words" not in facts
        assert event("case.reopened", facts)


class TestTheMentor:
    def test_who_has_no_room_any_more_is_told_and_nothing_changes(self):
        case, old, by = ended()
        for _ in range(old.mentor.most_clients):
            AssignmentFactory(case__jobcentre=case.jobcentre, mentor=old.mentor, minutes_a_week=60, first_day=day_of(AT))
        before = rows()
        with pytest.raises(Refused) as refused:
            reopen(case, by)
        assert (refused.value.code, refused.value.field) == ("mentor_full", "mentor")
        assert rows() == before

    def test_a_declaration_that_has_expired_stops_it(self):
        case, old, by = ended()
        old.mentor.confidentiality_valid_until = day_of(AGAIN) - DAY
        old.mentor.save()
        with pytest.raises(Refused, match="mentor_declaration_expired"):
            reopen(case, by)

    def test_another_mentor_is_looked_for_and_takes_over(self):
        case, old, by = ended()
        reopen(case, by, same_mentor=False)
        case.refresh_from_db()
        rematch = Rematch.objects.get()
        assert (case.state, rematch.assignment, rematch.stops_on, rematch.closed_on) == (State.RUNNING, old, day_of(CLOSED), None)
        mentor = next_mentor(case, at=AGAIN)
        proposal = accepted(case, mentor, by, at=AGAIN)
        new = assign(proposal_id=proposal.pk, version=1, by=by, at=AGAIN)
        old.refresh_from_db()
        assert (new.mentor, new.first_day, old.ended_on) == (mentor, day_of(AGAIN), day_of(CLOSED))
        assert Agreement.objects.order_by("number").last().assignment == new


class TestAfterTheGrant:
    RAN_OUT = AT + 185 * DAY

    def over(self) -> tuple[Case, Assignment, Any]:
        return ended(closed_at=self.RAN_OUT, reason=EndReason.RAN_OUT)

    def test_it_is_open_for_a_late_request_and_has_no_period(self):
        case, _assignment, by = self.over()
        reopen(case, by, at=self.RAN_OUT + 2 * DAY)
        case.refresh_from_db()
        assert (case.state, Period.objects.count()) == (State.RUNNING, 1)
        assert Assignment.objects.filter(ended_on__isnull=True).count() == 1, "the place is kept while it is decided"
        assert case.due_on is not None

    def test_without_the_mentor_the_search_is_open(self):
        case, _assignment, by = self.over()
        reopen(case, by, at=self.RAN_OUT + 2 * DAY, same_mentor=False)
        assert Rematch.objects.get().closed_on is None

    def test_after_the_set_time_it_is_a_new_application(self):
        case, _assignment, by = self.over()
        with pytest.raises(Refused, match="reopening_too_late"):
            reopen(case, by, at=AT + 180 * DAY + 40 * DAY)


class TestWhatStopsIt:
    @pytest.mark.parametrize(
        ("wrong", "code", "field"),
        [
            ({"words": " "}, "words_missing", "words"),
            ({"consent": Consent.NOT_ASKED}, "consent_missing", "consent"),
            ({"consent_on": None}, "consent_day_missing", "consent_on"),
            ({"consent_on": day_of(AGAIN) + DAY}, "consent_in_future", "consent_on"),
            ({"consent_on": day_of(CLOSED) - DAY}, "consent_before_end", "consent_on"),
        ],
    )
    def test_what_is_missing_is_told_at_its_field(self, wrong, code, field):
        case, _assignment, by = ended()
        before = rows()
        with pytest.raises(Refused) as refused:
            reopen(case, by, **wrong)
        assert (refused.value.code, refused.value.field) == (code, field)
        assert rows() == before

    def test_one_open_case_a_client(self):
        case, _assignment, by = ended()
        CaseFactory(jobcentre=case.jobcentre, client=case.client, caseworker=by, state=State.CONTACT)
        before = rows()
        with pytest.raises(Refused, match="case_open_already"):
            reopen(case, by)
        assert rows() == before

    def test_only_what_has_ended(self):
        case, _assignment, by = running()
        with pytest.raises(Refused, match="reopening_not_ended"):
            reopen(case, by)

    def test_an_older_page_is_told(self):
        case, _assignment, by = ended()
        with pytest.raises(Stale):
            reopen(case, by, version=case.version - 1)

    @pytest.mark.django_db(transaction=True)
    def test_of_two_at_once_one_opens_it(self):
        case, _assignment, by = ended()
        found = race([lambda: reopen(case, by, version=case.version) for _ in range(2)])
        assert found["won"] == 1 and found["stale"] == 1
        assert Period.objects.count() == 2
        assert Assignment.objects.count() == 2
