"""Extension as facts and days: when it can be asked for, what a decision needs, and what a course comes to."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.enums import State
from cases.enums_course import AskedBy, ExtensionState
from cases.rules import extensions as rules
from cases.rules.extension_sums import Part, part_of, parts_of, total_of
from cases.rules.extensions import Choice, Proposed, Wished
from cases.rules.hours import GrantedPeriod, Step
from core.days import DAY, FULL_TIME_MINUTES, DaySpan, is_working_day, last_day_of_months

LAST = dt.date(2026, 12, 6)
FIRST = dt.date(2026, 12, 7)
WISHED = Wished(minutes_a_week=120, last_day=dt.date(2027, 6, 6))
COURSE = DaySpan(dt.date(2026, 6, 8), LAST)
DAYS = rules.window(last_day=LAST, request_weeks=8, late_request_days=28)
TERMS = {"purpose": "Blive i jobbet", "tasks": "Gennemgå ugen", "mentor_type": "external", "funding": "municipal"}
TODAY = dt.date(2026, 11, 17)
LESS = Proposed(
    choice=Choice.LESS,
    first_day=FIRST,
    last_day=dt.date(2027, 4, 4),
    steps=(Step(FIRST, 90), Step(dt.date(2027, 2, 1), 60)),
    reasons="Behovet er blevet mindre",
    sent_on=TODAY,
    **TERMS,
)

any_day = st.dates(min_value=dt.date(2024, 1, 1), max_value=dt.date(2040, 12, 31))


def opening(**other) -> str:
    known = {
        "state": State.RUNNING,
        "consent_withdrawn": False,
        "is_pending": False,
        "last_day": LAST,
        "days": DAYS,
        "today": TODAY,
    }
    return rules.opening_verdict(**{**known, **other}).code


def codes(proposed: Proposed, *, wished: Wished = WISHED, on: dt.date = TODAY, longest_months: int = 6) -> list[str]:
    return [gap.code for gap in rules.gaps(proposed=proposed, wished=wished, on=on, longest_months=longest_months)]


def test_it_can_be_asked_for_from_eight_weeks_before_the_last_day_until_four_weeks_after() -> None:
    """R112"""
    assert DaySpan(dt.date(2026, 10, 11), dt.date(2027, 1, 3)) == DAYS
    assert opening(today=dt.date(2026, 10, 10)) == "extension_too_early"
    assert opening(today=dt.date(2026, 10, 11)) == ""


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"state": State.MATCH}, "extension_not_running"),
        ({"state": State.ENDED}, "extension_not_running"),
        ({"consent_withdrawn": True}, "consent_withdrawn"),
        ({"is_pending": True}, "extension_pending"),
        ({"last_day": None, "days": None}, "extension_no_period"),
        ({}, ""),
    ],
)
def test_what_keeps_a_request_from_being_written(facts: dict, code: str) -> None:
    """R112"""
    assert opening(**facts) == code


@pytest.mark.parametrize(
    ("asked_on", "code"),
    [
        (TODAY + DAY, "asked_in_future"),
        (COURSE.first_day - DAY, "asked_before_course"),
        (COURSE.first_day, ""),
        (TODAY, ""),
    ],
)
def test_the_day_of_the_request_can_be_true(asked_on: dt.date, code: str) -> None:
    """R112"""
    assert rules.asked_verdict(asked_on=asked_on, today=TODAY, course=COURSE, days=DAYS).code == code


def test_after_the_last_day_it_is_late_and_later_it_is_too_late() -> None:
    """R112, R113"""
    today = dt.date(2027, 1, 20)
    assert not rules.is_late(asked_on=LAST, last_day=LAST) and rules.is_late(asked_on=LAST + DAY, last_day=LAST)
    assert rules.asked_verdict(asked_on=dt.date(2027, 1, 3), today=today, course=COURSE, days=DAYS)
    assert rules.asked_verdict(asked_on=dt.date(2027, 1, 4), today=today, course=COURSE, days=DAYS).code == "extension_too_late"


def test_it_is_decided_two_weeks_before_the_last_day_moved_back_to_a_working_day() -> None:
    """R14"""
    assert rules.due(last_day=LAST, notice_weeks=2, asked_on=dt.date(2026, 11, 10)) == dt.date(2026, 11, 20)
    assert rules.due(last_day=LAST, notice_weeks=2, asked_on=dt.date(2026, 12, 1)) == dt.date(2026, 12, 1)


def test_the_new_period_begins_the_day_after_and_later_on_the_day_of_the_decision() -> None:
    """R113: the days between stay without a period"""
    assert rules.new_first_day(last_day=LAST, decided_on=TODAY) == FIRST
    assert rules.new_first_day(last_day=LAST, decided_on=LAST) == FIRST
    assert rules.new_first_day(last_day=LAST, decided_on=dt.date(2026, 12, 20)) == dt.date(2026, 12, 20)
    assert rules.latest_day(first_day=FIRST, longest_months=6) == dt.date(2027, 6, 6)


def test_a_colleague_who_only_writes_it_down_is_not_the_one_who_asks() -> None:
    """R116"""
    writer, other = uuid.uuid4(), uuid.uuid4()
    assert rules.requester(asked_by=AskedBy.CLIENT, recorded_by=writer) is None
    assert rules.requester(asked_by=AskedBy.MENTOR, recorded_by=writer) is None
    own = rules.requester(asked_by=AskedBy.CASEWORKER, recorded_by=writer)
    assert rules.decider_verdict(state=ExtensionState.ASKED, asked_by=own, decider=writer).code == "decided_by_requester"
    assert rules.decider_verdict(state=ExtensionState.ASKED, asked_by=own, decider=other)
    assert rules.decider_verdict(state=ExtensionState.SENT_BACK, asked_by=None, decider=writer)


@pytest.mark.parametrize("before", AskedBy)
@pytest.mark.parametrize("after", AskedBy)
def test_only_an_own_request_stays_that_of_the_colleague(before: AskedBy, after: AskedBy) -> None:
    """R116"""
    answer = rules.asker_verdict(before=before, after=after)
    turned = before == AskedBy.CASEWORKER and after != AskedBy.CASEWORKER
    assert answer.code == ("own_request_stays" if turned else "")


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (ExtensionState.SECOND, "approval_waiting"),
        (ExtensionState.DECIDED, "extension_over"),
        (ExtensionState.WITHDRAWN, "extension_over"),
    ],
)
def test_it_is_decided_once(state: ExtensionState, code: str) -> None:
    """R116"""
    assert rules.decider_verdict(state=state, asked_by=None, decider=uuid.uuid4()).code == code


def test_a_complete_grant_lacks_nothing() -> None:
    """R115"""
    assert codes(LESS) == []
    full = rules.as_taken(proposed=Proposed(choice=Choice.AS_WISHED, sent_on=TODAY, **TERMS), wished=WISHED, first_day=FIRST)
    assert codes(full) == [] and full.steps == (Step(FIRST, 120),) and full.last_day == WISHED.last_day
    refusal = Proposed(choice=Choice.REFUSE, reasons="Målene er nået", offered_instead="En samtale", sent_on=TODAY)
    assert codes(refusal) == []


def changed(**other) -> Proposed:
    return Proposed(**{name: other.get(name, getattr(LESS, name)) for name in LESS.__dataclass_fields__})


@pytest.mark.parametrize(
    ("proposed", "code"),
    [
        (Proposed(sent_on=TODAY), "extension_choice_missing"),
        (changed(last_day=None), "grant_last_day_missing"),
        (changed(last_day=FIRST - DAY), "ends_before_start"),
        (changed(last_day=dt.date(2027, 6, 7)), "period_too_long"),
        (changed(steps=()), "steps_missing"),
        (changed(steps=(Step(FIRST + DAY, 60),)), "steps_begin_elsewhere"),
        (changed(steps=(Step(FIRST, 60), Step(FIRST, 30))), "step_twice"),
        (changed(steps=(Step(FIRST, 60), Step(dt.date(2027, 4, 5), 30))), "step_outside"),
        (changed(steps=(Step(FIRST, 60), Step(FIRST + 7 * DAY, 90))), "steps_rise"),
        (changed(steps=(Step(FIRST, 0),)), "grant_hours_out_of_range"),
        (changed(steps=(Step(FIRST, 60 * 60),)), "grant_hours_out_of_range"),
        (changed(steps=(Step(FIRST, 120),), last_day=dt.date(2027, 6, 6)), "extension_nothing_less"),
        (changed(reasons=""), "reasons_missing"),
        (changed(purpose=" "), "grant_purpose_missing"),
        (changed(tasks=""), "grant_tasks_missing"),
        (changed(mentor_type=""), "grant_mentor_type_missing"),
        (changed(funding=""), "grant_funding_missing"),
        (changed(sent_on=None), "sent_on_missing"),
        (changed(sent_on=TODAY - DAY), "sent_before_decision"),
        (changed(sent_on=TODAY + 32 * DAY), "sent_too_late"),
        (Proposed(choice=Choice.REFUSE, offered_instead="En samtale", sent_on=TODAY), "reasons_missing"),
        (Proposed(choice=Choice.REFUSE, reasons="Målene er nået", sent_on=TODAY), "offered_instead_missing"),
    ],
)
def test_each_thing_that_a_decision_lacks_is_named(proposed: Proposed, code: str) -> None:
    """R115"""
    assert codes(proposed) == [code]


def test_a_last_day_that_has_been_is_no_grant() -> None:
    """R115: the period begins on the day of the decision, so an earlier last day lies before it"""
    on = dt.date(2026, 12, 20)
    late = rules.as_taken(proposed=changed(last_day=dt.date(2026, 12, 19)), wished=WISHED, first_day=on)
    assert codes(late, on=on) == ["ends_before_start", "sent_before_decision"]


def test_a_jobcentres_shorter_rule_holds() -> None:
    """R31"""
    assert codes(LESS, longest_months=3) == ["period_too_long"]


def test_what_was_not_chosen_is_not_sent() -> None:
    """R115: hidden fields are sent all the same"""
    everything = changed(choice=Choice.REFUSE, offered_instead="En samtale")
    taken = rules.as_taken(proposed=everything, wished=WISHED, first_day=FIRST)
    assert taken.steps == () and taken.purpose == "" and taken.last_day is None
    as_wished = rules.as_taken(proposed=changed(choice=Choice.AS_WISHED), wished=WISHED, first_day=FIRST)
    assert as_wished.reasons == "" and as_wished.last_day == WISHED.last_day


@pytest.mark.parametrize(
    ("minutes", "last_day", "code"),
    [
        (120, dt.date(2027, 6, 6), ""),
        (120, dt.date(2027, 6, 7), "period_too_long"),
        (120, FIRST - DAY, "ends_before_start"),
        (0, dt.date(2027, 6, 6), "grant_hours_out_of_range"),
        (FULL_TIME_MINUTES + 1, dt.date(2027, 6, 6), "grant_hours_out_of_range"),
    ],
)
def test_a_wish_that_cannot_be_granted_is_told_at_once(minutes: int, last_day: dt.date, code: str) -> None:
    """R114"""
    gap = rules.wish_verdict(minutes_a_week=minutes, last_day=last_day, first_day=FIRST, longest_months=6)
    assert (gap.code if gap else "") == code


def test_the_sums_of_the_mock_up() -> None:
    """R117: 26 weeks and 52 hours, and 17 weeks and 21 hours, are 43 weeks and 73 hours; the limit lies nine weeks later"""
    first = GrantedPeriod(1, COURSE.first_day, LAST, None, (Step(COURSE.first_day, 120),))
    earlier = parts_of([first])
    new = part_of(steps=LESS.steps, span=DaySpan(FIRST, dt.date(2027, 4, 4)))
    assert (total_of(earlier).weeks, total_of(earlier).minutes) == (26, 52 * 60)
    assert (total_of([new]).weeks, new.minutes) == (17, 21 * 60)
    assert total_of([*earlier, new]).weeks == 43
    assert (rules.latest_day(first_day=FIRST, longest_months=6) - dt.date(2027, 4, 4)).days == 9 * 7


def test_a_period_that_ended_early_counts_as_long_as_it_held() -> None:
    """R117"""
    ended = GrantedPeriod(1, FIRST, FIRST + 27 * DAY, FIRST + 13 * DAY, (Step(FIRST, 60),))
    never = GrantedPeriod(2, FIRST + 40 * DAY, FIRST + 60 * DAY, FIRST + 39 * DAY, (Step(FIRST, 60),))
    assert parts_of([ended, never]) == [Part(DaySpan(FIRST, FIRST + 13 * DAY), 120)]


@given(last_day=any_day, decided_after=st.integers(-60, 40), longest=st.integers(1, 6))
def test_a_new_period_never_passes_six_months_and_never_overlaps(last_day: dt.date, decided_after: int, longest: int) -> None:
    """R31, R32, R113: for any day, leap days and month ends with them"""
    first = rules.new_first_day(last_day=last_day, decided_on=last_day + decided_after * DAY)
    latest = rules.latest_day(first_day=first, longest_months=longest)
    assert first > last_day
    assert latest == last_day_of_months(first, longest) <= last_day_of_months(first, 6)
    wished = Wished(60, latest)
    assert rules.wish_verdict(minutes_a_week=60, last_day=latest, first_day=first, longest_months=longest) is None
    too_long = rules.wish_verdict(minutes_a_week=60, last_day=latest + DAY, first_day=first, longest_months=longest)
    assert too_long is not None and too_long.code == "period_too_long"
    taken = rules.as_taken(proposed=Proposed(choice=Choice.AS_WISHED, sent_on=first, **TERMS), wished=wished, first_day=first)
    assert rules.gaps(proposed=taken, wished=wished, on=first, longest_months=longest) == []


@given(last_day=any_day, notice=st.integers(1, 12), asked_before=st.integers(-28, 60))
def test_the_day_to_decide_by_is_a_working_day_in_time_or_the_day_of_the_request(last_day: dt.date, notice: int, asked_before: int) -> None:
    """R14"""
    asked_on = last_day - asked_before * DAY
    day = rules.due(last_day=last_day, notice_weeks=notice, asked_on=asked_on)
    assert day >= asked_on
    assert day == asked_on or (is_working_day(day) and day <= last_day - 7 * notice * DAY)


@given(
    first=any_day,
    minutes=st.lists(st.integers(1, FULL_TIME_MINUTES), min_size=1, max_size=6),
    gaps=st.lists(st.integers(1, 25), min_size=6, max_size=6),
    moved=st.integers(0, 200),
)
def test_a_period_that_begins_later_keeps_the_hours_of_its_days(first: dt.date, minutes: list[int], gaps: list[int], moved: int) -> None:
    """R113: steps that would have begun before are taken in, and nobody gets more than was prepared"""
    steps, day = [], first
    for value, gap in zip(sorted(minutes, reverse=True), gaps, strict=False):
        steps.append(Step(day, value))
        day += gap * DAY
    start = first + moved * DAY
    found = rules.steps_from(steps=steps, first_day=start)
    assert found[0].first_day == start and list(found) == sorted(found)
    assert found[0].minutes_a_week == [step for step in steps if step.first_day <= start][-1].minutes_a_week
    assert list(found[1:]) == [step for step in steps if step.first_day > start]
