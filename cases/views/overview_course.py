"""What the page of a course says: the nearest decision, four figures, the weeks, goals, contacts, and how the match is."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cases.course_read import ContactRow, CourseRead
from cases.course_shown import course_shown
from cases.enums import MeetingKind, State
from cases.enums_course import Attendance, CancelledBy, ContactForm, ContactState
from cases.feedback_phrases import SIGNS
from cases.goals import GoalNow
from cases.health import signs_of
from cases.models import Case
from cases.rules.course import PeriodDays, days_gone, goes_on_until
from cases.rules.desk import Task
from cases.rules.goals import LOWEST
from cases.rules.health import Flag, Sign
from cases.rules.hours import Account, PeriodHours, account
from cases.rules.rematches import Left, what_is_left
from cases.views.overview_notice import notice
from cases.views.weeks_chart import weeks_chart
from core.days import DaySpan
from core.templatetags.ui import clock as time_of
from core.templatetags.ui import date_long, day_short, hours
from core.words import listed
from mentors.enums import SupportArea

SOON_DAYS = 28
"""So many days before its last one the bar of a period turns amber."""
TAGS: dict[str, str] = {ContactState.WAITING: "warn"}
LOOK: dict[Flag, tuple[str, Any]] = {
    Flag.NOT_WORKING: ("case_feedback", lambda: _("See the feedback")),
    Flag.SOUR: ("case_feedback", lambda: _("See the feedback")),
    Flag.QUIET: ("case_log", lambda: _("See the contacts")),
    Flag.NO_SHOWS: ("case_log", lambda: _("See the contacts")),
    Flag.FALLING: ("case_log_hours", lambda: _("See the hours by week")),
    Flag.UNDER_USE: ("case_plan", lambda: _("See the plan of hours")),
    Flag.QUESTION: ("case_log", lambda: _("See the contacts")),
}


def course_context(case: Case, read: CourseRead, *, task: Task | None, can_change: bool, today: dt.date) -> dict[str, Any]:
    """The page of a running course, or of one that has ended: `figures` and what follows them."""
    shown = course_shown(case)
    period = shown.period(today)
    hours_now = hours_of(read, period, today)
    row = next((each for each in hours_now.periods if period is not None and each.number == period.number), None)
    running = case.state == State.RUNNING
    found: dict[str, Any] = {
        "figures": figures(case, read, period, row, today=today, can_change=can_change) if period else [],
        "chart": weeks_chart([week for week in hours_now.weeks if period and week.period == period.number], today=today),
        "contacts": [contact_row(each, ref=case.ref) for each in read.contacts],
        "contacts_in_all": shown.contacts,
        "goals": [goal_row(each) for each in read.goals],
        "waiting": waiting_words(read.waiting),
    }
    if running:
        left = left_of(read, shown.periods, today)
        found["notice"] = notice(case, read, task=task, left=left, periods=shown.periods, can_change=can_change, today=today)
        found["health"] = [sign_row(sign, ref=case.ref) for sign in signs_of(read, hours_now, on=today)]
        found["quiet_days"] = read.settings.quiet_days
        found["asks_benefit"] = can_change and not shown.knows_benefit
    return found


def hours_of(read: CourseRead, period: PeriodDays | None, today: dt.date) -> Account:
    """The account of the shown period and of those that touch it: those alone have hours on its days."""
    if period is None:
        return account(periods=(), uses=(), pauses=(), on=today)
    near = [each for each in read.periods if each.first_day <= period.last_day and each.last_day >= period.first_day]
    uses = [use for use in read.uses if period.first_day <= use.day <= period.last_day]
    return account(periods=near, uses=uses, pauses=read.pauses, on=today)


def left_of(read: CourseRead, periods: Any, today: dt.date) -> Left:
    """What is left of the course from today."""
    last_day = goes_on_until(periods=periods)
    if last_day is None or read.assignment is None:
        return Left(0, 0)
    first_day = min(each.first_day for each in periods)
    return what_is_left(course=DaySpan(first_day, last_day), today=today, minutes_a_week=read.assignment.minutes_a_week)


def figures(
    case: Case, read: CourseRead, period: PeriodDays, row: PeriodHours | None, *, today: dt.date, can_change: bool
) -> list[dict[str, Any]]:
    """Days, hours, goals and the next appointment, as components/meter.html takes them."""
    running = case.state == State.RUNNING
    last_day = goes_on_until(periods=course_shown(case).periods)
    found = [_days(period, last_day=last_day, today=today) if running else _days_in_all(period)]
    if row is not None:
        note = _("%(left)s hours left · the plan was %(planned)s by now") % {"left": hours(row.left), "planned": hours(row.planned_to_date)}
        if not running:
            note = "" if row.over else _("%(left)s hours were not used") % {"left": hours(row.granted - row.used)}
        elif row.over:
            note = _("%(over)s hours more than granted · the plan was %(planned)s by now") % {
                "over": hours(row.over),
                "planned": hours(row.planned_to_date),
            }
        found.append(
            {
                "label": _("Hours used"),
                "value": hours(row.used),
                "unit": _("of %(hours)s granted") % {"hours": hours(row.granted)},
                "share": row.used,
                "total": row.granted,
                "note": note,
                "warn": bool(row.over),
            }
        )
    found.append(_goals(read.goals))
    if running:
        found.append(_appointment(case, read, can_change=can_change))
    return found


def _days(period: PeriodDays, *, last_day: dt.date | None, today: dt.date) -> dict[str, Any]:
    gone = days_gone(period=period, today=today)
    known = {"number": period.number, "first": date_long(period.first_day), "last": date_long(period.end)}
    if today < period.first_day:
        note = _("Begins %(day)s") % {"day": date_long(period.first_day)}
    else:
        note = _("%(gone)d of %(whole)d days are gone") % {"gone": gone.gone, "whole": gone.whole}
    goes_on = last_day is not None and last_day > period.end
    if goes_on:
        note = _("%(note)s · the course goes on until %(day)s") % {"note": note, "day": date_long(last_day)}
    return {
        "label": _("Period %(number)d: %(first)s to %(last)s") % known,
        "value": ngettext("%(days)d day", "%(days)d days", gone.left) % {"days": gone.left},
        "unit": _("left"),
        "share": gone.gone,
        "total": gone.whole,
        "note": note,
        "warn": gone.left <= SOON_DAYS and not goes_on,
    }


def _days_in_all(period: PeriodDays) -> dict[str, Any]:
    """Of a course that has ended nothing is left and nothing is soon."""
    whole = DaySpan(period.first_day, period.end).days() if period.end >= period.first_day else 0
    return {
        "label": _("Period %(number)d: %(first)s to %(last)s")
        % {"number": period.number, "first": date_long(period.first_day), "last": date_long(period.end)},
        "value": ngettext("%(days)d day", "%(days)d days", whole) % {"days": whole},
        "unit": _("in all"),
        "note": _("The course has ended"),
    }


def goal_state(goal: GoalNow) -> str:
    """Reached, on the way or not begun: somebody has set a level above the first one, or nobody has."""
    if goal.is_reached:
        return "reached"
    begun = any(seen is not None and seen.level > LOWEST for seen in (goal.client, goal.mentor))
    return "begun" if begun else "not_begun"


def _goals(goals: list[GoalNow]) -> dict[str, Any]:
    if not goals:
        return {"label": _("Goals"), "value": "–", "note": _("No goals are agreed yet.")}
    states = [goal_state(goal) for goal in goals]
    reached, begun = states.count("reached"), states.count("begun")
    rest = len(goals) - reached - begun
    parts = []
    if begun:
        parts.append(ngettext("%(count)d is on the way", "%(count)d are on the way", begun) % {"count": begun})
    if rest:
        parts.append(ngettext("%(count)d is not begun", "%(count)d are not begun", rest) % {"count": rest})
    return {
        "label": _("Goals"),
        "value": reached,
        "unit": _("of %(count)d reached") % {"count": len(goals)},
        "share": reached,
        "total": len(goals),
        "note": ", ".join(parts) or _("All goals are reached."),
    }


def _appointment(case: Case, read: CourseRead, *, can_change: bool) -> dict[str, Any]:
    meeting = read.meeting
    if meeting is None:
        links = [{"label": _("Arrange a meeting"), "url": reverse("case_meetings", args=[case.ref])}] if can_change else []
        return {"label": _("Next appointment"), "value": "–", "note": _("None is arranged"), "links": links}
    links = [{"label": pgettext("meeting", "Move"), "url": reverse("case_meeting", args=[case.ref, meeting.id])}] if can_change else []
    links.append({"label": _("Get it for the calendar"), "url": reverse("case_meeting_ics", args=[case.ref, meeting.id])})
    kind = str(MeetingKind(meeting.kind).label)
    return {
        "label": _("Next appointment"),
        "value": day_short(meeting.at),
        "unit": _("at %(time)s") % {"time": time_of(meeting.at)},
        "note": f"{kind}: {meeting.who_comes}" if meeting.who_comes else f"{kind}, {meeting.place}",
        "links": links,
    }


# Lists


def contact_row(contact: ContactRow, *, ref: str) -> dict[str, Any]:
    """One of the newest entries of the log."""
    attended = "" if contact.attendance == Attendance.ATTENDED else str(Attendance(contact.attendance).label)
    if contact.attendance == Attendance.CANCELLED:
        attended = _("Cancelled by: %(who)s") % {"who": str(CancelledBy(contact.cancelled_by).label).lower()}
    areas = [str(SupportArea(area).label) for area in contact.areas]
    return {
        "url": reverse("case_log_entry", args=[ref, contact.id]),
        "day": day_short(contact.day),
        "length": hours(contact.minutes),
        "form": ContactForm(contact.form).label,
        "attended": attended,
        "about": contact.note or listed([areas[0], *(area.lower() for area in areas[1:])] if areas else []),
        "tag": {"label": ContactState(contact.state).label, "state": TAGS.get(contact.state, "")},
    }


def waiting_words(number: int) -> str:
    """How many entries somebody has to approve."""
    if not number:
        return ""
    return ngettext("%(count)d waits for approval", "%(count)d wait for approval", number) % {"count": number}


_GOAL_TAGS: dict[str, tuple[str, str]] = {"reached": ("ok", "check"), "begun": ("info", ""), "not_begun": ("line", "")}


def goal_row(goal: GoalNow) -> dict[str, Any]:
    """A goal with its tag, and when it was talked about last."""
    state = goal_state(goal)
    words = {"reached": pgettext("goal", "Reached"), "begun": pgettext("goal", "On the way"), "not_begun": pgettext("goal", "Not begun")}
    days = [seen.day for seen in (goal.client, goal.mentor) if seen is not None]
    note = goal.goal.by_when
    if days:
        said = _("Reached %(day)s") if state == "reached" else _("Talked about %(day)s")
        note = said % {"day": date_long(max(days))}
    css, icon = _GOAL_TAGS[state]
    return {"words": goal.goal.words, "note": note, "tag": {"label": words[state], "state": css, "icon": icon}}


def sign_row(sign: Sign, *, ref: str) -> dict[str, Any]:
    """A sign with its sentence and where to look."""
    page, label = LOOK[sign.flag]
    return {"words": SIGNS[sign.flag](sign.facts), "url": reverse(page, args=[ref]), "label": label()}
