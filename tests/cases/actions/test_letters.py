"""Letters: each kind in both languages from a real case, kept as made, sent on a day, and never with what is nobody else's business."""

import datetime as dt
import hashlib
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from accounts.models import AuditEvent
from cases.actions import letters as actions
from cases.actions.annulling import annul_decision
from cases.actions.letters import make_letter, mark_sent
from cases.enums import Channel, DecisionOutcome, State
from cases.enums_letter import LetterKind as K
from cases.enums_letter import Recipient
from cases.letters.facts import Asked, rows_of
from cases.letters.page import compose
from cases.models import Agreement, Case, Decision, Letter, LetterContent, LetterTemplate
from cases.phrases import event, sentence
from cases.rules.letters import COMPLAINABLE, SIGNED
from core.days import DAY, day_of
from core.verdicts import Refused, Stale
from tests.cases import letter_scene as scene
from tests.factories import AT
from tests.pdf_rules import findings, roles_of, text_of, words_of

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).resolve().parents[2] / "golden"
LANGUAGES = ("da", "en")
HEADS = {
    "da": {"complaint": "Er du uenig? Sådan klager du", "rules": "Reglerne bag brevet", "now": "Hvad sker der nu?"},
    "en": {"complaint": "If you do not agree: how to complain", "rules": "The rules behind this letter", "now": "What happens now?"},
}


WHY_LONG = (
    "Du har nået to af dine fire mål. Du møder til tiden, og du styrer selv din uge. Du beder også oftere din leder om hjælp. "
    "Du mangler at holde møder med kunder alene."
)


def pages_of(letter: Letter) -> list[str]:
    """The words of each page."""
    return [" ".join(page.split()) for page in text_of(scene.data(letter)).split("\f") if page.strip()]


def refused(code: str, found: scene.Scene, kind: K, **other: Any) -> Refused:
    before = Letter.objects.count()
    with pytest.raises(Refused) as caught:
        scene.made(found, kind, **other)
    assert caught.value.code == code
    assert Letter.objects.count() == before
    assert sentence(code, caught.value.facts) != code
    return caught.value


class TestEachKind:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", list(K))
    def test_is_made_and_can_be_read_aloud_r202(self, kind: K, language: str) -> None:
        letter = scene.made(scene.SCENES[kind](), kind, language=language)
        data = scene.data(letter)
        assert findings(data) == []
        words = words_of(data)
        assert "{" not in words
        assert letter.texts["title"] in words
        assert words.index(letter.texts["title"]) < words.index(" ".join(letter.texts["decision"].split())[:40])
        assert letter.sha256 == hashlib.sha256(data).hexdigest()
        assert letter.size == len(data)
        assert roles_of(data).count("H1") == 1

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", sorted(COMPLAINABLE))
    def test_of_a_decision_says_first_the_decision_then_why_then_what_happens_then_how_to_complain_r204(
        self, kind: K, language: str
    ) -> None:
        letter = scene.made(scene.SCENES[kind](), kind, language=language)
        words, heads = words_of(scene.data(letter)), HEADS[language]
        parts = [letter.texts["decision"], letter.texts["why"], heads["now"], heads["complaint"], heads["rules"]]
        places = [words.index(" ".join(part.split())[:30]) for part in parts]
        assert places == sorted(places)
        assert letter.appeal_until is not None

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", [K.REFUSAL, K.EXTENSION_REFUSED, K.STOP])
    def test_that_is_short_stands_on_one_page(self, kind: K, language: str) -> None:
        assert len(pages_of(scene.made(scene.SCENES[kind](), kind, language=language))) == 1

    @pytest.mark.parametrize("paragraphs", range(1, 12, 2))
    def test_that_is_longer_takes_how_to_complain_along_with_its_greeting_and_rules(self, paragraphs: int) -> None:
        """No page has only a name and the rules on it."""
        why = "\n\n".join([WHY_LONG] * paragraphs)
        *_before, last = pages_of(scene.made(scene.refused(), K.REFUSAL, own={"why": why}))
        parts = [HEADS["da"]["complaint"], "Venlig hilsen", HEADS["da"]["rules"]]
        assert [part in last for part in parts] == [True] * 3

    def test_days_and_months_of_its_table_are_not_parted(self) -> None:
        letter = scene.made(scene.SCENES[K.EXTENSION_PARTIAL](), K.EXTENSION_PARTIAL, language="en")
        cells = [line for _head, row in letter.facts["table"]["rows"] for cell in row for line in cell]
        assert "1 hour and 30 minutes until 10\u00a0July 2027, then 1 hour" in cells

    @pytest.mark.parametrize(("language", "time"), [("da", "kl. 10.30"), ("en", "at 10:30")])
    def test_writes_a_time_as_its_language_does(self, language: str, time: str) -> None:
        assert time in words_of(scene.data(scene.made(scene.granted(), K.MATCH_MEETING, language=language)))

    def test_there_is_a_case_for_every_kind(self) -> None:
        assert set(scene.SCENES) == set(K)

    def test_nothing_names_a_diagnosis(self) -> None:
        """The target groups of a case are health data: no field leads to them, nor to the assessment's evidence."""
        case, by, at = scene.granted()
        values = compose(
            rows_of(case),
            Asked(K.GRANT, Recipient.CLIENT, "da", Channel.DIGITAL_POST, day_of(at)),
            template=LetterTemplate.objects.used(case.jobcentre_id, kind=K.GRANT, language="da"),
            signed_by=by.name,
        ).values
        assert not {name for name in values if "group" in name or "diagnos" in name or "health" in name}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [K.EXTENSION_PARTIAL, K.REFUSAL])
