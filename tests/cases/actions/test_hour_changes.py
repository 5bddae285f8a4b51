"""A change of hours is a decision of its own; the period, its decision and the wish stay readable (R109, R110, R118)."""

import datetime as dt

import pytest

from accounts.enums import Role
from accounts.models import AuditEvent
from cases.actions.agreements import save_agreement
from cases.actions.approving import approve
from cases.actions.exits import close_case
from cases.actions.hour_changes import change_hours
from cases.enums import DecisionKind, DecisionOutcome
from cases.hour_rows import open_wish, plans_of, steps_of
from cases.hours import account_of, granted_periods
from cases.loads import load_of
from cases.models import Approval, Case, ChangedWish, Decision, HourPlan, Period
from cases.rules.hour_changes import Change
from cases.rules.hours import Step
from cases.rules.lifecycle import Event
from core.days import DAY, WEEK
from tests.cases.course_scene import changed_and_signed, running
from tests.cases.hours_scene import TODAY, changed, limited, paused, planned, wished
from tests.cases.startup_scene import TERMS
from tests.factories import AT, MembershipFactory
from tests.races import race
from tests.refusals import refused

pytestmark = pytest.mark.django_db

LATER = AT + dt.timedelta(minutes=5)
NO = Change(keeps=True, reasons="Der er ikke brug for mere", offered_instead="En mødegruppe", sent_on=TODAY)


def test_more_hours_are_granted_from_a_day_to_the_last_day_of_the_period():
    """R109"""
    case, assignment, by = running()
    period = Period.objects.get(case=case)
    own = period.decision
    before = account_of(case, on=TODAY)
    decision = changed(case, by, 240)
    assert isinstance(decision, Decision)
    assert (decision.kind, decision.outcome, decision.changes) == (DecisionKind.CHANGE, DecisionOutcome.GRANTED, period)
    assert (decision.first_day, decision.last_day, decision.minutes_a_week) == (TODAY + 7 * DAY, period.last_day, 240)
    assert (decision.mentor_type, decision.purpose, decision.funding) == (own.mentor_type, own.purpose, own.funding)
    assert decision.appeal_until > decision.received_on
    assert account_of(case, on=TODAY).granted > before.granted
    period.refresh_from_db()
    own.refresh_from_db()
    assert (period.minutes_a_week, period.decision, own.minutes_a_week) == (180, own, 180)
    assignment.refresh_from_db()
    assert assignment.minutes_a_week == 240
    assert load_of(assignment.mentor_id, TODAY).minutes == 240
    assert AuditEvent.objects.filter(subject_id=assignment.mentor_id, kind="mentor.hours_changed").exists()
    assert AuditEvent.objects.filter(subject_id=case.pk, kind="case.hours_decided").count() == 1


def test_fewer_hours_need_reasons_and_are_granted_in_part():
    """R109"""
    case, _assignment, by = running()
    with refused("change_needs_reasons", "reasons"):
        changed(case, by, 60)
    decision = changed(case, by, 60, reasons="Klarer mere selv")
    assert isinstance(decision, Decision)
    assert (decision.outcome, decision.why_fewer_hours, decision.reasons) == (DecisionOutcome.PARTIAL, "Klarer mere selv", "")


def test_fewer_hours_of_the_mentor_follow_today_or_when_they_are_agreed():
    """R109, R75: what another client could have before the day is not given away."""
    case, assignment, by = running()
    changed(case, by, 120, reasons="a", days=7)
    assignment.refresh_from_db()
    assert assignment.minutes_a_week == 180
    changed(case, by, 60, reasons="a", days=0, at=LATER)
    assignment.refresh_from_db()
    assert assignment.minutes_a_week == 60


def test_more_hours_need_room_at_the_mentor():
    """R109"""
    case, _assignment, by = running(most_minutes=200)
    with refused("mentor_no_more_hours", "minutes_a_week"):
        changed(case, by, 240)
    assert not Decision.objects.filter(kind=DecisionKind.CHANGE).exists()


