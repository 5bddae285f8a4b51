"""The calendar behind a secret address: deadlines, reminders and meetings of one's own cases, with case numbers and no name (R172)."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client as Browser
from icalendar import Calendar

from accounts.actions_profile import make_calendar, revoke_calendar
from accounts.enums import AccessKind, Role
from accounts.models import AccessEvent, CalendarFeed, Membership
from cases.calendar_feed import Entry, calendar_file
from cases.enums import MeetingKind, State
from cases.enums_notice import NoticeKind, NoticeState
from core import clock
from core.days import COPENHAGEN, DAY
from core.logs import ScrubFilter
from tests.factories import (
    AT,
    CaseFactory,
    DecisionFactory,
    MeetingFactory,
    MembershipFactory,
    MentorFactory,
    NoticeFactory,
    NoticeRecipientFactory,
    PeriodFactory,
)
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Membership:
    return MembershipFactory(user__language="en", user__name="Mette Lindegaard")


@pytest.fixture
def secret(member: Membership) -> str:
    return make_calendar(member_id=member.pk, by=member.user, at=AT)


def fetched(secret: str) -> Any:
    """As a calendar program does, which is not signed in."""
    return Browser().get(f"/calendar/{secret}.ics")


def events(secret: str) -> dict[str, Any]:
    return {str(each["summary"]): each for each in Calendar.from_ical(fetched(secret).content).walk("VEVENT")}


def my_case(member: Membership, **facts: Any) -> Any:
    facts = {"due_on": clock.today() + 4 * DAY, "state": State.ASSESSMENT, **facts}
    return CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, **facts)


def everything(member: Membership) -> Any:
    """A case with a deadline, a meeting and a reminder; a running one; a reminder about a mentor. Names are told apart from words."""
    case = my_case(member, client__given_name="Xenia", client__family_name="Quistgaard", workplace__name="Zeppelin")
    at = clock.now() + 3 * DAY
    MeetingFactory(case=case, at=at, place="Hos Xenia, Violvej 3", who_comes="Xenia og Yrsa")
    NoticeRecipientFactory(
        notice__case=case, notice__kind=NoticeKind.QUIET, notice__due_on=clock.today(), notice__why="Xenia", user=member.user
    )
    mentor = MentorFactory(jobcentre=member.jobcentre, name="Yrsa Wolff")
    NoticeRecipientFactory(
        notice=NoticeFactory(case=None, mentor=mentor, jobcentre=member.jobcentre, kind=NoticeKind.DECLARATION), user=member.user
    )
    running(member, client__given_name="Xenia", client__family_name="Quist")
    return case


def running(member: Membership, **facts: Any) -> Any:
    case = my_case(member, state=State.RUNNING, due_on=clock.today() + 9 * DAY, **facts)
    first = clock.today() - 30 * DAY
    PeriodFactory(case=case, decision=DecisionFactory(case=case), first_day=first, last_day=first + 120 * DAY)
    return case


def test_the_next_deadline_of_a_case_is_a_whole_day(member: Membership, secret: str) -> None:
    case = my_case(member)
    event = events(secret)[f"Assess the application, case {case.ref}"]
    assert event.decoded("dtstart") == clock.today() + 4 * DAY
    assert event.decoded("dtend") == clock.today() + 5 * DAY
    assert event["uid"] == f"deadline-{case.pk}@127.0.0.1"
    assert event["url"] == f"{settings.PUBLIC_URL}/cases/{case.ref}/"
    assert event["transp"] == "TRANSPARENT"
    assert event.decoded("dtstamp").tzinfo is not None


def test_a_running_course_has_the_day_to_decide_by(member: Membership, secret: str) -> None:
    case = running(member)
    (event,) = events(secret).values()
    last_day = clock.today() + 90 * DAY
    assert dt.timedelta(days=14) <= last_day - event.decoded("dtstart") <= dt.timedelta(days=18)
    assert str(event["summary"]).endswith(case.ref)


def test_a_meeting_has_its_time_in_copenhagen_and_no_place(member: Membership, secret: str) -> None:
    case = my_case(member, due_on=None)
    at = dt.datetime.combine(clock.today() + 5 * DAY, dt.time(13), tzinfo=COPENHAGEN)
    meeting = MeetingFactory(case=case, at=at, kind=MeetingKind.STATUS, place="Hos Ida")
    MeetingFactory(case=case, at=at + DAY, cancelled_on=clock.today())
    (event,) = events(secret).values()
    assert str(event["summary"]) == f"Status meeting, case {case.ref}"
    assert event.decoded("dtstart") == at
    assert event["dtstart"].params["TZID"] == "Europe/Copenhagen"
    assert event["uid"] == f"{meeting.pk}@127.0.0.1", "the same as in the file of the meeting alone"
    assert "location" not in event


def test_the_clock_of_copenhagen_changes_in_the_file_as_in_the_world(member: Membership, secret: str) -> None:
    zone = Calendar.from_ical(fetched(secret).content).walk("VTIMEZONE")[0]
    rules = {str(part["tzname"]): part for part in zone.subcomponents}
    assert f"{rules['CEST'].decoded('dtstart'):%Y-%m-%d %H}" == "1996-03-31 02"
    assert f"{rules['CET'].decoded('dtstart'):%Y-%m-%d %H}" == "1996-10-27 03"
    winter, summer = (dt.datetime(2027, month, 5, 12, tzinfo=zone.to_tz()).utcoffset() for month in (1, 7))
    assert (winter, summer) == (dt.timedelta(hours=1), dt.timedelta(hours=2))


@pytest.mark.parametrize("begins", ["2026-10-25T00:00Z", "2026-10-25T00:30Z", "2026-10-25T01:30Z", "2027-03-28T00:30Z"])
def test_a_meeting_in_the_night_in_which_clocks_are_moved_keeps_its_hour(begins: str) -> None:
    """Half past two comes twice in October: a meeting from the first to the second would begin and end at the same time of the day."""
    at = dt.datetime.fromisoformat(begins)
    file = calendar_file(entries=[Entry("m", "Meeting", at, "http://127.0.0.1/")], host="127.0.0.1", name="", at=AT)
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    first = [
        event.decoded(name).replace(fold=0).astimezone(dt.UTC) for name in ("dtstart", "dtend")
    ]  # as a calendar reads what is ambiguous
    assert first == [at, at + dt.timedelta(hours=1)]


def test_a_reminder_has_its_day_until_it_is_done(member: Membership, secret: str) -> None:
    case = my_case(member, due_on=None)
    row = NoticeRecipientFactory(notice__case=case, notice__kind=NoticeKind.QUIET, notice__due_on=clock.today(), user=member.user)
    (event,) = events(secret).values()
    assert str(event["summary"]) == f"No contact, case {case.ref}"
    assert event.decoded("dtstart") == clock.today()
    row.notice.state, row.notice.closed_at = NoticeState.DONE, clock.now()
    row.notice.save()
    assert events(secret) == {}


def test_a_reminder_of_the_day_of_the_deadline_says_nothing_new(member: Membership, secret: str) -> None:
    case = my_case(member)
    NoticeRecipientFactory(notice__case=case, notice__facts={"day": case.due_on.isoformat()}, user=member.user)
    assert list(events(secret)) == [f"Assess the application, case {case.ref}"]


def test_only_cases_of_ones_own_in_this_jobcentre_are_in_it(member: Membership, secret: str) -> None:
    mine = my_case(member)
    colleagues = CaseFactory(jobcentre=member.jobcentre, due_on=clock.today())
    closed = my_case(member, state=State.ENDED)
    elsewhere = CaseFactory(caseworker=member.user, due_on=clock.today())
    for case in (colleagues, elsewhere):
        MeetingFactory(case=case, at=clock.now())
        NoticeRecipientFactory(notice__case=case)
    body = fetched(secret).content.decode()
    assert mine.ref in body
    assert not [case.ref for case in (colleagues, closed, elsewhere) if case.ref in body]


def test_nothing_in_it_names_anybody(member: Membership, secret: str) -> None:
    everything(member)
    body = fetched(secret).content.decode().replace("\r\n ", "")
    assert body.count("BEGIN:VEVENT") == 5
    for name in ("Xenia", "Quist", "Yrsa", "Wolff", "Zeppelin", "Violvej", "Mette", "Lindegaard"):
        assert name not in body


def test_it_speaks_the_language_of_its_owner(member: Membership, secret: str) -> None:
    case = my_case(member)
    member.user.language = "da"
    member.user.save()
    (summary,) = events(secret)
    assert summary.endswith(f"sag {case.ref}")


def test_names_of_entries_stay_the_same_when_days_change(member: Membership, secret: str) -> None:
    case = my_case(member)
    (before,) = [event["uid"] for event in events(secret).values()]
    case.due_on += DAY
    case.save()
    assert [event["uid"] for event in events(secret).values()] == [before]


class TestClosed:
    def test_a_wrong_address_is_like_any_other_that_is_none(self, member: Membership, secret: str) -> None:
        assert fetched(secret).status_code == 200
        wrong = fetched(secret[:-1])
        assert wrong.status_code == 404
        assert b"BEGIN" not in wrong.content

    def test_a_revoked_one_is(self, member: Membership, secret: str) -> None:
        revoke_calendar(member_id=member.pk, by=member.user, at=AT)
        assert fetched(secret).status_code == 404

    def test_one_that_was_replaced_is(self, member: Membership, secret: str) -> None:
        newer = make_calendar(member_id=member.pk, by=member.user, at=AT)
        assert (fetched(secret).status_code, fetched(newer).status_code) == (404, 200)

    def test_that_of_an_account_that_is_closed_is(self, member: Membership, secret: str) -> None:
        member.user.is_active = False
        member.user.save()
        assert fetched(secret).status_code == 404

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
    def test_that_of_who_no_longer_reads_cases_is(self, member: Membership, secret: str, role: Role) -> None:
        member.role = role
        member.save()
        assert fetched(secret).status_code == 404

    def test_that_of_who_is_no_longer_a_member_is(self, member: Membership, secret: str) -> None:
        member.delete()
        assert fetched(secret).status_code == 404
        assert not CalendarFeed.objects.exists()

    def test_who_guesses_is_stopped_and_the_right_address_is_still_answered(self, secret: str) -> None:
        cache.clear()
        answers = [fetched(f"guess-{n}").status_code for n in range(22)]
        assert answers == [404] * 20 + [429] * 2
        assert fetched(secret).status_code == 200
        cache.clear()

    def test_it_is_only_read(self, secret: str) -> None:
        assert Browser().post(f"/calendar/{secret}.ics").status_code == 405


def test_each_fetch_is_logged_and_its_owner_sees_when(member: Membership, secret: str) -> None:
    my_case(member)
    response = fetched(secret)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert "session" not in response.cookies
    (row,) = AccessEvent.objects.filter(page="calendar_feed")
    assert (row.kind, row.user_id, row.subject_id, row.jobcentre_id) == (
        AccessKind.EXPORT,
        member.user_id,
        member.user_id,
        member.jobcentre_id,
    )
    assert CalendarFeed.objects.get().read_at is not None


def test_the_secret_stands_in_no_log(secret: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(ScrubFilter())
    fetched(f"{secret}x")
    assert caplog.records
    assert secret not in caplog.text


def test_it_costs_the_same_with_one_case_and_with_three(member: Membership, secret: str) -> None:
    everything(member)
    fetched(secret)
    with statements() as one:
        fetched(secret)
    for _ in range(2):
        everything(member)
    with statements() as three:
        assert fetched(secret).status_code == 200
    assert len(one) == len(three) <= 7
