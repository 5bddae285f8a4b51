"""A running course with a plan, pauses, wishes and meetings, as far as a test wants them."""

import datetime as dt
from typing import Any

from accounts.models import AuditEvent, User
from cases.actions.changed_wishes import record_wish
from cases.actions.hour_changes import change_hours
from cases.actions.meetings import arrange_status_meeting
from cases.actions.pauses import record_pause
from cases.actions.plans import save_plan
from cases.enums import MeetingKind
from cases.enums_course import PauseReason, PlanShape
from cases.models import Approval, Case, ChangedWish, CourseSettings, Decision, HourPlan, Meeting, Pause
from cases.rules.hour_changes import Change
from cases.rules.hours import Step
from core.days import DAY, day_of
from tests.factories import AT

TODAY = day_of(AT)


def monday(weeks: int, *, at: dt.datetime = AT) -> dt.date:
    """The Monday so many weeks after the week of `at`."""
    today = day_of(at)
    return today - (today.isoweekday() - 1) * DAY + weeks * 7 * DAY


def planned(case: Case, by: User, *steps: tuple[int, int], based_on: int = 0, at: dt.datetime = AT, **other: Any) -> HourPlan:
    """A plan of period 1: (weeks after this one, minutes a week); week 0 is the first day of the period."""
    first = case.periods.get(number=1).first_day
    found = [Step(first if weeks == 0 else monday(weeks, at=at), minutes) for weeks, minutes in steps]
    known: dict[str, Any] = {"period": 1, "shape": PlanShape.OWN, "words": "", **other}
    return save_plan(case_id=case.pk, based_on=based_on, steps=found, by=by, at=at, **known)


def paused(case: Case, by: User, first: int, last: int | None, *, at: dt.datetime = AT) -> Pause:
    """A pause from so many days after `at` to so many."""
    today = day_of(at)
    return record_pause(
        case_id=case.pk,
        version=None,
        first_day=today + first * DAY,
        last_day=None if last is None else today + last * DAY,
        reason=PauseReason.HOLIDAY,
        words="",
        by=by,
        at=at,
    )


def wished(case: Case, by: User, *, minutes: int | None = None, last_day: dt.date | None = None, at: dt.datetime = AT) -> ChangedWish:
    return record_wish(
        case_id=case.pk,
        version=None,
        day=day_of(at),
        minutes_a_week=minutes,
        last_day=last_day,
        words="Det er nok med mindre",
        by=by,
        at=at,
    )


def changed(case: Case, by: User, minutes: int | None, *, days: int = 7, at: dt.datetime = AT, **other: Any) -> Decision | Approval:
    """A change of hours from so many days after `at`, sent the same day."""
    known: dict[str, Any] = {"first_day": day_of(at) + days * DAY, "minutes_a_week": minutes, "sent_on": day_of(at), **other}
    return change_hours(case_id=case.pk, version=None, change=Change(**known), by=by, at=at)


def arranged(case: Case, by: User, *, starts_at: dt.datetime = AT + 3 * DAY, at: dt.datetime = AT) -> Meeting:
    return arrange_status_meeting(case_id=case.pk, starts_at=starts_at, place="Lokale 2", who_comes="Camilla, Henrik", by=by, at=at)


def limited(case: Case, *, minutes: int) -> None:
    """From so many minutes of the case on a second person approves."""
    CourseSettings.objects.update_or_create(jobcentre=case.jobcentre, defaults={"second_minutes": minutes})


def addresses(case: Case) -> dict[str, Any]:
    """Rows that the addresses of these pages name, whatever the state of the case."""
    meeting = Meeting.objects.create(case=case, kind=MeetingKind.STATUS, at=AT, place="Lokale 2")
    pause = Pause.objects.create(case=case, first_day=TODAY, reason=PauseReason.HOLIDAY, recorded_by=case.caseworker, recorded_at=AT)
    return {"meeting": meeting.pk, "pause": pause.pk}


def kinds(case: Case) -> list[str]:
    """What stands in the time line of the case, oldest first."""
    return list(AuditEvent.objects.filter(subject_id=case.pk).order_by("id").values_list("kind", flat=True))
