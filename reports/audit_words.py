"""The audit points in words: what is asked, what was found, and why."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.rules.audit_points import FOLLOW_UP_WEEKS, LONGEST_MONTHS, UNCHECKED_DAYS, Check, Held, Point


def heading(point: Point) -> str:
    """A word or two, for the head of a column."""
    return {
        Point.PURPOSE: pgettext("audit point", "Purpose"),
        Point.TASKS: pgettext("audit point", "Tasks"),
        Point.QUALIFICATIONS: pgettext("audit point", "Qualifications"),
        Point.MENTOR_TYPE: _("Type of mentor"),
        Point.HOURS: pgettext("audit point", "Hours"),
        Point.CHECKED: _("Hours checked"),
        Point.DURATION: pgettext("audit point", "Duration"),
        Point.GUIDANCE: _("Guidance on complaint"),
        Point.FOLLOW_UP: _("Follow-up"),
    }[point]


def question(point: Point) -> str:
    """What a yes means."""
    return {
        Point.PURPOSE: _("Does every grant say what the mentor support is for?"),
        Point.TASKS: _("Does every grant say what the mentor is to do?"),
        Point.QUALIFICATIONS: _("Is it written down why this mentor was chosen, and what the mentor has experience in?"),
        Point.MENTOR_TYPE: _("Is the mentor of the type that was granted?"),
        Point.HOURS: _("Does every grant say how many hours a week?"),
        Point.CHECKED: _("Are hours in the log, and has a caseworker approved them within %(weeks)s weeks?")
        % {"weeks": UNCHECKED_DAYS // 7},
        Point.DURATION: _("Does every period last at most %(months)s months?") % {"months": LONGEST_MONTHS},
        Point.GUIDANCE: _("Was every decision sent with the last day to complain?"),
        Point.FOLLOW_UP: _("Has a status meeting been held or planned within %(weeks)s weeks, and is the client asked again after the end?")
        % {"weeks": FOLLOW_UP_WEEKS},
    }[point]


def answer(held: Held) -> str:
    return {
        Held.YES: pgettext("audit answer", "Yes"),
        Held.NO: pgettext("audit answer", "No"),
        Held.NOT_APPLICABLE: pgettext("audit answer", "Does not apply"),
    }[held]


def reason(code: str) -> str:
    """Why a point was answered so. An unknown code is shown as it is, so that support can find it."""
    known = {
        "no_grant": _("No decision in force grants the support."),
        "purpose_missing": _("A grant has no purpose."),
        "purpose_too_short": _("The purpose of a grant is one or two words."),
        "purpose_written": _("The purpose is written down."),
        "tasks_missing": _("A grant does not say what the mentor does."),
        "tasks_too_short": _("The tasks of a grant are one or two words."),
        "tasks_written": _("The tasks are written down."),
        "no_mentor": _("No mentor is assigned."),
        "why_mentor_missing": _("Why this mentor was chosen is not written down."),
        "experience_missing": _("What the mentor has experience in is not assessed."),
        "mentor_assessed": _("The choice has its reasons, and the mentor’s experience is assessed."),
        "type_differs": _("The mentor is of another type than the one granted."),
        "type_as_granted": _("The mentor is of the type that was granted."),
        "hours_missing": _("A grant does not say how many hours a week."),
        "hours_granted": _("The hours a week are granted."),
        "hours_unchecked": _("Hours have waited for approval for more than %(weeks)s weeks.") % {"weeks": UNCHECKED_DAYS // 7},
        "no_hours_logged": _("No hours are in the log after more than %(weeks)s weeks.") % {"weeks": UNCHECKED_DAYS // 7},
        "hours_checked": _("Hours are in the log, and none has waited too long for approval."),
        "course_is_young": _("The course is so young that nothing is due yet."),
        "no_period": _("No period is in force."),
        "period_too_long": _("A period is longer than %(months)s months.") % {"months": LONGEST_MONTHS},
        "periods_in_length": _("Every period lasts at most %(months)s months.") % {"months": LONGEST_MONTHS},
        "not_sent_yet": _("A decision is not sent yet."),
        "complaint_time_short": _("A decision gives less time to complain than its rules."),
        "guidance_sent": _("Every decision was sent with the last day to complain."),
        "none_planned": _("After the end nobody is to ask the client again."),
        "follow_up_overdue": _("A follow-up after the end is overdue."),
        "follow_up_done": _("The client was asked again after the end."),
        "follow_up_planned": _("The follow-up after the end is planned."),
        "meeting_held": _("A status meeting was held."),
        "meeting_planned": _("A status meeting is planned."),
        "no_meeting": _("No status meeting was held in the first %(weeks)s weeks, and none is planned.") % {"weeks": FOLLOW_UP_WEEKS},
    }
    return known.get(code, code)


def why(check: Check) -> str:
    """The point and its reason, in a line of a list."""
    return _("%(point)s: %(reason)s") % {"point": heading(check.point), "reason": reason(check.reason)}