def test_the_agreement_can_have_the_new_hours_and_not_more():
    """R109, R75"""
    case, assignment, by = running()
    changed(case, by, 240, at=LATER)
    with refused("more_than_granted"):
        save_agreement(case_id=case.pk, based_on=1, first_day=None, by=by, at=AT, **{**TERMS, "minutes_a_week": 241})
    changed_and_signed(case, by, minutes_a_week=240)
    assignment.refresh_from_db()
    assert assignment.minutes_a_week == 240


def test_a_second_change_lies_over_the_first():
    """R109"""
    case, _assignment, by = running()
    changed(case, by, 240, days=7)
    changed(case, by, 120, days=14, reasons="a", at=LATER)
    granted = granted_periods(case)[0][0].granted
    assert granted == (Step(TODAY, 180), Step(TODAY + 7 * DAY, 240), Step(TODAY + 14 * DAY, 120))


def test_a_plan_above_the_new_hours_follows_them_and_one_below_stays():
    """R109, R105"""
    case, _assignment, by = running()
    planned(case, by, (0, 180), (8, 60))
    changed(case, by, 240)
    assert HourPlan.objects.count() == 1
    changed(case, by, 90, reasons="a", days=14, at=LATER)
    newest = plans_of(Period.objects.get(case=case))[0]
    assert newest.number == 2
    assert [step.minutes_a_week for step in steps_of(newest)] == [180, 90, 60]
    found = account_of(case, on=TODAY)
    assert found.planned <= found.granted


@pytest.mark.parametrize(
    ("known", "code", "field"),
    [
        ({"minutes": 180}, "change_same_hours", "minutes_a_week"),
        ({"minutes": 240, "days": -1}, "change_in_the_past", "first_day"),
        ({"minutes": 240, "days": 400}, "change_outside_period", "first_day"),
        ({"minutes": 60 * 60}, "change_hours_out_of_range", "minutes_a_week"),
        ({"minutes": None}, "grant_hours_missing", "minutes_a_week"),
    ],
)
def test_what_is_no_change_is_refused_and_nothing_is_written(known, code, field):
    """R109"""
    case, _assignment, by = running()
    with refused(code, field):
        changed(case, by, **known)
    assert Decision.objects.filter(case=case).count() == 1


def test_a_withdrawn_consent_and_a_course_that_does_not_run_change_no_hours():
    """R109"""
    case, _assignment, by = running()
    Case.objects.filter(pk=case.pk).update(consent_withdrawn_on=TODAY)
    with refused("consent_withdrawn"):
        changed(case, by, 240)
    Case.objects.filter(pk=case.pk).update(consent_withdrawn_on=None)
    close_case(case_id=case.pk, version=None, event=Event.WITHDRAWN, words="a", by=by, at=AT)
    with refused("case_closed"):
        changed(case, by, 240)


