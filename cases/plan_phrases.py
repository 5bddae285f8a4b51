"""Hours of a running course in words: plans, pauses, changed wishes, changes of hours, meetings. Whole sentences from codes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from cases.enums import DecisionOutcome, MeetingKind
from cases.enums_course import PauseReason
from core.templatetags.ui import hours, minutes_words
from core.words import day_in, listed

Facts = dict[str, Any]


def _lower(label: Any) -> str:
    text = str(label)
    return text[:1].lower() + text[1:]


REFUSALS: dict[str, Callable[[Facts], str]] = {
    # The plan of hours
    "plan_not_running": lambda f: _("A plan of hours belongs to a running course."),
    "plan_no_period": lambda f: _("The course has no period with this number. Open the page from the case again."),
    "plan_no_steps": lambda f: _("Write at least one step: from which day, and how many hours a week."),
    "plan_too_many_steps": lambda f: _("A plan has at most %(most)s steps. Leave out those that change little.") % f,
    "plan_outside_period": lambda f: (
        _("The period runs from %(first)s to %(last)s. Choose a day in it.")
        % {"first": day_in(f, "first_day"), "last": day_in(f, "last_day")}
    ),
    "plan_not_monday": lambda f: (
        _("A step begins on a Monday, or on the first day of the period. Write %(day)s, or another Monday.") % {"day": day_in(f, "monday")}
    ),
    "plan_same_day": lambda f: _("Another step begins on this day already. Choose another day, or empty this line."),
    "plan_more_than_granted": lambda f: (
        _("At most %(hours)s a week are granted. More needs a change of hours.") % {"hours": minutes_words(f["minutes"])}
    ),
    "plan_no_hours": lambda f: _("A plan without any hours is a pause or the end of the course. Write hours in at least one step."),
    "plan_rises": lambda f: (
        _("In a phase-out the hours only go down: the step before has %(before)s. Write that or less.")
        % {"before": minutes_words(f["before"])}
        if f["before"]
        else _("After a step without hours the plan is over. Leave this step out, or give the step before hours.")
    ),
    "plan_above_grant": lambda f: (
        _("The plan is %(planned)s in all, %(more)s more than the %(granted)s that are granted. Write fewer hours, or let them be scaled.")
        % {"planned": minutes_words(f["planned"]), "more": minutes_words(f["minutes"]), "granted": minutes_words(f["granted"])}
    ),
    # Pauses
    "pause_not_running": lambda f: _("Only a running course can pause."),
    "pause_outside_course": lambda f: (
        _("The pause begins on a day with a period. The course runs from %(first)s to %(last)s.")
        % {"first": day_in(f, "first_day"), "last": day_in(f, "last_day")}
    ),
    "pause_ends_before_start": lambda f: (
        _("The pause begins on %(day)s. Its last day is that day or a later one.") % {"day": day_in(f, "first_day")}
    ),
    "pause_after_course": lambda f: (
        _("The course ends on %(day)s. Write that day or an earlier one: a pause does not move the last day.")
        % {"day": day_in(f, "last_day")}
    ),
    "pause_overlaps": lambda f: (
        _("The course already pauses from %(first)s to %(last)s. Choose other days, or change that pause.")
        % {"first": day_in(f, "first_day"), "last": day_in(f, "last_day")}
        if f.get("last_day")
        else _("The course already pauses from %(first)s until further notice. End that pause first.") % {"first": day_in(f, "first_day")}
    ),
    "pause_overlaps_another": lambda f: _("The course is already paused on one of these days. Choose other days."),
    "pause_has_hours": lambda f: (
        _("Hours are recorded on %(day)s. Let the pause begin after that day, or correct the entry first.") % {"day": day_in(f, "day")}
    ),
    "pause_has_begun": lambda f: _("The pause has begun, so it cannot be taken back. Write its last day instead."),
    "pause_gone": lambda f: _("This pause was taken back. The page shows the pauses of now."),
    # The changed wish
    "wish_not_running": lambda f: _("A changed wish is recorded in a running course with days. Before that, change the wishes in step 2."),
    "wish_open_already": lambda f: _("A changed wish already waits for an answer. Answer it, or take it back first."),
    "wish_in_future": lambda f: _("The day has not been yet. Write the day on which the client said it."),
    "wish_before_application": lambda f: (
        _("The application was received on %(day)s. Write that day or a later one.") % {"day": day_in(f, "received_on")}
    ),
    "wish_for_nothing": lambda f: _("Write the hours or the last day that the client wishes."),
    "wish_without_hours": lambda f: _("A client who wishes no more hours ends the course: choose “Close the case”."),
    "wish_more_than_a_week": lambda f: _("Write at most %(hours)s hours a week.") % f,
    "wish_as_granted": lambda f: _("This is what is granted now. Write what the client wishes changed."),
    "wish_ends_before": lambda f: _("The wished last day can be %(day)s at the earliest.") % {"day": day_in(f, "day")},
    "wish_not_open": lambda f: _("This wish was answered or taken back already."),
    # A change of hours
    "change_not_running": lambda f: _("Hours are changed in a running course. Before it starts, they stand in the first decision."),
    "change_no_days_left": lambda f: _("The course has no days left. More time needs an extension."),
    "change_nothing_wished": lambda f: _("Nothing is wished that this could say no to. Write new hours, or leave the page."),
    "change_first_day_missing": lambda f: _("Write from which day the new hours hold."),
    "change_in_the_past": lambda f: _("New hours hold from today or from a later day. What has been stays as it was granted."),
    "change_outside_period": lambda f: (
        _("No period holds on this day. The last one ends on %(day)s: after that, hours need an extension.")
        % {"day": day_in(f, "last_day")}
    ),
    "change_hours_out_of_range": lambda f: (
        _("Write between a minute and %(hours)s hours a week. A course without hours is paused or ended instead.") % f
    ),
    "change_same_hours": lambda f: (
        _("%(hours)s a week are granted already. Write other hours, or leave the page.") % {"hours": minutes_words(f["minutes"])}
    ),
    "change_above_the_wish": lambda f: (
        _("The client wishes %(hours)s a week. Nobody gets more than that: the course is voluntary.")
        % {"hours": minutes_words(f["minutes"])}
    ),
    "change_needs_reasons": lambda f: _(
        "Write the reasons: the client gets fewer hours than now, or not what is wished, and has a right to them."
    ),
    # Status meetings
    "meeting_not_running": lambda f: _("Status meetings are held in a running course."),
    "meeting_same_time": lambda f: _("A meeting at this time is arranged already. Choose another time, or change that meeting."),
}


def _steps(f: Facts) -> str:
    """2,5 – 2 – 1,5: a comma between the steps would be read as one in a number."""
    return " – ".join(hours(minutes) for _day, minutes in f["steps"])


def _pause(f: Facts) -> str:
    if f.get("last_day"):
        said = _("The course pauses from %(first)s to %(last)s: %(reason)s")
    else:
        said = _("The course pauses from %(first)s until further notice: %(reason)s")
    return said % {"first": day_in(f, "first_day"), "last": day_in(f, "last_day"), "reason": _lower(PauseReason(f["reason"]).label)}


def _wish(f: Facts) -> str:
    wished = []
    if f.get("minutes"):
        wished.append(_("%(hours)s a week") % {"hours": minutes_words(f["minutes"])})
    if f.get("last_day"):
        wished.append(_("a course until %(day)s") % {"day": day_in(f, "last_day")})
    return _("The client wishes a change: %(what)s") % {"what": listed(wished)}


def _hours_decided(f: Facts) -> str:
    if f["outcome"] == DecisionOutcome.REFUSED:
        return _("Decided: the hours stay at %(hours)s a week") % {"hours": minutes_words(f["before"])}
    return _("Decided: %(hours)s a week from %(day)s instead of %(before)s (%(outcome)s)") % {
        "hours": minutes_words(f["minutes_a_week"]),
        "day": day_in(f, "first_day"),
        "before": minutes_words(f["before"]),
        "outcome": _lower(DecisionOutcome(f["outcome"]).label),
    }


def _meeting(match: Callable[[], str], startup: Callable[[], str], status: Callable[[], str]) -> Callable[[Facts], str]:
    """The sentence for the kind of meeting; events from before kinds were told apart are of start-up meetings."""
    told = {str(MeetingKind.MATCH): match, str(MeetingKind.STATUS): status}
    return lambda f: told.get(f.get("what", ""), startup)() % {"day": day_in(f, "day")}


EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.plan_made": lambda f: _("Plan of hours, number %(number)s: %(hours)s hours a week") % {"number": f["number"], "hours": _steps(f)},
    "case.plan_followed": lambda f: (
        _("The plan of hours follows the new hours, number %(number)s: %(hours)s hours a week")
        % {"number": f["number"], "hours": _steps(f)}
    ),
    "case.plan_carried": lambda f: (
        _("The plan of hours goes on in period %(period)s: %(hours)s hours a week") % {"period": f["period"], "hours": _steps(f)}
    ),
    "case.pause_recorded": _pause,
    "case.pause_ended": lambda f: (
        _("The pause from %(first)s ends on %(last)s") % {"first": day_in(f, "first_day"), "last": day_in(f, "last_day")}
    ),
    "case.pause_taken_back": lambda f: _("The pause from %(first)s is taken back") % {"first": day_in(f, "first_day")},
    "case.wish_changed": _wish,
    "case.wish_taken_back": lambda f: _("The client takes back the wish of %(day)s") % {"day": day_in(f, "day")},
    "case.hours_decided": _hours_decided,
    "case.meeting_arranged": _meeting(
        lambda: _("Match meeting arranged for %(day)s"),
        lambda: _("Start-up meeting arranged for %(day)s"),
        lambda: _("Status meeting arranged for %(day)s"),
    ),
    "case.meeting_moved": _meeting(
        lambda: _("Match meeting moved to %(day)s"),
        lambda: _("Start-up meeting moved to %(day)s"),
        lambda: _("Status meeting moved to %(day)s"),
    ),
    "case.meeting_changed": _meeting(
        lambda: _("Match meeting on %(day)s: place or company changed"),
        lambda: _("Start-up meeting on %(day)s: place or company changed"),
        lambda: _("Status meeting on %(day)s: place or company changed"),
    ),
    "case.meeting_cancelled": _meeting(
        lambda: _("Match meeting on %(day)s cancelled"),
        lambda: _("Start-up meeting on %(day)s cancelled"),
        lambda: _("Status meeting on %(day)s cancelled"),
    ),
    "case.meeting_held": _meeting(
        lambda: _("Match meeting held on %(day)s"),
        lambda: _("Start-up meeting held on %(day)s"),
        lambda: _("Status meeting held on %(day)s"),
    ),
}
