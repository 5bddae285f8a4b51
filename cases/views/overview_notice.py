"""The one alert on the page of a course: the decision that is due first, with its choices as buttons."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.course_read import CourseRead
from cases.enums import DecisionKind
from cases.enums_course import AskedBy, FeedbackFrom
from cases.models import Case
from cases.rules.course import goes_on_until
from cases.rules.desk import Next, Task
from cases.rules.hours import Step
from cases.rules.rematches import Left
from cases.views import course_parts
from core.templatetags.ui import date_long, day_long


def hours_to_agree(read: CourseRead, today: dt.date) -> Step | None:
    """The granted hours, and since when, that the newest agreement does not have: those of a later change, or fewer than are agreed (R109, R131)."""
    newest, grant = read.newest, read.grant
    if newest is None or grant is None:
        return None
    changed = grant.kind == DecisionKind.CHANGE and grant.created_at > newest.made_at
    if changed and grant.first_day and grant.minutes_a_week is not None and grant.minutes_a_week != newest.minutes_a_week:
        return Step(grant.first_day, grant.minutes_a_week)
    held = [each for each in read.periods if each.days is not None and each.first_day <= today]
    most = max((step.minutes_a_week for step in held[-1].granted), default=0) if held else 0
    return Step(held[-1].first_day, most) if 0 < most < newest.minutes_a_week else None


def notice(
    case: Case, read: CourseRead, *, task: Task | None, left: Left, periods: Any, can_change: bool, today: dt.date
) -> dict[str, Any] | None:
    """The page's one alert: the decision that is due first, with its choices as buttons."""
    code = task.code if task else Next.FOLLOW_COURSE
    last_day = goes_on_until(periods=periods)
    found: dict[str, Any] | None
    if code == Next.DEAL_WITH_FEEDBACK and read.trouble is not None:
        found = _trouble(case, read, today)
    elif code in (Next.DECIDE_EXTENSION, Next.COMPLETE_EXTENSION, Next.AWAIT_SECOND) and read.extension is not None:
        found = _extension(case, read, code, today)
    elif code in (Next.ASK_EXTENSION, Next.END_COURSE) and last_day is not None:
        found = _runs_out(case, read, task, last_day, today)
    elif read.rematch is not None:
        found = course_parts.rematch_notice(case, read.rematch, left)
    else:
        known: dict[str, Any] = {"signed": read.signed, "last_day": last_day, "hours": hours_to_agree(read, today)}
        found = course_parts.agreement_notice(case, read.newest, read.holding, **known)
    if found is not None and not can_change:
        found["actions"] = []
    return found


def _trouble(case: Case, read: CourseRead, today: dt.date) -> dict[str, Any] | None:
    trouble = read.trouble
    if trouble is None:
        return None
    known = {"who": str(FeedbackFrom(trouble.said_by).label), "day": date_long(trouble.day), "by": day_long(trouble.answer_by)}
    over = trouble.answer_by < today
    return {
        "level": "error" if over else "warning",
        "heading": _("Something does not work. It should have been dealt with by %(by)s") % known
        if over
        else _("Something does not work. Deal with it by %(by)s") % known,
        "text": _("Said by: %(who)s, %(day)s.") % known,
        "actions": [{"label": _("Write what was done"), "url": reverse("case_feedback_deal", args=[case.ref, trouble.id])}],
    }


def _extension(case: Case, read: CourseRead, code: Next, today: dt.date) -> dict[str, Any] | None:
    asked = read.extension
    if asked is None:
        return None
    known = {"who": str(AskedBy(asked["asked_by"]).label), "day": date_long(asked["asked_on"]), "by": day_long(asked["decide_by"])}
    if code == Next.AWAIT_SECOND:
        heading = _("The extension waits for the second person. It should be decided by %(by)s") % known
    elif code == Next.COMPLETE_EXTENSION:
        heading = _("Something is missing in the request for an extension. It should be decided by %(by)s") % known
    else:
        heading = _("Decide about the extension by %(by)s") % known
    page = "case_extension_decide" if code == Next.DECIDE_EXTENSION else "case_extension"
    verb = _("See the extension") if code == Next.AWAIT_SECOND else _("Handle the extension")
    return {
        "level": "error" if asked["decide_by"] < today else "warning",
        "heading": heading,
        "text": _("Asked for by: %(who)s, %(day)s.") % known,
        "actions": [{"label": verb, "url": reverse(page, args=[case.ref])}],
    }


def _runs_out(case: Case, read: CourseRead, task: Task | None, last_day: dt.date, today: dt.date) -> dict[str, Any]:
    """The period runs out, or has run out: both ways on stand beside it."""
    extend = {"label": _("Handle the extension"), "url": reverse("case_extension", args=[case.ref])}
    close = reverse("case_close", args=[case.ref])
    missing = [goal for goal in read.goals if not goal.is_reached]
    text = ""
    if read.goals and missing:
        text = ngettext(
            "%(missing)d of %(count)d goals is not reached yet.", "%(missing)d of %(count)d goals are not reached yet.", len(missing)
        ) % {"missing": len(missing), "count": len(read.goals)}
    elif read.goals:
        text = _("All goals are reached.")
    known = {"last": date_long(last_day), "by": day_long(task.due_on) if task else ""}
    if last_day < today:
        return {
            "level": "error",
            "heading": _("The period ran out on %(last)s. Close the course or extend it") % known,
            "text": " ".join(filter(None, [_("No hours are granted after that day."), text])),
            "actions": [{"label": _("Close the course"), "url": close}, extend],
        }
    if task and task.due_on and task.due_on < today:
        heading = _("The period runs out on %(last)s. The extension should have been decided by %(by)s") % known
    else:
        heading = _("The period runs out on %(last)s. Decide about an extension by %(by)s") % known
    return {"level": "warning", "heading": heading, "text": text, "actions": [{"label": _("Close on time"), "url": close}, extend]}
