"""A match meeting that stays planned when the mentor is assigned, says no or is taken back, and an invitation that names the old day (R285)."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from cases.enums import MeetingKind, ProposalState, State
from cases.enums_letter import LetterKind
from cases.models import Case, Meeting, Proposal
from core import clock
from core.days import COPENHAGEN, DAY
from core.templatetags.ui import day
from tests.cases.letter_scene import kept
from tests.cases.views.match_page_scene import board, case, mentor
from tests.factories import AssignmentFactory, MeetingFactory, ProposalFactory
from tests.pages import page, text, typed

__all__ = ["case"]
pytestmark = pytest.mark.django_db
STILL = "A match meeting is still planned for"


@pytest.fixture
def proposal(case: Case) -> Proposal:
    return ProposalFactory(case=case, mentor=mentor(case, name="Karin Toft"), proposed_at=clock.now() - DAY)


def met(case: Case, **other: Any) -> Meeting:
    return MeetingFactory(case=case, kind=MeetingKind.MATCH, **{"at": clock.now() + 3 * DAY, "place": "Lokale 2", **other})


def on_day(meeting: Meeting) -> str:
    with override("en"):
        return day(meeting.at)


def sent(meeting: Meeting, **other: Any) -> dict[str, Any]:
    known = {"key": str(uuid.uuid4()), "meeting": meeting.pk, "version": meeting.version}
    moved = {"day": typed(clock.today() + 5 * DAY), "time": "13.00", "place": "Lokale 2", "who_comes": ""}
    return {**known, **moved, **other}


def answer(proposal: Proposal, step: str, **other: Any) -> dict[str, Any]:
    known = {"step": step, "version": proposal.version, "key": str(uuid.uuid4()), "answered_on": typed(clock.today()), "words": "Nej tak"}
    return {**known, **other}


class TestAfterTheMentorIsAssigned:
    @pytest.fixture
    def started(self, case: Case, proposal: Proposal) -> Case:
        AssignmentFactory(case=case, mentor=proposal.mentor, proposal=proposal)
        Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.ASSIGNED)
        Case.objects.filter(pk=case.pk).update(state=State.STARTUP)
        case.refresh_from_db()
        return case

    @pytest.mark.parametrize("name", ["case_startup", "case"])
    def test_the_page_says_that_it_is_planned_and_where_it_is_moved(self, browser, started, name) -> None:
        assert STILL not in text(browser.get(page(name, started)))
        with CaptureQueriesContext(connection) as without:
            browser.get(page(name, started))
        meeting = met(started)
        MeetingFactory(case=started, kind=MeetingKind.MATCH, at=clock.now(), cancelled_on=clock.today(), place="Aflyst")
        with CaptureQueriesContext(connection) as with_it:
            shown = text(browser.get(page(name, started)))
        assert f"{STILL} {on_day(meeting)} at " in shown and "Aflyst" not in shown
        assert f'href="{page("case_meeting", started, meeting.pk)}"' in shown
        assert "Make the invitation" not in shown
        assert len(with_it) == len(without)

    def test_the_menu_of_the_case_has_the_meetings_once_there_is_one(self, browser, started) -> None:
        link = f'href="{page("case_meetings", started)}">Meetings<'
        assert link not in text(browser.get(page("case_startup", started)))
        met(started)
        for name in ("case_startup", "case", "case_timeline"):
            assert text(browser.get(page(name, started))).count(link) == 1

    def test_the_meeting_itself_offers_no_invitation_any_more(self, browser, started) -> None:
        shown = text(browser.get(page("case_meeting", started, met(started).pk)))
        assert "Move or cancel the meeting" in shown and "Make the invitation" not in shown


class TestWhenTheProposalIsClosed:
    @pytest.mark.parametrize(
        ("step", "state", "more"),
        [
            ("client", ProposalState.CLIENT_ASKED, {"answer": "no"}),
            ("mentor", ProposalState.MENTOR_ASKED, {"answer": "no"}),
            ("withdraw", ProposalState.CLIENT_ASKED, {}),
            ("conflict", ProposalState.CLIENT_ASKED, {"conflict_kind": "family", "conflict_words": "Søskende"}),
        ],
    )
    def test_the_message_says_that_the_meeting_is_still_planned(self, browser, case, proposal, step, state, more) -> None:
        Proposal.objects.filter(pk=proposal.pk).update(state=state)
        meeting = met(case)
        posted = browser.post(page("case_proposal", case, proposal.pk), answer(proposal, step, **more))
        assert posted.status_code == 302 and posted.url == board(case)
        shown = text(browser.get(posted.url))
        assert f"The match meeting of {on_day(meeting)} is still planned. It can be moved or cancelled on this page." in shown
        assert f'href="{page("case_meeting", case, meeting.pk)}"' in shown
        assert "Make the invitation" not in shown, "nobody is asked any more"

    def test_of_several_meetings_each_day_is_told(self, browser, case, proposal) -> None:
        first, second = met(case), met(case, at=clock.now() + 9 * DAY)
        posted = browser.post(page("case_proposal", case, proposal.pk), answer(proposal, "withdraw"))
        days = f"{on_day(first)}, {on_day(second)}"
        assert f"The match meetings of {days} are still planned. They can be moved or cancelled on this page." in text(
            browser.get(posted.url)
        )

    def test_without_a_meeting_nothing_is_added(self, browser, case, proposal) -> None:
        posted = browser.post(page("case_proposal", case, proposal.pk), answer(proposal, "withdraw"))
        assert "still planned" not in text(browser.get(posted.url))

    def test_the_invitation_is_offered_while_another_proposal_waits(self, browser, case, proposal) -> None:
        ProposalFactory(case=case, mentor=mentor(case, name="Ole Dam"), proposed_at=clock.now() - DAY)
        met(case)
        posted = browser.post(page("case_proposal", case, proposal.pk), answer(proposal, "withdraw"))
        assert "Make the invitation" in text(browser.get(posted.url))


class TestAnInvitationThatWasMade:
    OLD = "An invitation that was made names the old day, time or place: make a new one, or tell the client."
    GONE = "An invitation that was made still names it: tell the client."

    @pytest.fixture
    def invited(self, case: Case, proposal: Proposal) -> Meeting:
        kept(case, case.caseworker, kind=LetterKind.MATCH_MEETING)
        return met(case)

    def told(self, browser: Any, meeting: Meeting, data: dict[str, Any]) -> str:
        posted = browser.post(page("case_meeting", meeting.case, meeting.pk), data)
        assert posted.status_code == 302
        return text(browser.get(posted.url))

    def test_is_spoken_of_when_the_meeting_is_moved(self, browser, invited) -> None:
        assert f"The meeting is saved. {self.OLD}" in self.told(browser, invited, {"do": "meeting", **sent(invited)})

    def test_is_spoken_of_when_the_meeting_is_cancelled(self, browser, invited) -> None:
        assert f"The meeting is cancelled. {self.GONE}" in self.told(browser, invited, {"do": "cancel", **sent(invited)})

    def test_is_not_spoken_of_when_only_the_company_changes(self, browser, invited) -> None:
        at = clock.now().replace(hour=11, minute=0, second=0, microsecond=0) + 3 * DAY
        Meeting.objects.filter(pk=invited.pk).update(at=at)
        local = at.astimezone(COPENHAGEN)
        same = {"day": typed(local.date()), "time": f"{local:%H.%M}", "who_comes": "Ida"}
        assert "An invitation" not in self.told(browser, invited, {"do": "meeting", **sent(invited, **same)})

    @pytest.mark.parametrize("aside", [True, False])
    def test_is_not_spoken_of_when_there_is_none_that_counts(self, browser, case, proposal, aside) -> None:
        if aside:
            letter = kept(case, case.caseworker, kind=LetterKind.MATCH_MEETING)
            letter.aside_on, letter.aside_why, letter.aside_by = clock.today(), "En fejl", case.caseworker
            letter.save()
        assert "An invitation" not in self.told(browser, met(case), {"do": "meeting", **sent(Meeting.objects.get())})
