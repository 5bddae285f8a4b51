"""The contact log in words: refusals and events. Whole sentences from codes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums_course import TOOK_PLACE, Attendance, ContactForm
from core.templatetags.ui import minutes_words
from core.words import day_in, listed

Facts = dict[str, Any]


def _spans(spans: list[list[str]]) -> str:
    """From 1 June 2026 to 30 November 2026 and from 1 December 2026."""
    told = []
    for first, last in spans:
        days = {"first": day_in({"d": first}, "d"), "last": day_in({"d": last}, "d")}
        told.append(_("%(first)s to %(last)s") % days if last else _("from %(first)s") % days)
    return listed(told)


def _outside(f: Facts) -> str:
    if not f["periods"]:
        return _("The course has no period, so no hours are granted on this day.")
    return _("The day lies in none of the periods: %(periods)s. Check the day; for later days an extension is needed.") % {
        "periods": _spans(f["periods"])
    }


def _without_mentor(f: Facts) -> str:
    if not f["mentors"]:
        return _("The case had no mentor on this day.")
    return _("The case had no mentor on this day. It had one: %(days)s.") % {"days": _spans(f["mentors"])}


REFUSALS: dict[str, Callable[[Facts], str]] = {
    "contact_not_running": lambda f: _("The log is kept while the course runs. Open the case to see where it is."),
    "contact_in_future": lambda f: _("The day has not been yet. Register the contact when it has been."),
    "contact_after_withdrawal": lambda f: (
        _("The client withdrew on %(day)s. After that day nothing is registered.") % {"day": day_in(f, "withdrawn_on")}
    ),
    "contact_outside_period": _outside,
    "contact_without_mentor": _without_mentor,
    "contact_too_long": lambda f: _("At most %(most)s on one day. Check the minutes.") % {"most": minutes_words(f["minutes"])},
    "contact_took_time": lambda f: _("What took place took at least a minute. Write how long, or say that it did not take place."),
    "contact_cancelled_by_whom": lambda f: _("Choose who cancelled."),
    "contact_twice": lambda f: _(
        "The same contact is already in the log: the same day, length and form. If there were two, write the time of each."
    ),
    "contact_over_use": lambda f: (
        _("This is %(over)s more than is granted in period %(number)s. Write why it is needed, or correct the minutes.")
        % {"over": minutes_words(f["over"]), "number": f["number"]}
    ),
    "contact_struck": lambda f: (
        _("The entry of %(day)s is struck out, and nothing more can be done with it.") % {"day": day_in(f, "day")}
        if f.get("day")
        else _("The entry is struck out, and nothing more can be done with it.")
    ),
    "contact_approved_already": lambda f: _("The entry is already approved."),
    "contact_not_approved": lambda f: _("There is nothing to undo: the hours are not approved any more."),
    "contact_second_person": lambda f: (
        _("The entry of %(day)s is longer than %(limit)s, and you wrote it: somebody else approves it.")
        % {"day": day_in(f, "day"), "limit": minutes_words(f["minutes"])}
    ),
    "contacts_none_chosen": lambda f: _("Choose at least one entry to approve."),
    "contact_unchanged": lambda f: _("Nothing is different from what stands in the log. Change what is wrong, or go back."),
    "contact_why_missing": lambda f: _("Write why: it stays with the entry."),
    "contact_question_missing": lambda f: _("Write what you want to know."),
    "contact_answer_missing": lambda f: _("Write what the mentor answered."),
    "contact_answered_already": lambda f: _("The question is already answered."),
    "contact_answered_in_future": lambda f: _("The day has not been yet. Write the day on which the mentor answered."),
    "contact_answered_before": lambda f: (
        _("The question was asked on %(day)s. The answer came on that day or later.") % {"day": day_in(f, "asked_on")}
    ),
}


def what(f: Facts) -> str:
    """Meeting, 45 minutes / Phone: the client did not come."""
    form, attendance = ContactForm(f["form"]).label, Attendance(f["attendance"])
    if attendance not in TOOK_PLACE:
        return _("%(form)s: %(attendance)s") % {"form": form, "attendance": _lower(attendance.label)}
    return _("%(form)s, %(length)s") % {"form": form, "length": minutes_words(f["minutes"])}


def _lower(label: Any) -> str:
    text = str(label)
    return text[:1].lower() + text[1:]


def _logged(f: Facts) -> str:
    said = _("Contact on %(day)s registered: %(what)s") % {"day": day_in(f, "day"), "what": _lower(what(f))}
    return _("%(said)s. More than granted, with a reason") % {"said": said} if f.get("over") else said


def _corrected(f: Facts) -> str:
    facts = {"day": day_in(f, "day"), "what": _lower(what(f)), "old_day": day_in(f, "old_day")}
    if f.get("approved"):
        return _("Approved contact of %(old_day)s corrected: now %(day)s, %(what)s") % facts
    return _("Contact of %(old_day)s corrected: now %(day)s, %(what)s") % facts


def _struck(f: Facts) -> str:
    facts = {"day": day_in(f, "day"), "what": _lower(what(f))}
    if f.get("approved"):
        return _("Approved contact of %(day)s struck out: %(what)s") % facts
    return _("Contact of %(day)s struck out: %(what)s") % facts


def _days(f: Facts) -> str:
    if f["first_day"] == f["last_day"]:
        return day_in(f, "first_day")
    return _("%(first)s to %(last)s") % {"first": day_in(f, "first_day"), "last": day_in(f, "last_day")}


def _counted(f: Facts) -> dict[str, Any]:
    return {"count": f["count"], "length": minutes_words(f["minutes"]), "days": _days(f)}


EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.contact_logged": _logged,
    "case.contact_corrected": _corrected,
    "case.contact_struck": _struck,
    "case.contacts_approved": lambda f: (
        ngettext("%(count)s contact approved, %(length)s: %(days)s", "%(count)s contacts approved, %(length)s: %(days)s", f["count"])
        % _counted(f)
    ),
    "case.contacts_unapproved": lambda f: (
        ngettext(
            "Approval of %(count)s contact undone, %(length)s: %(days)s",
            "Approval of %(count)s contacts undone, %(length)s: %(days)s",
            f["count"],
        )
        % _counted(f)
    ),
    "case.contact_asked": lambda f: _("The mentor is asked about the contact of %(day)s") % {"day": day_in(f, "day")},
    "case.contact_answered": lambda f: _("The mentor’s answer about the contact of %(day)s is written down") % {"day": day_in(f, "day")},
}