def test_two_letters_word_for_word(kind: K, language: str) -> None:
    """After a change of words: `GOLDEN=write script/test -n 0 tests/cases/actions/test_letters.py -k word`, and read what has changed."""
    case, by, at = scene.SCENES[kind]()
    Case.objects.filter(pk=case.pk).update(year=2026, number=312)
    case.client.family_name = "Skovgaard"
    case.client.save()
    case.jobcentre.name = "Jobcenter Egebæk"
    case.jobcentre.save()
    if (assignment := case.assignments.first()) is not None:
        assignment.mentor.name = "Henrik Bjerregaard"
        assignment.mentor.save()
    by.name = "Mette Lindegaard"
    by.save()
    text = text_of(scene.data(scene.made((case, by, at), kind, language=language))).replace("\f", "\n").replace("\u00a0", " ")
    text = "\n".join(re.sub(r" {2,}", "  ", line.rstrip()) for line in text.splitlines() if line.strip()) + "\n"  # words, not places
    file = GOLDEN / f"letter-{kind}-{language}.txt"
    if os.environ.get("GOLDEN") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


class TestWhen:
    """Which letter in which state (R200), each no with a reason."""

    @pytest.mark.parametrize(
        ("kind", "code", "make"),
        [
            (K.ACKNOWLEDGEMENT, "letter_decided_already", scene.granted),
            (K.DELAY, "letter_decided_already", scene.refused),
            (K.HEARING, "letter_no_hearing_now", scene.refused),
            (K.GRANT, "letter_not_decided", scene.partly),
            (K.PARTIAL, "letter_not_decided", scene.granted),
            (K.EXTENSION, "letter_not_decided", scene.course),
            (K.MATCH_MEETING, "letter_no_match_now", scene.step),
            (K.AGREEMENT, "letter_no_agreement", scene.granted),
            (K.CONFIDENTIALITY, "letter_no_mentor", scene.granted),
            (K.STOP, "letter_not_ended", scene.course),
            (K.STOP, "letter_not_stopped", scene.SCENES[K.CLOSING]),
            (K.CLOSING, "letter_not_ended", scene.course),
            (K.COMPLAINT, "letter_no_complaint", scene.granted),
        ],
    )
    def test_a_letter_that_does_not_fit_is_refused_with_why_r200(self, kind: K, code: str, make: Any) -> None:
        refused(code, make(), kind)

    def test_an_annulled_decision_has_no_letter(self) -> None:
        case, by, at = scene.partly()
        decision = Decision.objects.get(case=case)
        annul_decision(case_id=case.pk, decision_id=decision.pk, version=case.version, why="Forkert borger", by=by, at=at)
        refused("letter_not_decided", (case, by, at), K.PARTIAL)

    def test_a_letter_goes_to_whom_it_is_for(self) -> None:
        refused("letter_other_recipient", scene.granted(), K.GRANT, recipient=Recipient.MENTOR)

    def test_a_case_without_a_place_has_no_letter_for_one(self) -> None:
        case, by, at = scene.starting()
        Case.objects.filter(pk=case.pk).update(workplace=None)
        refused("letter_no_workplace", (case, by, at), K.AGREEMENT, recipient=Recipient.WORKPLACE)

    @pytest.mark.parametrize(("days", "code"), [(-1, "letter_day_past"), (32, "letter_day_far")])
    def test_the_date_is_today_or_within_a_month_r207(self, days: int, code: str) -> None:
        case, by, at = scene.granted()
        assert refused(code, (case, by, at), K.GRANT, dated_on=day_of(at) + days * DAY).field == "dated_on"

    def test_what_the_case_does_not_know_is_typed(self) -> None:
        assert refused("letter_typed_missing", scene.step(), K.DELAY, typed={}).field == "expected_on"
        past = {"reply_by": day_of(AT) - DAY}
        assert refused("letter_typed_past", scene.step(), K.HEARING, typed=past).field == "reply_by"

    @pytest.mark.parametrize("kind", [K.HEARING, K.PARTIAL, K.STOP])
    def test_reasons_are_never_left_out_r204(self, kind: K) -> None:
        assert refused("letter_why_missing", scene.SCENES[kind](), kind, own={"why": " \n "}).field == "why"

    def test_what_was_read_is_what_is_made(self) -> None:
        found = scene.partly()
        refused("letter_changed", found, K.PARTIAL, seen="something else")


