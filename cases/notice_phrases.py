"""The sentences of reminders, for the inbox, the case's page and mails: never a name or a CPR number. And the refusals and events of the ledger."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import OutcomePoint
from cases.enums_notice import NoticeKind, NoticeState
from cases.goal_phrases import point_words
from cases.models import Notice
from core.days import WEEK
from core.words import day_in

Facts = dict[str, Any]


def notice_words(notice: Notice) -> str:
    """What falls due and when, without names: one sentence."""
    return _SENTENCES[NoticeKind(notice.kind)](notice.facts, notice.level)


def ledger_words(notice: Notice) -> str:
    """The same for a list that shows those that nobody was told of, too: what such a one is about has not happened, and need not."""
    kind = NoticeKind(notice.kind)
    words = _SENTENCES[kind] if notice.told_at else _COMING.get(kind, _SENTENCES[kind])
    return words(notice.facts, notice.level)


def notice_ref(notice: Notice) -> str:
    """The number of the case it belongs to; "" for one about a mentor. The case is loaded with the notice."""
    return notice.case.ref if notice.case is not None else str(notice.facts.get("case", ""))


def notice_action(notice: Notice) -> tuple[str, str]:
    """(label, path) of where one acts on it. The case is loaded with the notice."""
    if notice.mentor_id is not None:
        return _("See the mentor"), reverse("mentor", args=[notice.mentor_id])
    ref = notice_ref(notice)
    if notice.kind == NoticeKind.SECOND_PERSON:
        return _("See the decision"), reverse("approval", args=[notice.about])
    if notice.kind == NoticeKind.APPEAL:
        return _("Open the complaint"), reverse("case_appeal", args=[ref, notice.about])
    label, page = _PAGES.get(NoticeKind(notice.kind), (lambda: _("Open the case"), "case"))
    return label(), reverse(page, args=[ref])


_PAGES: dict[NoticeKind, tuple[Callable[[], str], str]] = {
    NoticeKind.ANSWER: (lambda: _("Assess the application"), "case_assessment"),
    NoticeKind.PROPOSAL: (lambda: _("Record the answer"), "case_match"),
    NoticeKind.AGREEMENT: (lambda: _("Open the agreement"), "case_agreement"),
    NoticeKind.EXTENSION: (lambda: _("Handle the extension"), "case_extension"),
    NoticeKind.EXTENSION_DECISION: (lambda: _("Handle the extension"), "case_extension_decide"),
    NoticeKind.ENTRIES: (lambda: _("See the contacts"), "case_log"),
    NoticeKind.QUIET: (lambda: _("See the contacts"), "case_log"),
    NoticeKind.QUESTION: (lambda: _("Write down feedback"), "case_feedback_new"),
    NoticeKind.NOT_WORKING: (lambda: _("See the feedback"), "case_feedback"),
    NoticeKind.MEASUREMENT: (lambda: _("See the measurements"), "case_measurements"),
    NoticeKind.FOLLOW_UP: (lambda: _("Write the follow-up"), "case_followup"),
    NoticeKind.PROTECTION: (lambda: _("Change the application"), "case_contact"),
}


def _answer(f: Facts, level: int) -> str:
    return _("The application is to be decided by %(day)s.") % {"day": day_in(f, "day")}


def _proposal(f: Facts, level: int) -> str:
    if f["who"] == "mentor":
        return _("The mentor’s answer to the proposal should have come by %(day)s.") % {"day": day_in(f, "day")}
    return _("The client’s answer to the proposal should have come by %(day)s.") % {"day": day_in(f, "day")}


def _agreement(f: Facts, level: int) -> str:
    return _("The agreement of %(day)s is not signed by both yet.") % {"day": day_in(f, "day")}


def _extension(f: Facts, level: int) -> str:
    """The last level comes when the day of deciding has passed, unless the notice time is shorter than that."""
    days = {"last": day_in(f, "last_day"), "day": day_in(f, "day")}
    if dt.date.fromisoformat(f["day"]) < dt.date.fromisoformat(f["last_day"]) - level * WEEK:
        return _("The period ends on %(last)s. What comes after it should have been decided by %(day)s.") % days
    return _("The period ends on %(last)s. What comes after it is to be decided by %(day)s.") % days


def _extension_decision(f: Facts, level: int) -> str:
    days = {"last": day_in(f, "last_day"), "day": day_in(f, "day")}
    return _("The request for an extension is to be decided by %(day)s. The period ends on %(last)s.") % days


def _course_over(f: Facts, level: int) -> str:
    return _("The last day was %(day)s. The course is to be ended or extended.") % {"day": day_in(f, "last_day")}


def _second_person(f: Facts, level: int) -> str:
    return _("A decision has waited for a second person since %(day)s.") % {"day": day_in(f, "day")}


def _quiet(f: Facts, level: int) -> str:
    if f["since"]:
        return _("There has been no contact since %(day)s.") % {"day": day_in(f, "since")}
    return _("There has been no contact in the period that began on %(day)s.") % {"day": day_in(f, "first_day")}


def _entries(f: Facts, level: int) -> str:
    return _("Contacts have waited to be approved since %(day)s.") % {"day": day_in(f, "day")}


def _question(f: Facts, level: int) -> str:
    if f["since"]:
        return _("Ask the client how it goes: the last time was %(day)s.") % {"day": day_in(f, "since")}
    return _("Ask the client how it goes: the course began on %(day)s.") % {"day": day_in(f, "first_day")}


def _not_working(f: Facts, level: int) -> str:
    return _("Something does not work. It is to be dealt with by %(day)s.") % {"day": day_in(f, "day")}


def _measurement(f: Facts, level: int) -> str:
    return _("A measurement is due on %(day)s: %(point)s.") % {
        "point": point_words(f["point"], f["months"]).lower(),
        "day": day_in(f, "day"),
    }


def _follow_up(f: Facts, level: int) -> str:
    return _("The client is to be asked again on %(day)s: %(point)s.") % {
        "point": str(OutcomePoint(f["point"]).label).lower(),
        "day": day_in(f, "day"),
    }


def _appeal(f: Facts, level: int) -> str:
    return _("The complaint is to be dealt with by %(day)s.") % {"day": day_in(f, "day")}


def _protection(f: Facts, level: int) -> str:
    return _("The client’s address protection runs out on %(day)s.") % {"day": day_in(f, "day")}


def _declaration(f: Facts, level: int) -> str:
    if level:
        return _("The mentor’s declaration of confidentiality runs out on %(day)s.") % {"day": day_in(f, "day")}
    return _("The mentor’s declaration of confidentiality ran out on %(day)s.") % {"day": day_in(f, "day")}


_SENTENCES: dict[NoticeKind, Callable[[Facts, int], str]] = {
    NoticeKind.ANSWER: _answer,
    NoticeKind.PROPOSAL: _proposal,
    NoticeKind.AGREEMENT: _agreement,
    NoticeKind.EXTENSION: _extension,
    NoticeKind.EXTENSION_DECISION: _extension_decision,
    NoticeKind.COURSE_OVER: _course_over,
    NoticeKind.SECOND_PERSON: _second_person,
    NoticeKind.QUIET: _quiet,
    NoticeKind.ENTRIES: _entries,
    NoticeKind.QUESTION: _question,
    NoticeKind.NOT_WORKING: _not_working,
    NoticeKind.MEASUREMENT: _measurement,
    NoticeKind.FOLLOW_UP: _follow_up,
    NoticeKind.APPEAL: _appeal,
    NoticeKind.PROTECTION: _protection,
    NoticeKind.DECLARATION: _declaration,
}


def _proposal_coming(f: Facts, level: int) -> str:
    if f["who"] == "mentor":
        return _("The mentor is to answer the proposal by %(day)s.") % {"day": day_in(f, "day")}
    return _("The client is to answer the proposal by %(day)s.") % {"day": day_in(f, "day")}


def _course_over_coming(f: Facts, level: int) -> str:
    return _("The last day is %(day)s. After it the course is to be ended or extended.") % {"day": day_in(f, "last_day")}


def _quiet_coming(f: Facts, level: int) -> str:
    if f["since"]:
        return _("If there is still no contact: the last one was on %(day)s.") % {"day": day_in(f, "since")}
    return _("If there is still no contact in the period that began on %(day)s.") % {"day": day_in(f, "first_day")}


_COMING: dict[NoticeKind, Callable[[Facts, int], str]] = {
    NoticeKind.PROPOSAL: _proposal_coming,
    NoticeKind.COURSE_OVER: _course_over_coming,
    NoticeKind.QUIET: _quiet_coming,
}


def level_words(kind: NoticeKind, level: int) -> str:
    """How long before its deadline a level is told; "" where there is one level, or it is told on the day or after it."""
    if not level:
        return ""
    if kind in (NoticeKind.EXTENSION, NoticeKind.EXTENSION_DECISION, NoticeKind.APPEAL, NoticeKind.PROTECTION):
        return ngettext("%(number)s week before", "%(number)s weeks before", level) % {"number": level}
    if kind == NoticeKind.ANSWER:
        return ngettext("%(number)s working day before", "%(number)s working days before", level) % {"number": level}
    if kind == NoticeKind.DECLARATION:
        return ngettext("%(number)s day before", "%(number)s days before", level) % {"number": level}
    return ""


REFUSALS: dict[str, Callable[[Facts], str]] = {
    "notice_closed": lambda f: (
        _("This reminder is closed already: %(state)s. Nothing more is told of it.") % {"state": str(NoticeState(f["state"]).label).lower()}
    ),
    "notice_not_told": lambda f: _("This reminder has not been told yet. Put it off or stop it instead."),
    "notice_until_past": lambda f: _("Write a day after today."),
    "notice_until_before": lambda f: _("It is told on %(day)s. Write a later day.") % {"day": day_in(f, "day")},
    "notice_until_far": lambda f: (
        _("A reminder can be put off until %(day)s at the latest. Write that day or an earlier one.") % {"day": day_in(f, "day")}
    ),
    "notice_why_missing": lambda f: _("Write why, so that colleagues can see it."),
}


def _named(f: Facts) -> dict[str, str]:
    return {"what": str(NoticeKind(f["reminder"]).label), "until": day_in(f, "until")}


def _put_off(f: Facts) -> str:
    return _("Reminder put off until %(until)s: %(what)s") % _named(f)


def _stopped(f: Facts) -> str:
    return _("Reminder stopped: %(what)s") % _named(f)


def _done(f: Facts) -> str:
    return _("Reminder done: %(what)s") % _named(f)


EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.reminder_put_off": _put_off,
    "case.reminder_stopped": _stopped,
    "case.reminder_done": _done,
    "client.reminder_put_off": _put_off,
    "client.reminder_stopped": _stopped,
    "client.reminder_done": _done,
    "mentor.reminder_put_off": _put_off,
    "mentor.reminder_stopped": _stopped,
    "mentor.reminder_done": _done,
}
