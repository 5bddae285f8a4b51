"""Which rows an entry of the log stands on: the mentor of a day, the days of periods and pauses."""

import datetime as dt
from collections.abc import Sequence

from cases.models import Assignment, Case, Contact, Period
from core.days import DAY, DaySpan


def period_spans(case: Case) -> list[DaySpan]:
    """The days on which the periods of the case hold; one that was ended before it began has none. One statement."""
    rows = Period.objects.filter(case=case).order_by("first_day").values_list("first_day", "last_day", "ended_on")
    spans = ((first_day, last_day if ended_on is None else ended_on) for first_day, last_day, ended_on in rows)
    return [DaySpan(first_day, last_day) for first_day, last_day in spans if last_day >= first_day]


def mentors_by_day(case: Case) -> list[Assignment]:
    """The mentors who had at least a day with the client, in the order of their days. One statement."""
    rows = Assignment.objects.filter(case=case).select_related("mentor").order_by("first_day", "assigned_at")
    return [each for each in rows if each.ended_on is None or each.ended_on >= each.first_day]


def span_of(assignment: Assignment) -> DaySpan:
    return DaySpan(assignment.first_day, assignment.ended_on)


def mentor_on(day: dt.date, mentors: Sequence[Assignment]) -> Assignment | None:
    """The mentor of the day: the days of two never overlap."""
    return next((each for each in mentors if day in span_of(each)), None)


def history_of(entry: Contact) -> list[Contact]:
    """The entry's earlier states, the newest first: what it corrects, and what that had corrected. One statement for each, few in life."""
    found: list[Contact] = []
    current = entry.corrects_id
    while current is not None and len(found) < 50:
        before = Contact.objects.select_related("written_by", "struck_by", "approved_by").get(pk=current)
        found.append(before)
        current = before.corrects_id
    return found


def usual_day(*, today: dt.date, periods: Sequence[DaySpan]) -> dt.date:
    """The day that stands in the form of a new entry: today, or the last day of the course when that is over."""
    if not periods or any(today in span for span in periods):
        return today
    past = [span.last_day for span in periods if span.last_day is not None and span.last_day <= today - DAY]
    return max(past) if past else today
