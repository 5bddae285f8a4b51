"""How a decision stands to the wish, and what it must hold (R35-R39)."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import DecisionOutcome, State
from cases.rules.decisions import (
    REASON_FIELDS,
    Item,
    Proposed,
    Wish,
    as_taken,
    beyond,
    decidable,
    deviations,
    gaps,
    outcome_verdict,
    wished_first_day,
)
from core.days import last_day_of_months
from tests.cases.decision_scene import GRANT, REFUSAL, START

ON = dt.date(2026, 11, 16)
WISH = Wish(minutes_a_week=240, months=6, first_day=START, mentor_types=frozenset({"colleague"}))


def lacks(proposed: Proposed, wish: Wish = WISH, months: int = 6) -> list[tuple[str, str]]:
    return [(gap.field, gap.code) for gap in gaps(proposed=proposed, wish=wish, on=ON, longest_months=months)]


def below(proposed: Proposed, wish: Wish = WISH) -> dict[Item, dict]:
    return {each.item: each.facts for each in deviations(wish=wish, proposed=proposed)}


def test_a_grant_as_wished_is_complete() -> None:
    """R36, R37"""
    assert below(GRANT) == {} and lacks(GRANT) == []
    assert WISH.last_day == dt.date(2027, 5, 22)


def more(proposed: Proposed) -> dict[Item, dict]:
    return {each.item: each.facts for each in beyond(wish=WISH, proposed=proposed)}


def test_what_is_more_than_wished_is_named_and_needs_no_reason() -> None:
    """R35"""
    assert more(GRANT) == {} and more(Proposed()) == {}
    longer = replace(GRANT, last_day=dt.date(2027, 5, 26))
    assert more(longer) == {Item.LENGTH: {"days": 4}} and below(longer) == {}
    assert more(replace(GRANT, minutes_a_week=300)) == {Item.HOURS: {"minutes": 60}}
    assert more(replace(GRANT, first_day=dt.date(2026, 11, 20)))[Item.START] == {"days": 3}


def test_each_item_below_the_wish_is_named_with_how_much() -> None:
    """R35"""
    assert below(replace(GRANT, minutes_a_week=180)) == {Item.HOURS: {"minutes": 60}}
    assert below(replace(GRANT, last_day=dt.date(2027, 3, 22))) == {Item.LENGTH: {"months": 2}}
    assert below(replace(GRANT, last_day=dt.date(2027, 5, 20))) == {Item.LENGTH: {"days": 2}}
    assert below(replace(GRANT, mentor_type="external")) == {Item.MENTOR: {}}
    later = dt.date(2026, 12, 1)
    assert below(replace(GRANT, first_day=later, last_day=last_day_of_months(later, 6))) == {Item.START: {"days": 8}}
    assert below(replace(GRANT, first_day=later)) == {Item.START: {"days": 8}, Item.LENGTH: {"days": 9}}


def test_more_and_earlier_than_wished_is_not_below() -> None:
    """R35"""
    more = replace(GRANT, minutes_a_week=300, first_day=START - dt.timedelta(days=2), last_day=dt.date(2027, 5, 20))
    assert below(more, replace(WISH, months=5)) == {}


wishes = st.builds(
    Wish,
    minutes_a_week=st.none() | st.integers(1, 2220),
    months=st.none() | st.integers(1, 24),
    first_day=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31)),
    mentor_types=st.frozensets(st.sampled_from(["colleague", "external", "professional"])),
)
grants = st.builds(
    Proposed,
    outcome=st.sampled_from([DecisionOutcome.GRANTED, DecisionOutcome.PARTIAL]),
    minutes_a_week=st.none() | st.integers(0, 3000),
    first_day=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31)),
    last_day=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2029, 12, 31)),
    mentor_type=st.sampled_from(["", "colleague", "external", "professional"]),
    why_fewer_hours=st.sampled_from(["", " ", "why"]),
    why_shorter=st.sampled_from(["", "why"]),
    why_later=st.sampled_from(["", "why"]),
    why_other_mentor=st.sampled_from(["", "why"]),
    reasons=st.sampled_from(["", "why"]),
    sent_on=st.none() | st.dates(dt.date(2026, 11, 1), dt.date(2026, 12, 31)),
)


@given(grants)
def test_where_no_wish_was_stated_nothing_can_be_below_it(proposed: Proposed) -> None:
    """R35"""
    assert deviations(wish=Wish(), proposed=proposed) == []


@given(wishes, grants)
def test_exactly_one_of_granted_and_in_part_fits_every_grant(wish: Wish, proposed: Proposed) -> None:
    """R36"""
    found = deviations(wish=wish, proposed=proposed)
    assert bool(outcome_verdict(outcome=DecisionOutcome.GRANTED, below=found)) == (not found)
    assert bool(outcome_verdict(outcome=DecisionOutcome.PARTIAL, below=found)) == bool(found)


@given(wishes, grants)
def test_a_complete_grant_has_a_reason_for_each_item_below_the_wish_and_none_besides(wish: Wish, proposed: Proposed) -> None:
    """R37"""
    proposed = replace(proposed, purpose="p", tasks="t", funding="national")
    taken = as_taken(proposed=proposed, wish=wish)
    needed = {each.reason_field for each in deviations(wish=wish, proposed=taken)}
    missing = {gap.field for gap in gaps(proposed=taken, wish=wish, on=ON, longest_months=6)}
    for name in REASON_FIELDS.values():
        assert (name in missing) == (name in needed and not getattr(proposed, name).strip())
        if name not in needed:
            assert getattr(taken, name) == ""
    if not missing:
        assert taken.last_day <= last_day_of_months(taken.first_day, 6)


def test_granted_is_refused_when_something_is_below_and_in_part_when_nothing_is() -> None:
    """R36"""
    fewer = replace(GRANT, minutes_a_week=180, why_fewer_hours="Enough", reasons="Enough")
    assert lacks(fewer) == [("outcome", "below_the_wish")]
    assert lacks(replace(fewer, outcome=DecisionOutcome.PARTIAL)) == []
    assert lacks(replace(GRANT, outcome=DecisionOutcome.PARTIAL, reasons="None")) == [("outcome", "nothing_below_the_wish")]


def test_a_grant_in_part_needs_the_reason_of_each_item_that_is_less_and_no_other() -> None:
    """R37"""
    fewer = replace(GRANT, outcome=DecisionOutcome.PARTIAL, minutes_a_week=180)
    assert lacks(fewer) == [("why_fewer_hours", "why_fewer_hours_missing")]
    assert lacks(replace(fewer, why_fewer_hours="Enough")) == []


def test_an_empty_grant_lacks_everything_in_the_order_of_the_page() -> None:
    """R37"""
    assert [field for field, _code in lacks(Proposed(outcome=DecisionOutcome.GRANTED))] == [
        "minutes_a_week",
        "first_day",
        "last_day",
        "mentor_type",
        "purpose",
        "tasks",
        "funding",
        "sent_on",
    ]
    assert lacks(Proposed()) == [("outcome", "outcome_missing"), ("sent_on", "sent_on_missing")]


@pytest.mark.parametrize("outcome", [DecisionOutcome.REFUSED, DecisionOutcome.OTHER_SCHEME])
def test_a_refusal_needs_reasons_and_what_is_offered_instead(outcome: DecisionOutcome) -> None:
    """R38"""
    refusal = replace(REFUSAL, outcome=outcome)
    assert lacks(refusal) == []
    assert lacks(replace(refusal, reasons=" ")) == [("reasons", "reasons_missing")]
    assert lacks(replace(refusal, offered_instead="")) == [("offered_instead", "offered_instead_missing")]


def test_a_refusal_carries_nothing_of_a_grant_that_was_typed_before() -> None:
    """R38: hidden fields are sent all the same"""
    typed = replace(GRANT, outcome=DecisionOutcome.REFUSED, reasons=" No ", offered_instead="Talk", why_later="x")
    assert as_taken(proposed=typed, wish=WISH) == replace(REFUSAL, reasons="No", offered_instead="Talk")


@pytest.mark.parametrize("months", range(1, 7))
def test_a_grant_is_at_most_as_long_as_the_dated_rule(months: int) -> None:
    """R31"""
    longest = last_day_of_months(START, months)
    wish = replace(WISH, months=None)
    assert lacks(replace(GRANT, last_day=longest), wish, months) == []
    assert lacks(replace(GRANT, last_day=longest + dt.timedelta(days=1)), wish, months) == [("last_day", "period_too_long")]


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"minutes_a_week": 0}, ("minutes_a_week", "grant_hours_out_of_range")),
        ({"minutes_a_week": 37 * 60 + 1}, ("minutes_a_week", "grant_hours_out_of_range")),
        ({"last_day": START - dt.timedelta(days=1)}, ("last_day", "ends_before_start")),
        ({"first_day": dt.date(2026, 6, 1), "last_day": ON - dt.timedelta(days=1)}, ("last_day", "grant_is_past")),
        ({"sent_on": ON - dt.timedelta(days=1)}, ("sent_on", "sent_before_decision")),
        ({"sent_on": ON + dt.timedelta(days=32)}, ("sent_on", "sent_too_late")),
        ({"purpose": " "}, ("purpose", "grant_purpose_missing")),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(change: dict, gap: tuple[str, str]) -> None:
    """R37"""
    assert lacks(replace(GRANT, **change), Wish()) == [gap]


def test_the_last_possible_values_are_taken() -> None:
    """R37"""
    assert lacks(replace(GRANT, minutes_a_week=37 * 60, sent_on=ON + dt.timedelta(days=31))) == []


def test_the_wished_first_day_is_the_start_of_the_situation_unless_it_had_begun_before_the_application() -> None:
    """R35"""
    received = dt.date(2026, 10, 26)
    assert wished_first_day(situation_starts_on=START, received_on=received) == START
    assert wished_first_day(situation_starts_on=received, received_on=received) == received
    assert wished_first_day(situation_starts_on=received - dt.timedelta(days=1), received_on=received) is None


@pytest.mark.parametrize("state", list(State))
def test_the_decision_is_made_in_step_3_only(state: State) -> None:
    """R39"""
    answer = decidable(state=state)
    if state == State.ASSESSMENT:
        assert answer
    else:
        assert answer.code == ("decide_later" if state in (State.CONTACT, State.CHALLENGES) else "decided_already")
