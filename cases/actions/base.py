"""What every action on a case begins and ends with: the locked row, the state, the version, the event on the time line."""

import datetime as dt
import uuid
from typing import Any

from accounts.audit import last_change
from accounts.audit import record as record_event
from accounts.enums import SubjectKind
from accounts.models import User
from cases.enums import State
from cases.models import Case
from cases.rules.lifecycle import Event, can_move, moved
from core.days import day_of
from core.verdicts import Refused, Stale

STEP_DAYS: dict[Event, str] = {
    Event.CONTACT_DONE: "contact_on",
    Event.CHALLENGES_DONE: "challenges_on",
    Event.GRANTED: "assessment_on",
    Event.REFUSED: "assessment_on",
    Event.ASSIGNED: "match_on",
    Event.PERIOD_STARTED: "startup_on",
}


def locked_case(*, case_id: uuid.UUID, version: int | None = None) -> Case:
    """The case, locked for this transaction, open, and of the version that the form was opened with (when one is given).

    The order of locks is mentors by key, cases by key, then a case's children and clients by key. Refuses with `case_closed` or `stale`.
    """
    case = _locked(case_id)
    if not case.is_open:
        raise Refused("case_closed", state=case.state)
    return _of_version(case, version)


def locked_open_or_closed(*, case_id: uuid.UUID, version: int | None = None) -> Case:
    """The case, locked for this transaction, for what belongs to a closed case too: notes, complaints, follow-up. Refuses with `stale`."""
    return _of_version(_locked(case_id), version)


def _locked(case_id: uuid.UUID) -> Case:
    rows = Case.objects.select_for_update(of=("self",)).select_related("client", "jobcentre")
    try:
        return rows.get(pk=case_id)
    except Case.DoesNotExist:
        # While this waited for the lock the case was moved to another record of its client (R132), whom the first statement did not know.
        return rows.get(pk=case_id)


def _of_version(case: Case, version: int | None) -> Case:
    if version is not None and version != case.version:
        raise Stale(**last_change(subject_id=case.pk))
    return case


def locked_in_startup(*, case_id: uuid.UUID) -> Case:
    """The locked case of step 5. Refuses with `not_in_this_step` or `case_closed`."""
    case = locked_case(case_id=case_id)
    if case.state != State.STARTUP:
        raise Refused("not_in_this_step", state=case.state)
    return case


def move(case: Case, event: Event, *, at: dt.datetime) -> None:
    """Change the state in memory and note the day of a completed step; `save_case` writes it. Refuses with `not_in_this_step`."""
    Refused.unless(can_move(state=State(case.state), event=event))
    case.state = moved(state=State(case.state), event=event)
    if event in STEP_DAYS:
        setattr(case, STEP_DAYS[event], day_of(at))
    if event == Event.UNASSIGNED:
        case.match_on = None


def save_case(case: Case) -> None:
    """Write the locked case with a new version."""
    case.version += 1
    case.save()


def record(case: Case, kind: str, *, by: User | None, at: dt.datetime, **facts: Any) -> None:
    """An event on the case's time line; `facts` are codes, numbers and ISO days."""
    record_event(kind=kind, subject=(SubjectKind.CASE, case.pk), jobcentre_id=case.jobcentre_id, by=by, at=at, **facts)
