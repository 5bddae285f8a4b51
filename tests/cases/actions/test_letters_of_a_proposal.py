"""Which mentor an invitation names: the one whom the client is to meet, and nobody where that is not clear (R202)."""

from typing import Any

import pytest

from cases.enums import ProposalState, State
from cases.enums_letter import LetterKind as K
from cases.models import Case, Letter, LetterTemplate
from core.days import DAY
from core.verdicts import Refused
from tests.cases import letter_scene as scene
from tests.factories import AT, ProposalFactory
from tests.pdf_rules import words_of

pytestmark = pytest.mark.django_db
S = ProposalState


def with_a_text_that_names(made: scene.Scene) -> scene.Scene:
    case, _by, _at = made
    LetterTemplate.objects.create(
        jobcentre=case.jobcentre, kind=K.MATCH_MEETING, language="da", number=1, title="Kom", decision="Mød {mentor_name}", made_at=AT
    )
    return made


@pytest.fixture
def match() -> scene.Scene:
    return with_a_text_that_names(scene.granted())


def proposed(case: Case, name: str, state: ProposalState, **other: Any) -> None:
    ProposalFactory(case=case, mentor__name=name, mentor__jobcentre=case.jobcentre, state=state, **other)


def invitation(made: scene.Scene) -> str:
    return words_of(scene.data(scene.made(made, K.MATCH_MEETING)))


def names_nobody(made: scene.Scene) -> None:
    with pytest.raises(Refused) as caught:
        scene.made(made, K.MATCH_MEETING)
    assert (caught.value.code, caught.value.facts["fields"]) == ("letter_field_missing", ["mentor_name"])
    assert not Letter.objects.exists()


@pytest.mark.parametrize("state", [S.MENTOR_ASKED, S.ACCEPTED])
def test_it_names_the_mentor_to_whom_the_client_has_said_yes(match: scene.Scene, state: ProposalState) -> None:
    proposed(match[0], "Henrik Bjerregaard", state)
    proposed(match[0], "Anne Bramsen", S.CLIENT_ASKED, proposed_at=AT + DAY)
    assert "Mød Henrik Bjerregaard" in invitation(match)


def test_of_two_to_whom_the_client_has_said_yes_it_is_the_newest(match: scene.Scene) -> None:
    proposed(match[0], "Henrik Bjerregaard", S.MENTOR_ASKED)
    proposed(match[0], "Anne Bramsen", S.MENTOR_ASKED, proposed_at=AT + DAY)
    assert "Mød Anne Bramsen" in invitation(match)


def test_the_only_one_whom_the_client_is_asked_about_is_named(match: scene.Scene) -> None:
    proposed(match[0], "Henrik Bjerregaard", S.CLIENT_ASKED)
    assert "Mød Henrik Bjerregaard" in invitation(match)


def test_of_two_whom_the_client_is_asked_about_none_is_named(match: scene.Scene) -> None:
    for name in ("Henrik Bjerregaard", "Anne Bramsen"):
        proposed(match[0], name, S.CLIENT_ASKED)
    names_nobody(match)


@pytest.mark.parametrize("state", [S.CLIENT_DECLINED, S.MENTOR_DECLINED, S.WITHDRAWN])
def test_a_proposal_that_is_over_names_nobody(match: scene.Scene, state: ProposalState) -> None:
    proposed(match[0], "Henrik Bjerregaard", state)
    names_nobody(match)


def test_the_mentor_of_the_course_is_named_until_another_is_proposed_or_the_mentor_has_stopped() -> None:
    case, by, at = with_a_text_that_names(scene.course())
    assignment = case.assignments.get()
    assert f"Mød {assignment.mentor.name}" in invitation((case, by, at))
    Letter.objects.all().delete()
    assignment.ended_on = assignment.first_day
    assignment.save()
    Case.objects.filter(pk=case.pk).update(state=State.MATCH)
    names_nobody((case, by, at + DAY))
    proposed(case, "Henrik Bjerregaard", S.MENTOR_ASKED)
    assert "Mød Henrik Bjerregaard" in invitation((case, by, at + DAY))