class TestFilling:
    def test_a_field_without_a_value_is_named_and_no_hole_r202(self) -> None:
        case, by, at = scene.granted()
        LetterTemplate.objects.create(
            jobcentre=case.jobcentre, kind=K.MATCH_MEETING, language="da", number=1, title="Kom", decision="Mød {mentor_name}", made_at=AT
        )
        found = refused("letter_field_missing", (case, by, at), K.MATCH_MEETING)
        assert found.facts["fields"] == ["mentor_name"]
        assert "{mentor_name}" in sentence(found.code, found.facts)

    def test_the_own_newest_text_is_used_and_else_the_built_in_one_r209(self) -> None:
        case, by, at = scene.granted()
        for number, title in ((1, "Første"), (2, "Du har fået ja")):
            LetterTemplate.objects.create(
                jobcentre=case.jobcentre,
                kind=K.GRANT,
                language="da",
                number=number,
                title=title,
                decision="Ja",
                complaint="{appeal_until}",
                made_at=AT,
            )
        assert scene.made((case, by, at), K.GRANT).texts["title"] == "Du har fået ja"
        assert scene.made((case, by, at), K.GRANT, language="en").template.jobcentre is None

    @pytest.mark.parametrize(
        "hostile",
        [
            "<img src=http://127.0.0.1:9/x>",
            "<link rel=attachment href=file:///etc/passwd>",
            "{{7777*7777}} {client.cpr} {reasons}",
            "&lt;b&gt; %(name)s {% load x %}",
        ],
    )
    def test_what_was_typed_is_text(self, hostile: str) -> None:
        case, by, at = scene.partly()
        case.client.given_name = hostile
        case.client.save()
        case.caseworker.name = hostile[:100]
        case.caseworker.save()
        letter = scene.made((case, by, at), K.PARTIAL, own={"why": f"Fordi {hostile}", "what_now": f"- {hostile}"})
        words = words_of(scene.data(letter))
        assert findings(scene.data(letter)) == []
        assert words.count(hostile) >= 4
        assert "60481729" not in words, "the number that would be computed, and no other stands in a letter by chance"

    def test_signs_that_turn_the_direction_are_left_out(self) -> None:
        case, by, at = scene.partly()
        case.client.family_name = "Skov\u202egaard\u2066\u200f"
        case.client.save()
        letter = scene.made((case, by, at), K.PARTIAL, own={"why": "Fordi \u202eabc\u2069 def"})
        assert "Skovgaard" in words_of(scene.data(letter))
        assert letter.texts["why"] == "Fordi abc def"
        assert not set("\u202e\u2066\u200f\u2069") & set(text_of(scene.data(letter)))

    def test_paragraphs_and_lists_are_what_they_look_like(self) -> None:
        letter = scene.made(scene.partly(), K.PARTIAL, own={"why": "Først dette:\n- et\n- to\n\nSå dette."})
        roles = roles_of(scene.data(letter))
        assert roles.count("L") == 3  # the facts in the head, this one, and what happens now
        assert "to" in words_of(scene.data(letter))


