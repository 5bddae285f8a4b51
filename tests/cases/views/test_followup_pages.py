"""The pages after the end: follow-up, benefit, opening again."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.actions.followups import save_benefit
from cases.actions.reopening import reopen_course
from cases.enums import EndReason, State
from cases.enums_course import BenefitKind
from cases.models import Benefit, Case, CourseOutcome, FollowUp, Period
from cases.rules.followup import follow_up_days
from core import clock
from core.days import DAY
from tests.cases.closing_scene import ended, reopening, says
from tests.factories import AssignmentFactory, CaseFactory, MembershipFactory
from tests.pages import english, page, text, typed
from tests.statements import statements

pytestmark = pytest.mark.django_db


class TestFollowUp:
    def data(self, **other: Any) -> dict[str, Any]:
        known = {"version": 0, "key": str(uuid.uuid4()), "reached": "yes", "outcome": "kept_job", "where": "", "since": ""}
        return {**known, "minutes_a_week": "", "benefit": "", "benefit_since": "", "words": "", **other}

    def due(self, case: Case, point: str = "m3") -> None:
        Case.objects.filter(pk=case.pk).update(closed_on=clock.today() - 100 * DAY)
        FollowUp.objects.filter(case=case, point=point).update(due_on=clock.today() - DAY)

    def test_all_points_are_shown_with_their_days(self, client, over):
        case, _assignment, _by = over
        body = text(client.get(page("case_followup", case)))
        assert "Ordinary job, Egebæk Bibliotek" in body
        assert body.count("Is asked on") == 3
        assert "The next follow-up is on" in body

    def test_the_case_page_says_what_became_of_the_client_and_that_it_can_be_opened_again(self, client, over):
        case, _assignment, _by = over
        body = text(client.get(page("case", case)))
        assert "After the course" in body
        assert f'href="{page("case_reopen", case)}"' in body

    def test_before_its_day_it_is_not_asked_and_the_day_can_be_moved(self, client, over):
        case, _assignment, _by = over
        assert "change the day first" in text(client.get(page("case_followup_answer", case, "m3")))
        day = follow_up_days(closed_on=clock.today() + 5 * DAY)["m3"]
        response = client.post(page("case_followup_day", case, "m3"), {"version": 1, "due_on": typed(day)})
        assert response.url == page("case_followup", case)
        assert FollowUp.objects.get(point="m3").due_on == day
        response = client.post(page("case_followup_day", case, "m3"), {"version": 2, "due_on": typed(case.closed_on)})
        assert "due_on" in response.context["form"].errors

    def test_an_answer_is_written_down_and_corrected(self, client, over):
        case, _assignment, _by = over
        self.due(case)
        assert "To be asked now" in text(client.get(page("case_followup", case)))
        data = self.data(reached="no", outcome="")
        assert {client.post(page("case_followup_answer", case, "m3"), data).url for _ in range(2)} == {page("case_followup", case)}
        assert "Not reached" in text(client.get(page("case_followup", case)))
        assert client.post(page("case_followup_answer", case, "m3"), self.data(version=1, where="Kantinen")).status_code == 302
        assert "Kept the job, Kantinen" in text(client.get(page("case_followup", case)))
        assert CourseOutcome.objects.filter(point="m3").count() == 2

    def test_who_was_reached_has_an_outcome(self, client, over):
        case, _assignment, _by = over
        self.due(case)
        response = client.post(page("case_followup_answer", case, "m3"), self.data(outcome=""))
        assert "outcome" in response.context["form"].errors
        response = client.post(page("case_followup_answer", case, "m3"), self.data(reached=""))
        assert "reached" in response.context["form"].errors

    def test_two_who_answer_see_both(self, client, over):
        case, _assignment, _by = over
        self.due(case)
        client.post(page("case_followup_answer", case, "m3"), self.data())
        response = client.post(page("case_followup_answer", case, "m3"), self.data(outcome="stopped"))
        assert response.status_code == 409
        assert "Kept the job" in text(response)

    def test_after_the_last_answer_the_case_needs_nothing_more(self, client, over):
        case, _assignment, _by = over
        for point in ("m3", "m6", "m12"):
            FollowUp.objects.filter(case=case, point=point).update(answered_on=clock.today())
        assert "The case needs nothing more." in text(client.get(page("case_followup", case)))

    def test_an_answered_day_stands_and_an_unknown_point_is_not_found(self, client, over):
        case, _assignment, _by = over
        self.due(case)
        client.post(page("case_followup_answer", case, "m3"), self.data())
        assert "so the day stands" in text(client.get(page("case_followup_day", case, "m3")))
        assert client.get(page("case_followup_answer", case, "m9")).status_code == 404
        FollowUp.objects.all().delete()
        assert client.get(page("case_followup_answer", case, "m6")).status_code == 404

    def test_of_a_running_course_there_is_nothing_to_follow_up(self, client, month_old):
        case, _assignment, _by = month_old
        assert "nothing to follow up yet" in text(client.get(page("case_followup", case)))
        assert "nothing to follow up yet" in text(client.get(page("case_followup_answer", case, "end")))

    def test_the_number_of_statements_is_the_same_with_all_answers(self, client, over):
        case, _assignment, _by = over

        def count() -> int:
            client.get(page("case_followup", case))  # the message of the press before is shown once
            with statements() as found:
                client.get(page("case_followup", case))
            return len(found)

        first = count()
        self.due(case)
        client.post(page("case_followup_answer", case, "m3"), self.data(benefit="cash"))
        assert count() <= first
        assert first <= 24


class TestBenefit:
    def test_it_is_written_down_and_the_answer_before_can_be_read(self, client, month_old):
        case, _assignment, _by = month_old
        url = page("case_benefit", case)
        assert client.post(url, {"seen": "", "kind": "cash", "since": "4-3-2025"}).url == page("case_close", case)
        row = Benefit.objects.get()
        assert client.post(url, {"seen": str(row.pk), "kind": "sickness", "since": ""}).status_code == 302
        assert "Earlier answers" in text(client.get(url))

    def test_it_is_asked_for_on_the_page_of_the_course_until_it_is_written_down(self, client, month_old):
        case, _assignment, _by = month_old
        url = f"{page('case_benefit', case)}?from=case"
        shown = text(client.get(page("case", case)))
        assert "The benefit at the start is not written down." in shown and url in shown
        assert page("case", case) in text(client.get(url))
        assert client.post(url, {"seen": "", "kind": "cash", "since": "4-3-2025"}).url == page("case", case)
        assert page("case_benefit", case) not in text(client.get(page("case", case)))

    def test_a_manager_is_not_asked_for_it(self, client, month_old):
        case, _assignment, _by = month_old
        client.force_login(MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user)
        assert page("case_benefit", case) not in text(client.get(page("case", case)))

    def test_after_the_end_it_is_on_the_page_of_the_follow_up(self, client, over):
        case, _assignment, by = over
        shown = text(client.get(page("case_followup", case)))
        assert "The benefit at the start is not written down." in shown and page("case_benefit", case) in shown
        save_benefit(case_id=case.pk, seen=None, kind=BenefitKind.CASH, since=None, by=by, at=clock.now())
        assert "Benefit at the start: cash benefit." in text(client.get(page("case_followup", case)))

    def test_two_who_write_see_both_and_the_next_press_saves(self, client, month_old):
        case, _assignment, by = month_old
        save_benefit(case_id=case.pk, seen=None, kind=BenefitKind.CASH, since=None, by=by, at=clock.now())
        response = client.post(page("case_benefit", case), {"seen": "", "kind": "wage", "since": ""})
        assert response.status_code == 409
        assert "Cash benefit" in text(response)
        seen = response.context["form"]["seen"].value()
        assert client.post(page("case_benefit", case), {"seen": seen, "kind": "wage", "since": ""}).status_code == 302

    def test_what_is_missing_is_told(self, client, month_old):
        case, _assignment, _by = month_old
        assert "kind" in client.post(page("case_benefit", case), {"kind": ""}).context["form"].errors
        response = client.post(page("case_benefit", case), {"kind": "cash", "since": "1-1-2090"})
        assert "since" in response.context["form"].errors


class TestOpeningAgain:
    def data(self, case: Case, **other: Any) -> dict[str, Any]:
        known = {"version": case.version, "key": str(uuid.uuid4()), "words": "Det gik ikke", "mentor": "same", "consent": "oral"}
        return {**known, "consent_on": typed(clock.today()), **other}

    def test_the_page_says_what_happens_and_opens_it_once(self, client, over):
        case, _assignment, _by = over
        body = text(client.get(page("case_reopen", case)))
        assert "within what is granted" in body
        data = self.data(case)
        assert {client.post(page("case_reopen", case), data).url for _ in range(2)} == {page("case", case)}
        case.refresh_from_db()
        assert (case.state, Period.objects.count()) == (State.RUNNING, 2)
        for name in ("case", "case_close", "case_agreement", "case_rematch", "case_timeline"):
            assert client.get(page(name, case)).status_code == 200

    def test_who_has_no_room_is_told_at_the_mentor_and_another_can_be_looked_for(self, client, over):
        case, old, _by = over
        for _ in range(old.mentor.most_clients):
            AssignmentFactory(case__jobcentre=case.jobcentre, mentor=old.mentor, minutes_a_week=60, first_day=clock.today() - DAY)
        response = client.post(page("case_reopen", case), self.data(case))
        assert "mentor" in response.context["form"].errors
        assert client.post(page("case_reopen", case), self.data(case, mentor="new")).status_code == 302
        case.refresh_from_db()
        for name in ("case", "case_match", "case_rematch"):
            assert client.get(page(name, case)).status_code == 200
        assert client.get(reverse("desk")).status_code == 200

    @pytest.mark.parametrize("mentor", ["same", "new"])
    def test_after_the_grant_every_page_of_the_case_can_still_be_read(self, client, mentor):
        case, _assignment, by = ended(at=clock.now() - 190 * DAY, closed_at=clock.now() - 2 * DAY, reason=EndReason.RAN_OUT)
        english(client, by)
        assert "late request" in text(client.get(page("case_reopen", case)))
        assert client.post(page("case_reopen", case), self.data(case, mentor=mentor)).status_code == 302
        for name in ("case", "case_close", "case_match", "case_rematch", "case_agreement", "case_log", "case_goals", "case_timeline"):
            assert client.get(page(name, case)).status_code == 200, name
        assert client.get(reverse("desk")).status_code == 200

    def test_too_late_it_is_a_new_application(self, client):
        case, _assignment, by = ended(at=clock.now() - 300 * DAY, closed_at=clock.now() - 100 * DAY, reason=EndReason.RAN_OUT)
        english(client, by)
        body = text(client.get(page("case_reopen", case)))
        assert "Make a new application" in body
        assert reverse("case_new") in body

    def test_another_open_case_of_the_client_is_named(self, client, over):
        case, _assignment, by = over
        other = CaseFactory(jobcentre=case.jobcentre, client=case.client, caseworker=by)
        assert other.ref in text(client.get(page("case_reopen", case)))
        response = client.post(page("case_reopen", case), self.data(case))
        assert response.status_code == 422

    @pytest.mark.parametrize("wrong", ["words", "mentor", "consent", "consent_on"])
    def test_what_is_missing_is_told_at_its_field(self, client, over, wrong):
        case, _assignment, _by = over
        response = client.post(page("case_reopen", case), self.data(case, **{wrong: ""}))
        assert wrong in response.context["form"].errors

    def test_the_earlier_end_and_its_views_stay_readable(self, client, over):
        case, _assignment, by = over
        says(case, by, at=clock.now())
        reopen_course(case_id=case.pk, by=by, **reopening(clock.now()))
        body = text(client.get(page("case_followup", case)))
        assert "Earlier ends" in body
        assert "Jeg tør spørge nu." in body
        assert "Det gik ikke alligevel" in body
