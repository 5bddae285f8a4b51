"""How client and mentor see the course, each asked apart (rule R128): what a view holds, and how far two views differ."""

import datetime as dt
from dataclasses import dataclass

from cases.enums_course import View
from core.days import FULL_TIME_MINUTES
from core.verdicts import YES, Answer, no

MOST_MONTHS = 24
"""More months than these are a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one of them says: words, two answers from 1 to 5, and what is needed afterwards in minutes a week and whole months. None: not said."""

    words: str = ""
    better: int | None = None
    helpful: int | None = None
    needs_minutes: int | None = None
    needs_months: int | None = None

    @property
    def is_empty(self) -> bool:
        return not self.words.strip() and all(each is None for each in (self.better, self.helpful, self.needs_minutes, self.needs_months))


def view_verdict(*, said: Said, day: dt.date, course_first_day: dt.date, today: dt.date) -> Answer:
    """Whether a view can be written down as it is (R128): something is said, on a day of the course or after, and never in the future.

    Refuses with `view_empty`, `view_in_future`, `view_before_course`, `view_hours_range` or `view_months_range`.
    """
    if said.is_empty:
        return no("view_empty")
    if day > today:
        return no("view_in_future")
    if day < course_first_day:
        return no("view_before_course", first_day=course_first_day.isoformat())
    if said.needs_minutes is not None and said.needs_minutes > FULL_TIME_MINUTES:
        return no("view_hours_range")
    if said.needs_months is not None and said.needs_months > MOST_MONTHS:
        return no("view_months_range", most=MOST_MONTHS)
    return YES


def difference(*, client: Said | None, mentor: Said | None) -> str:
    """How far the two views differ, as a code (R128): "" while one of them is missing, so that nobody compares with nothing.

    `progress_client` and `progress_mentor` name who sees more progress; `needs_client` and `needs_mentor`, with the same progress, who sees
    more need; `alike` says that they see the same, `not_comparable` that they answered different questions.
    """
    if client is None or mentor is None:
        return ""
    if client.better is not None and mentor.better is not None and client.better != mentor.better:
        return f"progress_{View.CLIENT if client.better > mentor.better else View.MENTOR}"
    if client.needs_minutes is not None and mentor.needs_minutes is not None and client.needs_minutes != mentor.needs_minutes:
        return f"needs_{View.CLIENT if client.needs_minutes > mentor.needs_minutes else View.MENTOR}"
    same_progress = client.better is not None and client.better == mentor.better
    same_needs = client.needs_minutes is not None and client.needs_minutes == mentor.needs_minutes
    return "alike" if same_progress or same_needs else "not_comparable"