class TestTables:
    def test_what_was_asked_for_stands_beside_what_is_given(self) -> None:
        words = words_of(scene.data(scene.made(scene.SCENES[K.EXTENSION_PARTIAL](), K.EXTENSION_PARTIAL)))
        assert "Emne Du bad om Du får" in words
        assert "Til 15. november 2027 11. september 2027" in words
        assert "1 time og 30 minutter til 10. juli 2027, derefter 1 time" in words

    def test_a_request_of_somebody_else_is_not_the_clients(self) -> None:
        case, by, at = scene.SCENES[K.EXTENSION_PARTIAL]()
        case.extensions.update(asked_by="mentor")
        assert "Der blev bedt om" in words_of(scene.data(scene.made((case, by, at), K.EXTENSION_PARTIAL)))

    def test_the_agreement_has_its_five_facts_and_lines_to_sign(self) -> None:
        letter = scene.made(scene.starting(name="Henrik Bjerregaard"), K.AGREEMENT)
        words = words_of(scene.data(letter))
        for fact in (
            "Møder til tiden mindst 4 af 5 dage",
            "Henrik Bjerregaard",
            "20 00 00 01",
            "Gennemgå vagtplanen",
            "3 timer",
            "16. november 2026",
        ):
            assert fact in words
        assert words.count("Dato og underskrift") == 2

    def test_the_workplace_sees_no_goals_and_no_tasks(self) -> None:
        letter = scene.made(scene.starting(), K.AGREEMENT, recipient=Recipient.WORKPLACE)
        words = words_of(scene.data(letter))
        assert "Møder til tiden" not in words
        assert "vagtplanen" not in words
        assert "3 timer" in words


class TestPrivate:
    """R203: others get no address, phone, e-mail or CPR number of the client; a protected address stands nowhere."""

    def test_the_address_stands_over_the_clients_own_letter(self) -> None:
        words = words_of(scene.data(scene.made(scene.granted(), K.GRANT)))
        assert "Kornblomstvej 14, 2. tv. 9999 Egebæk" in words
        assert scene.PHONE not in words

    @pytest.mark.parametrize("channel", list(Channel))
    @pytest.mark.parametrize("kind", [K.GRANT, K.MATCH_MEETING])
    def test_a_protected_address_stands_nowhere(self, kind: K, channel: Channel) -> None:
        case, by, at = scene.granted()
        case.client.address_protected = True
        case.client.save()
        letter = scene.made((case, by, at), kind, channel=channel)
        assert "Kornblomstvej" not in words_of(scene.data(letter))
        assert "Kornblomstvej" not in str(letter.facts)

    def test_nor_when_somebody_types_it(self) -> None:
        case, by, at = scene.partly()
        case.client.address_protected = True
        case.client.save()
        refused("letter_private", (case, by, at), K.PARTIAL, own={"why": "Vi kommer til kornblomstvej  14 på mandag."})

    @pytest.mark.parametrize("recipient", [Recipient.MENTOR, Recipient.WORKPLACE])
    def test_letters_to_others_have_nothing_of_it(self, recipient: Recipient) -> None:
        words = words_of(scene.data(scene.made(scene.starting(), K.AGREEMENT, recipient=recipient)))
        for private in ("Kornblomstvej", scene.PHONE, scene.EMAIL):
            assert private not in words

    @pytest.mark.parametrize("typed", ["Vi mødes på Kornblomstvej 14, 2. tv.", "Ring 31245768", "IDA.SKOVGAARD@example.org"])
    def test_nor_when_it_was_typed_into_the_agreement_or_the_letter(self, typed: str) -> None:
        case, by, at = scene.starting()
        refused("letter_private", (case, by, at), K.AGREEMENT, recipient=Recipient.MENTOR, own={"what_now": typed})
        Agreement.objects.filter(case=case).update(when_where=typed)
        refused("letter_private", (case, by, at), K.AGREEMENT, recipient=Recipient.MENTOR)
        assert scene.made((case, by, at), K.AGREEMENT).pk

    def test_a_cpr_number_stands_in_no_letter(self) -> None:
        assert refused("cpr_in_text", scene.partly(), K.PARTIAL, own={"why": "Født 010190-1234"}).field == "why"

    def test_the_declaration_names_no_client(self) -> None:
        words = words_of(scene.data(scene.made(scene.starting(), K.CONFIDENTIALITY)))
        assert "Ida" not in words
        assert "Skovgaard" not in words


class TestKept:
    def test_it_stands_on_the_time_line_without_names(self) -> None:
        letter = scene.made(scene.partly(), K.PARTIAL)
        row = AuditEvent.objects.get(kind="case.letter_made")
        assert (row.subject_id, row.facts["letter"]) == (letter.case_id, "partial")
        with translation.override("en"):
            assert event(row.kind, row.facts) == "Letter made: Partial grant"
        assert "Ida" not in str(row.facts)

    def test_it_stays_as_it_was_when_the_texts_change(self) -> None:
        letter = scene.made(scene.partly(), K.PARTIAL)
        LetterTemplate.objects.create(
            jobcentre=letter.case.jobcentre, kind=K.PARTIAL, language="da", number=1, title="Nyt", decision="Nyt", made_at=AT
        )
        letter.refresh_from_db()
        assert letter.texts["title"] == "Du får en mentor, men ikke alt det, du bad om"
        assert letter.template.number == 1

    def test_without_pango_nothing_is_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing(*args: Any, **kwargs: Any) -> bytes:
            raise Refused("pdf_not_possible")

        monkeypatch.setattr(actions, "pdf_of", missing)
        refused("pdf_not_possible", scene.partly(), K.PARTIAL)
        assert not LetterContent.objects.exists()
        assert not AuditEvent.objects.filter(kind="case.letter_made").exists()


