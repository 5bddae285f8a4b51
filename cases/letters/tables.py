"""The tables of letters, which no template can change: what was asked for and what is given, and what an agreement says."""

import datetime as dt
from dataclasses import dataclass

from django.utils import translation

from cases.enums import DecisionKind
from cases.enums_course import AskedBy
from cases.enums_letter import LetterKind as K
from cases.enums_letter import Recipient
from cases.letters.facts import Asked, Rows, hours_words, in_all, steps_of
from cases.letters.words import MENTOR_CAN_BE_REACHED, WORDS
from cases.models import Agreement, Decision
from cases.rules.hours import Step
from core.days import DaySpan, last_day_of_months
from core.templatetags.ui import date_long, minutes_words
from mentors.enums import MentorType, WayOfMeeting


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, the heads of the columns (none: two columns of question and answer) and rows of (head, cells); a cell is lines."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


GIVEN = frozenset({K.GRANT, K.PARTIAL, K.EXTENSION, K.EXTENSION_PARTIAL, K.CHANGE})


def table_of(rows: Rows, asked: Asked) -> Table | None:
    """The table of the letter; None where it has none."""
    with translation.override(asked.language):
        if asked.kind in GIVEN and (decision := rows.decision_of(asked.kind)) is not None:
            return _given(rows, decision, asked)
        if asked.kind == K.AGREEMENT and rows.agreement is not None:
            return _agreement(rows.agreement, asked)
    return None


@dataclass(frozen=True, slots=True)
class _Wish:
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    minutes_a_week: int | None = None
    mentor: str = ""
    is_clients: bool = True


def _wish(decision: Decision) -> _Wish:
    """What was asked for, as the decision answered it."""
    if decision.kind == DecisionKind.EXTENSION:
        request = getattr(decision, "extension", None)
        if request is None:
            return _Wish()
        return _Wish(decision.first_day, request.last_day, request.minutes_a_week, is_clients=request.asked_by == AskedBy.CLIENT)
    if decision.kind == DecisionKind.CHANGE:
        return _Wish(minutes_a_week=decision.wished_minutes_a_week)
    first_day = decision.wished_first_day
    counted_from = first_day or decision.first_day
    last_day = last_day_of_months(counted_from, decision.wished_months) if counted_from and decision.wished_months else None
    types = [str(MentorType(each).label) for each in decision.wished_mentor_types or []]
    return _Wish(first_day, last_day, decision.wished_minutes_a_week, " / ".join(types))


def _given(rows: Rows, decision: Decision, asked: Asked) -> Table | None:
    first_day, last_day, language = decision.first_day, decision.last_day, asked.language
    if first_day is None or last_day is None:
        return None
    words, wish, steps = WORDS[language], _wish(decision), steps_of(decision)
    span, wished_from = DaySpan(first_day, last_day), wish.first_day or first_day
    wished_minutes = minutes_words(wish.minutes_a_week) if wish.minutes_a_week else ""
    wished_all = ""
    if wish.minutes_a_week and wish.last_day and wish.last_day >= wished_from:
        wished_all = in_all([Step(wished_from, wish.minutes_a_week)], DaySpan(wished_from, wish.last_day), language)
    mentor = str(MentorType(decision.mentor_type).label)
    if asked.kind != K.GRANT and asked.kind != K.PARTIAL and rows.assignment is not None:
        mentor = rows.assignment.mentor.name
    lines = [
        (words["from"], date_long(wish.first_day), date_long(first_day)),
        (words["to"], date_long(wish.last_day), date_long(last_day)),
        (words["hours_a_week"], wished_minutes, hours_words(steps, language)),
    ]
    if decision.kind != DecisionKind.CHANGE:
        lines.append((words["hours_in_all"], wished_all, in_all(steps, span, language)))
    lines.append((words["mentor"], wish.mentor or (mentor if decision.kind != DecisionKind.FIRST else ""), mentor))
    # A change of hours asks for nothing else than hours.
    if decision.kind == DecisionKind.CHANGE:
        lines = [(head, "" if head != words["hours_a_week"] else before, after) for head, before, after in lines]
    heads = (words["subject"], words["asked"] if wish.is_clients else words["asked_by_other"], words["you_get"])
    if not any(before for _head, before, _after in lines):
        return Table(words["given"], (), tuple((head, ((after,),)) for head, _before, after in lines))
    return Table(words["given"], heads, tuple((head, ((before or words["not_said"],), (after,))) for head, before, after in lines))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _agreement(agreement: Agreement, asked: Asked) -> Table:
    """The workplace sees who comes, when and what was agreed with it; goals, tasks and words are the client's and the mentor's."""
    words, language, recipient = WORDS[asked.language], asked.language, asked.recipient
    goals = sorted(agreement.goals.all(), key=lambda each: each.position)
    ways = ", ".join(str(WayOfMeeting(each).label) for each in agreement.ways_of_meeting)
    hours = minutes_words(agreement.minutes_a_week)
    everybody: list[tuple[str, tuple[str, ...]]] = [
        (words["mentor"], (agreement.mentor_name,)),
        (words["from"], (date_long(agreement.first_day),)),
        (words["to"], (date_long(agreement.last_day),)),
        (words["hours_a_week"], (hours,)),
        (words["ways"], (ways,)),
    ]
    if recipient == Recipient.WORKPLACE:
        lines = [*everybody, (words["with_workplace"], _lines(agreement.with_workplace))]
    else:
        lines = [
            (words["goals"], tuple(f"{each.words} ({each.by_when})" if each.by_when else each.words for each in goals)),
            everybody[0],
            (MENTOR_CAN_BE_REACHED[language][recipient], (agreement.mentor_contact,)),
            (words["tasks"], _lines(agreement.tasks)),
            *everybody[1:],
            (words["when_where"], _lines(agreement.when_where)),
            (words["cancelling"], _lines(agreement.cancelling)),
            (words["may_write"], _lines(agreement.may_write_down)),
            (words["with_workplace"], _lines(agreement.with_workplace)),
        ]
    return Table(words["the_agreement"], (), tuple((head, (cell,)) for head, cell in lines if any(cell)))
