"""The ledger beside what is wanted: which reminders are made, told, moved, closed and opened again (rules R158, R166). From rows and a day alone.

Of the levels of one reminder only the newest that has come is open: what was missed is told in one go, and the levels before it are closed.

The ledger is the same, whatever nights are missing: the same reminders in the same states. What differs is when each was told; and what came and
ran out while no night came has its row, which says that nobody was told. Not of the time before the first look: nobody waited for a reminder then.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.enums_notice import NOTICED, OPEN_NOTICES, NoticeKind, NoticeState
from cases.rules.reminders import Wanted
from core.days import DAY
from core.verdicts import YES, Answer, no

LOOK_AGAIN = 7 * DAY
"""An open case is looked at so often at least, so that a change that nobody told of is late by a week at most."""

MOST_PUT_OFF = 60 * DAY
"""A reminder is put off for so long at most."""

Key = tuple[NoticeKind, int, dt.date, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Row:
    """A reminder of the ledger. `by_person`: somebody put it off, stopped it or marked it done."""

    id: uuid.UUID
    kind: NoticeKind
    level: int
    due_on: dt.date
    about: uuid.UUID
    state: NoticeState
    snoozed_until: dt.date | None = None
    was_told: bool = False
    by_person: bool = False
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        return (self.kind, self.level, self.due_on, self.about)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_NOTICES


@dataclass(slots=True)
class Changes:
    """What is to be done. `tell` and `made_told` are told now; `passed` and `made_passed` are levels that a newer one has passed in the same look.

    `made_over` came and ran out since the last look: rows that nobody was told of. `reopen` and `move` are planned again; `words` have other facts alone. `look_on` is the next day to look; None: never again by itself.
    """

    create: list[Wanted] = field(default_factory=list)
    made_told: list[Wanted] = field(default_factory=list)
    made_passed: list[Wanted] = field(default_factory=list)
    made_over: list[Wanted] = field(default_factory=list)
    tell: list[tuple[Row, Wanted]] = field(default_factory=list)
    passed: list[Row] = field(default_factory=list)
    supersede: list[Row] = field(default_factory=list)
    finish: list[Row] = field(default_factory=list)
    move: list[tuple[Row, Wanted]] = field(default_factory=list)
    reopen: list[tuple[Row, Wanted]] = field(default_factory=list)
    words: list[tuple[Row, Wanted]] = field(default_factory=list)
    look_on: dt.date | None = None


def compare(*, wanted: Iterable[Wanted], rows: Sequence[Row], on: dt.date, is_open: bool, since: dt.date | None = None) -> Changes:
    """What makes the ledger say what is wanted on a day; nothing at all when it says so already. `is_open`: so is the case (R166).

    `since`: the day by which somebody was to look, so what ran out before it is of another time; None: nobody has looked yet.
    """
    changes = Changes()
    alive, over = [], set()
    for each in wanted:
        if each.until is None or each.until >= on:
            alive.append(each)
        else:
            over.add(_key(each))
            if since is not None and each.until >= since:
                changes.made_over.append(each)
    by_key = {row.key: row for row in rows}
    changes.made_over = [each for each in changes.made_over if _key(each) not in by_key]
    groups: dict[tuple[NoticeKind, uuid.UUID], list[Wanted]] = {}
    for each in alive:
        groups.setdefault((each.kind, each.about), []).append(each)
    kept = _moved(changes, alive, [row for row in rows if row.key not in over], by_key)
    days: list[dt.date] = []
    current: set[tuple[NoticeKind, uuid.UUID]] = set()
    for group, members in groups.items():
        come = sorted((each for each in members if each.due_on <= on), key=lambda each: (each.due_on, -each.level))
        if come:
            current.add(group)
            days += _newest(changes, come[-1], kept.get(_key(come[-1])), on)
            for each in come[:-1]:
                _passed(changes, each, kept.get(_key(each)))
        for each in members:
            if each.due_on > on:
                days.append(_coming(changes, each, kept.get(_key(each))))
    still = {_key(each) for each in alive} | {row.key for row, _new in changes.move}
    _gone(changes, [row for row in rows if row.is_open], still, current, over)
    if is_open:
        days.append(on + LOOK_AGAIN)
    changes.look_on = min(days, default=None)
    return changes


def _key(wanted: Wanted) -> Key:
    return (wanted.kind, wanted.level, wanted.due_on, wanted.about)


def _moved(changes: Changes, alive: Sequence[Wanted], rows: Sequence[Row], by_key: dict[Key, Row]) -> dict[Key, Row]:
    """The rows by their keys, with those that nobody was told of yet under their new day: moved, not made anew."""
    keys = {_key(each) for each in alive}
    free = {(row.kind, row.level, row.about): row for row in rows if row.state == NoticeState.PLANNED and row.key not in keys}
    kept = dict(by_key)
    for each in alive:
        if _key(each) not in by_key and (row := free.pop((each.kind, each.level, each.about), None)) is not None:
            changes.move.append((row, each))
            kept[_key(each)] = row
    return kept


def _newest(changes: Changes, wanted: Wanted, row: Row | None, on: dt.date) -> list[dt.date]:
    """The newest level that has come is told, unless somebody put it off, stopped it or did it. Returns when to look at it again."""
    again = [wanted.until + DAY] if wanted.until is not None else []
    if row is None:
        changes.made_told.append(wanted)
        return again
    if row.state == NoticeState.SNOOZED and row.snoozed_until is not None and row.snoozed_until > on:
        _with_words(changes, row, wanted)
        return [*again, row.snoozed_until]
    if row.state in NOTICED:
        _with_words(changes, row, wanted)
        return again
    if row.state in (NoticeState.STOPPED, NoticeState.DONE) and row.by_person:
        return []
    changes.tell.append((row, wanted))
    return again


def _passed(changes: Changes, wanted: Wanted, row: Row | None) -> None:
    if row is None:
        changes.made_passed.append(wanted)
    elif row.is_open:
        changes.passed.append(row)


def _coming(changes: Changes, wanted: Wanted, row: Row | None) -> dt.date:
    if row is None:
        changes.create.append(wanted)
    elif row.state == NoticeState.SUPERSEDED or (row.state == NoticeState.DONE and not row.by_person):
        changes.reopen.append((row, wanted))
    elif row.is_open:
        _with_words(changes, row, wanted)
    return wanted.due_on


def _with_words(changes: Changes, row: Row, wanted: Wanted) -> None:
    if row.facts != wanted.facts and not any(row is other for other, _new in changes.move):
        changes.words.append((row, wanted))


def _gone(
    changes: Changes, rows: Sequence[Row], wanted: Collection[Key], current: Collection[tuple[NoticeKind, uuid.UUID]], over: Collection[Key]
) -> None:
    """Open rows that are not wanted any more: done where somebody had been told, unless time ran out or another has come instead; else superseded."""
    for row in rows:
        if row.key in wanted:
            continue
        acted = row.was_told and row.key not in over and (row.kind, row.about) not in current
        (changes.finish if acted else changes.supersede).append(row)


def put_off_verdict(*, until: dt.date, due_on: dt.date, today: dt.date) -> Answer:
    """Whether a reminder can be put off until this day (R166): after today and after its own day, and at most so many days ahead.

    Refuses with `notice_until_past`, `notice_until_before` or `notice_until_far`.
    """
    if until <= today:
        return no("notice_until_past")
    if until <= due_on:
        return no("notice_until_before", day=due_on.isoformat())
    latest = max(today, due_on) + MOST_PUT_OFF
    return no("notice_until_far", day=latest.isoformat()) if until > latest else YES
