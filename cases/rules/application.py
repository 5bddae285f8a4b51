"""Step 1: what an application must hold, when the step is done, and how alike two persons are (rules R16-R18)."""

import datetime as dt
from dataclasses import dataclass

from cases.enums import Consent
from core.days import add_months
from core.verdicts import YES, Answer, no

OLDEST_MONTHS = 60
"""An application older than this is a typing error in the year."""
FARTHEST_MONTHS = 36
"""So is a situation that begins later than this after the application."""

ALIKE = 0.5
"""From this likeness on (0 to 1, share of equal groups of three letters) a name is worth showing."""


def application_verdict(
    *,
    received_on: dt.date,
    acknowledged_on: dt.date | None,
    starts_on: dt.date,
    consent: Consent,
    consent_on: dt.date | None,
    today: dt.date,
) -> tuple[Answer, str]:
    """Whether the days of an application can be true (R16): the answer and the field that it is about.

    Refuses with `received_in_future`, `received_too_long_ago`, `acknowledged_in_future`, `acknowledged_before_received`,
    `starts_too_late`, `consent_day_missing` or `consent_in_future`.
    """
    if received_on > today:
        return no("received_in_future"), "received_on"
    if received_on < add_months(today, -OLDEST_MONTHS):
        return no("received_too_long_ago", year=received_on.year), "received_on"
    if acknowledged_on and acknowledged_on > today:
        return no("acknowledged_in_future"), "acknowledged_on"
    if acknowledged_on and acknowledged_on < received_on:
        return no("acknowledged_before_received"), "acknowledged_on"
    if starts_on > add_months(received_on, FARTHEST_MONTHS):
        return no("starts_too_late", year=starts_on.year), "situation_starts_on"
    if consent != Consent.NOT_ASKED and consent_on is None:
        return no("consent_day_missing"), "consent_on"
    if consent != Consent.NOT_ASKED and consent_on and consent_on > today:
        return no("consent_in_future"), "consent_on"
    return YES, ""


def decided_verdict(*, received_on: dt.date, latest: dt.date) -> Answer:
    """A corrected day of receipt, once there is a decision (R16): neither after it nor after the deadline, which stays (R11).

    Refuses with `received_after_decision`.
    """
    return YES if received_on <= latest else no("received_after_decision", latest=latest.isoformat())


def contact_is_done(*, consent: Consent) -> Answer:
    """Whether step 1 is complete (R17): the client has said yes to the course, which is voluntary. Refuses with `consent_missing`."""
    return YES if consent != Consent.NOT_ASKED else no("consent_missing")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why a known client may be the same person: codes for the sentence. `strong`: look before you go on."""

    reasons: tuple[str, ...] = ()
    strong: bool = False

    def __bool__(self) -> bool:
        return bool(self.reasons)


def likeness(
    *,
    same_cpr: bool = False,
    former_cpr: bool = False,
    name: float = 0.0,
    same_name: bool = False,
    same_phone: bool = False,
    same_birth_day: bool = False,
) -> Likeness:
    """Why and how much a known client is like the person who is looked for (R18).

    `name` is the likeness of the names from 0 to 1. The same day of birth alone says nothing; with a name that is alike it says much.
    """
    reasons = []
    if same_cpr:
        reasons.append("same_cpr")
    if former_cpr:
        reasons.append("former_cpr")
    name_alike = same_name or name >= ALIKE
    if same_name:
        reasons.append("same_name")
    elif name_alike:
        reasons.append("name_alike")
    if same_phone:
        reasons.append("same_phone")
    if same_birth_day and name_alike:
        reasons.append("same_birth_day")
    strong = same_cpr or former_cpr or same_name or (name_alike and (same_phone or same_birth_day))
    return Likeness(tuple(reasons), strong)


def is_probably_the_same(*, name: float, same_birth_day: bool) -> bool:
    """Whether a person with another CPR number must be looked at before a new client is made (R18): a name alike and born the same day."""
    return same_birth_day and name >= ALIKE
