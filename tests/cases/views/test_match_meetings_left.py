"""A match meeting that stays planned when the mentor is assigned (R285)."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from cases.enums import MeetingKind, ProposalState, State
from cases.models import Case, Meeting, Proposal
from core import clock
from core.days import DAY
from core.templatetags.ui import day
from tests.cases.views.match_page_scene import case, mentor
from tests.factories import AssignmentFactory, MeetingFactory, ProposalFactory
from tests.pages import page, text

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
