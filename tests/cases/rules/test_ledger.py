"""The ledger beside what is wanted (R158, R166): told once, superseded, done, moved; a missed night changes nothing but when it was told."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums_notice import NOTICED, NoticeKind, NoticeState
from cases.rules.ledger import LOOK_AGAIN, Changes, Row, compare, put_off_verdict
from cases.rules.reminders import Wanted
from core.days import DAY, WEEK

A, B = uuid.UUID(int=1), uuid.UUID(int=2)
TODAY = dt.date(2026, 11, 16)
LAST = dt.date(2026, 12, 31)


def levels(last: dt.date = LAST, about: uuid.UUID = A) -> list[Wanted]:
    return [Wanted(NoticeKind.EXTENSION, weeks, last - weeks * WEEK, about, {"last_day": last.isoformat()}, last) for weeks in (8, 4, 2, 1)]


def applied(rows: list[Row], changes: Changes) -> list[Row]:
    """The ledger after the changes, as `cases/actions/notice_writes.py` writes them."""
    found = {row.id: row for row in rows}

    def put(row: Row, **values: Any) -> None:
        found[row.id] = replace(found[row.id], **values)

    for row, wanted in changes.move:
        put(row, due_on=wanted.due_on, facts=wanted.facts)
    for row, wanted in changes.words:
        put(row, facts=wanted.facts)
    for row, wanted in changes.reopen:
        put(row, state=NoticeState.PLANNED, facts=wanted.facts, snoozed_until=None, by_person=False)
    for row, wanted in changes.tell:
        put(row, state=NoticeState.TOLD, facts=wanted.facts, was_told=True, snoozed_until=None, by_person=False)
    for row in changes.passed:
        put(row, state=NoticeState.SUPERSEDED, was_told=True, snoozed_until=None, by_person=False)
    for row in changes.supersede:
        put(row, state=NoticeState.SUPERSEDED, snoozed_until=None, by_person=False)
    for row in changes.finish:
        put(row, state=NoticeState.DONE, snoozed_until=None, by_person=False)
    made = [(each, NoticeState.PLANNED) for each in changes.create]
    made += [(each, NoticeState.TOLD) for each in changes.made_told]
    made += [(each, NoticeState.SUPERSEDED) for each in [*changes.made_passed, *changes.made_over]]
    new = [
        Row(
            uuid.uuid4(),
            each.kind,
            each.level,
            each.due_on,
            each.about,
            state,
            was_told=state != NoticeState.PLANNED and each not in changes.made_over,
            facts=each.facts,
        )
        for each, state in made
    ]
    return [*found.values(), *new]


def night(rows: list[Row], wanted: list[Wanted], on: dt.date, *, is_open: bool = True, since: dt.date | None = None) -> list[Row]:
    return applied(rows, compare(wanted=wanted, rows=rows, on=on, is_open=is_open, since=since))


def states(rows: list[Row]) -> list[tuple[int, str]]:
    return [(row.level, str(row.state)) for row in sorted(rows, key=lambda row: row.due_on)]


def one(rows: list[Row], level: int) -> Row:
    return next(row for row in rows if row.level == level)


def test_what_is_coming_is_planned_and_told_on_its_day():
    rows = night([], levels(), LAST - 9 * WEEK)
    assert states(rows) == [(8, "planned"), (4, "planned"), (2, "planned"), (1, "planned")]
    rows = night(rows, levels(), LAST - 8 * WEEK)
    assert states(rows) == [(8, "told"), (4, "planned"), (2, "planned"), (1, "planned")]


def test_a_second_look_on_the_same_day_does_nothing():
    rows = night([], levels(), TODAY)
    again = compare(wanted=levels(), rows=rows, on=TODAY, is_open=True)
    assert again == Changes(look_on=again.look_on)


def test_the_next_level_supersedes_the_one_before():
    rows = night(night([], levels(), LAST - 8 * WEEK), levels(), LAST - 4 * WEEK)
    assert states(rows) == [(8, "superseded"), (4, "told"), (2, "planned"), (1, "planned")]


def test_missed_nights_are_told_in_one_go_and_only_the_newest_is_open():
    rows = night(night([], levels(), LAST - 9 * WEEK), levels(), LAST - 2 * WEEK)
    assert states(rows) == [(8, "superseded"), (4, "superseded"), (2, "told"), (1, "planned")]
    assert all(row.was_told for row in rows if row.level != 1)


def test_a_ledger_that_begins_late_has_the_levels_that_were_passed():
    assert states(night([], levels(), LAST - 3 * WEEK)) == [(8, "superseded"), (4, "told"), (2, "planned"), (1, "planned")]


def test_when_its_ground_is_gone_a_told_one_is_done_and_a_planned_one_superseded():
    rows = night(night([], levels(), LAST - 4 * WEEK), [], LAST - 3 * WEEK)
    assert states(rows) == [(8, "superseded"), (4, "done"), (2, "superseded"), (1, "superseded")]


def test_what_time_has_overtaken_is_superseded_and_not_done():
    rows = night(night([], levels(), LAST - WEEK), levels(), LAST + DAY)
    assert states(rows)[-1] == (1, "superseded")


def test_what_came_and_ran_out_while_no_night_came_has_its_row_and_nobody_was_told():
    rows = night([], levels(), LAST + DAY, since=LAST - 20 * WEEK)
    assert states(rows) == [(8, "superseded"), (4, "superseded"), (2, "superseded"), (1, "superseded")]
    assert not any(row.was_told for row in rows)
    assert night(rows, levels(), LAST + 2 * DAY, since=LAST - 20 * WEEK) == rows


@pytest.mark.parametrize("since", [None, LAST + DAY])
def test_what_ran_out_before_the_first_look_makes_no_noise(since):
    assert night([], levels(), LAST + 2 * DAY, since=since) == []


def test_another_period_has_reminders_of_its_own():
    later = LAST + 26 * WEEK
    rows = night(night([], levels(), LAST - 4 * WEEK), levels(later, B), LAST - 3 * WEEK)
    assert [(row.about, row.state) for row in rows if row.is_open] == [(B, NoticeState.PLANNED)] * 4


def test_what_nobody_was_told_of_moves_with_its_day_and_is_not_made_anew():
    rows = night([], levels(), LAST - 10 * WEEK)
    moved = night(rows, levels(LAST + WEEK), LAST - 10 * WEEK)
    assert {row.id for row in moved} == {row.id for row in rows}
    assert one(moved, 8).due_on == LAST - 7 * WEEK
    assert one(moved, 8).facts == {"last_day": (LAST + WEEK).isoformat()}


def test_moved_to_a_day_that_has_come_it_is_told():
    rows = night([], levels(LAST + 3 * WEEK), LAST - 8 * WEEK)
    assert states(night(rows, levels(), LAST - 8 * WEEK))[0] == (8, "told")


def test_a_superseded_one_that_is_wanted_again_is_opened_again():
    rows = night(night([], levels(), LAST - 4 * WEEK), [], LAST - 3 * WEEK)
    again = night(rows, levels(), LAST - 3 * WEEK)
    assert states(again) == [(8, "superseded"), (4, "told"), (2, "planned"), (1, "planned")]
    assert len(again) == 4


@pytest.mark.parametrize("state", [NoticeState.STOPPED, NoticeState.DONE])
def test_what_a_person_closed_stays_closed_until_the_next_level(state):
    rows = night([], levels(), LAST - 4 * WEEK)
    rows = [replace(row, state=state, by_person=True) if row.level == 4 else row for row in rows]
    for on in (LAST - 4 * WEEK, LAST - 3 * WEEK):
        assert states(night(rows, levels(), on))[:2] == [(8, "superseded"), (4, str(state))]
    assert states(night(rows, levels(), LAST - 2 * WEEK)) == [(8, "superseded"), (4, str(state)), (2, "told"), (1, "planned")]


def test_what_was_put_off_is_told_on_the_day_and_not_before():
    until = LAST - 25 * DAY
    rows = night([], levels(), LAST - 4 * WEEK)
    rows = [replace(row, state=NoticeState.SNOOZED, snoozed_until=until, by_person=True) if row.level == 4 else row for row in rows]
    before = compare(wanted=levels(), rows=rows, on=until - DAY, is_open=True)
    assert before == Changes(look_on=until)
    assert one(night(rows, levels(), until), 4).state == NoticeState.TOLD


def test_a_coming_one_can_be_put_off_too():
    rows = night([], levels(), LAST - 5 * WEEK)
    until = LAST - 26 * DAY
    rows = [replace(row, state=NoticeState.SNOOZED, snoozed_until=until, by_person=True) if row.level == 4 else row for row in rows]
    assert one(night(rows, levels(), LAST - 4 * WEEK), 4).state == NoticeState.SNOOZED
    assert one(night(rows, levels(), until + DAY), 4).state == NoticeState.TOLD


def test_the_next_day_to_look_is_the_next_that_falls_due_and_a_week_at_most():
    assert compare(wanted=levels(), rows=[], on=LAST - 4 * WEEK - DAY, is_open=True).look_on == LAST - 4 * WEEK
    assert compare(wanted=levels(), rows=[], on=LAST - 20 * WEEK, is_open=True).look_on == LAST - 20 * WEEK + LOOK_AGAIN
    assert compare(wanted=levels(), rows=[], on=LAST - 20 * WEEK, is_open=False).look_on == LAST - 8 * WEEK
    assert compare(wanted=[], rows=[], on=TODAY, is_open=False).look_on is None
    # A closed case is looked at once more when what is open makes no sense any more.
    assert compare(wanted=levels(), rows=[], on=LAST, is_open=False).look_on == LAST + DAY


@pytest.mark.parametrize(
    ("until", "due_on", "code"),
    [
        (TODAY, TODAY, "notice_until_past"),
        (TODAY + DAY, TODAY, ""),
        (TODAY + 3 * DAY, TODAY + 3 * DAY, "notice_until_before"),
        (TODAY + 4 * DAY, TODAY + 3 * DAY, ""),
        (TODAY + 60 * DAY, TODAY, ""),
        (TODAY + 61 * DAY, TODAY, "notice_until_far"),
    ],
)
def test_it_is_put_off_until_a_day_that_makes_sense(until, due_on, code):
    assert put_off_verdict(until=until, due_on=due_on, today=TODAY).code == code


def a_wanted(kind: NoticeKind, level: int, about: uuid.UUID, due: int, lasts: int | None) -> Wanted:
    due_on = TODAY + due * DAY
    return Wanted(kind, level, due_on, about, until=None if lasts is None else due_on + lasts * DAY)


WANTED = st.lists(
    st.builds(
        a_wanted,
        kind=st.sampled_from([NoticeKind.EXTENSION, NoticeKind.QUIET]),
        level=st.integers(0, 3),
        due=st.integers(0, 60),
        about=st.sampled_from([A, B]),
        lasts=st.one_of(st.none(), st.integers(0, 40)),
    ),
    max_size=8,
    unique_by=(lambda each: (each.kind, each.level, each.due_on, each.about), lambda each: (each.kind, each.about, each.due_on)),
)


def after_nights(wanted: list[Wanted], nights: list[int]) -> list[Row]:
    """The ledger, begun on the first day. Each look says by when the next is to be, as `Case.notices_on` does; no night looks before."""
    rows: list[Row] = []
    look_on: dt.date | None = TODAY
    for on in [TODAY + n * DAY for n in nights]:
        if look_on is not None and look_on <= on:
            changes = compare(wanted=wanted, rows=rows, on=on, is_open=True, since=look_on)
            rows, look_on = applied(rows, changes), changes.look_on
    return rows


@given(wanted=WANTED, nights=st.sets(st.integers(0, 60), max_size=20))
def test_missed_nights_make_the_same_ledger(wanted, nights):
    """Whatever nights are missing: after the last one every reminder stands once, in the same state; and only of what ran out was nobody told."""
    each_night = after_nights(wanted, list(range(61)))
    some = after_nights(wanted, [*sorted(nights), 60])
    assert sorted((row.key, row.state) for row in some) == sorted((row.key, row.state) for row in each_night)
    over = {(each.kind, each.level, each.due_on, each.about) for each in wanted if each.until and each.until < TODAY + 60 * DAY}
    told = {row.key for row in each_night if row.was_told}
    assert told - over <= {row.key for row in some if row.was_told} <= told


@given(changes=st.lists(st.tuples(WANTED, st.integers(0, 5)), max_size=6))
def test_whatever_happens_a_key_stands_once_and_a_second_look_does_nothing(changes):
    rows: list[Row] = []
    on = TODAY
    for wanted, later in changes:
        on += later * DAY
        rows = night(rows, wanted, on)
        keys = [row.key for row in rows]
        assert len(keys) == len(set(keys))
        again = compare(wanted=wanted, rows=rows, on=on, is_open=True)
        assert again == Changes(look_on=again.look_on)
        alive = {(each.kind, each.level, each.due_on, each.about) for each in wanted}
        assert {row.key for row in rows if row.is_open} <= alive
        assert all(row.due_on > on for row in rows if row.state == NoticeState.PLANNED)
        told = [(row.kind, row.about) for row in rows if row.state in NOTICED]
        assert len(told) == len(set(told))
