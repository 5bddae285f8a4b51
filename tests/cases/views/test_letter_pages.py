"""The pages of letters: what can be written, the letter as it will read, made once, marked as sent, and fetched as a PDF that the read log knows."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.enums import AccessKind, Role
from accounts.models import AccessEvent, Draft, Jobcentre
from cases.actions import letters as actions
from cases.enums import Channel, MeetingKind, State
from cases.enums_letter import LetterKind as K
from cases.models import Case, Decision, Letter, LetterTemplate
from core import clock
from core.days import DAY, day_of
from core.verdicts import Refused
from tests.cases import letter_scene as scene
from tests.factories import AT, CaseFactory, MeetingFactory, MembershipFactory
from tests.pages import browser_of
from tests.pdf_rules import findings, words_of
from tests.statements import statements

pytestmark = pytest.mark.django_db


def page(name: str, case: Case, *more: Any, **query: str) -> str:
    address = reverse(name, args=[case.ref, *more])
    return f"{address}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else address


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def partly() -> tuple[Case, Browser]:
    case, by, _at = scene.partly()
    return case, browser_of(by)


def typed(browser: Browser, address: str, **changed: Any) -> dict[str, Any]:
    """What the page's form would send."""
    form = browser.get(address).context["form"]
    found = {name: form[name].value() for name in form.fields}
    days = {name: value.strftime("%d-%m-%Y") for name, value in found.items() if hasattr(value, "strftime")}
    return {name: value for name, value in {**found, **days, **changed}.items() if value is not None}


