"""What people do with a reminder: seen, put off, stopped, done; of two at once one wins."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import AuditEvent
from cases.actions.notices import mark_done, see, snooze, stop
from cases.enums_notice import NoticeKind, NoticeState
from cases.models import Notice
from core.days import DAY
from core.verdicts import Refused
from tests.cases.ledger_scene import LAST, at, case_of, ledger, looked, told
from tests.factories import AT, MembershipFactory
from tests.races import race


def refusal(call: Any, **known: Any) -> str:
    with pytest.raises(Refused) as refused:
        call(**known)
    return refused.value.code


@pytest.mark.django_db
class TestWhatPeopleDo:
    def test_who_was_told_has_seen_it_and_nobody_else(self):
        case = case_of()
        notice = told(case)
        other = MembershipFactory(jobcentre=case.jobcentre).user
        assert see(notice_ids=[notice.pk], by=other, at=AT) == 0
        assert see(notice_ids=[notice.pk], by=case.caseworker, at=AT) == 1
        assert see(notice_ids=[notice.pk], by=case.caseworker, at=AT + dt.timedelta(hours=1)) == 0
        notice.refresh_from_db()
        assert (notice.state, notice.seen_at, notice.recipients.get().seen_at) == (NoticeState.SEEN, AT, AT)
        assert looked(case, LAST - 27 * DAY).told == 0

    def test_put_off_it_is_told_again_on_the_day_with_a_mail(self):
        case = case_of()
        notice = told(case)
        until, by = LAST - 20 * DAY, case.caseworker
        snooze(notice_id=notice.pk, version=notice.version, until=until, why="Borgeren er på ferie", by=by, at=at(LAST - 28 * DAY))
        notice.refresh_from_db()
        assert (notice.state, notice.snoozed_until, notice.why, notice.changed_by) == ("snoozed", until, "Borgeren er på ferie", by)
        assert not notice.recipients.get().to_mail
        case.refresh_from_db()
        assert case.notices_on <= until
        looked(case, until - DAY)
        notice.refresh_from_db()
        assert notice.state == NoticeState.SNOOZED
        looked(case, until)
        notice.refresh_from_db()
        assert (notice.state, notice.told_at, notice.snoozed_until) == (NoticeState.TOLD, at(until), None)
        assert (notice.recipients.get().to_mail, notice.recipients.get().told_at) == (True, at(until))
        event = AuditEvent.objects.get(kind="case.reminder_put_off")
        assert event.facts == {"reminder": "extension", "due_on": "2027-05-03", "until": until.isoformat()}

    def test_stopped_it_is_never_told(self):
        case = case_of()
        looked(case, LAST - 60 * DAY)
        notice = Notice.objects.get(case=case, kind=NoticeKind.EXTENSION, level=8)
        stop(notice_id=notice.pk, version=notice.version, why="Forløbet skal ikke forlænges", by=case.caseworker, at=at(LAST - 60 * DAY))
        looked(case, LAST - 56 * DAY)
        assert ledger(case, NoticeKind.EXTENSION)[:2] == [(8, "2027-04-05", "stopped"), (4, "2027-05-03", "planned")]
        assert AuditEvent.objects.filter(kind="case.reminder_stopped", subject_id=case.pk).exists()

    def test_done_it_is_closed_and_the_next_level_still_comes(self):
        case = case_of()
        notice = told(case)
        mark_done(notice_id=notice.pk, version=notice.version, by=case.caseworker, at=at(LAST - 28 * DAY))
        looked(case, LAST - 20 * DAY)
        assert ledger(case, NoticeKind.EXTENSION)[1] == (4, "2027-05-03", "done")
        looked(case, LAST - 14 * DAY)
        assert ledger(case, NoticeKind.EXTENSION)[2] == (2, "2027-05-17", "told")

    def test_refusals_say_what_is_missing(self):
        case = case_of()
        notice = told(case)
        known = {"notice_id": notice.pk, "version": notice.version, "by": case.caseworker, "at": at(LAST - 28 * DAY)}
        later = LAST - 20 * DAY
        assert refusal(snooze, until=later, why=" ", **known) == "notice_why_missing"
        assert refusal(snooze, until=later, why="CPR 610190-1234", **known) == "cpr_in_text"
        assert refusal(snooze, until=LAST - 28 * DAY, why="Ferie", **known) == "notice_until_past"
        assert refusal(snooze, until=LAST + 90 * DAY, why="Ferie", **known) == "notice_until_far"
        assert refusal(stop, why="", **known) == "notice_why_missing"
        assert refusal(stop, why="Nej", **{**known, "version": 99}) == "stale"
        coming = Notice.objects.get(case=case, kind=NoticeKind.EXTENSION, level=1)
        assert refusal(mark_done, **{**known, "notice_id": coming.pk, "version": coming.version}) == "notice_not_told"
        stop(why="Nej", **known)
        assert refusal(mark_done, **{**known, "version": None}) == "notice_closed"


@pytest.mark.django_db(transaction=True)
def test_who_puts_off_and_who_stops_at_once_do_not_both_win():
    case = case_of()
    notice = told(case)
    known = {"notice_id": notice.pk, "version": notice.version, "why": "Ferie", "by": case.caseworker, "at": at(LAST - 28 * DAY)}
    ends = race([lambda: stop(**known), lambda: snooze(until=LAST - 20 * DAY, **known)])
    assert ends["won"] == 1
    assert set(ends) <= {"won", "notice_closed", "stale"}  # who comes after the stop finds it closed, after the putting off another version
