"""What the pages of letters offer: what says what is still true; the rest can be written, and the page says why it does not fit (R300)."""

from typing import Any

import pytest

from cases.enums import MeetingKind, State
from cases.enums_letter import LetterKind as K
from cases.models import Case, Decision, Letter
from cases.rules.letters import TOLD_FOR
from core import clock
from core.days import DAY
from tests.cases import letter_scene as scene
from tests.cases.views.test_letter_pages import browser_of, page, text, typed
from tests.factories import MeetingFactory, MembershipFactory, ProposalFactory

pytestmark = pytest.mark.django_db


def offered(browser: Any, case: Case) -> tuple[set[str], dict[str, str]]:
    """What the pages offer, and what else can be written with why it does not fit."""
    context = browser.get(page("case_letter_new", case)).context
    fitting = {each["url"].partition("kind=")[2] for each in context["fitting"]}
    beside = {each["url"].partition("kind=")[2] for each in browser.get(page("case_letters", case)).context["kinds"]}
    assert beside == fitting
    return fitting, {each["url"].partition("kind=")[2]: each["why"] for each in context["unfit"]}


def test_a_receipt_that_would_promise_a_day_that_has_passed_is_not_offered_and_says_why() -> None:
    case, by, _at = scene.step(State.CONTACT)
    browser = browser_of(by)
    today = clock.today()
    Case.objects.filter(pk=case.pk).update(received_on=today - 30 * DAY, answer_due_on=today)
    assert "acknowledgement" in offered(browser, case)[0]
    Case.objects.filter(pk=case.pk).update(answer_due_on=today - DAY)
    fitting, unfit = offered(browser, case)
    assert "acknowledgement" not in fitting
    assert "a day that has passed" in unfit["acknowledgement"]
    address = page("case_letter_new", case, kind="acknowledgement")
    assert unfit["acknowledgement"] in text(browser.get(address))
    assert browser.post(address, typed(browser, address)).status_code == 302
    assert Letter.objects.get().kind == K.ACKNOWLEDGEMENT


def test_a_decision_is_told_of_for_four_weeks() -> None:
    case, by, _at = scene.partly()
    browser = browser_of(by)
    for days, is_new in ((0, True), (1, False)):
        on = clock.today() - TOLD_FOR - days * DAY
        Decision.objects.filter(case=case).update(decided_on=on, sent_on=on, received_on=on, appeal_until=on + TOLD_FOR)
        fitting, unfit = offered(browser, case)
        assert ("partial" in fitting, "partial" in unfit) == (is_new, not is_new)
    assert "more than four weeks ago" in text(browser.get(page("case_letter_new", case, kind="partial")))


def test_an_invitation_is_offered_when_somebody_is_proposed_or_a_meeting_is_planned() -> None:
    case, by, _at = scene.granted()
    browser = browser_of(by)
    assert "match_meeting" in offered(browser, case)[1]
    MeetingFactory(case=case, kind=MeetingKind.MATCH, at=clock.now() - 3 * DAY)
    MeetingFactory(case=case, kind=MeetingKind.MATCH, at=clock.now() + 3 * DAY, cancelled_on=clock.today())
    assert "match_meeting" in offered(browser, case)[1]
    meeting = MeetingFactory(case=case, kind=MeetingKind.MATCH, at=clock.now() + 3 * DAY)
    assert "match_meeting" in offered(browser, case)[0]
    meeting.delete()
    ProposalFactory(case=case)
    assert "match_meeting" in offered(browser, case)[0]


def test_a_letter_that_fits_says_nothing_of_it() -> None:
    case, by, _at = scene.step(State.CONTACT)
    Case.objects.filter(pk=case.pk).update(answer_due_on=clock.today() + DAY)
    assert not browser_of(by).get(page("case_letter_new", case, kind="acknowledgement")).context["told"]


class TestAgain:
    """A second letter of the kind on the same day, such as after the browser's back."""

    @pytest.fixture
    def made(self) -> Any:
        case, by, _at = scene.partly()
        letter = scene.made((case, by, clock.now()), K.PARTIAL)
        return case, browser_of(by), letter

    def test_the_page_says_that_i_have_made_it_and_leads_there(self, made: Any) -> None:
        case, browser, letter = made
        body = text(browser.get(page("case_letter_new", case, kind="partial")))
        assert "You made this letter today at" in body
        assert f'href="{page("case_letter", case, letter.pk)}"' in body

    def test_of_a_colleagues_it_says_whose(self, made: Any) -> None:
        case, _browser, letter = made
        browser = browser_of(MembershipFactory(jobcentre=case.jobcentre).user)
        body = text(browser.get(page("case_letter_new", case, kind="partial")))
        assert f"{letter.made_by.name} made this letter today at" in body

    @pytest.mark.parametrize(
        "changed",
        [
            {"sent_on": clock.today(), "received_on": clock.today()},
            {"aside_on": clock.today(), "aside_why": "Forkert dato"},
            {"made_at": clock.now() - 2 * DAY},
            {"recipient": "mentor"},
            {"kind": K.GRANT},
        ],
    )
    def test_one_that_is_sent_or_set_aside_or_older_or_another_says_nothing(self, made: Any, changed: dict[str, Any]) -> None:
        case, browser, letter = made
        if "aside_on" in changed:
            changed = {**changed, "aside_by": letter.made_by}
        Letter.objects.filter(pk=letter.pk).update(**changed)
        assert "made this letter today" not in text(browser.get(page("case_letter_new", case, kind="partial")))

    def test_other_words_from_the_page_as_it_was_make_no_second_one_without_a_word(self) -> None:
        case, by, _at = scene.partly()
        browser = browser_of(by)
        address = page("case_letter_new", case, kind="partial")
        data = typed(browser, address)
        assert browser.post(address, data).status_code == 302
        browser.post(address, {**data, "why": "Andre ord"})
        assert Letter.objects.count() == 1
