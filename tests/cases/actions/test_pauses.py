"""A course pauses and goes on; its last day and its deadlines stay."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from accounts.models import AuditEvent
from cases.actions.closing import close_course
from cases.actions.exits import close_case
from cases.actions.pauses import end_pause, take_back_pause
from cases.course_rows import due_of_course
from cases.enums_course import PauseReason
from cases.enums_notice import NoticeKind
from cases.hours import account_of
from cases.models import Pause, Period
from cases.notice_rows import cases_known
from cases.phrases import event
from cases.rules.deadlines import decide_by
from cases.rules.lifecycle import Event
from core.days import DAY, WEEK
from core.verdicts import Stale
from tests.cases.closing_scene import closing
from tests.cases.course_scene import running
from tests.cases.hours_scene import TODAY, kinds, paused
from tests.cases.log_scene import entry
from tests.factories import AT
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def reminders_of_the_end(case):
    (known,) = cases_known([case.pk], on=TODAY)
    return [each.due_on for each in known.wanted if each.kind == NoticeKind.EXTENSION]


class TestThePause:
    def test_stops_the_hours_and_moves_no_last_day(self):
        """R107, R108"""
        case, _assignment, by = running()
        before, period = account_of(case, on=TODAY), Period.objects.get(case=case)
        paused(case, by, 7, 20)
        after = account_of(case, on=TODAY)
        assert before.planned - after.planned == 2 * 180
        assert after.granted == before.granted
        assert Period.objects.get(case=case).last_day == period.last_day
        assert kinds(case)[-1] == "case.pause_recorded"

    def test_stops_no_deadline_of_the_extension(self):
        """R108: the last day stands, so what comes after it is decided in time, and its reminders come."""
        case, _assignment, by = running()
        last_day = Period.objects.get(case=case).last_day
        before = due_of_course(case), reminders_of_the_end(case)
        paused(case, by, (last_day - TODAY).days - 60, None)
        assert (due_of_course(case), reminders_of_the_end(case)) == before
        assert before == (decide_by(last_day=last_day), [last_day - weeks * WEEK for weeks in (8, 4, 2, 1)])

    def test_ends_on_a_day_and_the_course_goes_on(self):
        """R107"""
        case, _assignment, by = running()
        pause = paused(case, by, 0, None)
        end_pause(case_id=case.pk, pause_id=pause.pk, version=1, last_day=TODAY + 6 * DAY, by=by, at=AT)
        pause.refresh_from_db()
        assert (pause.last_day, pause.version) == (TODAY + 6 * DAY, 2)
        with pytest.raises(Stale):
            end_pause(case_id=case.pk, pause_id=pause.pk, version=1, last_day=TODAY, by=by, at=AT)
        with refused("pause_ends_before_start", "last_day"):
            end_pause(case_id=case.pk, pause_id=pause.pk, version=2, last_day=TODAY - DAY, by=by, at=AT)
        with refused("pause_after_course", "last_day"):
            end_pause(case_id=case.pk, pause_id=pause.pk, version=2, last_day=TODAY + 400 * DAY, by=by, at=AT)

    def test_two_pauses_share_no_day(self):
        """R107"""
        case, _assignment, by = running()
        paused(case, by, 7, 13)
        with refused("pause_overlaps", "first_day"):
            paused(case, by, 13, 20)
        paused(case, by, 14, 20)

    def test_the_database_holds_it_too(self):
        """R107"""
        case, _assignment, by = running()
        paused(case, by, 7, None)
        with pytest.raises(IntegrityError), transaction.atomic():
            Pause.objects.create(case=case, first_day=TODAY + 40 * DAY, reason=PauseReason.OTHER, recorded_by=by, recorded_at=AT)

    def test_no_pause_over_hours_that_were_given(self):
        """R107"""
        case, _assignment, by = running()
        entry(case, by, day=TODAY)
        with refused("pause_has_hours", "first_day"):
            paused(case, by, 0, None)
        paused(case, by, 1, None)

    def test_is_taken_back_before_it_begins_and_not_after(self):
        """R107"""
        case, _assignment, by = running()
        now, later = paused(case, by, 0, 1), paused(case, by, 7, 8)
        with refused("pause_has_begun"):
            take_back_pause(case_id=case.pk, pause_id=now.pk, version=1, by=by, at=AT)
        take_back_pause(case_id=case.pk, pause_id=later.pk, version=1, by=by, at=AT)
        assert list(Pause.objects.all()) == [now]
        assert kinds(case)[-1] == "case.pause_taken_back"
        with refused("pause_gone"):
            take_back_pause(case_id=case.pk, pause_id=later.pk, version=1, by=by, at=AT)

    def test_ends_with_its_course_and_one_to_come_does_not_come_to_be(self):
        """R107: after the end there is no course that could go on."""
        case, _assignment, by = running()
        open_one = paused(case, by, first=20, last=None)
        close_course(case_id=case.pk, by=by, **closing(AT + 30 * DAY))
        open_one.refresh_from_db()
        assert open_one.last_day == TODAY + 30 * DAY
        other, _assignment, by = running()
        paused(other, by, first=40, last=50)
        close_course(case_id=other.pk, by=by, **closing(AT + 30 * DAY))
        assert not Pause.objects.filter(case=other).exists()
        assert AuditEvent.objects.get(subject_id=other.pk, kind="case.ended").facts["pauses_ended"] == 1

    def test_ends_with_a_course_from_which_the_client_withdraws(self):
        """R107"""
        case, _assignment, by = running()
        paused(case, by, first=0, last=None)
        close_case(case_id=case.pk, version=None, event=Event.WITHDRAWN, words="Nyt job", by=by, at=AT + 5 * DAY)
        assert Pause.objects.get().last_day == TODAY + 5 * DAY
        told = AuditEvent.objects.get(subject_id=case.pk, kind="case.withdrawn")
        with override("en"):
            assert "the pause ended" in event(told.kind, told.facts)
