"""The rows of an extension: the request, the decision, the new period, and the version of the agreement that goes with it."""

from typing import Any

from cases.demo import words, words_course
from cases.demo.chance import add_working_days, next_working_day
from cases.demo.plan import Course
from cases.demo.rows_agreement import Version, prolonged
from cases.demo.rows_views import write_views
from cases.demo.store import Store, array
from cases.demo.timeline import TimeLine
from cases.enums import DecisionOutcome
from core.days import DAY


def write_extension(
    store: Store, course: Course, case_id: str, line: TimeLine, *, first: Version, period_id: str, complain_weeks: int = 4
) -> str | None:
    """Returns the key of the new period, when there is one."""
    extended, chance = course.extended, course.at.chance
    if extended is None:
        return None
    key, decided_on = chance.uuid(), extended.decided_on
    asked: dict[str, Any] = {
        "asked_by": str(extended.asked_by),
        "asked_on": extended.asked_on.isoformat(),
        "minutes": extended.wished_minutes,
        "last_day": extended.wished_last_day.isoformat(),
        "late": False,
    }
    asked_at = line.add("case.extension_asked", extended.asked_on, **asked)
    decision_id = chance.uuid() if decided_on else None
    new_period = chance.uuid() if decided_on else None
    if decided_on:
        paper = course.client.paper
        received = add_working_days(decided_on, 6) if paper else decided_on
        until = next_working_day(received + DAY * 7 * complain_weeks)
        fewer = extended.minutes < extended.wished_minutes
        shorter = extended.last_day < extended.wished_last_day
        outcome = DecisionOutcome.PARTIAL if fewer or shorter else DecisionOutcome.GRANTED
        facts: dict[str, Any] = {
            "outcome": str(outcome),
            "minutes_a_week": extended.minutes,
            "first_day": extended.first_day.isoformat(),
            "last_day": extended.last_day.isoformat(),
            "steps": 1,
            "sent_on": decided_on.isoformat(),
            "received_on": received.isoformat(),
            "appeal_until": until.isoformat(),
        }
        at = line.add("case.extension_decided", decided_on, **facts)
        kind = course.mentor.type if course.mentor else "external"
        store.decisions.add(
            decision_id, case_id, "extension", str(outcome), extended.minutes, extended.first_day, extended.last_day, str(kind),
            chance.one(words.PURPOSES), chance.one(words.TASKS), "municipal", False, words_course.WHY_FEWER_STILL if fewer else "",
            words.WHY_SHORTER if shorter else "", "", "", words.PARTIAL if fewer or shorter else "", "", course.at.rules_id,
            "paper" if paper else "digital_post", decided_on, received, until, decided_on, course.caseworker.id, at, extended.wished_minutes, 6,
            extended.first_day, array(()),
        )  # fmt: skip
        started = {
            "number": 2,
            "first_day": extended.first_day.isoformat(),
            "last_day": extended.last_day.isoformat(),
            "minutes": extended.minutes,
        }
        at = line.add("case.period_added", decided_on, **started)
        store.periods.add(
            new_period, case_id, 2, decision_id, extended.first_day, extended.last_day, extended.ended_on, extended.minutes, at
        )
        version = prolonged(course, case_id, line, first, on=decided_on)
        version.sign(store, course, line, ("client", "mentor"), on=decided_on)
        version.write(store, locked_at=line.at(decided_on))
    store.extensions.add(
        key, case_id, period_id, str(extended.asked_by), extended.asked_on, "meeting", chance.one(words_course.EXTENSION),
        chance.one(words_course.REACHED), chance.one(words_course.WHY_STILL), extended.wished_minutes, extended.wished_last_day, False,
        "decided" if decided_on else "asked", extended.decide_by, "", "", decision_id, new_period, decided_on, course.caseworker.id, asked_at,
        1 + bool(decided_on),
    )  # fmt: skip
    write_views(store, course, case_id, line, on=min(decided_on or course.at.today, course.at.today) - DAY, extension_id=key)
    return new_period
