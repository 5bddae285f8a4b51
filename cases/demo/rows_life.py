"""The rows of a course while it runs: the contact log, the plan of hours, goals with their reviews, feedback, measurements, benefit.

In the large sizes the log has an entry a month instead of one a week, and one review: ten million rows tell nobody more.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from cases.demo import words_course as words
from cases.demo.chance import add_months, next_working_day, previous_working_day
from cases.demo.plan import Course
from cases.demo.store import Store, array
from cases.demo.timeline import TimeLine
from cases.enums import State
from cases.enums_course import Scoring
from cases.rules.measurements import score_of
from core.days import DAY, WEEK

AREAS = ("practical", "social", "emotional", "routines", "tasks")
FORMS = {"meeting": 30, "at_work": 35, "phone": 20, "video": 5, "message": 5, "accompanied": 5}
BENEFITS = {"cash": 40, "sickness": 22, "unemployment": 20, "wage": 12, "student": 4, "other": 2}
APPROVED_AFTER = 8
"""Entries are approved within so many days."""

Places = Sequence[tuple[str, dt.date]]
"""The key of each assignment with its first day, the earliest first."""


def write_life(
    store: Store,
    course: Course,
    case_id: str,
    line: TimeLine,
    *,
    places: Places,
    period_ids: Sequence[str],
    goals: Sequence[tuple[str, str]],
) -> None:
    """Everything that happened since the first period began."""
    if course.period_first is None:
        return
    until = min(course.last_used_day, course.at.today - DAY)
    _benefit(store, course, case_id, line)
    goal_ids = _goals(store, course, case_id, goals)
    factor = _plan(store, course, case_id, line, period_ids[0])
    _log(store, course, case_id, line, places=places, until=until, factor=factor)
    _reviews(store, course, case_id, line, goal_ids, until=until)
    _measurements(store, course, case_id, line, until=until)
    _feedback(store, course, case_id, line, until=until)


def _benefit(store: Store, course: Course, case_id: str, line: TimeLine) -> None:
    chance, first = course.at.chance, course.steps[4]
    kind = chance.weighted(BENEFITS)
    since = None if kind == "wage" else first - DAY * chance.between(40, 700)
    line.add("case.benefit_recorded", first, kind_of=kind, since=since.isoformat() if since else "", again=False)
    store.benefits.add(chance.uuid(), case_id, kind, since, "", first, course.caseworker.id, None)


def _goals(store: Store, course: Course, case_id: str, goals: Sequence[tuple[str, str]]) -> list[str]:
    chance, found = course.at.chance, []
    for position, (said, by_when) in enumerate(goals, start=1):
        key = chance.uuid()
        levels = words.LEVELS.get(said, ())
        text = "{" + ",".join(f'"{level}"' for level in levels) + "}"
        store.course_goals.add(key, case_id, position, said, by_when, 1, text, course.period_first, None, "", 1)
        found.append(key)
    return found


def _plan(store: Store, course: Course, case_id: str, line: TimeLine, period_id: str) -> list[tuple[dt.date, float]]:
    """For every third course stairs down to half of the hours, on Mondays; returns from which day which part of the hours is used."""
    first, last = course.period_first or course.first_day, course.last_day
    whole = [(first, 1.0)]
    weeks = (last - first).days // 7
    if weeks < 8 or not (course.at.chance.happens(0.35) or "plan" in course.story):
        return whole

    def monday(part: float) -> dt.date:
        day = first + WEEK * int(weeks * part)
        return day + DAY * (7 - day.weekday())

    factors = [(first, 1.0), (monday(0.35), 2 / 3), (monday(0.6), 0.5), (monday(0.8), 1 / 3)]
    steps = [(day, max(15, round(course.minutes * part / 15) * 15)) for day, part in factors]
    key = course.at.chance.uuid()
    told = [[day.isoformat(), minutes] for day, minutes in steps]
    at = line.add("case.plan_made", next_working_day(first + WEEK), period=1, number=1, shape="stairs", steps=told)
    store.plans.add(key, case_id, period_id, 1, "stairs", "", course.caseworker.id, at, None)
    for day, minutes in steps:
        store.plan_steps.add(key, day, minutes)
    return factors


def _log(
    store: Store, course: Course, case_id: str, line: TimeLine, *, places: Places, until: dt.date, factor: Sequence[tuple[dt.date, float]]
) -> None:
    chance, first = course.at.chance, course.period_first or course.first_day
    detail = course.at.detail
    step = WEEK if detail else WEEK * 4
    day = first + DAY * chance.between(1, 4)
    quiet_from = until - DAY * 18 if "quiet" in course.story else until + DAY
    while day <= until:
        on = previous_working_day(day)
        day += step
        if not first <= on <= until or on > quiet_from:
            continue
        minutes_a_week = (
            course.extended.minutes
            if course.extended and course.extended.decided_on and on >= course.extended.first_day
            else course.minutes
        )
        part = 1.0 if minutes_a_week != course.minutes else next(share for begins, share in reversed(factor) if on >= begins)
        share = chance.weighted({1.0: 60, 0.75: 25, 0.5: 15})
        minutes = max(15, int(minutes_a_week * part * share) // 15 * 15)
        attendance = chance.weighted({"attended": 86, "late": 5, "no_show": 4, "cancelled": 5})
        by = chance.weighted({"client": 60, "mentor": 25, "workplace": 15}) if attendance == "cancelled" else ""
        if by or attendance == "no_show":
            minutes = 0 if by else 15
        written = next_working_day(on)
        key, form = chance.uuid(), chance.weighted(FORMS)
        told: dict[str, Any] = {"day": on.isoformat(), "minutes": minutes, "form": form, "attendance": attendance, "over": False}
        at = line.add("case.contact_logged", min(written, course.at.today), contact=key, **told)
        approved = minutes == 0 or course.state == State.ENDED or (course.at.today - on).days > APPROVED_AFTER
        who = course.caseworker.id
        place = next(key for key, begins in reversed(places) if on >= begins or key == places[0][0])
        store.contacts.add(
            key, case_id, place, on, f"{chance.between(8, 15):02d}:{chance.one((0, 15, 30)):02d}", minutes,
            form, attendance, by, array(chance.some(AREAS, 1, 2)), chance.one(words.NOTES) if minutes else "",
            chance.one(words.FOR_CLIENT) if minutes else "", "mentor", "", "approved" if approved else "waiting", who if approved else None,
            at if approved else None, None, None, "", None, who, at, 1 + approved,
        )  # fmt: skip


def _reviews(store: Store, course: Course, case_id: str, line: TimeLine, goal_ids: Sequence[str], *, until: dt.date) -> None:
    """How client and mentor see the goals: after two months, every second month, and at the end."""
    chance, first = course.at.chance, course.period_first or course.first_day
    days = [previous_working_day(add_months(first, months)) for months in range(2, 24, 2)] if course.at.detail else []
    days = [day for day in days if day <= until]
    if course.state == State.ENDED:
        days = [day for day in days if (until - day).days > 20] + [max(first, previous_working_day(until))]
    for number, day in enumerate(days, start=1):
        reached = number / (len(days) + 1) if course.state == State.ENDED else number / 4
        for view in ("client", "mentor"):
            key = chance.uuid()
            at = line.add("case.goals_reviewed", day, view=view, day=day.isoformat(), goals=len(goal_ids))
            store.reviews.add(key, case_id, day, view, "", course.caseworker.id, at, 1)
            for goal_id in goal_ids:
                expected = -2 + 3 * reached + (0.4 if view == "mentor" else 0)
                level = max(-2, min(2, round(expected + chance.random() * 1.6 - 0.8)))
                store.scores.add(key, goal_id, level)


def _measurements(store: Store, course: Course, case_id: str, line: TimeLine, *, until: dt.date) -> None:
    """WHO-5 and motivation at the start, every third month, and at the end; now and then somebody does not answer."""
    chance, first = course.at.chance, course.period_first or course.first_day
    points: list[tuple[str, int, dt.date]] = [("start", 0, first)]
    if course.at.detail:
        points += [("during", months, add_months(first, months)) for months in (3, 6, 9, 12) if add_months(first, months) <= until]
    if course.state == State.ENDED:
        points.append(("end", 0, until))
    wellbeing = chance.between(6, 13)
    for point, months, day in points:
        for code, highest, questions, scoring in (("who5", 5, 5, Scoring.SUM), ("motivation", 10, 3, Scoring.MEAN)):
            if not course.at.detail and code == "motivation":
                continue
            missing = chance.weighted({"": 88, "not_reached": 8, "declined": 4})
            answers: list[int] = []
            if not missing:
                middle = wellbeing / 5 if code == "who5" else wellbeing / 2
                answers = [max(0, min(highest, round(middle + chance.random() * 2 - 1))) for _ in range(questions)]
            asked = {"questionnaire": code, "respondent": "client", "point": point, "months": months, "day": day.isoformat()}
            at = line.add("case.measured", day, missing=bool(missing), **asked)
            store.measurements.add(
                chance.uuid(), case_id, code, "client", point, months, day, array(map(str, answers)), score_of(answers=answers, factor=4, scoring=scoring),
                missing, course.caseworker.id, at, 1,
            )  # fmt: skip
        wellbeing = min(22, wellbeing + chance.between(-1, 5))


def _feedback(store: Store, course: Course, case_id: str, line: TimeLine, *, until: dt.date) -> None:
    """After four weeks and then monthly; in a course with trouble the last one says that something does not work."""
    chance, first = course.at.chance, course.period_first or course.first_day
    days = [first + WEEK * 4, *(add_months(first, months) for months in range(2, 24))] if course.at.detail else [first + WEEK * 4]
    trouble = "trouble" in course.story
    for day in (previous_working_day(each) for each in days if each <= until):
        if chance.happens(0.15):
            continue
        going = chance.weighted({5: 25, 4: 45, 3: 20, 2: 7, 1: 3})
        _said(store, course, case_id, line, day, going, chance.one(words.FEEDBACK[going]))
    if trouble:
        _said(store, course, case_id, line, previous_working_day(course.at.today - DAY), 2, words.TROUBLE, not_working=True)


def _said(
    store: Store, course: Course, case_id: str, line: TimeLine, day: dt.date, going: int, said: str, *, not_working: bool = False
) -> None:
    at = line.add("case.feedback_added", day, said_by="client", going=going, not_working=not_working, day=day.isoformat())
    by: Any = next_working_day(day + DAY) if not_working else None
    if by is not None and course.state == State.RUNNING:
        course.due_on = min(by, course.due_on or by)
    store.feedback.add(
        course.at.chance.uuid(), case_id, "client", day, "phone", going, said, not_working, by, None, None, "", course.caseworker.id, at, 1
    )
