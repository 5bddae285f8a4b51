"""What the mentor register takes (rules R46, R47). Facts in, answers out."""

import datetime as dt

from core.verdicts import YES, Answer, no
from mentors.enums import SUBTYPES, MentorSubtype, MentorType


def details_verdict(
    *,
    type: str,
    subtype: str,
    has_workplace: bool,
    available_from: dt.date | None,
    available_until: dt.date | None,
    signed_on: dt.date | None,
    valid_until: dt.date | None,
    on: dt.date,
) -> Answer:
    """Whether the details of a mentor go together (R46).

    Refuses with `subtype_of_other_type`, `colleague_needs_workplace`, `available_until_before_from`, `declaration_ahead`,
    `declaration_not_signed`, `declaration_ends_before_signed`.
    """
    if subtype and MentorSubtype(subtype) not in SUBTYPES[MentorType(type)]:
        return no("subtype_of_other_type")
    if type == MentorType.COLLEAGUE and not has_workplace:
        return no("colleague_needs_workplace")
    if available_from and available_until and available_until < available_from:
        return no("available_until_before_from")
    if signed_on and signed_on > on:
        return no("declaration_ahead")
    if valid_until and not signed_on:
        return no("declaration_not_signed")
    if valid_until and signed_on and valid_until < signed_on:
        return no("declaration_ends_before_signed")
    return YES


def capacity_verdict(*, most_clients: int, most_minutes: int, taken: int, taken_minutes: int) -> Answer:
    """Capacity is never set below what is taken (R47). Refuses with `fewer_places_than_taken`, `fewer_minutes_than_taken`, with the number."""
    if most_clients < taken:
        return no("fewer_places_than_taken", taken=taken)
    if most_minutes < taken_minutes:
        return no("fewer_minutes_than_taken", taken=taken_minutes)
    return YES
