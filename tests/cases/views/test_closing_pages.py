"""Closing a course, with its confirm page; the pages of the end are not those of another jobcentre."""

import datetime as dt
import uuid
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import AccessEvent, Draft
from cases.actions.followups import save_benefit
from cases.enums import State
from cases.enums_course import BenefitKind
from cases.models import Contact, CourseOutcome, CourseSettings, FollowUp
from cases.rules.followup import follow_up_days
from core import clock
from core.days import DAY, day_of
from tests.cases.actions.test_course_views import request as asked_for
from tests.cases.closing_scene import met_mentor
from tests.cases.course_scene import raised
from tests.cases.startup_scene import assigned
from tests.cases.views.closing_page_scene import confirm
from tests.factories import MembershipFactory
from tests.pages import english, page, text, typed
from tests.statements import statements

pytestmark = pytest.mark.django_db


def close_data(**other: Any) -> dict[str, Any]:
    days = {f"day_{point}": typed(day) for point, day in follow_up_days(closed_on=clock.today()).items()}
    known = {
        "reason": "manages_without",
        "words": "",
        "outcome": "ordinary_job",
        "where": "Egebæk Bibliotek",
        "since": typed(clock.today()),
        "minutes_a_week": "30",
        "benefit": "wage",
        "benefit_since": "",
        **days,
    }
    return {**known, **other}


class TestClosing:
    def test_it_stands_in_the_menu_beside_the_withdrawal(self, client, month_old):
        case, _assignment, _by = month_old
        body = text(client.get(page("case", case)))
        assert f'href="{page("case_close", case)}"' in body
        assert f'href="{page("case_exit", case)}"' in body

    def test_the_button_comes_when_the_hours_are_settled(self, client, month_old):
        case, assignment, by = month_old
        entry = met_mentor(assignment, by, approved=False, at=clock.now() - DAY)
        body = text(client.get(page("case_close", case)))
        assert "Approve 1 contact first" in body
        assert "comes here when the contact is approved" in body
        assert "Bente has written 1 hour that nobody has approved." in body
        response = client.post(page("case_close", case), close_data(approve=str(entry.pk), where="Biblioteket"))
        assert response.url == page("case_close", case) + "#s1"
        entry.refresh_from_db()
        assert entry.state == "approved"
        body = text(client.get(page("case_close", case)))
        assert "Every contact is approved" in body
        assert "comes here when" not in body
        assert 'value="Biblioteket"' in body, "what was typed is not lost"

    def test_who_presses_without_the_button_is_told(self, client, month_old):
        case, assignment, by = month_old
        met_mentor(assignment, by, approved=False, at=clock.now() - DAY)
        response = client.post(page("case_close", case), close_data())
        assert response.status_code == 422
        assert "must be approved before" in text(response)
        assert not Draft.objects.exists()

    def test_an_entry_that_a_colleague_must_approve_has_no_button(self, client, month_old):
        case, assignment, by = month_old
        entry = met_mentor(assignment, by, approved=False, at=clock.now() - DAY)
        CourseSettings.objects.create(jobcentre=case.jobcentre, second_entry_minutes=30)
        assert "A colleague approves it" in text(client.get(page("case_close", case)))
        client.post(page("case_close", case), close_data(approve=str(entry.pk)))
        entry.refresh_from_db()
        assert entry.state == "waiting"

    def test_it_is_read_through_and_then_closed(self, client, month_old):
        case, _assignment, _by = month_old
        assert client.post(page("case_close", case), close_data()).url == page("case_close_confirm", case)
        body = text(client.get(page("case_close_confirm", case)))
        for words in ("manages without a mentor", "Ordinary job, Egebæk Bibliotek", "30 hours a week", "Bente’s view is missing"):
            assert words in body
        response = confirm(client, case)
        assert response.url == page("case", case)
        case.refresh_from_db()
        assert (case.state, case.end_reason) == (State.ENDED, "manages_without")
        assert FollowUp.objects.count() == 3
        assert not Draft.objects.exists()

    def test_two_presses_close_it_once(self, client, month_old):
        case, _assignment, _by = month_old
        client.post(page("case_close", case), close_data())
        shown = client.get(page("case_close_confirm", case)).context["form"]
        data = {"version": shown["version"].value(), "seen": shown["seen"].value(), "key": str(uuid.uuid4())}
        assert {client.post(page("case_close_confirm", case), data).url for _ in range(2)} == {page("case", case)}
        assert CourseOutcome.objects.count() == 1

    def test_what_changed_meanwhile_is_read_again(self, client, month_old):
        case, _assignment, _by = month_old
        client.post(page("case_close", case), close_data())
        assert confirm(client, case, version=0).status_code == 409
        response = confirm(client, case, seen="2026-01-01T00:00:00+00:00")
        assert response.status_code == 422
        assert "was changed after you opened this page" in text(response)
        case.refresh_from_db()
        assert case.state == State.RUNNING

    def test_without_a_draft_there_is_nothing_to_confirm(self, client, month_old):
        case, _assignment, _by = month_old
        assert "There is nothing to confirm" in text(client.get(page("case_close_confirm", case)))
        assert client.post(page("case_close_confirm", case), {"key": str(uuid.uuid4())}).status_code == 422

    @pytest.mark.parametrize(
        ("wrong", "field", "words"),
        [
            ({"reason": ""}, "reason", "Choose why the course ends."),
            ({"reason": "ran_out"}, "reason", ""),
            ({"reason": "other"}, "words", "Write why"),
            ({"outcome": ""}, "outcome", "Choose where the client is now"),
            ({"since": "32-13-2026"}, "since", "is not a date"),
            ({"minutes_a_week": "80"}, "minutes_a_week", "at most 74"),
            ({"day_m3": ""}, "day_m3", "Write a date"),
            ({"day_m6": "01-01-2026"}, "day_m6", "Write a later day"),
        ],
    )
    def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(self, client, month_old, wrong, field, words):
        case, _assignment, _by = month_old
        response = client.post(page("case_close", case), close_data(**wrong))
        assert response.status_code == 422
        assert field in response.context["form"].errors
        assert words in text(response)
        if "where" not in wrong:
            assert 'value="Egebæk Bibliotek"' in text(response)

    def test_the_checklist_and_the_days_say_what_stands_in_the_form(self, client, month_old):
        case, _assignment, _by = month_old
        client.post(page("case_close", case), close_data(draft="1"))
        body = text(client.get(page("case_close", case)))
        assert "Reason: Ida manages without a mentor" in body
        assert "Result: Ordinary job" in body
        assert "3 days to follow up" in body

    def test_a_request_that_waits_and_a_search_for_a_mentor_are_told(self, client, month_old):
        case, _assignment, by = month_old
        asked_for(case, by)
        body = text(client.get(page("case_close", case)))
        assert "A request for an extension waits" in body
        assert "comes here when the request for an extension is decided or withdrawn" in body

    def test_with_a_search_for_a_mentor_only_a_failed_match_ends_the_course(self, client, month_old):
        case, _assignment, by = month_old
        raised(case, by, at=clock.now())
        response = client.post(page("case_close", case), close_data())
        assert "reason" in response.context["form"].errors
        assert client.post(page("case_close", case), close_data(reason="match_failed")).status_code == 302

    def test_it_says_whether_it_counts_as_completed(self, client, month_old):
        case, assignment, by = month_old
        assert "no contact took place" in text(client.get(page("case_close", case)))
        met_mentor(assignment, by, at=clock.now() - DAY)
        assert "this reason and 1 contact that took place" in text(client.get(page("case_close", case)))
        client.post(page("case_close", case), close_data(reason="moved"))
        assert "Does not count as completed" in text(client.get(page("case_close_confirm", case)))

    def test_the_benefit_at_the_start_stands_beside_the_end(self, client, month_old):
        case, _assignment, by = month_old
        save_benefit(case_id=case.pk, seen=None, kind=BenefitKind.CASH, since=dt.date(2025, 3, 4), by=by, at=clock.now())
        assert "Benefit at the start: cash benefit since 4 March 2025." in text(client.get(page("case_close", case)))

    def test_a_manager_reads_and_cannot_write(self, client, month_old):
        case, _assignment, _by = month_old
        client.force_login(MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user)
        body = text(client.get(page("case_close", case)))
        assert 'id="f_close"' not in body
        assert client.post(page("case_close", case), close_data()).status_code == 403
        assert client.post(page("case_close_confirm", case), {}).status_code == 403

    def test_of_a_case_that_does_not_run_it_says_so(self, client):
        case, _assignment, by = assigned(at=clock.now())
        english(client, by)
        assert "Only a running course is closed here" in text(client.get(page("case_close", case)))

    def test_the_number_of_statements_does_not_grow_with_the_entries(self, client, month_old):
        case, assignment, by = month_old

        def count() -> int:
            with statements() as found:
                client.get(page("case_close", case))
            return len(found)

        met_mentor(assignment, by, approved=False, at=clock.now() - DAY)
        first = count()
        for n in range(2, 6):
            met_mentor(assignment, by, approved=False, at=clock.now() - n * DAY)
        assert count() == first
        assert first <= 34

    def test_the_read_is_logged(self, client, month_old):
        case, _assignment, _by = month_old
        client.get(page("case_close", case))
        assert AccessEvent.objects.filter(subject_id=case.pk, page="case_close").exists()


