"""A letter that was a mistake is set aside: it stays as it was made, is never sent, and tells nobody of a last day to complain."""

import datetime as dt
import functools
from collections import Counter
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import AuditEvent
from cases.actions.letters import mark_sent, set_letter_aside
from cases.enums import Channel
from cases.enums_letter import LetterKind as K
from cases.models import Decision, Letter
from cases.phrases import event, sentence
from core.constraints import broken_constraint
from core.days import DAY, day_of
from core.verdicts import Refused, Stale
from tests.cases import letter_scene as scene
from tests.factories import MembershipFactory
from tests.races import race

WHY = "Den forkerte dato"


def aside(letter: Letter, found: scene.Scene, **other: Any) -> Letter:
    case, by, at = found
    return set_letter_aside(case_id=case.pk, letter_id=letter.pk, **{"version": letter.version, "why": WHY, "by": by, "at": at, **other})


def sent(letter: Letter, found: scene.Scene, **other: Any) -> Letter:
    case, by, at = found
    known = {"version": letter.version, "channel": Channel.PAPER, "sent_on": day_of(at), "by": by, "at": at}
    return mark_sent(case_id=case.pk, letter_id=letter.pk, **{**known, **other})


@pytest.fixture
def found() -> scene.Scene:
    return scene.partly()


@pytest.fixture
def letter(found: scene.Scene) -> Letter:
    case, by, at = found
    decision = Decision.objects.get(case=case)
    return scene.kept(case, by, at=at, kind=K.PARTIAL, decision=decision, appeal_until=decision.appeal_until + 7 * DAY)


@pytest.mark.django_db
class TestAside:
    def test_it_stays_as_it_was_made_with_the_reason_who_and_when_r210(self, found: scene.Scene, letter: Letter) -> None:
        before = (letter.texts, scene.data(letter))
        aside(letter, found)
        kept = Letter.objects.get(pk=letter.pk)
        assert (kept.aside_on, kept.aside_why, kept.aside_by) == (day_of(found[2]), WHY, found[1])
        assert (kept.texts, scene.data(kept)) == before
        assert kept.sent_on is None

    @pytest.mark.parametrize(
        ("language", "words"),
        [("en", "Letter set aside: Partial grant, dated 16 November 2026. It is not sent"), ("da", "Brev lagt til side: ")],
    )
    def test_the_time_line_says_it_without_the_reason(self, found: scene.Scene, letter: Letter, language: str, words: str) -> None:
        aside(letter, found)
        row = AuditEvent.objects.get(kind="case.letter_set_aside")
        assert WHY not in str(row.facts)
        with translation.override(language):
            assert event(row.kind, row.facts).startswith(words)

    def test_pressed_twice_it_is_set_aside_once(self, found: scene.Scene, letter: Letter) -> None:
        first = aside(letter, found)
        assert aside(letter, found, at=found[2] + dt.timedelta(seconds=1)).version == first.version
        assert AuditEvent.objects.filter(kind="case.letter_set_aside").count() == 1

    @pytest.mark.parametrize(("why", "code"), [("", "words_missing"), ("  ", "words_missing"), ("Til 010190-1234", "cpr_in_text")])
    def test_it_has_a_reason(self, found: scene.Scene, letter: Letter, why: str, code: str) -> None:
        with pytest.raises(Refused) as caught:
            aside(letter, found, why=why)
        assert (caught.value.code, caught.value.field) == (code, "why")
        assert Letter.objects.get(pk=letter.pk).aside_on is None

    def test_a_letter_that_was_sent_is_not_set_aside(self, found: scene.Scene, letter: Letter) -> None:
        sent(letter, found)
        with pytest.raises(Refused) as caught:
            aside(letter, found)
        assert caught.value.code == "letter_is_sent"
        with translation.override("en"):
            assert "The letter was sent on 16 November 2026" in sentence("letter_is_sent", caught.value.facts)

    def test_a_letter_that_is_set_aside_is_not_marked_as_sent(self, found: scene.Scene, letter: Letter) -> None:
        aside(letter, found)
        with pytest.raises(Refused) as caught:
            sent(letter, found)
        assert caught.value.code == "letter_is_aside"
        with translation.override("en"):
            assert f"{found[1].name} has set this letter aside" in sentence("letter_is_aside", caught.value.facts)
        assert Letter.objects.get(pk=letter.pk).sent_on is None

    def test_another_reason_comes_too_late(self, found: scene.Scene, letter: Letter) -> None:
        aside(letter, found)
        with pytest.raises(Refused) as caught:
            aside(letter, found, why="To gange")
        assert caught.value.code == "letter_is_aside"
        assert Letter.objects.get(pk=letter.pk).aside_why == WHY

    def test_a_form_of_another_version_is_told(self, found: scene.Scene, letter: Letter) -> None:
        with pytest.raises(Stale):
            aside(letter, found, version=0)

    def test_that_of_another_case_is_none(self, letter: Letter) -> None:
        with pytest.raises(Letter.DoesNotExist):
            aside(letter, scene.step())

    def test_its_last_day_to_complain_was_told_to_nobody(self, found: scene.Scene, letter: Letter) -> None:
        rows: Any = Decision.objects.with_last_day_to_complain()
        own = letter.decision.appeal_until if letter.decision else None
        assert rows.get(case=found[0]).complain_until == letter.appeal_until
        aside(letter, found)
        assert rows.get(case=found[0]).complain_until == own


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [
        {"aside_on": dt.date(2026, 11, 16)},
        {"aside_why": WHY},
        {"aside_on": dt.date(2026, 11, 16), "aside_why": WHY},
        {"aside_on": dt.date(2026, 11, 16), "aside_by": "who"},
        {"aside_on": dt.date(2026, 11, 16), "aside_why": WHY, "aside_by": "who", "sent_on": dt.date(2026, 11, 16)},
    ],
)
def test_the_database_takes_all_of_it_or_nothing_and_never_what_was_sent(
    changed: dict[str, Any], found: scene.Scene, letter: Letter
) -> None:
    values = {**changed, **({"aside_by": found[1]} if "aside_by" in changed else {})}
    values |= {"received_on": changed["sent_on"]} if "sent_on" in changed else {}
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**values)
    assert broken_constraint(error.value) == "letter_set_aside_with_a_reason_and_never_sent"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_it_and_set_it_aside_at_once_one_does_and_the_other_is_told_r210() -> None:
    case, by, at = scene.partly()
    other: Any = MembershipFactory(jobcentre=case.jobcentre).user
    for _n in range(4):
        letter = scene.kept(case, by, at=at, kind=K.PARTIAL)
        ends = race([functools.partial(sent, letter, (case, by, at)), functools.partial(aside, letter, (case, other, at))])
        letter.refresh_from_db()
        told = "letter_is_aside" if letter.aside_on else "letter_is_sent"
        assert ends == Counter({"won": 1, told: 1})
        assert (letter.aside_on is None) != (letter.sent_on is None)
