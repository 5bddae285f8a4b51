"""A coming discharge from a psychiatric hospital (R137-R139)."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import AuditEvent
from cases.actions.discharge import answer_discharge, change_discharge, end_discharge, tell_discharge
from cases.enums import State
from cases.enums_course import DischargeAnswer
from cases.models import Case, Discharge
from core.days import DAY, day_of
from core.verdicts import Refused, Stale
from tests.cases.repair_scene import told
from tests.factories import AT, CaseFactory
from tests.races import race

pytestmark = pytest.mark.django_db
TODAY = day_of(AT)


def key(row: Discharge, **other: Any) -> dict[str, Any]:
    return {"case_id": row.case_id, "discharge_id": row.pk, "version": None, "by": row.recorded_by, "at": AT, **other}


def answered(row: Discharge, answer: str, *, answered_on: dt.date | None = TODAY, **other: Any) -> Discharge:
    return answer_discharge(**key(row, **other), asked_on=TODAY, answer=answer, answered_on=answered_on, words="Gerne en mentor")


@pytest.fixture
def case() -> Case:
    return CaseFactory(state=State.ASSESSMENT)


def test_it_is_told_asked_and_answered_later(case: Case) -> None:
    row = told(case, case.caseworker)
    row = answered(row, "", answered_on=None)
    assert (row.asked_on, row.answer) == (TODAY, "")
    row = answered(row, DischargeAnswer.LATER)
    row = answered(row, DischargeAnswer.YES)
    assert (row.answer, row.answered_on, row.version) == ("yes", TODAY, 4)
    assert "Gerne en mentor" not in str(list(AuditEvent.objects.filter(subject_id=case.pk).values_list("facts", flat=True)))


def test_it_is_moved_and_the_day_it_was_closes_it(case: Case) -> None:
    row = told(case, case.caseworker)
    moved = change_discharge(**key(row), notified_on=TODAY, notified_by="Afsnit P3", expected_on=TODAY + 90 * DAY)
    assert moved.expected_on == TODAY + 90 * DAY
    end_discharge(**key(row), discharged_on=TODAY)
    for call in (
        lambda: answered(row, DischargeAnswer.YES),
        lambda: end_discharge(**key(row), discharged_on=TODAY),
        lambda: change_discharge(**key(row), notified_on=TODAY, notified_by="P3", expected_on=TODAY),
    ):
        with pytest.raises(Refused, match="discharge_over"):
            call()
    assert told(case, case.caseworker).pk != row.pk, "somebody can be admitted again"


def test_what_cannot_be_is_refused_at_its_field(case: Case) -> None:
    def field(**other: Any) -> tuple[str, str]:
        known = {"notified_on": TODAY, "notified_by": "P3", "expected_on": TODAY}
        with pytest.raises(Refused) as refused:
            tell_discharge(case_id=case.pk, by=case.caseworker, at=AT, **{**known, **other})
        return refused.value.code, refused.value.field

    assert field(notified_on=TODAY + DAY) == ("discharge_told_in_future", "notified_on")
    assert field(expected_on=TODAY + 400 * DAY) == ("discharge_too_far", "expected_on")
    assert field(notified_by=" ") == ("discharge_by_whom_missing", "notified_by")
    row = told(case, case.caseworker)
    assert field()[0] == "discharge_coming_already"
    with pytest.raises(Refused, match="discharge_answered_missing") as refused:
        answered(row, DischargeAnswer.YES, answered_on=None)
    assert refused.value.field == "answered_on"
    with pytest.raises(Refused, match="discharged_in_future"):
        end_discharge(**key(row), discharged_on=TODAY + DAY)
    with pytest.raises(Stale):
        answered(row, DischargeAnswer.YES, version=9)


def test_a_closed_case_is_only_read() -> None:
    case = CaseFactory(state=State.WITHDRAWN)
    with pytest.raises(Refused, match="case_closed"):
        told(case, case.caseworker)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_it_down_at_once_one_does() -> None:
    case = CaseFactory(state=State.ASSESSMENT)
    assert dict(race([lambda: told(case, case.caseworker)] * 2)) == {"won": 1, "discharge_coming_already": 1}
