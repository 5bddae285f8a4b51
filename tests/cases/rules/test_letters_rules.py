"""Templates become text by names alone; what is unknown is named; what is private is found however it is written (R200-R208)."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import DecisionKind, DecisionOutcome, State
from cases.enums_letter import LetterKind as K
from cases.enums_letter import Recipient
from cases.rules.letter_texts import Block, Texts, blocks, filled, lix, missing_fields, plain, template_gaps, unknown_fields
from cases.rules.letters import (
    COMPLAINABLE,
    DECIDED,
    FIELDS,
    RECIPIENTS,
    TOLD_FOR,
    CaseNow,
    Private,
    day_verdict,
    end_kind,
    fits,
    kind_of_decision,
    possible,
    private_in,
    recipient_verdict,
    sent_verdict,
    shows_address,
)

TODAY = dt.date(2026, 11, 16)


class TestFields:
    @pytest.mark.parametrize(
        ("text", "unknown"),
        [
            ("Du får {hours} fra {first_day}", []),
            ("{client.cpr}", ["{client.cpr}"]),
            ("{{7*7}}", ["{", "{7*7}", "}"]),
            ("{ first_day }", ["{ first_day }"]),
            ("{First_Day} og {first_day}", ["{First_Day}"]),
            ("{first_day", ["{"]),
            ("{}", ["{}"]),
            ("{nej} {nej} {ja}", ["{nej}", "{ja}"]),
            ("{% if x %}", ["{% if x %}"]),
            ("{first_day!r}", ["{first_day!r}"]),
            ("{meeting_place}", ["{meeting_place}"]),
        ],
    )
    def test_only_the_names_of_the_kind_are_fields_r201(self, text: str, unknown: list[str]) -> None:
        assert unknown_fields(text, kind=K.GRANT) == unknown

    def test_no_kind_has_a_field_for_what_is_private_r203(self) -> None:
        names = {name for fields in FIELDS.values() for name in fields}
        assert not {name for name in names if any(word in name for word in ("address", "phone", "email", "cpr", "group", "diagnos"))}

    def test_the_declaration_has_no_field_for_the_client(self) -> None:
        assert "client_name" not in FIELDS[K.CONFIDENTIALITY]

    def test_filling_is_one_pass_r202(self) -> None:
        assert filled("{reasons}!", values={"reasons": "{client_name} {{7*7}}", "client_name": "Ida"}) == "{client_name} {{7*7}}!"

    @given(st.text(max_size=60), st.text(max_size=60))
    def test_a_value_stands_as_it_is(self, value: str, other: str) -> None:
        values = {"reasons": value, "purpose": other}
        assert filled("a {reasons} b {purpose}", values=values) == f"a {value} b {other}"

    def test_a_field_without_a_value_is_told_once(self) -> None:
        values = {"reasons": " ", "purpose": "p"}
        assert missing_fields("{reasons} {purpose} {hours} {reasons}", values=values) == ["reasons", "hours"]


class TestTemplates:
    def test_a_whole_one_has_no_gaps(self) -> None:
        assert template_gaps(Texts("Ja", "Du får {hours}", complaint="Senest {appeal_until}"), kind=K.GRANT) == []

    def test_each_gap_is_named_at_its_part(self) -> None:
        texts = Texts(" ", "", why="{nej}", what_now="x" * 4001, complaint="Klag")
        found = [(gap.field, gap.code) for gap in template_gaps(texts, kind=K.GRANT)]
        assert found == [
            ("title", "letter_part_missing"),
            ("decision", "letter_part_missing"),
            ("why", "letter_field_unknown"),
            ("what_now", "letter_part_long"),
            ("complaint", "letter_no_last_day"),
        ]

    def test_only_decisions_must_say_until_when(self) -> None:
        assert template_gaps(Texts("Ja", "Tak"), kind=K.ACKNOWLEDGEMENT) == []


class TestText:
    def test_blank_lines_make_paragraphs_and_dashes_a_list(self) -> None:
        assert blocks("Et\nto\n\n- tre\n- fire\nfem") == [
            Block(("Et", "to")),
            Block(("tre", "fire"), is_list=True),
            Block(("fem",)),
        ]

    @pytest.mark.parametrize("text", ["", " \n \n", "\n\n\n"])
    def test_nothing_is_no_block(self, text: str) -> None:
        assert blocks(text) == []

    @pytest.mark.parametrize("text", ["# Stor", "**fed**", "1. et", "-uden", "<b>", "---"])
    def test_nothing_else_means_anything(self, text: str) -> None:
        assert blocks(text) == [Block((text,))]

    @given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
    def test_what_cannot_be_seen_is_left_out(self, text: str) -> None:
        found = plain(text)
        assert not set(found) & set("\u202e\u2066\u200f\x00\x0b\r\ufeff")
        assert plain(found) == found

    @given(st.lists(st.text(alphabet="abcæøå .,", min_size=1, max_size=20), min_size=1, max_size=6))
    def test_no_word_of_a_text_is_lost(self, lines: list[str]) -> None:
        words = " ".join(lines).split()
        assert " ".join(line for block in blocks("\n".join(lines)) for line in block.lines).split() == words


class TestPrivate:
    PRIVATE = Private(address="Kornblomstvej 14, 2. tv., 9999 Egebæk", phone="+45 31 24 57 68", email="Ida@example.org")

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Vi mødes på KORNBLOMSTVEJ  14", ["address"]),
            ("Kornblomstvej\n14 kl. 10", ["address"]),
            ("ring 31-24-57-68", ["phone"]),
            ("ring 004531245768 eller ida@EXAMPLE.org", ["phone", "email"]),
            ("Vi mødes på Mølletorvet", []),
            ("", []),
        ],
    )
    def test_it_is_found_however_it_is_written_r203(self, text: str, found: list[str]) -> None:
        assert private_in(text, private=self.PRIVATE) == found

    @pytest.mark.parametrize("private", [Private(), Private(address="A 1", phone="12", email="")])
    def test_what_is_not_known_is_found_nowhere(self, private: Private) -> None:
        assert private_in("A 1 12 hele teksten", private=private) == []

    @pytest.mark.parametrize("recipient", list(Recipient))
    @pytest.mark.parametrize("protected", [True, False])
    def test_an_address_stands_over_the_clients_own_letter_and_never_when_protected(self, recipient: Recipient, protected: bool) -> None:
        assert shows_address(recipient=recipient, is_protected=protected) == (recipient == Recipient.CLIENT and not protected)


class TestWhen:
    @pytest.mark.parametrize("state", list(State))
    @pytest.mark.parametrize("kind", list(K))
    def test_every_state_has_an_answer_for_every_letter_r200(self, kind: K, state: State) -> None:
        answer = possible(kind, now=CaseNow(state=state))
        assert answer or answer.code.startswith("letter_")

    @pytest.mark.parametrize("outcome", list(DecisionOutcome))
    @pytest.mark.parametrize("kind", list(DecisionKind))
    def test_every_decision_has_exactly_one_letter(self, kind: DecisionKind, outcome: DecisionOutcome) -> None:
        told = [letter for letter, decisions in DECIDED.items() if (kind, outcome) in decisions]
        assert told == [kind_of_decision(kind=kind, outcome=outcome)]
        assert told[0] in COMPLAINABLE

    def test_the_end_of_a_course_that_was_broken_off_says_that_the_mentor_stops(self) -> None:
        assert end_kind(CaseNow(state=State.ENDED)) == K.STOP
        assert end_kind(CaseNow(state=State.ENDED, is_completed=True)) == K.CLOSING
        assert end_kind(CaseNow(state=State.WITHDRAWN)) == K.CLOSING

    def test_a_workplace_that_is_not_there_gets_none(self) -> None:
        now = CaseNow(state=State.RUNNING)
        assert recipient_verdict(K.AGREEMENT, recipient=Recipient.WORKPLACE, now=now).code == "letter_no_workplace"
        assert recipient_verdict(K.GRANT, recipient=Recipient.MENTOR, now=now).code == "letter_other_recipient"
        assert set(RECIPIENTS) == {K.AGREEMENT, K.CONFIDENTIALITY}

    @pytest.mark.parametrize(("days", "code"), [(-1, "letter_day_past"), (0, ""), (31, ""), (32, "letter_day_far")])
    def test_the_date_is_near_r207(self, days: int, code: str) -> None:
        assert day_verdict(TODAY + dt.timedelta(days=days), today=TODAY).code == code

    @pytest.mark.parametrize(("days", "code"), [(-3, "letter_sent_before_made"), (-2, ""), (0, ""), (1, "letter_sent_in_future")])
    def test_it_is_sent_between_its_making_and_today_r207(self, days: int, code: str) -> None:
        made_on = TODAY - dt.timedelta(days=2)
        assert sent_verdict(TODAY + dt.timedelta(days=days), made_on=made_on, today=TODAY).code == code


class TestLix:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("", 0),
            ("Du får en mentor.", 4),
            ("Beskæftigelsesindsatsen er kompliceret.", 70),
            ("- et to\n- tre fire", 2),
            ("Kl. 10.30 den 7. maj.", 5),
            ("Kom mandag den 16. november kl. 10. Så taler vi.", 15),
        ],
    )
    def test_words_a_sentence_and_long_words_r208(self, text: str, value: int) -> None:
        assert abs(lix(text) - value) <= 1


class TestFits:
    """What can be written is offered while it says what is still true (R300)."""

    @pytest.mark.parametrize(("days", "code"), [(0, ""), (1, ""), (-1, "letter_answer_day_past")])
    def test_a_receipt_names_a_day_that_is_still_to_come_r300(self, days: int, code: str) -> None:
        now = CaseNow(state=State.CONTACT, answer_due_on=TODAY + dt.timedelta(days=days))
        assert fits(K.ACKNOWLEDGEMENT, now=now, today=TODAY).code == code

    @pytest.mark.parametrize("kind", list(DECIDED))
    @pytest.mark.parametrize(("days", "code"), [(0, ""), (1, "letter_told_long_ago")])
    def test_a_decision_is_told_of_while_it_is_new_r300(self, kind: K, days: int, code: str) -> None:
        now = CaseNow(state=State.RUNNING, sent_on={kind: TODAY - TOLD_FOR - dt.timedelta(days=days)})
        assert fits(kind, now=now, today=TODAY).code == code

    @pytest.mark.parametrize("kind", [K.EXTENSION, K.EXTENSION_PARTIAL, K.EXTENSION_REFUSED, K.CHANGE])
    @pytest.mark.parametrize("state", [State.ENDED, State.WITHDRAWN, State.NOT_RELEVANT])
    def test_no_more_days_are_told_of_in_a_case_that_is_over_r300(self, kind: K, state: State) -> None:
        now = CaseNow(state=state, closed_on=TODAY, sent_on={kind: TODAY})
        answer = fits(kind, now=now, today=TODAY)
        assert (answer.code, answer.facts) == ("letter_case_over", {"day": TODAY.isoformat()})

    def test_a_refusal_closes_its_case_and_is_told_of_all_the_same(self) -> None:
        assert fits(K.REFUSAL, now=CaseNow(state=State.REFUSED, closed_on=TODAY, sent_on={K.REFUSAL: TODAY}), today=TODAY)

    @pytest.mark.parametrize(
        ("known", "code"),
        [
            ({}, "letter_nobody_to_meet"),
            ({"has_proposal": True}, ""),
            ({"meets_on": TODAY}, ""),
            ({"meets_on": TODAY - dt.timedelta(days=1)}, "letter_nobody_to_meet"),
        ],
    )
    def test_an_invitation_needs_somebody_to_meet_or_a_meeting_r300(self, known: dict[str, Any], code: str) -> None:
        assert fits(K.MATCH_MEETING, now=CaseNow(state=State.MATCH, **known), today=TODAY).code == code

    @pytest.mark.parametrize("kind", [K.DELAY, K.HEARING, K.AGREEMENT, K.CONFIDENTIALITY, K.STOP, K.CLOSING, K.COMPLAINT])
    def test_the_others_fit_whenever_they_are_possible(self, kind: K) -> None:
        assert fits(kind, now=CaseNow(state=State.ENDED, answer_due_on=TODAY - TOLD_FOR, closed_on=TODAY), today=TODAY)
