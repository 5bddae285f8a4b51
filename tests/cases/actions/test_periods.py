"""The first period: when it starts, what it writes, and that two presses start one."""

import pytest

from accounts.models import AuditEvent
from cases.actions.periods import start_period
from cases.enums import Party, State
from cases.models import Period
from cases.rules.deadlines import decide_by
from core.days import DAY, day_of
from core.verdicts import Refused
from tests.cases.startup_scene import agreed, assigned, met, ready, signs
from tests.factories import AT
from tests.races import race

pytestmark = pytest.mark.django_db


def start(case, by, version=1, at=AT):
    return start_period(case_id=case.pk, version=version, by=by, at=at)


def code_of(case, by, **kwargs):
    with pytest.raises(Refused) as refused:
        start(case, by, **kwargs)
    return refused.value.code


def test_the_start_writes_period_lock_state_and_deadline():
    """R33, R58"""
    case, assignment, by = ready()
    period = start(case, by)
    grant = case.decisions.get()
    case.refresh_from_db()
    assignment.refresh_from_db()
    assert (period.number, period.first_day, period.last_day, period.minutes_a_week) == (1, day_of(AT), grant.last_day, 180)
    assert (case.state, case.startup_on, case.due_on) == (State.RUNNING, day_of(AT), decide_by(last_day=grant.last_day))
    assert assignment.first_day == period.first_day
    assert case.agreements.get().locked_at == AT
    facts = AuditEvent.objects.get(subject_id=case.pk, kind="case.period_started").facts
    assert facts == {"number": 1, "first_day": day_of(AT).isoformat(), "last_day": grant.last_day.isoformat(), "minutes": 180}


def test_a_later_start_up_shortens_the_period_and_the_granted_last_day_stays():
    """R33"""
    case, assignment, by = assigned()
    met(case, by)
    agreed(case, by, first_day=day_of(AT) + 10 * DAY)
    for party in (Party.CLIENT, Party.MENTOR):
        signs(case, by, party)
    period = start(case, by)
    assignment.refresh_from_db()
    assert (period.first_day, period.last_day) == (day_of(AT) + 10 * DAY, case.decisions.get().last_day)
    assert assignment.first_day == period.first_day


def test_a_meeting_later_than_the_agreed_first_day_is_the_start_up():
    """R57"""
    case, _assignment, by = assigned()
    agreed(case, by)
    met(case, by, at=AT + 5 * DAY)
    for party in (Party.CLIENT, Party.MENTOR):
        signs(case, by, party)
    assert start(case, by, at=AT + 5 * DAY).first_day == day_of(AT) + 5 * DAY


def test_a_start_up_after_the_grant_needs_a_new_decision():
    """R33"""
    case, _assignment, by = assigned()
    agreed(case, by)
    met(case, by, at=AT + 250 * DAY)
    for party in (Party.CLIENT, Party.MENTOR):
        signs(case, by, party)
    assert code_of(case, by, at=AT + 250 * DAY) == "starts_after_grant"


def test_without_the_mentors_signature_nothing_starts():
    """R58"""
    case, _assignment, by = assigned()
    met(case, by)
    agreed(case, by)
    signs(case, by, Party.CLIENT)
    assert code_of(case, by) == "signature_missing"
    assert not Period.objects.exists()


def test_a_change_after_the_signatures_stops_the_start():
    """R54, R58"""
    case, _assignment, by = ready()
    agreed(case, by, based_on=1, minutes_a_week=60)
    assert code_of(case, by, version=2) == "signature_missing"
    assert code_of(case, by, version=1) == "newer_version"


def test_a_declaration_that_runs_out_before_the_first_day_stops_the_start():
    """R58"""
    case, assignment, by = ready()
    assignment.mentor.confidentiality_valid_until = day_of(AT) - DAY
    assignment.mentor.save()
    assert code_of(case, by) == "declaration_missing"


def test_a_declaration_without_an_end_is_valid_without_end():
    """R58, R40: whoever can be matched with it can start with it."""
    case, _assignment, by = ready(confidentiality_valid_until=None)
    assert start(case, by).first_day == day_of(AT)


def test_a_mentor_without_a_declaration_stops_the_start():
    """R58"""
    case, _assignment, by = ready(confidentiality_signed_on=None, confidentiality_valid_until=None)
    assert code_of(case, by) == "declaration_missing"


def test_the_first_day_is_never_before_the_assignments():
    """R57: the place was checked from that day."""
    case, assignment, by = ready()
    assignment.first_day = day_of(AT) + 3 * DAY
    assignment.save()
    assert start(case, by).first_day == day_of(AT) + 3 * DAY


def test_twice_is_refused_in_words():
    case, _assignment, by = ready()
    start(case, by)
    assert code_of(case, by) == "period_started_already"


def test_before_the_start_up_there_is_nothing_to_start():
    case, _assignment, by = ready()
    case.state = State.MATCH
    case.save()
    assert code_of(case, by) == "not_in_this_step"


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_start_one_period():
    case, _assignment, by = ready()
    assert race([lambda: start(case, by)] * 2) == {"won": 1, "period_started_already": 1}
    assert Period.objects.filter(case=case).count() == 1
