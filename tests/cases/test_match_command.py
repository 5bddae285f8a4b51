"""`manage.py match`: the board of a case on the command line, and one clear sentence where there is none."""

import datetime as dt
import io
import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AccessEvent
from cases.enums import State
from cases.models import Case, MatchWeights
from core import clock
from tests.conftest import as_owner
from tests.factories import CaseFactory, ConflictFactory, DecisionFactory, MentorFactory, NeedFactory, WishesFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    found = CaseFactory(state=State.MATCH)
    first = clock.today() + dt.timedelta(days=10)
    DecisionFactory(case=found, first_day=first, last_day=first + dt.timedelta(days=100))
    NeedFactory(case=found)
    WishesFactory(case=found, gender="woman")
    signed = {"jobcentre": found.jobcentre, "confidentiality_signed_on": dt.date(2020, 1, 1), "confidentiality_valid_until": None}
    MentorFactory(name="Bo Lind", gender="man", **signed)
    MentorFactory(name="Karin Toft", gender="woman", **signed)
    ConflictFactory(client=found.client, mentor=MentorFactory(name="Ida Holm", **signed), kind="family")
    return found


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("match", *arguments, stdout=out)
    return out.getvalue()


def test_the_board_is_printed_as_data_with_reasons_and_stops(case: Case) -> None:
    """R42"""
    found = json.loads(run("--case", case.ref, "--format", "json", "--language", "en"))
    assert [each["mentor"] for each in found["candidates"]] == ["Karin Toft", "Bo Lind"]
    assert {"side": "for", "code": "gender_met", "counts": 1, "words": "Is woman, as wished"} in found["candidates"][0]["reasons"]
    for each in found["candidates"]:
        assert each["needs"] + each["wishes"] == sum(reason["counts"] for reason in each["reasons"])
    assert [(each["mentor"], each["stop"]) for each in found["excluded"]] == [("Ida Holm", "mentor_conflict")]
    assert (found["count"], found["excluded_count"], found["stops"]) == (2, 1, {"mentor_conflict": 1})
    assert found["weights"]["id"] == MatchWeights.objects.get().pk


def test_the_board_is_printed_as_text_in_the_language_asked_for(case: Case) -> None:
    english = run("--case", case.ref, "--language", "en")
    assert "1. Karin Toft\n   + Covers 1 of 1 need for support\n" in english
    assert "2. Bo Lind" in english
    assert "Conflict of interest: family." in english
    assert run("--case", case.ref) == run("--case", case.ref, "--language", "da") != english
    assert "2. Bo Lind" not in run("--case", case.ref, "--shown", "1")


def test_whom_the_board_showed_is_logged(case: Case) -> None:
    run("--case", case.ref)
    assert sorted(AccessEvent.objects.values_list("subject_kind", flat=True)) == ["case", "mentor", "mentor", "mentor"]
    assert set(AccessEvent.objects.values_list("jobcentre_id", "user_id", "page")) == {(case.jobcentre_id, None, "manage.py match")}


def sentence_of(*arguments: str) -> str:
    with pytest.raises(CommandError) as told:
        call_command("match", *arguments, "--language", "en")
    assert told.value.returncode == 1
    return str(told.value)


@pytest.mark.parametrize("number", ["2026-9999", "1", "", "x" * 200, "2026-0001' OR 1=1", "٢٠٢٦-٠٠٠١"])
def test_an_unknown_case_number_is_told_in_one_sentence(number: str) -> None:
    assert sentence_of("--case", number) == f"There is no case {number}. A case number looks like 2026-0312."


def test_why_there_is_no_board_is_told(case: Case) -> None:
    assert "another step" in sentence_of("--case", CaseFactory(state=State.CHALLENGES).ref)
    assert "Nothing is granted yet" in sentence_of("--case", CaseFactory(state=State.MATCH).ref)
    late = CaseFactory(state=State.MATCH)
    DecisionFactory(case=late, first_day=dt.date(2020, 1, 1), last_day=dt.date(2020, 6, 30))
    assert "A new decision is needed" in sentence_of("--case", late.ref)
    with as_owner():
        MatchWeights.objects.all().delete()
    assert "No weights of the match hold today" in sentence_of("--case", case.ref)


def test_the_process_ends_with_one() -> None:
    """An unknown format or a missing case is an error of the command line, as everywhere."""
    found = subprocess.run([sys.executable, "manage.py", "match"], capture_output=True, text=True, check=False)
    assert found.returncode == 2
    assert "--case" in found.stderr
