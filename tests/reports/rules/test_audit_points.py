"""The audit points, by a table of cases: what each answers, and why."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from reports import audit_words
from reports.rules import audit_points
from reports.rules.audit_points import Check, CourseFacts, DecisionFacts, Held, MentorFacts, Point, checks, sums

TODAY = dt.date(2026, 11, 22)
FIRST = dt.date(2026, 6, 1)
YES, NO, NONE = Held.YES, Held.NO, Held.NOT_APPLICABLE
GRANT = DecisionFacts(
    grants=True,
    purpose="At blive i jobbet",
    tasks="Planlægge ugen sammen",
    mentor_type="external",
    minutes_a_week=120,
    sent_on=dt.date(2026, 5, 20),
    received_on=dt.date(2026, 5, 20),
    appeal_until=dt.date(2026, 6, 17),
    appeal_weeks=4,
)
GOOD = CourseFacts(
    first_day=FIRST,
    decisions=(GRANT,),
    periods=((FIRST, dt.date(2026, 11, 30)),),
    mentor=MentorFacts("external", "Kender branchen", 2),
    logged=12,
    oldest_waiting=dt.date(2026, 11, 16),
    meeting_held=True,
)
END = dt.date(2026, 8, 14)


def granted(**changes: Any) -> dict[str, Any]:
    """A second grant beside the good one: each of them must keep the point."""
    return {"decisions": (GRANT, replace(GRANT, **changes))}


def test_a_course_of_which_everything_is_written_keeps_every_point() -> None:
    assert {each.held for each in checks(facts=GOOD, on=TODAY)} == {YES}
    assert [each.point for each in checks(facts=GOOD, on=TODAY)] == list(Point)


TABLE: list[tuple[Point, dict[str, Any], Held, str]] = [
    (Point.PURPOSE, {"decisions": ()}, NO, "no_grant"),
    (Point.PURPOSE, granted(purpose=" \n "), NO, "purpose_missing"),
    (Point.PURPOSE, granted(purpose="Beholde jobbet"), NO, "purpose_too_short"),
    (Point.PURPOSE, granted(purpose="Beholde jobbet nu"), YES, "purpose_written"),
    (Point.PURPOSE, granted(grants=False, purpose=""), YES, "purpose_written"),
    (Point.TASKS, {"decisions": ()}, NO, "no_grant"),
    (Point.TASKS, granted(tasks=""), NO, "tasks_missing"),
    (Point.TASKS, granted(tasks="Støtte"), NO, "tasks_too_short"),
    (Point.QUALIFICATIONS, {"mentor": None}, NO, "no_mentor"),
    (Point.QUALIFICATIONS, {"mentor": MentorFacts("external", "  ", 2)}, NO, "why_mentor_missing"),
    (Point.QUALIFICATIONS, {"mentor": MentorFacts("external", "Kender branchen", 0)}, NO, "experience_missing"),
    (Point.MENTOR_TYPE, {"mentor": None}, NO, "no_mentor"),
    (Point.MENTOR_TYPE, {"decisions": ()}, NO, "no_grant"),
    (Point.MENTOR_TYPE, {"mentor": MentorFacts("colleague", "Kender branchen", 1)}, NO, "type_differs"),
    (Point.MENTOR_TYPE, granted(mentor_type="professional"), NO, "type_differs"),
    (Point.HOURS, {"decisions": ()}, NO, "no_grant"),
    (Point.HOURS, granted(minutes_a_week=None), NO, "hours_missing"),
    (Point.CHECKED, {"oldest_waiting": TODAY - dt.timedelta(days=29)}, NO, "hours_unchecked"),
    (Point.CHECKED, {"oldest_waiting": TODAY - dt.timedelta(days=28)}, YES, "hours_checked"),
    (Point.CHECKED, {"oldest_waiting": None, "logged": 0}, NO, "no_hours_logged"),
    (Point.CHECKED, {"oldest_waiting": None, "logged": 0, "first_day": TODAY - dt.timedelta(days=28)}, NONE, "course_is_young"),
    (Point.CHECKED, {"oldest_waiting": None, "logged": 0, "ended_on": FIRST + dt.timedelta(days=9)}, NONE, "course_is_young"),
    (Point.DURATION, {"periods": ()}, NO, "no_period"),
    (Point.DURATION, {"periods": ((FIRST, dt.date(2026, 12, 1)),)}, NO, "period_too_long"),
    (Point.DURATION, {"periods": ((dt.date(2026, 8, 31), dt.date(2027, 2, 28)),)}, YES, "periods_in_length"),
    (Point.GUIDANCE, {"decisions": ()}, NO, "no_grant"),
    (Point.GUIDANCE, granted(sent_on=TODAY + dt.timedelta(days=1)), NO, "not_sent_yet"),
    (Point.GUIDANCE, granted(appeal_until=dt.date(2026, 6, 16)), NO, "complaint_time_short"),
    (Point.GUIDANCE, granted(grants=False, appeal_until=dt.date(2026, 6, 16)), NO, "complaint_time_short"),
    (Point.FOLLOW_UP, {"meeting_held": False, "meeting_planned": True}, YES, "meeting_planned"),
    (Point.FOLLOW_UP, {"meeting_held": False}, NO, "no_meeting"),
    (Point.FOLLOW_UP, {"meeting_held": False, "first_day": TODAY - dt.timedelta(weeks=8)}, NONE, "course_is_young"),
    (Point.FOLLOW_UP, {"ended_on": END}, NO, "none_planned"),
    (Point.FOLLOW_UP, {"ended_on": END, "follow_ups": ((dt.date(2026, 11, 21), None),)}, NO, "follow_up_overdue"),
    (Point.FOLLOW_UP, {"ended_on": END, "follow_ups": ((TODAY, None),)}, YES, "follow_up_planned"),
    (Point.FOLLOW_UP, {"ended_on": END, "follow_ups": ((dt.date(2026, 11, 16), TODAY), (dt.date(2027, 2, 15), None))}, YES, "follow_up_done"),
]  # fmt: skip


@pytest.mark.parametrize(("point", "changes", "held", "reason"), TABLE, ids=[f"{row[0]}-{row[3]}-{n}" for n, row in enumerate(TABLE)])
def test_each_point_says_why_it_is_not_kept(point: Point, changes: dict[str, Any], held: Held, reason: str) -> None:
    """R241-R245."""
    found = {each.point: each for each in checks(facts=replace(GOOD, **changes), on=TODAY)}
    assert found[point] == Check(point, held, reason)


def test_every_reason_every_point_and_every_answer_has_its_words() -> None:
    reasons = {row[3] for row in TABLE} | {each.reason for each in checks(facts=GOOD, on=TODAY)}
    assert all(audit_words.reason(code) != code for code in reasons)
    assert all(audit_words.heading(point) and audit_words.question(point).endswith("?") for point in Point)
    assert len({audit_words.answer(held) for held in Held}) == 3
    assert audit_words.reason("never heard of") == "never heard of"


def test_sums_count_every_course_once_in_each_point() -> None:
    found = [checks(facts=GOOD, on=TODAY), checks(facts=CourseFacts(first_day=TODAY), on=TODAY)]
    told = sums(found=found)
    assert all(sum(each.values()) == 2 for each in told.values())
    assert told[Point.PURPOSE] == {YES: 1, NO: 1, NONE: 0}
    assert told[Point.CHECKED] == {YES: 1, NO: 0, NONE: 1}


def test_a_course_has_a_meeting_by_the_day_on_which_it_is_expected() -> None:
    first = TODAY - dt.timedelta(weeks=audit_points.FOLLOW_UP_WEEKS, days=1)
    found = checks(facts=replace(GOOD, meeting_held=False, first_day=first), on=TODAY)
    assert found[-1].held == NO
