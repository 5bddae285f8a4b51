"""The ledger of reminders: kept as the facts say, told when due, and put off, stopped or done by people."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from accounts.models import User
from cases.models import Notice


@dataclass(frozen=True, slots=True)
class Renewed:
    """How many reminders were made, told and superseded."""

    created: int = 0
    told: int = 0
    superseded: int = 0


def renew(
    *, case_ids: Collection[uuid.UUID], on: dt.date, at: dt.datetime, by: User | None = None, held: bool = False, dry_run: bool = False
) -> Renewed:
    """Make the ledger of these cases what the rules want on a day, and tell what is due. Two runs of one day do no more than one.

    `held`: the caller holds the locks of the cases; else they are locked here, and a case that is locked elsewhere is left out (whoever
    holds it renews it, or the next night does). Call it after the last save of the case: it writes `notices_on`. `dry_run` counts and writes nothing.
    """
    return Renewed()


def renew_clients(*, client_ids: Collection[uuid.UUID], on: dt.date, at: dt.datetime, dry_run: bool = False) -> Renewed:
    """The same for what is about clients themselves: address protection."""
    return Renewed()


def renew_mentors(*, mentor_ids: Collection[uuid.UUID], on: dt.date, at: dt.datetime, dry_run: bool = False) -> Renewed:
    """The same for what is about mentors themselves: the declaration of confidentiality."""
    return Renewed()


def see(*, notice_ids: Sequence[uuid.UUID], by: User, at: dt.datetime) -> int:
    """Somebody who was told has seen them; how many were new to them."""
    return 0


def snooze(*, notice_id: uuid.UUID, version: int | None, until: dt.date, why: str, by: User, at: dt.datetime) -> Notice:
    """Put a reminder off until a day; it is told then. Refuses with `notice_closed`, `notice_until_past`, `notice_until_far`,
    `notice_why_missing`, `cpr_in_text` or `stale`."""
    raise NotImplementedError


def stop(*, notice_id: uuid.UUID, version: int | None, why: str, by: User, at: dt.datetime) -> Notice:
    """A reminder that is not to be told, or told again. Refuses with `notice_closed`, `notice_why_missing`, `cpr_in_text` or `stale`."""
    raise NotImplementedError


def mark_done(*, notice_id: uuid.UUID, version: int | None, by: User, at: dt.datetime) -> Notice:
    """Somebody has acted on it. Refuses with `notice_closed`, `notice_not_told` or `stale`."""
    raise NotImplementedError
