"""Pauses of a running course: recorded, ended, taken back before they begin. They stop hours and move no last day (R107, R108)."""

import datetime as dt
import uuid

from django.db import transaction

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_case, record, save_case
from cases.actions.renewing import renews
from cases.enums import State
from cases.enums_course import PauseReason
from cases.hour_rows import days_with_hours, periods_of, spans_of
from cases.models import Case, Pause
from cases.rules.pauses import has_begun, pause_verdict
from core.constraints import refusing
from core.days import DaySpan, day_of
from core.verdicts import Refused, Stale


@transaction.atomic
@renews
def record_pause(
    *,
    case_id: uuid.UUID,
    version: int | None,
    first_day: dt.date,
    last_day: dt.date | None,
    reason: PauseReason,
    words: str,
    by: User,
    at: dt.datetime,
) -> Pause:
    """The course pauses from this day, until a day or until further notice (R107). `version` is the case's.

    Refuses with `case_closed`, `stale`, and as `pause_verdict`.
    """
    case = locked_case(case_id=case_id, version=version)
    _check(case, first_day, last_day)
    with refusing(pause_no_overlap=("pause_overlaps_another", "first_day")):
        pause = Pause.objects.create(
            case=case, first_day=first_day, last_day=last_day, reason=reason, words=words.strip(), recorded_by=by, recorded_at=at
        )
    save_case(case)
    _tell(case, "case.pause_recorded", pause, by=by, at=at)
    return pause


@transaction.atomic
@renews
def end_pause(*, case_id: uuid.UUID, pause_id: uuid.UUID, version: int, last_day: dt.date, by: User, at: dt.datetime) -> Pause:
    """The last day of the pause: the course goes on the day after (R107). `version` is the pause's.

    Refuses with `case_closed`, `pause_gone`, `stale`, and as `pause_verdict`.
    """
    case, pause = _locked(case_id, pause_id, version)
    _check(case, pause.first_day, last_day, but=pause)
    pause.last_day = last_day
    pause.version += 1
    with refusing(pause_no_overlap=("pause_overlaps_another", "last_day")):
        pause.save(update_fields=["last_day", "version"])
    save_case(case)
    _tell(case, "case.pause_ended", pause, by=by, at=at)
    return pause


@transaction.atomic
@renews
def take_back_pause(*, case_id: uuid.UUID, pause_id: uuid.UUID, version: int, by: User, at: dt.datetime) -> None:
    """A pause that has not begun is taken back; the time line keeps its days (R107). Refuses with `pause_has_begun`, `pause_gone` or `stale`."""
    case, pause = _locked(case_id, pause_id, version)
    if has_begun(first_day=pause.first_day, today=day_of(at)):
        raise Refused("pause_has_begun")
    save_case(case)
    _tell(case, "case.pause_taken_back", pause, by=by, at=at)
    pause.delete()


def _locked(case_id: uuid.UUID, pause_id: uuid.UUID, version: int) -> tuple[Case, Pause]:
    case = locked_case(case_id=case_id)
    pause = Pause.objects.select_for_update(of=("self",)).filter(pk=pause_id, case=case).first()
    if pause is None:
        raise Refused("pause_gone")
    if pause.version != version:
        raise Stale(**last_change(subject_id=case.pk))
    return case, pause


def _check(case: Case, first_day: dt.date, last_day: dt.date | None, *, but: Pause | None = None) -> None:
    others = Pause.objects.filter(case=case)
    if but is not None:
        others = others.exclude(pk=but.pk)
    ends = last_day is None or last_day >= first_day
    answer = pause_verdict(
        state=State(case.state),
        first_day=first_day,
        last_day=last_day,
        periods=spans_of(periods_of(case)),
        others=[DaySpan(first, last) for first, last in others.values_list("first_day", "last_day")],
        used=days_with_hours(case, first_day=first_day, last_day=last_day) if ends else [],
    )
    at_the_end = but is not None or answer.code in ("pause_ends_before_start", "pause_after_course")
    Refused.unless(answer, "last_day" if at_the_end else "first_day")


def _tell(case: Case, kind: str, pause: Pause, *, by: User, at: dt.datetime) -> None:
    last_day = pause.last_day.isoformat() if pause.last_day else ""
    record(case, kind, by=by, at=at, first_day=pause.first_day.isoformat(), last_day=last_day, reason=str(pause.reason))
