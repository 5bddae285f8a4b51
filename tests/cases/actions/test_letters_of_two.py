"""A letter that two people make at once, on two connections; the coded reason of a decision in words; and papers that two sign."""

import functools
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from cases.actions.letters import template_for, what_was_seen
from cases.enums import Channel, DecisionOutcome
from cases.enums_course import LessReason
from cases.enums_letter import LetterKind as K
from cases.enums_letter import Recipient
from cases.letters.facts import Asked, rows_of
from cases.letters.page import compose, shown
from cases.letters.words import LESS
from cases.models import Decision, Letter
from cases.phrases import sentence
from cases.rules.extensions import Choice
from core.days import day_of
from core.verdicts import Refused
from tests.cases import letter_scene as scene
from tests.factories import MembershipFactory
from tests.pdf_rules import words_of
from tests.races import race


def seen(found: scene.Scene, kind: K) -> str:
    """What a page of this letter would send back now."""
    case, by, at = found
    template = template_for(jobcentre_id=case.jobcentre_id, kind=kind, language="da")
    asked = Asked(kind, Recipient.CLIENT, "da", Channel.DIGITAL_POST, day_of(at))
    composed = compose(rows_of(case), asked, template=template, signed_by=by.name)
    return what_was_seen(composed=composed, template=template, case=case, kind=kind)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_make_a_letter_at_once_one_does_and_the_other_is_told_r205() -> None:
    case, by, at = scene.partly()
    other: Any = MembershipFactory(jobcentre=case.jobcentre).user
    read = seen((case, by, at), K.PARTIAL)
    calls = [functools.partial(scene.made, (case, each, at), K.PARTIAL, seen=read) for each in (by, other)]
    assert dict(race(calls)) == {"won": 1, "letter_made_meanwhile": 1}
    assert Letter.objects.count() == 1


@pytest.mark.django_db
def test_who_comes_second_reads_who_was_first_and_may_still_make_another_r205() -> None:
    found = scene.partly()
    case, by, _at = found
    read = seen(found, K.PARTIAL)
    scene.made(found, K.PARTIAL, seen=read)
    with pytest.raises(Refused) as caught:
        scene.made(found, K.PARTIAL, seen=read)
    assert caught.value.code == "letter_made_meanwhile"
    assert by.name in sentence(caught.value.code, caught.value.facts)
    scene.made(found, K.PARTIAL, seen=seen(found, K.PARTIAL))
    assert Letter.objects.filter(case=case).count() == 2


@pytest.mark.django_db
def test_a_letter_of_another_kind_is_no_second_one() -> None:
    found = scene.complained()
    read = seen(found, K.PARTIAL)
    scene.made(found, K.COMPLAINT)
    assert scene.made(found, K.PARTIAL, seen=read).kind == K.PARTIAL


LESS_IS_GIVEN: list[Any] = [(scene.partly, K.PARTIAL), (lambda: scene.extended(Choice.LESS), K.EXTENSION_PARTIAL)]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("less", LessReason)
@pytest.mark.parametrize(("make", "kind"), LESS_IS_GIVEN, ids=["grant", "extension"])
def test_the_reason_that_is_kept_as_a_code_stands_first_among_the_reasons_r204(make: Any, kind: K, less: LessReason, language: str) -> None:
    found = make()
    Decision.objects.filter(case=found[0], outcome=DecisionOutcome.PARTIAL).update(less_reason=less)
    letter = scene.made(found, kind, language=language)
    assert letter.texts["why"].startswith(LESS[language][less])
    assert LESS[language][less] in words_of(scene.data(letter))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("recipient", list(Recipient))
def test_a_usual_agreement_is_signed_on_the_page_that_it_stands_on(recipient: Recipient, language: str) -> None:
    data = scene.data(scene.made(scene.starting(), K.AGREEMENT, language=language, recipient=recipient))
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.parametrize("text", ["Du får svar senest mandag den 7. december 2026.", "You will have our answer by Monday 7 December 2026."])
def test_a_line_never_ends_between_a_day_and_its_month(text: str) -> None:
    before, strong, after = shown(text)[0]["lines"][0]
    assert not strong + after
    assert before.replace("\u00a0", " ") == text
    assert before.count("\u00a0") == 1
    assert shown("Kl. 9 og 2 timer")[0]["lines"][0][0] == "Kl. 9 og 2 timer"