class TestTheWish:
    def test_is_answered_by_the_change(self):
        """R110: what the client wishes is granted without reasons, though it is less than now."""
        case, _assignment, by = running()
        wish = wished(case, by, minutes=120)
        decision = changed(case, by, 120)
        wish.refresh_from_db()
        assert isinstance(decision, Decision)
        assert wish.decision == decision
        assert (decision.outcome, decision.wished_minutes_a_week) == (DecisionOutcome.GRANTED, 120)

    def test_is_answered_by_a_no_with_reasons(self):
        """R110"""
        case, _assignment, by = running()
        wish = wished(case, by, minutes=240)
        decision = changed(case, by, None, keeps=True, first_day=None, reasons=NO.reasons, offered_instead=NO.offered_instead)
        wish.refresh_from_db()
        assert isinstance(decision, Decision)
        assert (wish.decision, decision.outcome, decision.minutes_a_week) == (decision, DecisionOutcome.REFUSED, None)
        assert granted_periods(case)[0][0].granted == (Step(TODAY, 180),)

    def test_nobody_gets_more_than_is_wished(self):
        """R109"""
        case, _assignment, by = running()
        wished(case, by, minutes=120)
        with refused("change_above_the_wish", "minutes_a_week"):
            changed(case, by, 240)

    @pytest.mark.parametrize("weeks", [-8, 4])
    @pytest.mark.parametrize("minutes", [None, 240])
    def test_for_another_last_day_is_answered_by_a_no_with_reasons(self, weeks: int, minutes: int | None):
        """R110"""
        case, _assignment, by = running()
        last_day = Period.objects.get(case=case).last_day
        wish = wished(case, by, minutes=minutes, last_day=last_day + weeks * WEEK)
        decision = changed(case, by, None, keeps=True, first_day=None, reasons=NO.reasons, offered_instead=NO.offered_instead)
        wish.refresh_from_db()
        assert isinstance(decision, Decision)
        assert (wish.decision, decision.outcome) == (decision, DecisionOutcome.REFUSED)
        assert Period.objects.get(case=case).last_day == last_day and open_wish(case) is None

    def test_a_no_answers_nothing_when_nothing_is_wished(self):
        """R110"""
        case, _assignment, by = running()
        with refused("change_nothing_wished", "keeps"):
            changed(case, by, None, keeps=True, first_day=None, reasons=NO.reasons, offered_instead=NO.offered_instead)

    def test_one_for_a_longer_course_stays_open(self):
        """R110"""
        case, _assignment, by = running()
        wished(case, by, minutes=240, last_day=Period.objects.get(case=case).last_day + 30 * DAY)
        changed(case, by, 210)
        assert ChangedWish.objects.get().decision is None


class TestTheSecondPerson:
    def test_is_asked_above_the_limit_and_the_change_waits(self):
        """R109, R118"""
        case, assignment, by = running()
        limited(case, minutes=80 * 60)
        prepared = changed(case, by, 240)
        assert isinstance(prepared, Approval)
        assert not Decision.objects.filter(kind=DecisionKind.CHANGE).exists()
        assignment.refresh_from_db()
        assert assignment.minutes_a_week == 180
        with refused("approval_waiting"):
            changed(case, by, 210)
        manager = MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user
        with refused("second_is_first"):
            approve(case_id=case.pk, approval_id=prepared.pk, version=1, by=by, at=AT)
        decision = approve(case_id=case.pk, approval_id=prepared.pk, version=1, by=manager, at=AT)
        assert (decision.kind, decision.minutes_a_week, decision.decided_by) == (DecisionKind.CHANGE, 240, by)
        assignment.refresh_from_db()
        assert assignment.minutes_a_week == 240

    def test_is_not_asked_about_fewer_hours(self):
        """R109"""
        case, _assignment, by = running()
        limited(case, minutes=1)
        assert isinstance(changed(case, by, 60, reasons="a"), Decision)


@pytest.mark.django_db(transaction=True)
def test_two_who_change_the_hours_at_once():
    """R109: the second reads what the first decided."""
    case, _assignment, by = running()
    case.refresh_from_db()

    def change(minutes):
        known = Change(first_day=TODAY + 7 * DAY, minutes_a_week=minutes, reasons="a", sent_on=TODAY)
        return lambda: change_hours(case_id=case.pk, version=case.version, change=known, by=by, at=AT)

    assert race([change(240), change(120)]) == {"won": 1, "stale": 1}
    assert Decision.objects.filter(case=case, kind=DecisionKind.CHANGE).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_plan_or_pause_at_once():
    """R104, R107"""
    case, _assignment, by = running()
    plans = race([lambda: planned(case, by, (0, 180), (8, 60)), lambda: planned(case, by, (0, 180), (8, 30))])
    assert plans == {"won": 1, "stale": 1}
    pauses = race([lambda: paused(case, by, 7, 13), lambda: paused(case, by, 10, None)])
    assert pauses == {"won": 1, "pause_overlaps": 1}
    wishes = race([lambda: wished(case, by, minutes=60), lambda: wished(case, by, minutes=120)])
    assert wishes == {"won": 1, "wish_open_already": 1}
