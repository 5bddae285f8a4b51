"""Every row that the application would have written for one course: steps 1 to 3 here, step 4 in `rows_match`, what follows in `rows_course`."""

import datetime as dt
import uuid
from functools import cache
from typing import Any

from accounts import cpr
from cases.demo import words
from cases.demo.chance import add_working_days, next_working_day
from cases.demo.people import address, ascii_word, phone
from cases.demo.plan import Course
from cases.demo.rows_course import write_ending, write_startup
from cases.demo.rows_match import write_match
from cases.demo.store import Store, array
from cases.demo.timeline import TimeLine
from cases.enums import Advice, Channel, DecisionOutcome, State
from cases.rules.decisions import wished_first_day
from core.days import DAY
from mentors.enums import MentorType, SupportArea

GROUPS = (
    "disability", "physical_illness", "mental_short", "mental_long", "mental_sick_leave", "long_term_unemployed", "threatened", "mental_disability",
)  # fmt: skip
PROPOSERS = {"client": 45, "caseworker": 30, "workplace": 10, "school": 7, "health": 6, "other": 2}
ARRIVALS = {"conversation": 45, "phone": 20, "letter": 5, "digital_post": 20, "form": 10}

PARTS = tuple(f"{day}_{part}" for day in range(1, 6) for part in ("morning", "afternoon"))


@cache
def complain_until(received_on: dt.date) -> dt.date:
    return next_working_day(received_on + dt.timedelta(weeks=4))


def write_course(store: Store, course: Course) -> None:
    """Put all rows of the course into the store."""
    chance = course.at.chance
    case_id = chance.uuid()
    line = TimeLine(store, course, case_id)
    reached = len(course.steps)
    opened_on = course.steps[0] if reached else course.received_on
    proposed_by = chance.weighted(PROPOSERS)
    opened_at = line.add("case.opened", opened_on, proposed_by=proposed_by, received_on=course.received_on.isoformat())
    if not course.client.known:
        _client(store, course, opened_at)
    consent = "not_asked" if not reached else "written" if chance.happens(0.3) else "oral"
    if reached:
        line.add("case.contact_done", opened_on, consent=consent)
    wished_types = _challenges(store, course, case_id, line)
    _assessment(store, course, case_id, line)
    closing = ""
    if reached >= 3:
        decision_id, closing = _decision(store, course, case_id, line, wished_types=wished_types)
        assignment_id = write_match(store, course, case_id, line)
        if reached >= 4 and assignment_id:
            write_startup(store, course, case_id, line, assignment_id=assignment_id, decision_id=decision_id)
    closing = write_ending(store, course, case_id, line) or closing

    steps = [*course.steps, *[None] * (5 - reached)]
    partner = chance.one(course.at.user_groups) if course.at.user_groups and chance.happens(0.1) else None
    store.cases.add(
        case_id, course.at.id, course.year, course.number, course.client.id, course.caseworker.id, course.caseworker.team, str(course.state),
        course.due_on, proposed_by, chance.weighted(ARRIVALS), course.received_on,
        opened_on if reached or chance.happens(0.5) else None, course.answer_due_on, course.situation,
        course.place.id if course.place else None, partner, course.starts_on, consent, opened_on if reached else None, *steps, course.closed_on,
        course.end_reason, closing, line.events, opened_at,
    )  # fmt: skip


def _client(store: Store, course: Course, at: str) -> None:
    who, chance, office = course.client, course.at.chance, course.at
    mail = f"{ascii_word(who.given)}.{ascii_word(who.family)[:12]}.{office.next()}@borger.example"
    store.clients.add(
        who.id, office.id, who.given, who.family, cpr.encrypt(who.cpr, row_id=uuid.UUID(who.id)),
        cpr.blind_index(who.cpr, jobcentre_id=uuid.UUID(office.id)), phone(chance), "" if who.paper else mail, address(chance, office.town),
        who.protected, None, who.language, who.interpreter, "paper" if who.paper else "digital_post", chance.one(words.CONTACT_NOTES), 1, at,
    )  # fmt: skip


def _challenges(store: Store, course: Course, case_id: str, line: TimeLine) -> str:
    """Step 2: all five areas answered, or some of them in a step that is in hand; returns the wished types of mentor."""
    chance, reached = course.at.chance, len(course.steps)
    if reached < 2 and not (reached == 1 and course.unsure):
        return "{}"
    areas = [str(area) for area in SupportArea]
    heaviest = chance.one(areas)
    answered = areas if reached >= 2 else chance.some(areas, 1, 4)
    needs = 0
    for area in answered:
        weight = 3 if area == heaviest else chance.weighted({0: 35, 1: 20, 2: 30, 3: 15})
        said, where = chance.one(words.NEEDS[area]) if weight else ("", "")
        needs += bool(weight)
        store.needs.add(case_id, area, weight, said, where)
    wished_types = _wishes(store, course, case_id)
    if reached >= 2:
        line.add("case.challenges_done", course.steps[1], needs=needs)
    else:
        line.add("case.challenges_saved", course.steps[0], answered=len(answered), areas=len(areas))
    return wished_types


