"""The pages about the hours of a running course: plan, pause, wish, change of hours, meetings."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import AccessKind, Role
from accounts.models import AccessEvent, Draft
from cases.actions.closing import close_course
from cases.enums import DecisionKind, DecisionOutcome, State
from cases.models import Approval, Case, ChangedWish, Decision, HourPlan, Meeting, Pause, Period
from core import clock
from core.days import DAY
from tests.cases.closing_scene import closing
from tests.cases.course_scene import running
from tests.cases.hours_scene import arranged, limited, monday, paused, planned, wished
from tests.factories import CaseFactory, MembershipFactory

pytestmark = pytest.mark.django_db

PAGES = ("case_plan", "case_pause", "case_hours", "case_wish", "case_meetings")


def page(name, case, *more):
    return reverse(name, args=[case.ref, *more])


def typed(day: dt.date) -> str:
    return day.strftime("%d-%m-%Y")


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def version(case: Case) -> int:
    case.refresh_from_db()
    return case.version


@pytest.fixture
def course(client):
    """A running course that began yesterday, and its caseworker signed in."""
    case, assignment, by = running(at=clock.now() - DAY, name="Susanne Brandt")
    by.language = "en"
    by.save()
    client.force_login(by)
    return case, assignment, by


def plan_data(*steps: tuple[dt.date | str, str], **other: Any) -> dict[str, Any]:
    known: dict[str, Any] = {"version": 0, "period": 1, "rows": len(steps), "shape": "own", "words": ""}
    for n, (day, hours) in enumerate(steps, start=1):
        known |= {f"day_{n}": typed(day) if isinstance(day, dt.date) else day, f"minutes_{n}": hours}
    return {**known, **other}


class TestThePlan:
    def first(self, case) -> dt.date:
        return Period.objects.get(case=case).first_day

    def test_suggests_stairs_and_saves_them(self, client, course):
        """R104"""
        case, _assignment, _by = course
        shown = text(client.get(page("case_plan", case)))
        days = re.findall(r'name="day_\d+" value="([^"]+)"', shown)
        hours = re.findall(r'name="minutes_\d+" value="([^"]+)"', shown)
        assert len(days) == 4
        assert hours == ["3:00", "2:00", "1:30", "1:00"]
        assert "which is not saved yet" in shown
        answer = client.post(page("case_plan", case), plan_data(*zip(days, hours, strict=True), shape="stairs"), follow=True)
        assert "The plan is saved." in text(answer)
        assert HourPlan.objects.get().shape == "stairs"

    def test_a_double_click_makes_one_plan(self, client, course):
        case, _assignment, _by = course
        data = plan_data((self.first(case), "3"), (monday(8, at=clock.now()), "1,5"))
        for _click in range(2):
            assert client.post(page("case_plan", case), data).status_code == 302
        assert HourPlan.objects.count() == 1

    def test_a_wrong_line_keeps_what_was_typed_and_says_what_is_wrong_there(self, client, course):
        """R106"""
        case, _assignment, _by = course
        data = plan_data(("", ""), (monday(8, at=clock.now()), "2"), (self.first(case), "3"), (monday(12, at=clock.now()), "2,5"))
        answer = client.post(page("case_plan", case), data)
        assert answer.status_code == 422
        assert "In a phase-out the hours only go down: the step before has 2 hours." in text(answer)
        assert answer.context["form"].errors.keys() == {"minutes_4"}
        assert 'value="2,5"' in text(answer)
        assert not HourPlan.objects.exists()

    @pytest.mark.parametrize(("day", "hours", "field"), [("", "2", "day_2"), ("x", "2", "day_2"), ("08-06-2026", "", "minutes_2")])
    def test_half_a_line_is_told(self, client, course, day, hours, field):
        case, _assignment, _by = course
        answer = client.post(page("case_plan", case), plan_data((self.first(case), "3"), (day, hours)))
        assert answer.status_code == 422
        assert field in answer.context["form"].errors

    def test_a_line_is_added_and_what_was_typed_stays(self, client, course):
        case, _assignment, _by = course
        data = plan_data((self.first(case), "2:45"), ("", ""), ("", ""), words="Kan mere selv", add="1")
        answer = client.post(page("case_plan", case), data)
        shown = text(answer)
        assert answer.status_code == 200
        assert 'name="minutes_4"' in shown
        assert 'value="2:45"' in shown
        assert "Kan mere selv" in shown
        assert not answer.context["form"].errors
        assert not HourPlan.objects.exists()

    def test_the_sum_is_shown_before_anything_is_saved(self, client, course):
        """R105"""
        case, _assignment, _by = course
        answer = client.post(page("case_plan", case), plan_data((self.first(case), "1"), show="1"))
        assert "The line shows the plan as you have typed it" in text(answer)
        assert answer.context["fit"]["planned"].startswith(("25", "26"))
        assert not HourPlan.objects.exists()

    def test_a_plan_above_a_smaller_grant_offers_to_be_scaled(self, client, course):
        """R105"""
        case, _assignment, _by = course
        period = Period.objects.get(case=case)
        decision = period.decision
        decision.steps.create(first_day=period.first_day, minutes_a_week=180)
        decision.steps.create(first_day=period.first_day + 91 * DAY, minutes_a_week=60)
        data = plan_data((period.first_day, "3"))
        answer = client.post(page("case_plan", case), data)
        assert "more than the" in text(answer)
        assert "Scale down to what is granted" in text(answer)
        scaled = client.post(page("case_plan", case), {**data, "scale": "1"})
        assert scaled.context["fit"]["over"] == ""
        hours = re.search(r'name="minutes_1" value="([^"]+)"', text(scaled))
        assert hours
        assert client.post(page("case_plan", case), plan_data((period.first_day, hours[1]))).status_code == 302

    def test_a_template_is_filled_in_and_keeps_what_has_been(self, client, course):
        """R104"""
        case, _assignment, by = course
        planned(case, by, (0, 180), (10, 120), at=clock.now())
        data = plan_data((self.first(case), "3"), version=1, shape="straight", fill="1")
        shown = text(client.post(page("case_plan", case), data))
        days = re.findall(r'name="day_\d+" value="([^"]+)"', shown)
        assert days[0] == typed(self.first(case))
        assert len(days) > 5

    def test_who_is_second_sees_the_plan_of_the_first_beside_the_own(self, client, course):
        case, _assignment, by = course
        data = plan_data((self.first(case), "3"), (monday(8, at=clock.now()), "1"))
        planned(case, by, (0, 180), (8, 120), at=clock.now())
        answer = client.post(page("case_plan", case), data)
        assert answer.status_code == 409
        assert HourPlan.objects.count() == 1

    def test_older_plans_can_be_read(self, client, course):
        """R104"""
        case, _assignment, by = course
        planned(case, by, (0, 180), (8, 60), at=clock.now())
        planned(case, by, (0, 180), (8, 30), based_on=1, at=clock.now())
        shown = text(client.get(page("case_plan", case)))
        assert "Plan 2: 3 – 0.5 hours a week" in shown
        assert "Plan 1: 3 – 1 hours a week" in shown

    def test_a_draft_is_kept_and_opened_again(self, client, course):
        case, _assignment, _by = course
        client.post(page("case_plan", case), plan_data((self.first(case), "2:45"), ("", ""), ("", ""), ("", ""), ("", ""), draft="1"))
        assert Draft.objects.get().form == "plan"
        shown = text(client.get(page("case_plan", case)))
        assert 'value="2:45"' in shown
        assert 'name="minutes_5"' in shown
        assert 'name="period" value="1"' in shown

    @pytest.mark.parametrize("period", ["7", "x", "99999999999"])
    def test_a_period_that_is_not_there(self, client, course, period):
        case, _assignment, _by = course
        assert client.get(f"{page('case_plan', case)}?period={period}").status_code == (404 if period == "7" else 200)


class TestThePause:
    def data(self, case, **other: Any) -> dict[str, Any]:
        known = {"version": version(case), "key": str(uuid.uuid4()), "first_day": typed(clock.today() + 7 * DAY), "last_day": ""}
        return {**known, "reason": "holiday", "words": "", **other}

    def test_says_that_the_last_day_stays_and_what_lapses(self, client, course):
        """R107, R108"""
        case, _assignment, _by = course
        data = self.data(case, last_day=typed(clock.today() + 20 * DAY))
        for _click in range(2):
            answer = client.post(page("case_pause", case), data, follow=True)
        assert Pause.objects.count() == 1
        assert "A pause does not move the last day" in text(client.get(page("case_pause", case)))
        assert "6 hours fall into it" in text(client.get(page("case_pause", case)))
        assert "to come" in text(answer)

    def test_says_which_reminders_come_all_the_same(self, client, course):
        """R108: the deadline of the extension does not pause."""
        said = text(client.get(page("case_pause", course[0])))
        assert "nobody is reminded of contacts or of asking how it goes" in said
        assert "Deadlines are reminded of all the same" in said

    def test_an_overlap_is_told_at_the_day(self, client, course):
        """R107"""
        case, _assignment, by = course
        paused(case, by, 7, None, at=clock.now())
        answer = client.post(page("case_pause", case), self.data(case, words="Ferie"))
        assert answer.status_code == 422
        assert "first_day" in answer.context["form"].errors
        assert "Ferie" in text(answer)

    def test_is_ended_and_taken_back(self, client, course):
        """R107"""
        case, _assignment, by = course
        now, later = paused(case, by, 0, None, at=clock.now()), None
        answer = client.post(
            page("case_pause_end", case, now.pk), {"do": "end", "version": 1, "last_day": typed(clock.today())}, follow=True
        )
        assert "The pause ends on" in text(answer)
        later = paused(case, by, 9, 10, at=clock.now())
        assert "Take the pause back" in text(client.get(page("case_pause_end", case, later.pk)))
        assert "Take the pause back" not in text(client.get(page("case_pause_end", case, now.pk)))
        key = str(uuid.uuid4())
        for _click in range(2):
            answer = client.post(page("case_pause_end", case, later.pk), {"do": "back", "version": 1, "key": key}, follow=True)
        assert "The pause is taken back." in text(answer)
        assert list(Pause.objects.all()) == [now]
        assert client.get(page("case_pause_end", case, later.pk)).status_code == 404


class TestTheWish:
    def test_is_written_down_shown_with_the_grant_and_taken_back(self, client, course):
        """R110"""
        case, _assignment, _by = course
        data = {"version": version(case), "key": str(uuid.uuid4()), "day": typed(clock.today()), "minutes_a_week": "2", "words": "Nok"}
        for _click in range(2):
            client.post(page("case_wish", case), data)
        wish = ChangedWish.objects.get()
        shown = text(client.get(page("case_plan", case)))
        assert "Wished: 2 hours a week" in shown
        assert "Granted: 3 hours a week" in shown
        assert "waits for an answer" in shown
        key = str(uuid.uuid4())
        answer = client.post(page("case_wish", case), {"do": "back", "wish": wish.pk, "key": key}, follow=True)
        assert "taken back on" in text(answer)

    def test_what_is_no_wish_is_told_at_its_field(self, client, course):
        """R110"""
        case, _assignment, _by = course
        answer = client.post(page("case_wish", case), {"version": version(case), "day": typed(clock.today()), "minutes_a_week": "3"})
        assert answer.status_code == 422
        assert "This is what is granted now." in text(answer)


class TestTheChangeOfHours:
    def data(self, case, **other: Any) -> dict[str, Any]:
        known = {"version": version(case), "key": str(uuid.uuid4()), "keeps": "no", "first_day": typed(clock.today() + 7 * DAY)}
        return {**known, "minutes_a_week": "4", "reasons": "", "sent_on": typed(clock.today()), **other}

    def test_is_read_through_and_then_decided_once(self, client, course):
        """R109"""
        case, _assignment, _by = course
        data = self.data(case)
        shown = client.post(page("case_hours", case), data)
        assert shown.status_code == 200
        assert "The client can complain until" in text(shown)
        assert "Decide about the hours" in text(shown)
        assert not Decision.objects.filter(kind=DecisionKind.CHANGE).exists()
        assert 'value="4"' in text(client.post(page("case_hours", case), {**data, "edit": "1"}))
        for _click in range(2):
            answer = client.post(page("case_hours", case), {**data, "decide": "1"}, follow=True)
        assert Decision.objects.filter(kind=DecisionKind.CHANGE).count() == 1
        assert "Save the agreement again" in text(answer) or "Changed: 4 hours a week" in text(answer)
        assert "4 hours a week from" in text(client.get(page("case_hours", case)))

    def test_everything_that_is_missing_is_told_at_once(self, client, course):
        """R109"""
        case, _assignment, _by = course
        answer = client.post(page("case_hours", case), self.data(case, minutes_a_week="2", sent_on=""))
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {"reasons", "sent_on"}

    def test_a_no_to_the_wish_has_its_own_fields(self, client, course):
        """R109, R110"""
        case, _assignment, by = course
        assert 'name="keeps"' not in text(client.get(page("case_hours", case)))
        wished(case, by, minutes=240, at=clock.now())
        assert 'name="keeps"' in text(client.get(page("case_hours", case)))
        data = self.data(case, keeps="yes", reasons="Ikke behov", offered_instead="En gruppe")
        assert "The hours stay at" in text(client.post(page("case_hours", case), data))
        client.post(page("case_hours", case), {**data, "decide": "1"})
        assert Decision.objects.get(kind=DecisionKind.CHANGE).outcome == DecisionOutcome.REFUSED
        assert "answered by the decision of" in text(client.get(page("case_plan", case)))

    def test_a_wish_for_an_earlier_last_day_is_answered_by_a_no_that_is_reached_from_it(self, client, course):
        """R110"""
        case, _assignment, by = course
        wished(case, by, last_day=clock.today() + 30 * DAY, at=clock.now())
        assert page("case_hours", case) in text(client.get(page("case_wish", case)))
        data = self.data(case, keeps="yes", reasons="Målene er ikke nået", offered_instead="En samtale")
        assert "a course until" in text(client.post(page("case_hours", case), data))
        client.post(page("case_hours", case), {**data, "decide": "1"})
        assert ChangedWish.objects.get().decision == Decision.objects.get(kind=DecisionKind.CHANGE)
        assert "answered by the decision of" in text(client.get(page("case_wish", case)))

    def test_a_wish_that_nobody_answered_is_closed_with_the_course_and_its_reason(self, client, course):
        """R110"""
        case, _assignment, by = course
        wished(case, by, last_day=clock.today() + 30 * DAY, at=clock.now())
        close_course(case_id=case.pk, by=by, **closing(clock.now()))
        assert "closed with the course on" in text(client.get(page("case_wish", case)))
        assert "manages without" in text(client.get(page("case_wish", case)))

    def test_above_a_limit_it_says_who_must_approve(self, client, course):
        """R118"""
        case, _assignment, _by = course
        limited(case, minutes=80 * 60)
        data = self.data(case)
        shown = text(client.post(page("case_hours", case), data))
        assert "A second person must approve this decision." in shown
        assert "Send the decision for approval" in shown
        answer = client.post(page("case_hours", case), {**data, "decide": "1"}, follow=True)
        assert "waits for a second person" in text(answer)
        assert Approval.objects.get().kind == DecisionKind.CHANGE

    def test_who_is_second_reads_what_changed(self, client, course):
        case, _assignment, _by = course
        data = self.data(case, version=version(case) - 1)
        assert client.post(page("case_hours", case), {**data, "decide": "1"}).status_code == 409

    def test_without_consent_there_is_no_form(self, client, course):
        """R109"""
        case, _assignment, _by = course
        Case.objects.filter(pk=case.pk).update(consent_withdrawn_on=clock.today())
        assert 'name="minutes_a_week"' not in text(client.get(page("case_hours", case)))


class TestTheMeetings:
    def data(self, **other: Any) -> dict[str, Any]:
        known = {"key": str(uuid.uuid4()), "day": typed(clock.today() + 3 * DAY), "time": "13.00", "place": "Lokale 2", "who_comes": "Alle"}
        return {**known, **other}

    def test_is_arranged_once_moved_held_and_fetched(self, client, course):
        """R111"""
        case, _assignment, _by = course
        data = self.data()
        for _click in range(2):
            client.post(page("case_meetings", case), data)
        meeting = Meeting.objects.get(kind="status")
        shown = text(client.get(page("case_meetings", case)))
        assert "Status meeting, planned" in shown
        assert page("case_meeting_ics", case, meeting.pk) in shown
        one = {"meeting": meeting.pk, "version": 1, "key": str(uuid.uuid4())}
        client.post(page("case_meeting", case, meeting.pk), {"do": "meeting", **one, **self.data(time="14.30")})
        meeting.refresh_from_db()
        assert (meeting.version, f"{meeting.at.astimezone(dt.timezone(dt.timedelta(0))):%M}") == (2, "30")
        stale = client.post(page("case_meeting", case, meeting.pk), {"do": "meeting", **one, **self.data(time="15.30")})
        assert stale.status_code == 409
        held = {"do": "held", **one, "version": 2, "key": str(uuid.uuid4()), "held_on": typed(clock.today())}
        assert "held on" in text(client.post(page("case_meeting", case, meeting.pk), held, follow=True))

    def test_the_file_is_an_export_in_the_read_log(self, client, course):
        """R111"""
        case, _assignment, by = course
        meeting = arranged(case, by, starts_at=clock.now() + 3 * DAY, at=clock.now())
        answer = client.get(page("case_meeting_ics", case, meeting.pk))
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Content-Disposition"] == f'attachment; filename="{case.ref}.ics"'
        assert f"Status meeting\\, case {case.ref}" in answer.content.decode()
        assert AccessEvent.objects.filter(kind=AccessKind.EXPORT, subject_id=case.pk).count() == 1
        other, _a, _b = running(at=clock.now() - DAY)
        assert client.get(reverse("case_meeting_ics", args=[other.ref, meeting.pk])).status_code == 404

    def test_a_time_that_a_night_in_march_leaves_out_is_told_and_one_that_october_has_twice_is_the_first(self, client, course):
        """R111"""
        case, _assignment, _by = course
        year = clock.today().year + 1
        spring, autumn = (dt.date(year, month, 31) - dt.date(year, month, 31).isoweekday() % 7 * DAY for month in (3, 10))
        answer = client.post(page("case_meetings", case), self.data(day=typed(spring), time="2.30"))
        assert answer.status_code == 422 and "There is no 02.30 on" in text(answer) and 'value="Lokale 2"' in text(answer)
        assert not Meeting.objects.filter(kind="status").exists()
        assert client.post(page("case_meetings", case), self.data(day=typed(autumn), time="2.30")).status_code == 302
        assert Meeting.objects.get(kind="status").at == dt.datetime.combine(autumn, dt.time(0, 30), tzinfo=dt.UTC)

    def test_a_missing_time_keeps_the_rest(self, client, course):
        case, _assignment, _by = course
        answer = client.post(page("case_meetings", case), self.data(time=""))
        assert answer.status_code == 422
        assert 'value="Lokale 2"' in text(answer)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("state", [State.CONTACT, State.MATCH, State.STARTUP, State.RUNNING, State.ENDED, State.REFUSED])
def test_every_page_answers_in_every_state_without_the_rows_of_the_course(client, name, state):
    member = MembershipFactory(user__language="en")
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=state)
    client.force_login(member.user)
    assert client.get(page(name, case)).status_code == 200
    data = {"version": case.version, "shape": "own", "rows": "1", "reason": "other", "key": str(uuid.uuid4())}
    assert client.post(page(name, case), data).status_code in (200, 422)


@pytest.mark.parametrize("name", PAGES)
def test_a_manager_reads_and_writes_nothing(client, course, name):
    case, _assignment, by = course
    paused(case, by, 7, 8, at=clock.now())
    manager = MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user
    client.force_login(manager)
    shown = text(client.get(page(name, case)))
    assert "<button" not in shown[shown.index('<main class="mc-wrap"') : shown.index("<footer")]
    assert client.post(page(name, case), {}).status_code == 403


def test_the_page_of_hours_reads_each_kind_of_row_once(client, course):
    """The same number of statements with one pause, plan and wish as with three."""
    case, _assignment, by = course
    at = clock.now()
    counts = []
    for n in range(3):
        planned(case, by, (0, 180), (8, 60 - n), based_on=n, at=at)
        paused(case, by, 7 + 3 * n, 8 + 3 * n, at=at)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(page("case_plan", case)).status_code == 200
        counts.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page("case_pause", case)).status_code == 200
        counts.append(len(queries))
    assert counts[2:4] == counts[4:6]
    assert counts[4] <= 24
