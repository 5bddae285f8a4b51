"""A colleague closes the course, or opens it again, while somebody types: each page says so, and has every word that was typed."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Jobcentre
from cases.actions.closing import close_course
from cases.actions.reopening import reopen_course
from cases.enums import Consent, MeetingKind, OutcomePoint, Party
from cases.enums_course import PauseReason
from cases.models import Case, Goal, Meeting, Pause
from core import clock
from core.days import DAY
from tests.cases.closing_scene import closing
from tests.cases.course_scene import running
from tests.factories import JobcentreFactory, MeetingFactory, MembershipFactory
from tests.pages import text, typed

pytestmark = pytest.mark.django_db

TODAY = clock.today()
NOW = dt.datetime.combine(TODAY, dt.time(9), dt.UTC)
WORDS = "Det aftalte vi ved mødet i går"
Scene = tuple[Case, Any, Browser]


@pytest.fixture
def course() -> Scene:
    """A course near its end, its caseworker, and the browser of a colleague."""
    case, _assignment, by = running(at=NOW - dt.timedelta(days=150))
    second = MembershipFactory(jobcentre=case.jobcentre, user__language="en").user
    browser = Browser()
    browser.force_login(second)
    return case, by, browser


def sent(browser: Browser, page: str, *args: Any, **data: Any) -> Any:
    return browser.post(reverse(page, args=args), {"key": str(uuid.uuid4()), "version": "1", **data})


def keeps(answer: Any) -> bool:
    """The page is no form any more, and has what was typed."""
    body = text(answer)
    return answer.status_code in (409, 422) and "What you wrote" in body and WORDS in body


def other_jobcentre() -> Jobcentre:
    found: Jobcentre = JobcentreFactory()
    return found


class TestClosedMeanwhile:
    """Each page of a running course whose words would be gone with its form."""

    @pytest.fixture(autouse=True)
    def _closed(self, course: Scene) -> None:
        case, by, _browser = course
        self.pause = Pause.objects.create(
            case=case, first_day=TODAY - 9 * DAY, reason=PauseReason.OTHER, recorded_by=by, recorded_at=NOW, last_day=TODAY - DAY
        )
        self.meeting: Meeting = MeetingFactory(case=case, kind=MeetingKind.STATUS, at=NOW + 3 * DAY)
        close_course(case_id=case.pk, by=by, **closing(clock.now()))
        case.refresh_from_db()

    def test_a_plan_of_hours(self, course: Scene) -> None:
        case, _by, browser = course
        data = {"shape": "own", "rows": "3", "period": "1", "day_1": typed(case.periods.get().first_day), "minutes_1": "2"}
        assert keeps(sent(browser, "case_plan", case.ref, words=WORDS, **data))

    def test_a_pause(self, course: Scene) -> None:
        case, _by, browser = course
        data = {"first_day": typed(TODAY), "last_day": "", "reason": "illness", "words": WORDS}
        assert keeps(sent(browser, "case_pause", case.ref, **data))

    def test_the_end_of_a_pause(self, course: Scene) -> None:
        case, _by, browser = course
        answer = sent(browser, "case_pause_end", case.ref, self.pause.pk, do="end", last_day="30-11-2031")
        assert answer.status_code == 422 and "What you wrote" in text(answer) and "30-11-2031" in text(answer)

    def test_the_words_of_levels_and_the_end_of_a_goal(self, course: Scene) -> None:
        case, _by, browser = course
        goal = Goal.objects.filter(case=case).first()
        assert goal is not None
        levels = {f"level{n}": f"{WORDS} {n}" for n in range(5)}
        assert keeps(sent(browser, "case_goal", case.ref, goal.pk, weight="1", **levels))
        assert keeps(sent(browser, "case_goal_end", case.ref, goal.pk, why=WORDS))

    def test_that_the_match_does_not_work(self, course: Scene) -> None:
        case, _by, browser = course
        data = {"raised_by": "client", "raised_on": typed(TODAY), "reason": "chemistry", "may_read": "nothing"}
        assert keeps(sent(browser, "case_rematch", case.ref, words=WORDS, **data))
        assert keeps(sent(browser, "case_rematch_drop", case.ref, why=WORDS))

    def test_a_status_meeting_new_and_moved(self, course: Scene) -> None:
        case, _by, browser = course
        data = {"day": typed(TODAY + DAY), "time": "10.00", "place": WORDS, "who_comes": ""}
        assert keeps(sent(browser, "case_meetings", case.ref, **data))
        assert keeps(sent(browser, "case_meeting", case.ref, self.meeting.pk, do="meeting", meeting=str(self.meeting.pk), **data))

    def test_that_the_case_moves_to_another_jobcentre(self, course: Scene) -> None:
        case, _by, browser = course
        assert keeps(sent(browser, "case_handover", case.ref, to=str(other_jobcentre().pk), reason=WORDS, ground="Samtykke"))

    def test_a_changed_agreement_and_a_signature(self, course: Scene) -> None:
        case, _by, browser = course
        agreement = {"tasks": WORDS, "goal1": "At møde til tiden", "minutes_a_week": "3", "when_where": "Tirsdage"}
        agreement |= {"cancelling": "Ring senest dagen før", "ways_of_meeting": "meeting", "with_workplace": ""}
        assert keeps(sent(browser, "case_agreement", case.ref, **agreement))
        data = {"party": Party.CLIENT, "signed_on": typed(TODAY), "how": "paper", "on_behalf": "on", "on_behalf_by": "Søsteren"}
        signature = {f"sign_{name}": value for name, value in {**data, "on_behalf_reason": WORDS, "version": "1"}.items()}
        assert keeps(sent(browser, "case_sign", case.ref, **signature))

    def test_that_the_client_withdraws(self, course: Scene) -> None:
        case, _by, browser = course
        assert keeps(sent(browser, "case_exit", case.ref, event="withdrawn", words=WORDS))


class TestOpenedAgainMeanwhile:
    @pytest.fixture(autouse=True)
    def _opened(self, course: Scene) -> None:
        case, by, _browser = course
        close_course(case_id=case.pk, by=by, **closing(clock.now()))
        told: dict[str, Any] = {"words": "Det gik for hurtigt", "consent": Consent.ORAL, "consent_on": TODAY, "same_mentor": True}
        reopen_course(case_id=case.pk, version=None, by=by, at=clock.now(), **told)

    @pytest.mark.parametrize("point", [OutcomePoint.END, OutcomePoint.MONTHS_3])
    def test_what_became_of_the_client(self, course: Scene, point: OutcomePoint) -> None:
        case, _by, browser = course
        assert keeps(sent(browser, "case_followup_answer", case.ref, point, reached="no", words=WORDS))

    def test_another_day_of_a_follow_up(self, course: Scene) -> None:
        case, _by, browser = course
        answer = sent(browser, "case_followup_day", case.ref, OutcomePoint.MONTHS_3, due_on="01-12-2031")
        assert answer.status_code == 422 and "What you wrote" in text(answer) and "01-12-2031" in text(answer)

    def test_that_it_is_opened_again(self, course: Scene) -> None:
        case, _by, browser = course
        assert keeps(sent(browser, "case_reopen", case.ref, words=WORDS, consent="oral", consent_on=typed(TODAY), mentor="same"))


def test_a_measurement_whose_point_moved_away(course: Scene) -> None:
    """R100: the schedule follows the end of the course."""
    case, by, browser = course
    close_course(case_id=case.pk, by=by, **closing(clock.now()))
    gone = sent(browser, "case_measurement", case.ref, "who5", "client", "during", 9, day="01-02-2031", answer1="4")
    assert gone.status_code == 422 and "What you wrote" in text(gone) and "01-02-2031" in text(gone)
