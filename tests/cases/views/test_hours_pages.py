"""The pages about the hours of a running course: pause, wish, change of hours; and all of them together."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from cases.actions.closing import close_course
from cases.enums import DecisionKind, DecisionOutcome, State
from cases.models import Approval, Case, ChangedWish, Decision, Pause
from core import clock
from core.days import DAY
from tests.cases.closing_scene import closing
from tests.cases.hours_scene import limited, paused, planned, wished
from tests.factories import CaseFactory, MembershipFactory
from tests.pages import page, text, typed

pytestmark = pytest.mark.django_db

PAGES = ("case_plan", "case_pause", "case_hours", "case_wish", "case_meetings")


def version(case: Case) -> int:
    case.refresh_from_db()
    return case.version


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
