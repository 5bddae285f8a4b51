"""The built-in texts: all kinds in both languages, easy to read, calm, and with nothing that a template may not have (R201, R208)."""

import re
from dataclasses import asdict

import pytest

from cases.enums_letter import LetterKind as K
from cases.letters import texts_da, texts_en
from cases.letters.invented import invented, values_in
from cases.letters.words import CHANNELS, WHAT_ASKED, WHY, WORDS
from cases.models import LetterTemplate
from cases.rules.letter_texts import PARTS, Texts, lix, template_gaps
from cases.rules.letters import COMPLAINABLE, FIELDS, NEEDS_WHY

TEXTS: dict[str, dict[K, Texts]] = {"da": texts_da.TEXTS, "en": texts_en.TEXTS}
every = pytest.mark.parametrize(("language", "kind"), [(language, kind) for language in TEXTS for kind in K])
EASY = 35
NOT_CALM = ("!", "desværre", "unfortunately", "diagnos", "sindslid", "mental illness", "klient", "sanktion")


def whole(language: str, kind: K) -> str:
    shown = invented(TEXTS[language][kind], kind=kind, language=language).texts
    return "\n".join(getattr(shown, name) for name in PARTS)


def test_every_kind_has_its_texts_in_both_languages() -> None:
    assert [set(texts) for texts in TEXTS.values()] == [set(K), set(K)]


@every
def test_a_letter_is_easy_to_read_r208(language: str, kind: K) -> None:
    assert lix(whole(language, kind)) <= EASY


@every
def test_each_part_that_is_ours_is_easy_to_read(language: str, kind: K) -> None:
    texts = TEXTS[language][kind]
    own = "\n".join(part for part in (texts.decision, texts.what_now) if part)
    shown = invented(Texts(title="x", decision=own), kind=kind, language=language).texts.decision
    assert lix(shown) <= EASY


@every
def test_a_letter_is_calm_and_names_no_diagnosis(language: str, kind: K) -> None:
    text = " ".join(asdict(TEXTS[language][kind]).values()).lower()
    assert [word for word in NOT_CALM if word in text] == []


@every
def test_it_is_a_template_that_could_be_saved_r201(language: str, kind: K) -> None:
    assert template_gaps(TEXTS[language][kind], kind=kind) == []


@every
def test_a_decision_guides_and_names_its_rules(language: str, kind: K) -> None:
    texts = TEXTS[language][kind]
    assert bool(texts.complaint) == (kind in COMPLAINABLE)
    assert ("{legal_basis}" in texts.rules) == (kind in COMPLAINABLE)


@every
def test_the_languages_say_the_same(language: str, kind: K) -> None:
    """The same fields in the same parts."""
    other = TEXTS["en" if language == "da" else "da"][kind]
    for name in PARTS:
        mine, theirs = (set(re.findall(r"\{\w+\}", getattr(texts, name))) for texts in (TEXTS[language][kind], other))
        assert mine == theirs, name


def test_reasons_of_a_decision_are_taken_over_or_written() -> None:
    for kind in NEEDS_WHY & {K.PARTIAL, K.REFUSAL, K.EXTENSION_PARTIAL, K.EXTENSION_REFUSED}:
        assert texts_da.TEXTS[kind].why == "{reasons}"


def test_both_languages_have_the_same_words_around_the_text() -> None:
    for words in (WORDS, WHY, CHANNELS, WHAT_ASKED):
        assert set(words["da"]) == set(words["en"])


def test_every_field_has_an_invented_value() -> None:
    for language in TEXTS:
        assert {name for fields in FIELDS.values() for name in fields} <= set(values_in(language))


@pytest.mark.django_db
def test_the_database_has_them_from_the_beginning() -> None:
    rows = {(row.language, row.kind): row for row in LetterTemplate.objects.newest()}
    assert len(rows) == len(K) * 2
    for (language, kind), row in rows.items():
        assert asdict(TEXTS[language][K(kind)]) == {name: getattr(row, name) for name in PARTS}
