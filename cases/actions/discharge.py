"""A coming discharge from a psychiatric hospital: told, asked, answered, moved, and the day it was (R137-R139)."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_case, record
from cases.models import Case, Discharge
from cases.rules.discharge import answer_verdict, discharged_verdict, told_verdict
from core.constraints import refusing
from core.days import day_of
from core.verdicts import Refused, Stale


@transaction.atomic
def tell_discharge(
    *, case_id: uuid.UUID, notified_on: dt.date, notified_by: str, expected_on: dt.date, by: User, at: dt.datetime
) -> Discharge:
    """Write down that somebody told of a coming discharge (R137). Refuses as `told_verdict` does, with `discharge_by_whom_missing`,
    `discharge_coming_already` or `case_closed`."""
    case = locked_case(case_id=case_id)
    _check(notified_on, notified_by, expected_on, at=at)
    with refusing(discharge_one_coming_a_case=("discharge_coming_already", "")):
        row = Discharge.objects.create(
            case=case,
            notified_on=notified_on,
            notified_by=notified_by.strip(),
            expected_on=expected_on,
            recorded_by=by,
            recorded_at=at,
        )
    record(case, "case.discharge_told", by=by, at=at, expected_on=expected_on.isoformat())
    return row


@transaction.atomic
def change_discharge(
    *,
    case_id: uuid.UUID,
    discharge_id: uuid.UUID,
    version: int | None,
    notified_on: dt.date,
    notified_by: str,
    expected_on: dt.date,
    by: User,
    at: dt.datetime,
) -> Discharge:
    """The discharge is moved, or what was written of it corrected, until the client is discharged. Refuses as `tell_discharge`, with
    `discharge_over` or `stale`."""
    case, row = _locked(case_id, discharge_id, version)
    _check(notified_on, notified_by, expected_on, at=at)
    row.notified_on, row.notified_by, row.expected_on = notified_on, notified_by.strip(), expected_on
    _save(row)
    record(case, "case.discharge_moved", by=by, at=at, expected_on=expected_on.isoformat())
    return row


@transaction.atomic
def answer_discharge(
    *,
    case_id: uuid.UUID,
    discharge_id: uuid.UUID,
    version: int | None,
    asked_on: dt.date,
    answer: str,
    answered_on: dt.date | None,
    words: str,
    by: User,
    at: dt.datetime,
) -> Discharge:
    """The client was asked about a mentor, and what the client answered, now or later. Refuses as `answer_verdict` does, with `discharge_over`
    or `stale`."""
    case, row = _locked(case_id, discharge_id, version)
    fits, field = answer_verdict(asked_on=asked_on, answer=answer, answered_on=answered_on, notified_on=row.notified_on, on=day_of(at))
    Refused.unless(fits, field)
    row.asked_on, row.answer, row.answered_on, row.words = asked_on, answer, answered_on, words.strip()
    _save(row)
    record(case, "case.discharge_asked", by=by, at=at, day=asked_on.isoformat(), answer=answer)
    return row


@transaction.atomic
def end_discharge(
    *, case_id: uuid.UUID, discharge_id: uuid.UUID, version: int | None, discharged_on: dt.date, by: User, at: dt.datetime
) -> Discharge:
    """The client was discharged on this day; another discharge can be told of later. Refuses as `discharged_verdict` does, with `discharge_over` or
    `stale`."""
    case, row = _locked(case_id, discharge_id, version)
    Refused.unless(discharged_verdict(discharged_on=discharged_on, notified_on=row.notified_on, on=day_of(at)), "discharged_on")
    row.discharged_on = discharged_on
    _save(row)
    record(case, "case.discharged", by=by, at=at, day=discharged_on.isoformat())
    return row


def _check(notified_on: dt.date, notified_by: str, expected_on: dt.date, *, at: dt.datetime) -> None:
    answer = told_verdict(notified_on=notified_on, expected_on=expected_on, on=day_of(at))
    Refused.unless(answer, "notified_on" if answer.code == "discharge_told_in_future" else "expected_on")
    if not notified_by.strip():
        raise Refused("discharge_by_whom_missing", "notified_by")


def _locked(case_id: uuid.UUID, discharge_id: uuid.UUID, version: int | None) -> tuple[Case, Discharge]:
    case = locked_case(case_id=case_id)
    row: Discharge = Discharge.objects.select_for_update(of=("self",)).get(pk=discharge_id, case=case)
    if row.discharged_on is not None:
        raise Refused("discharge_over")
    if version is not None and version != row.version:
        raise Stale(**last_change(subject_id=case.pk))
    return case, row


def _save(row: Discharge) -> None:
    row.version += 1
    row.save()
