"""Step 2: when the challenges are described well enough to be assessed (rules R20-R23)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cases.enums import Weight
from core.days import FULL_TIME_MINUTES, last_day_of_months
from core.verdicts import YES, Answer, no
from mentors.enums import SupportArea


@dataclass(frozen=True, slots=True)
class AreaAnswer:
    """What is answered about one support area. `weight` None: nothing yet. Not a need is an answer."""

    area: SupportArea
    weight: Weight | None = None
    words: str = ""
    when_where: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing: a reason code, and the area it is about (None: about all of them)."""

    code: str
    area: SupportArea | None = None


def gaps(*, answers: Iterable[AreaAnswer]) -> list[Gap]:
    """What is missing before step 2 is done: each of the five areas has an answer (R20), and at least one is a need in words (R21).

    Codes: `area_unanswered`, `need_without_words`, `no_need`.
    """
    by_area = {answer.area: answer for answer in answers}
    found = []
    needs = []
    for area in SupportArea:
        answer = by_area.get(area)
        if answer is None or answer.weight is None:
            found.append(Gap("area_unanswered", area))
        elif answer.weight > Weight.NONE:
            needs.append(answer)
    if needs and not any(answer.words.strip() for answer in needs):
        heaviest = max(needs, key=lambda answer: answer.weight or 0)
        found.append(Gap("need_without_words", heaviest.area))
    if not needs and not found:
        found.append(Gap("no_need"))
    return found


def can_be_kept(*, answer: AreaAnswer) -> Answer:
    """Whether an unfinished answer can be saved: words need the weight that they explain. Refuses with `weight_missing`."""
    return no("weight_missing") if answer.weight is None and (answer.words.strip() or answer.when_where.strip()) else YES


def wished_minutes_verdict(*, minutes_a_week: int | None) -> Answer:
    """Whether so many minutes a week can be wished (R23): from one minute to full time. Refuses with `minutes_out_of_range`."""
    return YES if minutes_a_week is None or 1 <= minutes_a_week <= FULL_TIME_MINUTES else no("minutes_out_of_range")


def wished_last_day(*, starts_on: dt.date, today: dt.date, months: int) -> dt.date:
    """The last day of the wished months (R23), from the day the situation begins, or from today when it has begun."""
    return last_day_of_months(max(starts_on, today), months)
