"""Where two parts of a running course meet: what is annulled, waits, is opened again or merged while something else builds on it."""

import datetime as dt
from typing import Any

import pytest

from accounts import cpr as sealed
from cases.actions.annulling import annul_decision
from cases.actions.clients import ClientFacts, make_client
from cases.actions.closing import close_course
from cases.actions.handover import take_handover
from cases.actions.plans import current_plan
from cases.actions.reopening import reopen_course
from cases.enums import Party
from cases.hours import account_of, granted_periods
from cases.models import Approval, Decision, GrantStep, Period
from cases.rules.extensions import Choice
from cases.rules.hours import minutes_between
from core.days import DAY, DaySpan, day_of
from tests.cases.closing_scene import closing, reopening
from tests.cases.course_scene import running
from tests.cases.extension_scene import FIRST, LATER, asked, decided, limited, proposal, waiting
from tests.cases.hours_scene import changed, planned
from tests.cases.repair_scene import change_of_hours, extension, handed, merged, neighbour, twin
from tests.cases.startup_scene import agreed, signs
from tests.factories import AT
from tests.refusals import refused

pytestmark = pytest.mark.django_db

BEGAN = day_of(AT)
NEAR = LATER + 14 * DAY


def annul(decision: Decision, by: Any, *, at: dt.datetime = AT) -> Decision:
    return annul_decision(case_id=decision.case_id, version=None, decision_id=decision.pk, why="Truffet ved en fejl", by=by, at=at)


class TestAnnulling:
    def test_the_newest_change_of_hours_is_annulled_first(self) -> None:
        """R131: what was granted later was compared with what was granted before."""
        case, _assignment, by = running()
        older = changed(case, by, 240, days=7)
        newer = changed(case, by, 300, days=14, at=AT + DAY)
        assert isinstance(older, Decision) and isinstance(newer, Decision)
        with refused("annul_newer_first"):
            annul(older, by, at=AT + DAY)
        annul(newer, by, at=AT + DAY)
        annul(older, by, at=AT + DAY)

    def test_the_hours_of_the_mentor_and_the_plan_go_back_with_a_change_that_is_annulled(self) -> None:
        """R131, R105: a plan never lies above the grant, and nobody's time is held that is not granted."""
        case, assignment, by = running()
        change = changed(case, by, 360, days=0)
        assert isinstance(change, Decision)
        planned(case, by, (0, 360))
        annul(change, by)
        found = account_of(case, on=BEGAN)
        assert found.planned <= found.granted
        assignment.refresh_from_db()
        assert assignment.minutes_a_week == 180

    def test_a_plan_that_fits_and_hours_that_are_fewer_stay_as_they_are(self) -> None:
        """R131"""
        case, assignment, by = running()
        planned(case, by, (0, 60))
        change = changed(case, by, 120, days=0, reasons="Klarer mere selv")
        assert isinstance(change, Decision)
        annul(change, by)
        plan = current_plan(case.periods.get())
        assignment.refresh_from_db()
        assert plan is not None and plan.number == 1
        assert assignment.minutes_a_week == 120, "more needs room, and an agreement"

    def test_an_extension_is_not_annulled_under_a_request_that_would_follow_it(self) -> None:
        """R131"""
        case, _assignment, by = running()
        decision, _period = extension(case, begins=case.periods.get().last_day + DAY, months=1)
        asked(case, by, last_day=dt.date(2027, 9, 1), at=NEAR)
        with refused("extension_pending"):
            annul(decision, by, at=NEAR)

    def test_nothing_is_annulled_that_a_waiting_decision_builds_on(self) -> None:
        """R119, R131"""
        case, _assignment, by = running()
        older = changed(case, by, 240, days=7)
        assert isinstance(older, Decision)
        limited(case.jobcentre)
        assert isinstance(changed(case, by, 300, days=14), Approval)
        with refused("approval_waiting"):
            annul(older, by)


def test_a_version_with_more_hours_than_are_granted_by_now_does_not_take_effect() -> None:
    """R52, R75: the hours were changed, or the change was annulled, between writing and signing."""
    case, assignment, by = running()
    change = changed(case, by, 240, days=0)
    assert isinstance(change, Decision)
    agreed(case, by, based_on=1, minutes_a_week=240)
    signs(case, by, Party.CLIENT, version=2)
    annul(change, by)
    with refused("more_than_granted"):
        signs(case, by, Party.MENTOR, version=2)
    assignment.refresh_from_db()
    assert assignment.minutes_a_week == 180
    changed(case, by, 240, days=0)
    signs(case, by, Party.MENTOR, version=2)
    assignment.refresh_from_db()
    assert assignment.minutes_a_week == 240


