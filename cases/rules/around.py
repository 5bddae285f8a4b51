"""What stands around a course: days in order, and when a consent to pass on information holds (rules R152-R156)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.days import add_months
from core.verdicts import YES, Answer, no


class ConsentState(StrEnum):
    """Where a consent to pass on information is on a day."""

    NOT_YET = "not_yet"
    VALID = "valid"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


def order_verdict(*, first_day: dt.date, last_day: dt.date | None) -> Answer:
    """A last day is not before the first (R152). Refuses with `ends_before_start`."""
    return YES if last_day is None or last_day >= first_day else no("ends_before_start")


def talk_verdict(*, day: dt.date, today: dt.date) -> Answer:
    """What was agreed with a workplace has been agreed already (R154). Refuses with `talk_in_future`."""
    return YES if day <= today else no("talk_in_future")


def consent_state(*, given_on: dt.date, valid_until: dt.date, withdrawn_on: dt.date | None, on: dt.date) -> ConsentState:
    """A consent holds from the day it was given to its last day, and not on the day it is withdrawn or later (R156)."""
    if withdrawn_on is not None and withdrawn_on <= on:
        return ConsentState.WITHDRAWN
    if on > valid_until:
        return ConsentState.EXPIRED
    return ConsentState.VALID if on >= given_on else ConsentState.NOT_YET


def given_verdict(*, given_on: dt.date, valid_until: dt.date, today: dt.date) -> Answer:
    """A consent was given today or before, and has a last day (R156). Refuses with `consent_in_future` or `consent_ends_before_start`."""
    if given_on > today:
        return no("consent_in_future")
    return YES if valid_until >= given_on else no("consent_ends_before_start")


def withdraw_verdict(*, given_on: dt.date, withdrawn_before: dt.date | None, day: dt.date, today: dt.date) -> Answer:
    """A consent can be withdrawn on any day since it was given, once (R156).

    Refuses with `consent_withdrawn_already`, `withdrawn_in_future` or `withdrawn_before_given`.
    """
    if withdrawn_before is not None:
        return no("consent_withdrawn_already", day=withdrawn_before.isoformat())
    if day > today:
        return no("withdrawn_in_future")
    return YES if day >= given_on else no("withdrawn_before_given", day=given_on.isoformat())


def can_be_rewritten(*, recorded_on: dt.date, is_withdrawn: bool, today: dt.date) -> Answer:
    """What the client has said yes to is put right on the day it was written down, and then stands (R156). Refuses with `consent_stands`."""
    return YES if recorded_on == today and not is_withdrawn else no("consent_stands")


def choice_verdict(*, state: ConsentState | None) -> Answer:
    """A local resource is worked with on a consent that holds, or on none (R153). Refuses with `consent_not_valid`."""
    return YES if state in (None, ConsentState.VALID) else no("consent_not_valid")


@dataclass(frozen=True, slots=True)
class Line:
    """A bar of the time line: its days, and a last one if it has any."""

    first_day: dt.date
    last_day: dt.date | None


def window(lines: Iterable[Line], *, today: dt.date) -> tuple[dt.date, dt.date]:
    """The whole months that a drawing of these lines and today needs; a line without end goes on for three months after today (R152)."""
    later = add_months(today, 3)
    known = list(lines)
    first = min([today, *(each.first_day for each in known)])
    last = max([today, *(each.last_day or max(later, each.first_day) for each in known)])
    end = add_months(last.replace(day=1), 1)
    return first.replace(day=1), end - dt.timedelta(days=1)
