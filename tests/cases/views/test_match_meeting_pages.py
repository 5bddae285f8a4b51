"""The pages of a match meeting: arranged from a proposal, invited to with a letter, moved, cancelled, on the agenda and in the calendar (R285)."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import AccessKind, SubjectKind
from accounts.models import AccessEvent, Draft
from cases.enums import MeetingKind, State
from cases.models import Case, Meeting, Proposal
from core import clock
from core.days import DAY
from tests.cases.views.match_page_scene import board, case, mentor
from tests.factories import CaseFactory, MeetingFactory, ProposalFactory
from tests.pages import page, text, typed

__all__ = ["case"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(case: Case) -> Proposal:
    return ProposalFactory(case=case, mentor=mentor(case, name="Karin Toft"), proposed_at=clock.now() - DAY)


def data(**other: Any) -> dict[str, Any]:
    known = {
        "key": str(uuid.uuid4()),
        "day": typed(clock.today() + 3 * DAY),
        "time": "13.00",
        "place": "Lokale 2",
        "who_comes": "Ida, Karin",
    }
    return {**known, **other}


def address(proposal: Proposal) -> str:
    return page("case_match_meeting", proposal.case, proposal.pk)


def met(case: Case, **other: Any) -> Meeting:
    return MeetingFactory(case=case, kind=MeetingKind.MATCH, **{"at": clock.now() + 3 * DAY, "place": "Lokale 2", **other})


class TestArranging:
    def test_the_board_and_the_proposal_lead_to_it_and_the_form_knows_who_comes(self, browser, case, proposal) -> None:
        shown = text(browser.get(page("case_proposal", case, proposal.pk)))
        assert f'href="{address(proposal)}"' in shown
        answer = browser.get(address(proposal))
        assert answer.context["form"]["who_comes"].value() == f"{case.client.given_name}, Karin Toft (mentor)"
        assert f"Ask {case.client.given_name} about the meeting before Karin Toft is told anything." in text(answer)
        assert AccessEvent.objects.filter(kind=AccessKind.PAGE, subject_kind=SubjectKind.MENTOR, subject_id=proposal.mentor_id).exists()

    def test_pressed_twice_it_is_one_meeting_and_the_invitation_is_offered(self, browser, case, proposal) -> None:
        sent = data()
        first, second = (browser.post(address(proposal), sent) for _click in range(2))
        meeting = Meeting.objects.get()
        assert first.url == second.url == page("case_meeting", case, meeting.pk)
        shown = text(browser.get(first.url))
        assert "Match meeting" in shown and "Now you can make the invitation." in shown
        invitation = f"{page('case_letter_new', case)}?kind=match_meeting&amp;meeting={meeting.pk}"
        assert f'href="{invitation}"' in shown
        assert f'href="{invitation}"' in text(browser.get(board(case)))
        form = browser.get(invitation.replace("&amp;", "&")).context["form"]
        assert (form["meeting_on"].value(), form["meeting_time"].value()) == (typed(clock.today() + 3 * DAY), "13:00")
        assert form["meeting_place"].value() == "Lokale 2"

    def test_the_invitation_is_to_the_meeting_that_was_chosen(self, browser, case, proposal) -> None:
        met(case, place="Først")
        second = met(case, at=clock.now() + 9 * DAY, place="Bagefter")
        new = page("case_letter_new", case)
        for meeting, place in ((second.pk, "Bagefter"), ("no-such", "Først"), (uuid.uuid4(), "Først")):
            form = browser.get(f"{new}?kind=match_meeting&meeting={meeting}").context["form"]
            assert form["meeting_place"].value() == place

    def test_what_is_missing_is_told_and_the_rest_is_kept(self, browser, proposal) -> None:
        answer = browser.post(address(proposal), data(place=""))
        assert answer.status_code == 422 and "Write where you meet." in text(answer) and 'value="13.00"' in text(answer)
        assert not Meeting.objects.exists()

    def test_what_was_typed_is_kept_when_the_proposal_was_closed_meanwhile(self, browser, proposal) -> None:
        proposal.state = "withdrawn"
        proposal.save()
        answer = browser.post(address(proposal), data())
        assert answer.status_code == 422 and "Lokale 2" in text(answer)
        assert not Meeting.objects.exists()

    def test_a_draft_waits_on_the_desk(self, browser, case, proposal) -> None:
        browser.post(address(proposal), data(draft="1"))
        assert Draft.objects.get().subject_id == proposal.pk
        assert 'value="Lokale 2"' in text(browser.get(address(proposal)))
        assert f'href="{address(proposal)}"' in text(browser.get(reverse("desk")))

    def test_a_proposal_of_another_case_is_not_found(self, browser, case, proposal) -> None:
        other = CaseFactory(jobcentre=case.jobcentre, caseworker=case.caseworker, state=State.MATCH)
        assert browser.get(page("case_match_meeting", other, proposal.pk)).status_code == 404

    def test_the_pages_read_no_more_for_three_meetings_than_for_one(self, browser, case, proposal) -> None:
        found: dict[int, list[int]] = {}
        for number in (1, 2):
            for _each in range(number):
                met(case, at=clock.now() + (Meeting.objects.count() + 3) * DAY)
            for url in (board(case), address(proposal), page("case_proposal", case, proposal.pk), page("case_meetings", case)):
                browser.get(url)
                with CaptureQueriesContext(connection) as statements:
                    assert browser.get(url).status_code == 200
                found.setdefault(number, []).append(len(statements))
        assert found[1] == found[2]


class TestOneMeeting:
    def one(self, meeting: Meeting, **other: Any) -> dict[str, Any]:
        return {"meeting": meeting.pk, "version": meeting.version, **data(**other)}

    def test_is_moved_and_the_calendar_and_the_agenda_know(self, browser, case, proposal) -> None:
        meeting = met(case)
        here = page("case_meeting", case, meeting.pk)
        answer = browser.post(here, {"do": "meeting", **self.one(meeting, day=typed(clock.today()), time="23.30", place="Lokale 9")})
        assert answer.url == here, "from here the invitation is made again"
        assert "Lokale 9" in text(browser.get(reverse("desk")))
        assert f"Match meeting\\, case {case.ref}" in browser.get(page("case_meeting_ics", case, meeting.pk)).content.decode()
        stale = browser.post(here, {"do": "meeting", **self.one(meeting, time="15.30")})
        assert stale.status_code == 409

    def test_is_cancelled_and_leads_back_to_the_board(self, browser, case, proposal) -> None:
        meeting = met(case)
        answer = browser.post(page("case_meeting", case, meeting.pk), {"do": "cancel", **self.one(meeting)})
        assert answer.url == page("case_match", case)
        assert "Planned match meetings" not in text(browser.get(answer.url))
        shown = text(browser.get(page("case_meeting", case, meeting.pk)))
        assert "cancelled on" in shown and "Make the invitation" not in shown

    def test_is_held_after_the_mentor_was_assigned_too(self, browser, case, proposal) -> None:
        meeting = met(case, at=clock.now())
        Case.objects.filter(pk=case.pk).update(state=State.STARTUP)
        answer = browser.post(page("case_meeting", case, meeting.pk), {"do": "held", **self.one(meeting), "held_on": typed(clock.today())})
        assert answer.url == page("case_meetings", case)
        assert "Match meeting, held on" in text(browser.get(answer.url))
