"""What the client wishes changed stands beside the grant until it is answered (R110)."""

import pytest

from accounts.models import AuditEvent
from cases.actions.annulling import annul_decision
from cases.actions.changed_wishes import answer_wish, take_back_wish
from cases.actions.closing import close_course
from cases.actions.exits import close_case
from cases.actions.reopening import reopen_course
from cases.hour_rows import open_wish
from cases.hours import account_of
from cases.models import Period
from cases.rules.lifecycle import Event
from core.days import DAY, WEEK, day_of
from tests.cases.closing_scene import closing, reopening
from tests.cases.course_scene import running
from tests.cases.hours_scene import TODAY, changed, kinds, wished
from tests.factories import AT
from tests.refusals import refused

pytestmark = pytest.mark.django_db


class TestTheChangedWish:
    def test_stands_beside_the_grant_on_its_day(self):
        """R110"""
        case, _assignment, by = running()
        before = account_of(case, on=TODAY)
        wish = wished(case, by, minutes=120)
        assert (wish.day, wish.minutes_a_week, wish.decision) == (TODAY, 120, None)
        assert account_of(case, on=TODAY) == before

    def test_one_waits_at_a_time_and_can_be_taken_back(self):
        """R110"""
        case, _assignment, by = running()
        wish = wished(case, by, minutes=120)
        with refused("wish_open_already"):
            wished(case, by, minutes=60)
        take_back_wish(case_id=case.pk, wish_id=wish.pk, by=by, at=AT)
        with refused("wish_not_open"):
            take_back_wish(case_id=case.pk, wish_id=wish.pk, by=by, at=AT)
        wished(case, by, minutes=60)
        assert kinds(case)[-2:] == ["case.wish_taken_back", "case.wish_changed"]

    def test_what_is_granted_already_is_no_wish(self):
        """R110"""
        case, _assignment, by = running()
        with refused("wish_as_granted", "minutes_a_week"):
            wished(case, by, minutes=180)

    def test_for_an_earlier_last_day_is_closed_with_the_course_and_stays_readable(self):
        """R110"""
        case, _assignment, by = running()
        wish = wished(case, by, last_day=TODAY + 4 * WEEK)
        end = AT + 4 * WEEK
        close_course(case_id=case.pk, by=by, **closing(end))
        wish.refresh_from_db()
        assert (wish.ended_on, wish.decision, wish.withdrawn_on) == (day_of(end), None, None)
        assert open_wish(case) is None
        reopen_course(case_id=case.pk, by=by, **reopening(end + DAY))
        assert open_wish(case) is None, "a course that is opened again does not bring the wish back"
        wished(case, by, minutes=60, at=end + DAY)
        assert AuditEvent.objects.get(subject_id=case.pk, kind="case.ended").facts["wishes_ended"] == 1

    def test_is_closed_when_the_client_withdraws(self):
        """R110, R03"""
        case, _assignment, by = running()
        wish = wished(case, by, minutes=60)
        close_case(case_id=case.pk, version=None, event=Event.WITHDRAWN, words="", by=by, at=AT)
        wish.refresh_from_db()
        assert wish.ended_on == TODAY

    def test_a_no_that_is_annulled_after_the_end_leaves_none_open(self):
        """R110, R131"""
        case, _assignment, by = running()
        wish = wished(case, by, minutes=240)
        decision = changed(case, by, None, keeps=True, first_day=None, reasons="Målene er nået", offered_instead="En samtale")
        close_course(case_id=case.pk, by=by, **closing(AT + DAY))
        annul_decision(case_id=case.pk, version=None, decision_id=decision.pk, why="Forkert borger", by=by, at=AT + DAY)
        wish.refresh_from_db()
        assert (wish.decision, wish.ended_on) == (None, TODAY + DAY)

    def test_a_decision_about_something_else_does_not_answer_it(self):
        """R110"""
        case, _assignment, by = running()
        wished(case, by, minutes=120)
        first = Period.objects.get(case=case).decision
        assert answer_wish(case=case, decision=first) is None
        assert open_wish(case) is not None
