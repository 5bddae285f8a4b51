"""The pages of a letter that is set aside, and of one whose parts are emptied before it is made."""

from typing import Any

import pytest
from django.utils import translation

from accounts.enums import Role
from cases.actions.letters import set_letter_aside
from cases.enums_letter import LetterKind as K
from cases.models import Case, Letter
from core import clock
from core.templatetags.ui import day
from tests.cases import letter_scene as scene
from tests.cases.views.test_letter_pages import browser_of, page, partly, text, typed
from tests.factories import MembershipFactory
from tests.pdf_rules import words_of
from tests.statements import statements

__all__ = ["partly"]
pytestmark = pytest.mark.django_db
WHY = "Den <b>forkerte</b> dato"


def today() -> str:
    return clock.today().strftime("%d-%m-%Y")


@pytest.fixture
def letter(partly: Any) -> Letter:
    case, _browser = partly
    return scene.kept(case, case.caseworker, at=clock.now(), kind=K.PARTIAL, appeal_until=clock.today())


def aside(case: Case, letter: Letter, why: str = WHY) -> None:
    set_letter_aside(case_id=case.pk, letter_id=letter.pk, version=letter.version, why=why, by=case.caseworker, at=clock.now())


class TestAside:
    def test_it_is_set_aside_on_its_page_and_the_list_says_so(self, partly: Any, letter: Letter) -> None:
        case, browser = partly
        address = page("case_letter", case, letter.pk)
        assert browser.post(address, {"step": "aside", "version": "1", "why": WHY}).url == address
        body = text(browser.get(address))
        assert "The letter is set aside." in body
        assert "Den &lt;b&gt;forkerte&lt;/b&gt; dato" in body
        assert case.caseworker.name in body
        assert "Du får en mentor" in body
        assert "Last day to complain" not in body
        assert 'name="sent_on"' not in body
        assert 'name="why"' not in body
        listed = text(browser.get(page("case_letters", case)))
        with translation.override("en"):
            assert f"Set aside {day(clock.today())} by {case.caseworker.name}: Den &lt;b&gt;forkerte" in listed
        assert "Not sent yet" not in listed
        assert "complaint until" not in listed.lower()
        assert browser.get(page("case_letter_file", case, letter.pk)).content == b"%PDF-1.7\n"

    def test_one_can_write_it_again_as_if_it_were_not_there(self, partly: Any, letter: Letter) -> None:
        case, browser = partly
        pages = [page("case_letters", case), page("case_letter_new", case)]
        assert all("made before" in text(browser.get(each)) for each in pages)
        aside(case, letter)
        assert not any("made before" in text(browser.get(each)) for each in pages)
        assert page("case_letter_new", case, kind="partial") in text(browser.get(page("case_letter", case, letter.pk)))

    @pytest.mark.parametrize(("why", "said"), [("", "Write why the letter is set aside."), ("Til 010190-1234", "CPR"), ("x" * 501, "501")])
    def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(self, partly: Any, letter: Letter, why: str, said: str) -> None:
        case, browser = partly
        answer = browser.post(page("case_letter", case, letter.pk), {"step": "aside", "version": "1", "why": why})
        body = text(answer)
        assert answer.status_code == 422
        assert 'id="id_aside_why_error"' in body
        assert said in body
        assert f"{why}</textarea>" in body
        assert '<details class="mx-tbl" open' in body
        assert body.count('name="sent_on"') == 1

    def test_a_form_without_a_version_changes_nothing(self, partly: Any, letter: Letter) -> None:
        case, browser = partly
        answer = browser.post(page("case_letter", case, letter.pk), {"step": "aside", "why": "Forkert"})
        assert answer.status_code == 409
        assert "Forkert</textarea>" in text(answer)
        assert Letter.objects.get().aside_on is None

    def test_whoever_comes_too_late_is_told_and_keeps_the_words(self, partly: Any, letter: Letter) -> None:
        case, browser = partly
        aside(case, letter)
        address = page("case_letter", case, letter.pk)
        late = browser.post(address, {"step": "aside", "version": "1", "why": "Lavet to gange"})
        assert late.status_code == 422
        assert "has set this letter aside" in text(late)
        assert "Lavet to gange" in text(late)
        marked = browser.post(address, {"version": "1", "channel": "paper", "sent_on": today()})
        assert marked.status_code == 422
        assert "has set this letter aside" in text(marked)
        assert today() in text(marked)

    def test_what_was_sent_has_no_such_form_and_is_refused(self, partly: Any, letter: Letter) -> None:
        case, browser = partly
        address = page("case_letter", case, letter.pk)
        assert "Set the letter aside" in text(browser.get(address))
        browser.post(address, {"version": "1", "channel": "paper", "sent_on": today()})
        assert "Set the letter aside" not in text(browser.get(address))
        answer = browser.post(address, {"step": "aside", "version": "2", "why": "Lavet to gange"})
        assert answer.status_code == 422
        assert "What was sent stays" in text(answer)
        assert "Lavet to gange" in text(answer)

    def test_a_manager_reads_and_does_not_set_aside(self, partly: Any, letter: Letter) -> None:
        case, _browser = partly
        browser = browser_of(MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user)
        address = page("case_letter", case, letter.pk)
        assert "Set the letter aside" not in text(browser.get(address))
        assert browser.post(address, {"step": "aside", "version": "1", "why": "x"}).status_code == 403

    def test_more_letters_that_are_set_aside_cost_no_more_statements(self, partly: Any, letter: Letter) -> None:
        case, browser = partly
        aside(case, letter)
        browser.get(page("case_letters", case))
        counts = []
        for _n in range(2):
            with statements() as found:
                browser.get(page("case_letters", case))
            counts.append(len(found))
            for _m in range(2):
                other: Any = MembershipFactory(jobcentre=case.jobcentre).user
                row = scene.kept(case, other, at=clock.now())
                set_letter_aside(case_id=case.pk, letter_id=row.pk, version=1, why=WHY, by=other, at=clock.now())
        assert counts[0] == counts[1] <= 24


class TestEmptied:
    def test_the_headings_that_fall_away_are_told_before_the_letter_is_made(self) -> None:
        case, by, _at = scene.granted()
        browser = browser_of(by)
        address = page("case_letter_new", case, kind="grant")
        assert "They fall away in the letter" not in text(browser.get(address))
        data = typed(browser, address, why=" ", what_now="")
        answer = browser.post(address, {**data, "update": "1"})
        assert answer.context["fallen"] == ["Hvad skal mentor hjælpe med?", "Hvad sker der nu?"]
        assert "They fall away in the letter" in text(answer)
        browser.post(address, {**data, "draft": "1"})
        assert browser.get(address).context["fallen"] == ["Hvad skal mentor hjælpe med?", "Hvad sker der nu?"]
        assert browser.post(address, data).status_code == 302
        words = words_of(scene.data(Letter.objects.get()))
        assert "Hvad skal mentor hjælpe med?" not in words
        assert "Hvad sker der nu?" not in words

    def test_reasons_that_a_rule_asks_for_are_refused_instead(self, partly: Any) -> None:
        case, browser = partly
        address = page("case_letter_new", case, kind="partial")
        answer = browser.post(address, typed(browser, address, why="", what_now="", update="1", language="en"))
        assert answer.context["fallen"] == ["What happens now?"]

    def test_what_the_text_never_had_does_not_fall_away(self) -> None:
        case, by, _at = scene.step()
        browser = browser_of(by)
        address = page("case_letter_new", case, kind="acknowledgement")
        data = typed(browser, address, update="1")
        assert not data["why"]
        assert browser.post(address, data).context["fallen"] == []