class TestLastDayToComplain:
    def test_is_that_of_the_decision_r206(self) -> None:
        letter = scene.made(scene.partly(), K.PARTIAL)
        assert letter.appeal_until == dt.date(2026, 12, 14)
        assert "mandag den 14. december 2026" in words_of(scene.data(letter))

    def test_or_later_where_the_letter_goes_out_later(self) -> None:
        case, by, at = scene.partly()
        letter = scene.made((case, by, at), K.PARTIAL, dated_on=day_of(at) + 7 * DAY)
        assert letter.appeal_until == dt.date(2026, 12, 21)

    def test_and_by_post_when_it_counts_as_received_later(self) -> None:
        letter = scene.made(scene.partly(), K.PARTIAL, channel=Channel.PAPER)
        assert letter.appeal_until == dt.date(2026, 12, 22)

    def test_a_letter_that_decides_nothing_has_none(self) -> None:
        letter = scene.made(scene.step(), K.ACKNOWLEDGEMENT)
        assert letter.appeal_until is None
        assert frozenset() == SIGNED & COMPLAINABLE


class TestSent:
    def sent(self, letter: Letter, found: scene.Scene, **other: Any) -> Letter:
        case, by, at = found
        known = {"version": letter.version, "channel": Channel.PAPER, "sent_on": day_of(at)}
        return mark_sent(case_id=case.pk, letter_id=letter.pk, by=by, at=at, **{**known, **other})

    def test_the_day_of_receipt_follows_from_the_way_r207(self) -> None:
        found = scene.partly()
        letter = self.sent(scene.made(found, K.PARTIAL), found)
        assert (letter.sent_on, letter.received_on) == (dt.date(2026, 11, 16), dt.date(2026, 11, 24))
        assert letter.appeal_until == dt.date(2026, 12, 22)
        row = AuditEvent.objects.get(kind="case.letter_sent")
        with translation.override("en"):
            assert "It counts as received on 24 November 2026" in event(row.kind, row.facts)

    def test_pressed_twice_it_is_sent_once(self) -> None:
        found = scene.partly()
        letter = scene.made(found, K.PARTIAL)
        self.sent(letter, found)
        self.sent(letter, found)
        assert AuditEvent.objects.filter(kind="case.letter_sent").count() == 1

    def test_a_slip_is_put_right_and_two_at_once_are_told(self) -> None:
        found = scene.partly()
        letter = self.sent(scene.made(found, K.PARTIAL), found)
        with pytest.raises(Stale):
            self.sent(letter, found, channel=Channel.DIGITAL_POST, version=1)
        again = self.sent(letter, found, channel=Channel.DIGITAL_POST)
        assert (again.channel, again.received_on) == (Channel.DIGITAL_POST, dt.date(2026, 11, 16))

    @pytest.mark.parametrize(("days", "code"), [(1, "letter_sent_in_future"), (-1, "letter_sent_before_made")])
    def test_the_day_can_be_true(self, days: int, code: str) -> None:
        found = scene.partly()
        with pytest.raises(Refused) as caught:
            self.sent(scene.made(found, K.PARTIAL), found, sent_on=day_of(found[2]) + days * DAY)
        assert (caught.value.code, caught.value.field) == (code, "sent_on")

    def test_the_receipt_of_an_application_is_written_on_the_case(self) -> None:
        found = scene.step(State.CONTACT)
        self.sent(scene.made(found, K.ACKNOWLEDGEMENT), found)
        case = Case.objects.get(pk=found[0].pk)
        assert case.acknowledged_on == day_of(found[2])


def test_what_is_decided_otherwise_is_refused_in_the_letter_of_the_refusal() -> None:
    case, by, at = scene.refused()
    Decision.objects.filter(case=case).update(outcome=DecisionOutcome.OTHER_SCHEME)
    letter = make_letter(case_id=case.pk, kind=K.REFUSAL, language="da", channel=Channel.DIGITAL_POST, dated_on=day_of(at), by=by, at=at)
    assert "En samtale om tre måneder" in words_of(scene.data(letter))