def _wishes(store: Store, course: Course, case_id: str) -> str:
    """Wishes, most of which the proposed mentors meet; returns the wished types of mentor."""
    chance, mentors = course.at.chance, [asked.mentor for asked in course.all_asked()]
    types = {str(mentor.type) for mentor in mentors} | {str(course.mentor.type) if course.mentor else "external"}
    kinds = array(types) if len(types) == 1 and chance.happens(0.6) else "{}"
    if not mentors:
        language = course.client.language if course.client.language != "da" else ""
        gender, age = chance.weighted({"": 75, "woman": 15, "man": 10}), chance.weighted({"": 80, "30_50": 12, "over_50": 8})
        ways = chance.some(("at_the_place", "elsewhere", "phone", "video", "messages"), 0, 2)
    elif len(mentors) == 1:
        only = mentors[0]
        language = course.client.language if course.client.language != "da" and course.client.language in only.languages else ""
        gender, age = only.gender if chance.happens(0.2) else "", only.age_group if chance.happens(0.15) else ""
        ways = list(only.ways[:2]) if chance.happens(0.5) else []
    else:
        language, gender, age, ways = "", "", "", []
    zones = mentors[-1].zones if mentors and mentors[-1].zones and chance.happens(0.7) else course.at.zones
    zone = chance.one(zones) if zones and chance.happens(0.2 if mentors else 0.4) else None
    times = chance.some(PARTS, 2, 4) if chance.happens(0.2 if mentors else 0.4) else []
    known = course.client.language
    course.wished = {
        "mentor_types": frozenset(types if kinds != "{}" else ()), "language": language or ("" if known == "da" else known), "gender": gender,
        "age_group": age, "ways_of_meeting": frozenset(ways), "zone": uuid.UUID(zone) if zone else None, "times": frozenset(times),
        "needs_interpreter": course.client.interpreter,
    }  # fmt: skip
    store.wishes.add(
        case_id, kinds, array(ways), language, gender, age, zone, array(times), chance.one(words.PLACE_AND_TIME), chance.one(words.WISHES), "",
        course.wished_minutes, course.wished_months,
    )  # fmt: skip
    return kinds


def _assessment(store: Store, course: Course, case_id: str, line: TimeLine) -> None:
    """Step 3: the checklist, complete, or half of it in a step that is in hand."""
    chance, reached = course.at.chance, len(course.steps)
    if reached < 3 and not (reached == 2 and course.unsure):
        return
    refused = course.state == State.REFUSED
    questions = list(words.EVIDENCE)
    answers: list[str] = []
    for number, question in enumerate(questions):
        if reached < 3 and number >= 3:
            answers += ["", ""]
        else:
            missed = refused and question == "transition"
            answers += ["no", words.NO_TRANSITION] if missed else ["yes", chance.one(words.EVIDENCE[question])]
    short = (not refused, not refused, refused, refused) if reached >= 3 else (None, None, None, None)
    advice = Advice.OPEN if reached < 3 else Advice.ASSISTANCE if refused else Advice.MENTOR
    why = chance.one(words.WHY_EXTRA) if reached >= 3 and not refused else ""
    store.assessments.add(case_id, *answers, why, *short, str(advice))
    for group in chance.some(GROUPS, 1, 2):
        store.groups.add(case_id, group, course.received_on - DAY * chance.between(60, 1500))
    line.add(
        "case.assessed",
        course.steps[min(2, reached - 1)],
        answered=sum(map(bool, answers[::2])),
        questions=len(questions),
        advice=str(advice),
    )


def _decision(store: Store, course: Course, case_id: str, line: TimeLine, *, wished_types: str) -> tuple[str, str]:
    """The decision under the rules in force; returns its key and, of a refusal, the reasons."""
    chance = course.at.chance
    key, on = chance.uuid(), course.steps[2]
    channel = Channel.PAPER if course.client.paper else Channel.DIGITAL_POST
    received = add_working_days(on, 6) if course.client.paper else on
    until = complain_until(received)
    letter: dict[str, Any] = {"sent_on": on.isoformat(), "received_on": received.isoformat(), "appeal_until": until.isoformat()}
    if course.state == State.REFUSED:
        outcome = DecisionOutcome.OTHER_SCHEME if course.other_scheme else DecisionOutcome.REFUSED
        reasons = words.REFUSALS[0] if course.other_scheme else chance.one(words.REFUSALS)
        terms: tuple[object, ...] = (None, None, None, "", "", "", "", False, "", "", "", "", reasons, chance.one(words.OFFERED))
        facts: dict[str, Any] = {"minutes_a_week": None, "first_day": None, "last_day": None, "mentor_type": "", "below": []}
    else:
        kind = course.mentor.type if course.mentor else MentorType.EXTERNAL
        late = course.starts_on >= course.received_on and course.first_day > course.starts_on
        below = [
            name
            for name, holds in (
                ("hours", course.minutes < course.wished_minutes),
                ("start", late),
                ("length", course.months < course.wished_months),
            )
            if holds
        ]
        outcome = DecisionOutcome.PARTIAL if below else DecisionOutcome.GRANTED
        reasons = ""
        terms = (
            course.minutes, course.first_day, course.last_day, str(kind), chance.one(words.PURPOSES), chance.one(words.TASKS),
            chance.weighted({"municipal": 60, "national": 25, "shared": 15}), False, words.WHY_FEWER if "hours" in below else "",
            words.WHY_SHORTER if "length" in below else "", words.WHY_LATER if "start" in below else "", "",
            words.PARTIAL if below else "", "",
        )  # fmt: skip
        facts = {
            "minutes_a_week": course.minutes,
            "first_day": course.first_day.isoformat(),
            "last_day": course.last_day.isoformat(),
            "mentor_type": str(kind),
            "below": below,
        }
    at = line.add("case.decided", on, outcome=str(outcome), **facts, also_assistance=False, **letter, rules=course.at.rules_id)
    store.decisions.add(
        key, case_id, "first", str(outcome), *terms, course.at.rules_id, str(channel), on, received, until, on, course.caseworker.id, at,
        course.wished_minutes, course.wished_months,
        wished_first_day(situation_starts_on=course.starts_on, received_on=course.received_on), wished_types,
    )  # fmt: skip
    return key, reasons