def test_an_extension_is_not_granted_under_a_change_of_hours_that_waits_for_a_second_person() -> None:
    """R119: the second person has read what the course comes to."""
    case, _assignment, by, request = waiting()
    settings = limited(case.jobcentre)
    assert isinstance(changed(case, by, 240, at=LATER), Approval)
    settings.second_minutes = None
    settings.save()
    with refused("approval_waiting"):
        decided(case, request, by)
    assert Period.objects.filter(case=case).count() == 1


class TestOpenedAgain:
    def test_hours_that_were_to_change_later_change_on_their_day(self) -> None:
        """R124, R88: never more than was granted for the days that are left."""
        case, _assignment, by = running()
        change_of_hours(case, case.periods.get(), begins=BEGAN + 70 * DAY, minutes=60)
        close_course(case_id=case.pk, by=by, **closing(AT + 30 * DAY))
        reopen_course(case_id=case.pk, by=by, **reopening(AT + 40 * DAY))
        first, again = granted_periods(case)[0]
        late = DaySpan(BEGAN + 70 * DAY, BEGAN + 76 * DAY)
        assert minutes_between(again.granted, span=late) == 60
        assert minutes_between(again.granted, span=DaySpan(BEGAN + 42 * DAY, BEGAN + 48 * DAY)) == 180
        assert first.number == 1

    def test_fewer_hours_stay_fewer_in_a_period_that_was_granted_in_steps(self) -> None:
        """R124, R88"""
        case, _assignment, by, request = waiting()
        grant = decided(case, request, by, proposal(Choice.LESS))
        assert isinstance(grant, Decision) and GrantStep.objects.filter(decision=grant).count() == 2
        period = Period.objects.get(case=case, number=2)
        change_of_hours(case, period, begins=FIRST, minutes=30)
        at = dt.datetime(2027, 6, 1, 9, tzinfo=dt.UTC)
        close_course(case_id=case.pk, by=by, **closing(at))
        reopen_course(case_id=case.pk, by=by, **reopening(at + 10 * DAY))
        again = granted_periods(case)[0][-1]
        week = DaySpan(dt.date(2027, 6, 14), dt.date(2027, 6, 20))
        assert again.number == 3 and minutes_between(again.granted, span=week) == 30


class TestProtection:
    """Protection of name and address is never lost when records come together (R132, R133)."""

    def test_the_longer_protection_of_two_records_is_kept(self) -> None:
        case, _assignment, by = running()
        soon = BEGAN + 10 * DAY
        type(case.client).objects.filter(pk=case.client_id).update(address_protected=True, protected_until=soon)
        other = twin(case, address_protected=True, protected_until=None)
        merged(case, other, by)
        case.client.refresh_from_db()
        assert (case.client.address_protected, case.client.protected_until) == (True, None)

    @pytest.mark.parametrize("until", [None, BEGAN + 100 * DAY])
    def test_who_is_known_in_the_new_jobcentre_is_protected_there_too(self, until: dt.date | None) -> None:
        case, _assignment, by = running()
        there = neighbour()
        number = sealed.decrypt(case.client.cpr_sealed, row_id=case.client.pk)
        facts = ClientFacts(given_name="Karin", family_name="Skov")
        known = make_client(jobcentre_id=there.jobcentre_id, number=number, facts=facts, at=AT)
        type(case.client).objects.filter(pk=case.client_id).update(address_protected=True, protected_until=until)
        row = handed(case, there.jobcentre, by)
        new = take_handover(handover_id=row.pk, member=there, by=there.user, at=AT)
        known.refresh_from_db()
        assert new.client_id == known.pk
        assert (known.given_name, known.address_protected, known.protected_until) == ("Karin", True, until)


def test_other_words_of_the_same_steps_are_a_new_plan() -> None:
    """R104: what is typed is not lost."""
    case, _assignment, by = running()
    planned(case, by, (0, 120), words="Langsomt")
    planned(case, by, (0, 120), words="Langsomt")
    assert case.periods.get().plans.count() == 1
    planned(case, by, (0, 120), based_on=1, words="Hurtigt")
    plan = current_plan(case.periods.get())
    assert plan is not None and (plan.number, plan.words) == (2, "Hurtigt")