class TestNew:
    def test_without_a_kind_the_kinds_stand_there_and_why_others_do_not_fit(self, partly: Any) -> None:
        case, browser = partly
        body = text(browser.get(page("case_letter_new", case)))
        assert f'href="{page("case_letter_new", case, kind="partial")}"' in body
        assert "kind=grant" not in body
        assert "The case has no decision of this kind" in body

    def test_the_newest_decision_and_the_end_lead_to_their_letters(self, partly: Any) -> None:
        case, browser = partly
        assert "Partial grant" in text(browser.get(page("case_letter_new", case, kind="decision")))
        assert "The case is closed" in text(browser.get(page("case_letter_new", case, kind="end")))
        assert browser.get(page("case_letter_new", case, kind="nonsense")).status_code == 200

    def test_the_letter_stands_there_as_it_will_read_with_two_parts_to_write(self, partly: Any) -> None:
        case, browser = partly
        answer = browser.get(page("case_letter_new", case, kind="partial"))
        body = text(answer)
        for words in (
            "Du får en mentor, men ikke alt det, du bad om",
            "Kære Ida",
            "Du bad om",
            "4 timer",
            "3 timer",
            "Hvorfor får du ikke det hele?",
        ):
            assert words in body
        assert answer.context["form"]["why"].value() == scene.WHY
        assert re.findall(r'<textarea name="(\w+)"', body) == ["why", "what_now"]
        assert "Er du uenig? Sådan klager du" in body

    def test_the_language_follows_the_client_and_untouched_texts_follow_the_language(self, partly: Any) -> None:
        case, browser = partly
        address = page("case_letter_new", case, kind="partial")
        answer = browser.post(address, typed(browser, address, language="en", update="1"))
        assert answer.status_code == 200
        assert "You are getting a mentor, but not all you asked for" in text(answer)
        assert answer.context["form"]["what_now"].value().startswith("- We find a mentor")
        again = browser.post(address, typed(browser, address, language="en", what_now="Mine egne ord", update="1"))
        assert again.context["form"]["what_now"].value() == "Mine egne ord"
        case.client.language = "en"
        case.client.save()
        assert "You are getting a mentor" in text(browser.get(address))

    def test_it_is_made_and_can_be_opened(self, partly: Any) -> None:
        case, browser = partly
        address = page("case_letter_new", case, kind="partial")
        answer = browser.post(address, typed(browser, address, why="Derfor: <b>nej</b>"))
        letter = Letter.objects.get()
        assert answer.url == page("case_letter", case, letter.pk)
        body = text(browser.get(answer.url))
        assert "The letter is made." in body
        assert "Derfor: &lt;b&gt;nej&lt;/b&gt;" in body
        assert "Not sent yet" in body
        assert "Derfor: <b>nej</b>" in words_of(scene.data(letter))

    def test_pressed_twice_it_is_one_letter(self, partly: Any) -> None:
        case, browser = partly
        address = page("case_letter_new", case, kind="partial")
        data = typed(browser, address)
        assert {browser.post(address, data).url for _n in range(2)} == {page("case_letter", case, Letter.objects.get().pk)}

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"dated_on": "01-01-2020"}, "dated_on"),
            ({"dated_on": "i morgen"}, "dated_on"),
            ({"why": " "}, "why"),
            ({"why": "Født 010190-1234"}, "why"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(self, partly: Any, wrong: dict[str, str], field: str) -> None:
        case, browser = partly
        address = page("case_letter_new", case, kind="partial")
        answer = browser.post(address, typed(browser, address, **{"what_now": "Mine egne ord", **wrong}))
        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in text(answer)
        assert "Mine egne ord" in text(answer)
        assert not Letter.objects.exists()

    def test_what_is_typed_for_the_letter_alone_is_asked_for(self) -> None:
        case, by, _at = scene.step()
        browser = browser_of(by)
        address = page("case_letter_new", case, kind="hearing")
        assert "Svar os senest ___" in text(browser.get(address))
        assert 'id="id_reply_by_error"' in text(browser.post(address, typed(browser, address, why="Vi ved")))
        reply = (clock.today() + 14 * DAY).strftime("%d-%m-%Y")
        assert browser.post(address, typed(browser, address, why="Vi ved", reply_by=reply)).status_code == 302

    @pytest.mark.parametrize("state", [State.MATCH, State.STARTUP, State.RUNNING])
    @pytest.mark.parametrize("kind", [MeetingKind.MATCH, MeetingKind.STARTUP])
    def test_the_next_meeting_that_is_planned_is_the_one_to_invite_to(self, kind: MeetingKind, state: State) -> None:
        case, by, _at = scene.step(state)
        now = clock.now()
        MeetingFactory(case=case, kind=kind, at=now - 7 * DAY, place="Forbi")
        MeetingFactory(case=case, kind=kind, at=now + 5 * DAY, place="Aflyst", cancelled_on=clock.today())
        MeetingFactory(case=case, kind=MeetingKind.STATUS, at=now + 6 * DAY, place="Status")
        MeetingFactory(case=case, kind=kind, at=now + 7 * DAY, place="Lokale 7")
        form = browser_of(by).get(page("case_letter_new", case, kind="match_meeting")).context["form"]
        day = day_of(now + 7 * DAY).strftime("%d-%m-%Y")
        assert (form["meeting_place"].value(), form["meeting_on"].value()) == ("Lokale 7", day)
        assert re.fullmatch(r"\d\d[.:]\d\d", form["meeting_time"].value())

    def test_reasons_that_no_rule_asks_for_are_optional(self, partly: Any) -> None:
        case, browser = partly
        assert "Hvorfor? (optional)" in text(browser.get(page("case_letter_new", case, kind="match_meeting")))
        needed = text(browser.get(page("case_letter_new", case, kind="partial")))
        assert "Hvorfor får du ikke det hele?" in needed
        assert "(optional)" not in needed

    def test_without_a_meeting_it_is_written_by_hand(self) -> None:
        case, by, _at = scene.step(State.MATCH)
        form = browser_of(by).get(page("case_letter_new", case, kind="match_meeting")).context["form"]
        assert not form["meeting_on"].value()

    def test_a_letter_that_a_colleague_made_meanwhile_is_told_and_the_next_press_makes_another(self, partly: Any) -> None:
        case, browser = partly
        address = page("case_letter_new", case, kind="partial")
        data = typed(browser, address, why="Mine egne ord")
        colleague = MembershipFactory(jobcentre=case.jobcentre, user__name="Anne Bramsen").user
        scene.made((case, colleague, clock.now()), K.PARTIAL)
        answer = browser.post(address, data)
        assert answer.status_code == 422
        assert "Anne Bramsen made this letter at" in text(answer)
        assert "Mine egne ord" in text(answer)
        assert browser.post(address, {**data, "seen": answer.context["form"]["seen"].value()}).status_code == 302
        assert Letter.objects.filter(case=case).count() == 2

    def test_a_case_that_changed_meanwhile_is_shown_anew_and_the_next_press_makes_it(self, partly: Any) -> None:
        case, browser = partly
        address = page("case_letter_new", case, kind="partial")
        data = typed(browser, address, why="Mine egne ord")
        Decision.objects.filter(case=case).update(minutes_a_week=150)
        answer = browser.post(address, data)
        assert answer.status_code == 422
        assert "have changed since this page was opened" in text(answer)
        assert "2 timer og 30 minutter" in text(answer)
        assert "Mine egne ord" in text(answer)
        form = answer.context["form"]
        assert browser.post(address, {**data, "seen": form["seen"].value()}).status_code == 302
        assert "2 timer og 30 minutter" in words_of(scene.data(Letter.objects.get()))

    def test_without_pango_the_page_says_so_and_keeps_the_words(self, partly: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        case, browser = partly

        def missing(*args: Any, **kwargs: Any) -> bytes:
            raise Refused("pdf_not_possible")

        monkeypatch.setattr(actions, "pdf_of", missing)
        address = page("case_letter_new", case, kind="partial")
        answer = browser.post(address, typed(browser, address, why="Mine egne ord"))
        assert answer.status_code == 422
        assert "the library Pango is missing" in text(answer)
        assert "Mine egne ord" in text(answer)
        assert not Letter.objects.exists()

    def test_a_text_that_cannot_be_filled_says_what_is_missing(self, partly: Any) -> None:
        case, browser = partly
        LetterTemplate.objects.create(
            jobcentre=case.jobcentre, kind=K.MATCH_MEETING, language="da", number=1, title="Kom", decision="Mød {mentor_name}", made_at=AT
        )
        body = text(browser.get(page("case_letter_new", case, kind="match_meeting")))
        assert "the case does not have {mentor_name}" in body
        assert "Make the letter" not in body

    def test_a_draft_waits_for_its_writer(self, partly: Any) -> None:
        case, browser = partly
        address = page("case_letter_new", case, kind="partial")
        assert browser.post(address, typed(browser, address, why="Halvt færdig", draft="1")).url == address
        assert Draft.objects.get().form == "letter_partial"
        assert "Halvt færdig" in text(browser.get(address))
        assert "You have a draft" in text(browser.get(page("case_letter_new", case)))
        assert "Partial grant" in text(browser.get(reverse("desk")))
        assert browser.post(address, {**typed(browser, address)}).status_code == 302
        assert not Draft.objects.exists()

    def test_the_protected_address_is_written_by_hand(self, partly: Any) -> None:
        case, browser = partly
        case.client.address_protected, case.client.channel = True, Channel.PAPER
        case.client.save()
        body = text(browser.get(page("case_letter_new", case, kind="partial")))
        assert "Write it on the envelope by hand" in body
        assert "Kornblomstvej" not in body

    def test_a_manager_reads_and_does_not_write(self, partly: Any) -> None:
        case, _browser = partly
        browser = browser_of(MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user)
        address = page("case_letter_new", case, kind="partial")
        assert "Make the letter" not in text(browser.get(address))
        assert browser.post(address, {"why": "x"}).status_code == 403

    def test_a_closed_case_has_its_letters_too(self) -> None:
        case, by, _at = scene.refused()
        browser = browser_of(by)
        address = page("case_letter_new", case, kind="decision")
        assert browser.post(address, typed(browser, address)).status_code == 302
        assert findings(scene.data(Letter.objects.get())) == []


class TestOne:
    @pytest.fixture
    def letter(self, partly: Any) -> Letter:
        case, _browser = partly
        return scene.kept(case, case.caseworker, at=clock.now(), kind=K.PARTIAL, appeal_until=clock.today() + 28 * DAY)

    def test_it_shows_what_was_made_with_its_table(self, partly: Any) -> None:
        case, browser = partly
        made = scene.made((case, case.caseworker, clock.now()), K.PARTIAL)
        body = text(browser.get(page("case_letter", case, made.pk)))
        places = [body.index(words) for words in (made.texts["decision"][:30], "Det får du", "4 timer", "Hvorfor får du ikke det hele?")]
        assert places == sorted(places)

    def test_it_is_marked_as_sent_and_the_list_says_so(self, partly: Any, letter: Letter) -> None:
        case, browser = partly
        address = page("case_letter", case, letter.pk)
        data = {"version": "1", "channel": "paper", "sent_on": clock.today().strftime("%d-%m-%Y")}
        assert browser.post(address, data).url == address
        letter.refresh_from_db()
        assert letter.received_on and letter.received_on > clock.today()
        body = text(browser.get(page("case_letters", case)))
        assert "Sent" in body
        assert "counts as received" in body
        assert "complaint until" in body.lower()
        assert "Not sent yet" not in body

    def test_a_day_to_come_is_refused_at_its_field(self, partly: Any, letter: Letter) -> None:
        case, browser = partly
        data = {"version": "1", "channel": "paper", "sent_on": (clock.today() + DAY).strftime("%d-%m-%Y")}
        answer = browser.post(page("case_letter", case, letter.pk), data)
        assert answer.status_code == 422
        assert 'id="id_sent_on_error"' in text(answer)

    def test_two_who_mark_it_see_both(self, partly: Any, letter: Letter) -> None:
        case, browser = partly
        Letter.objects.filter(pk=letter.pk).update(version=2, sent_on=clock.today(), received_on=clock.today())
        data = {"version": "1", "channel": "paper", "sent_on": clock.today().strftime("%d-%m-%Y")}
        assert browser.post(page("case_letter", case, letter.pk), data).status_code == 409

    @pytest.mark.parametrize(("query", "how"), [({}, "inline"), ({"save": "1"}, "attachment")])
    def test_the_pdf_is_fetched_and_logged(self, partly: Any, letter: Letter, query: dict[str, str], how: str) -> None:
        case, browser = partly
        answer = browser.get(page("case_letter_file", case, letter.pk, **query))
        assert answer.content == b"%PDF-1.7\n"
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == f'{how}; filename="{case.ref}-{letter.dated_on.isoformat()}-{letter.pk.hex[:8]}.pdf"'
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "Ida" not in str(answer.headers)
        read = AccessEvent.objects.get(kind=AccessKind.EXPORT)
        assert (read.subject_id, read.page, read.purpose) == (case.pk, "case_letter_file", f"letter {letter.pk}")

    def test_that_of_another_case_is_none(self, partly: Any, letter: Letter) -> None:
        case, browser = partly
        other = CaseFactory(jobcentre=case.jobcentre, state=State.MATCH)
        for name in ("case_letter", "case_letter_file"):
            assert browser.get(page(name, other, letter.pk)).status_code == 404
            assert browser.get(page(name, case, uuid.uuid4())).status_code == 404
        elsewhere = browser_of(MembershipFactory().user)
        for address in (
            page("case_letters", case),
            page("case_letter_file", case, letter.pk),
            page("case_letter_new", case, kind="partial"),
        ):
            assert elsewhere.get(address).status_code == 404


class TestList:
    def test_nothing_is_a_sentence(self, partly: Any) -> None:
        case, browser = partly
        assert "No letter has been made in this case." in text(browser.get(page("case_letters", case)))

    def test_the_newest_stands_first_and_25_are_a_page(self, partly: Any) -> None:
        case, browser = partly
        for number in range(27):
            scene.kept(case, case.caseworker, at=AT + number * DAY)
        answer = browser.get(page("case_letters", case))
        assert len(answer.context["letters"]) == 25
        older = browser.get(f"{page('case_letters', case)}?after={answer.context['next_mark'].replace('+', '%2B')}")
        assert len(older.context["letters"]) == 2

    def test_more_letters_cost_no_more_statements(self, partly: Any) -> None:
        case, browser = partly
        scene.kept(case, case.caseworker)
        browser.get(page("case_letters", case))
        counts = []
        for number in range(2):
            with statements() as found:
                browser.get(page("case_letters", case))
            counts.append(len(found))
            for other in range(2):
                scene.kept(case, MembershipFactory(jobcentre=case.jobcentre).user, at=AT + (number + other) * DAY)
        assert counts[0] == counts[1] <= 24

    def test_the_preview_asks_few_statements(self, partly: Any) -> None:
        case, browser = partly
        address = page("case_letter_new", case, kind="partial")
        browser.get(address)
        with statements() as found:
            browser.get(address)
        assert len(found) <= 26

    def test_no_page_of_the_letters_reads_a_pdf(self, partly: Any) -> None:
        case, browser = partly
        letter = scene.kept(case, case.caseworker)
        with statements() as found:
            browser.get(page("case_letters", case))
            browser.get(page("case_letter", case, letter.pk))
        assert not [sql for sql in found if "lettercontent" in sql]


def test_the_jobcentres_own_text_is_used_by_it_alone(partly: Any) -> None:
    case, browser = partly
    for jobcentre in (case.jobcentre, Jobcentre.objects.exclude(pk=case.jobcentre_id).first() or MembershipFactory().jobcentre):
        LetterTemplate.objects.create(
            jobcentre=jobcentre,
            kind=K.PARTIAL,
            language="da",
            number=1,
            title=f"Brev fra {jobcentre.name}",
            decision="Ja",
            why="{reasons}",
            made_at=AT,
        )
    assert f"Brev fra {case.jobcentre.name}" in text(browser.get(page("case_letter_new", case, kind="partial")))
