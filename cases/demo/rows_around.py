"""The rows around a course: notes, other schemes, talks with the workplace, who speaks for the client, a pause, a complaint, a discharge."""

import datetime as dt

from cases.demo import words_course as words
from cases.demo.chance import next_working_day, previous_working_day
from cases.demo.plan import Course
from cases.demo.store import Store
from cases.demo.timeline import TimeLine
from cases.rules.deadlines import appeal_until
from core.days import DAY, WEEK


def write_around(store: Store, course: Course, case_id: str, line: TimeLine, *, decision_id: str) -> None:
    """What a course has beside its own rows. In the large sizes a tenth of the courses has some of it."""
    chance, first = course.at.chance, course.period_first
    if first is None:
        return
    until = min(course.last_used_day, course.at.today - DAY)
    if course.at.detail or chance.happens(0.1):
        _notes(store, course, case_id, line, first=first, until=until)
        _talk(store, course, case_id, line, on=first)
        if chance.happens(0.35):
            _scheme(store, course, case_id, line, first=first)
        if chance.happens(0.25):
            _consent(store, course, case_id, line, first=first)
    if "companion" in course.story or chance.happens(0.02):
        _companion(store, course, line, first=first)
    if "pause" in course.story:
        _pause(store, course, case_id, line, until=until)
    if "complaint" in course.story:
        _complaint(store, course, case_id, line, decision_id=decision_id)
    if "discharge" in course.story:
        _discharge(store, course, case_id, line)


def _note(
    store: Store, course: Course, case_id: str, line: TimeLine, day: dt.date, *, kind: str, from_whom: str, said: str, received: dt.date
) -> None:
    key = course.at.chance.uuid()
    at = line.add("case.note_written", day, which=kind, received_on=received.isoformat())
    store.notes.add(key, case_id, kind, received, from_whom, course.caseworker.id, at)
    store.note_versions.add(key, 1, said, "", course.caseworker.id, at)


def _notes(store: Store, course: Course, case_id: str, line: TimeLine, *, first: dt.date, until: dt.date) -> None:
    chance = course.at.chance
    if (until - first).days < 10:
        return
    day = previous_working_day(first + DAY * chance.between(5, max(5, (until - first).days)))
    _note(store, course, case_id, line, day, kind="note", from_whom="", said=chance.one(words.CASE_NOTES), received=day)
    if chance.happens(0.4):
        said, who = words.ORAL
        _note(store, course, case_id, line, next_working_day(day), kind="oral", from_whom=who, said=said, received=day)


def _talk(store: Store, course: Course, case_id: str, line: TimeLine, *, on: dt.date) -> None:
    if course.place is None:
        return
    day = previous_working_day(on)
    at = line.add("case.talk_added", day, day=day.isoformat())
    colleague = course.mentor is not None and course.mentor.type == "colleague"
    store.talks.add(
        course.at.chance.uuid(),
        case_id,
        day,
        "Leder",
        course.at.chance.one(words.TALKS),
        True if colleague else None,
        course.caseworker.id,
        at,
        1,
    )


def _scheme(store: Store, course: Course, case_id: str, line: TimeLine, *, first: dt.date) -> None:
    chance = course.at.chance
    kind = chance.weighted({"wage_subsidy": 45, "assistance": 25, "education": 15, "rehabilitation": 10, "priority": 5})
    begins = first - DAY * chance.between(0, 60)
    ends = begins + WEEK * chance.between(13, 40)
    at = line.add("case.scheme_added", previous_working_day(first), which=kind, first_day=begins.isoformat(), last_day=ends.isoformat())
    provider = course.place.name if course.place and kind == "wage_subsidy" else "Kommunen"
    store.schemes.add(chance.uuid(), case_id, kind, begins, ends, provider, "", course.caseworker.id, at, None, 1)


def _consent(store: Store, course: Course, case_id: str, line: TimeLine, *, first: dt.date) -> None:
    day = previous_working_day(first)
    at = line.add("case.info_consent_added", day, how="written", until=course.last_day.isoformat())
    store.information_consents.add(
        course.at.chance.uuid(), case_id, "Aftaler om arbejdstid og opgaver", "Jobcentret", "Arbejdspladsen", "written", day, course.last_day, None,
        course.caseworker.id, at, 1,
    )  # fmt: skip


def _companion(store: Store, course: Course, line: TimeLine, *, first: dt.date) -> None:
    day = previous_working_day(first)
    at = line.add("case.representative_added", day, which="companion")
    store.representatives.add(
        course.at.chance.uuid(), course.client.id, "companion", "Kirsten Bundgaard", "20 00 00 00", "", "Møder på jobcentret", day, None,
        course.caseworker.id, at, 1,
    )  # fmt: skip


def _pause(store: Store, course: Course, case_id: str, line: TimeLine, *, until: dt.date) -> None:
    last = until - WEEK * 4
    first = last - DAY * 11
    if course.period_first is None or first <= course.period_first:
        return
    at = line.add(
        "case.pause_recorded", previous_working_day(first), first_day=first.isoformat(), last_day=last.isoformat(), reason="holiday"
    )
    store.pauses.add(course.at.chance.uuid(), case_id, first, last, "holiday", "", course.caseworker.id, at, 1)


def _complaint(store: Store, course: Course, case_id: str, line: TimeLine, *, decision_id: str) -> None:
    on = previous_working_day(course.at.today - DAY * 6)
    reassess_by = appeal_until(received_on=on, weeks=4)
    at = line.add("case.appeal_received", on, received_on=on.isoformat(), how="phone", late=True, reassess_by=reassess_by.isoformat())
    store.appeals.add(
        course.at.chance.uuid(), case_id, decision_id, on, "phone", course.client.given, words.COMPLAINT, True,
        "Borgeren har været indlagt og kunne ikke klage før.", reassess_by, None, "", "", None, "", None, "",
        course.caseworker.id, at, 1,
    )  # fmt: skip


def _discharge(store: Store, course: Course, case_id: str, line: TimeLine) -> None:
    told = previous_working_day(course.steps[0])
    at = line.add("case.discharge_told", told, expected_on=course.steps[4].isoformat())
    store.discharges.add(
        course.at.chance.uuid(), case_id, told, words.HOSPITAL, course.steps[4], course.steps[4], told, "yes", told, "", course.caseworker.id,
        at, 1,
    )  # fmt: skip