def test_another_jobcentres_pages_are_not_found(client, over):
    case, _assignment, _by = over
    client.force_login(MembershipFactory().user)
    for name in (
        "case_close",
        "case_close_confirm",
        "case_followup",
        "case_reopen",
        "case_benefit",
        "case_view_client",
        "case_view_mentor",
    ):
        assert client.get(page(name, case)).status_code == 404
        assert client.post(page(name, case), {}).status_code == 404
    assert client.get(page("case_followup_answer", case, "m3")).status_code == 404


def test_the_days_of_an_older_draft_are_those_of_today(client, month_old):
    case, _assignment, by = month_old
    client.post(page("case_close", case), close_data(draft="1"))
    draft = Draft.objects.get()
    before = clock.now() - 3 * DAY
    data = {**draft.data, **{f"day_{point}": [typed(day)] for point, day in follow_up_days(closed_on=day_of(before)).items()}}
    Draft.objects.filter(pk=draft.pk).update(saved_at=before, data={**data, "day_m6": ["14-07-2027"]})
    form = client.get(page("case_close", case)).context["form"]
    assert form["day_m3"].value() == typed(follow_up_days(closed_on=clock.today())["m3"])
    assert form["day_m6"].value() == "14-07-2027", "what was chosen stays"
    assert not Contact.objects.filter(case=case, written_by=by).exists()
