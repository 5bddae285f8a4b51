"""Extensions and the second person in words: whole sentences from codes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from cases.enums import GRANTS, DecisionOutcome
from cases.enums_course import ApprovalKind, AskedBy
from core.templatetags.ui import minutes_words, number
from core.words import day_in

Facts = dict[str, Any]


def _lower(label: Any) -> str:
    text = str(label)
    return text[:1].lower() + text[1:]


def _kind(f: Facts) -> str:
    return _lower(ApprovalKind(f["decision"]).label)


REFUSALS: dict[str, Callable[[Facts], str]] = {
    # The request
    "extension_not_running": lambda f: _("Only a running course is extended. Open the case to see where it is."),
    "consent_withdrawn": lambda f: _("The client has withdrawn the consent to the course. Nothing can be planned or granted without it."),
    "extension_pending": lambda f: _("A request for an extension waits to be decided. Decide it, or withdraw it, first."),
    "extension_no_period": lambda f: _("The course has no period that could be extended."),
    "extension_too_early": lambda f: _("Can be handled from %(day)s.") % {"day": day_in(f, "day")},
    "extension_too_late": lambda f: (
        _("An extension could be asked for until %(day)s. After that day a new application is needed.") % {"day": day_in(f, "day")}
    ),
    "asked_in_future": lambda f: _("The day has not been yet. Write the day on which it was asked."),
    "asked_before_course": lambda f: _("The course began on %(day)s. Write that day or a later one.") % {"day": day_in(f, "first_day")},
    "own_request_stays": lambda f: _(
        "A colleague has asked for this, and it stays so: who asks does not decide. If somebody else asks, withdraw the request and write theirs down."
    ),
    "reached_missing": lambda f: _("Write what has been reached so far."),
    "why_still_missing": lambda f: _("Write why a mentor is still needed."),
    # The decision
    "extension_over": lambda f: _("The request has been decided or withdrawn already. This page shows what became of it."),
    "extension_choice_missing": lambda f: _("Choose what you decide."),
    "extension_nothing_less": lambda f: _("Neither hours nor last day are below the wish. Choose to grant what is asked for."),
    "steps_missing": lambda f: _("Write how many hours a week are granted, such as 2,5 or 2:30."),
    "steps_begin_elsewhere": lambda f: (
        _("The hours begin with the new period, on %(day)s. Write that day in the first line.") % {"day": day_in(f, "first_day")}
    ),
    "step_outside": lambda f: (
        _("%(day)s lies outside the new period, which ends on %(last)s. Choose a day inside it.")
        % {"day": day_in(f, "day"), "last": day_in(f, "last_day")}
    ),
    "step_twice": lambda f: _("Two lines begin on %(day)s. Each line needs a day of its own.") % {"day": day_in(f, "day")},
    "steps_rise": lambda f: (
        _("From %(day)s there are more hours than before. Inside a grant the hours stay or go down.") % {"day": day_in(f, "day")}
    ),
    "back_words_missing": lambda f: _("Write what is missing."),
    "return_words_missing": lambda f: _("Write what has to change before it can be approved."),
    "no_draft_of_an_extension": lambda f: _("You have no draft of this decision. Write it on the page of the decision."),
    "back_to_missing": lambda f: _("Write who answers."),
    # The second person
    "approval_waiting": lambda f: _(
        "A decision in this case waits for a second person. Take it back before you change anything it builds on."
    ),
    "approval_over": lambda f: _("Somebody has answered this already. Open the case to see what was decided."),
    "second_is_first": lambda f: _("You have prepared this decision yourself. Somebody else must approve it."),
    "cost_not_approved": lambda f: (
        _(
            "With this mentor the course costs DKK %(cost)s in all. Above DKK %(limit)s a second person approves it before the mentor takes over. "
            "Ask for that on the page of the proposal, or choose another mentor."
        )
        % {"cost": number(f["cost"] / 100), "limit": number(f["limit"] / 100)}
        if f.get("takeover")
        else _(
            "With this mentor the grant costs DKK %(cost)s. Above DKK %(limit)s a second person approves it, and nobody has. "
            "Choose another mentor, or annul the decision and decide again with this type of mentor: then a manager is asked."
        )
        % {"cost": number(f["cost"] / 100), "limit": number(f["limit"] / 100)}
    ),
    "price_needs_nobody": lambda f: _("One person may decide this: assign the mentor."),
    "takeover_over": lambda f: _("The mentor does not take over any more. Send it back, so that it does not wait."),
    "decided_by_requester": lambda f: _("You have asked for this yourself, so a colleague decides it."),
    "course_settings_there": lambda f: _("The jobcentre has settings already. Change those."),
    "course_settings_range": lambda f: _("One of the numbers is too small or too large. The hint beside each says how far it goes."),
    "taken_back_by_other": lambda f: _("Only the colleague who prepared the decision takes it back. A manager can send it back."),
}


def _asked(f: Facts) -> str:
    said = _("%(who)s asks for an extension: %(hours)s a week until %(last)s") % {
        "who": AskedBy(f["asked_by"]).label,
        "hours": minutes_words(f["minutes"]),
        "last": day_in(f, "last_day"),
    }
    return _("%(said)s. Asked late") % {"said": said} if f.get("late") else said


def _decided(f: Facts) -> str:
    facts = {
        "decision": DecisionOutcome(f["outcome"]).label,
        "first": day_in(f, "first_day"),
        "last": day_in(f, "last_day"),
        "hours": minutes_words(f["minutes_a_week"]),
        "appeal": day_in(f, "appeal_until"),
    }
    if f["outcome"] not in GRANTS:
        return _("Extension: %(decision)s. Complaint until %(appeal)s") % facts
    if f["steps"] > 1:
        return _("Extension: %(decision)s, at most %(hours)s a week from %(first)s to %(last)s. Complaint until %(appeal)s") % facts
    return _("Extension: %(decision)s, %(hours)s a week from %(first)s to %(last)s. Complaint until %(appeal)s") % facts


EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.extension_asked": _asked,
    "case.extension_changed": lambda f: _("Request changed. %(said)s") % {"said": _asked(f)},
    "case.extension_withdrawn": lambda f: _("The request for an extension was withdrawn"),
    "case.extension_sent_back": lambda f: (
        _("The request for an extension was sent back: something is missing. To be decided by %(day)s still")
        % {"day": day_in(f, "decide_by")}
    ),
    "case.extension_decided": _decided,
    "case.period_added": lambda f: (
        _("Period %(number)s set: %(first)s to %(last)s, %(hours)s a week")
        % {"number": f["number"], "first": day_in(f, "first_day"), "last": day_in(f, "last_day"), "hours": minutes_words(f["minutes"])}
    ),
    "case.approval_asked": lambda f: _("A second person is asked to approve: %(decision)s") % {"decision": _kind(f)},
    "case.approval_given": lambda f: _("Approved by a second person: %(decision)s") % {"decision": _kind(f)},
    "case.approval_returned": lambda f: _("Sent back by the second person: %(decision)s") % {"decision": _kind(f)},
    "case.approval_taken_back": lambda f: _("Taken back before a second person approved: %(decision)s") % {"decision": _kind(f)},
}
