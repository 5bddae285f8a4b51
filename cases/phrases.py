"""Codes as sentences: refusals of rules and actions, and events of the time line. Each says what is wrong and how to put it right."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.phrases import refusal
from cases import match_phrases, step_phrases
from cases.enums import GRANTS, DecisionOutcome, Party
from core.templatetags.ui import date_long, minutes, minutes_words

Facts = dict[str, Any]


def _day(facts: Facts, name: str) -> str:
    value = facts.get(name)
    return str(date_long(dt.date.fromisoformat(value))) if value else ""


REFUSALS: dict[str, Callable[[Facts], str]] = {
    # Match: in a file of its own
    **match_phrases.REFUSALS,
    # Steps 1 and 2, exits, CPR numbers: in a file of their own
    **step_phrases.REFUSALS,
    # The case and its steps
    "case_closed": lambda f: _("The case is closed. It can be read but not changed."),
    "not_in_this_step": lambda f: _("This belongs to another step of the case. Open the case to see where it is."),
    "case_open_already": lambda f: _("The client already has an open case. Open that one: a client has one case at a time."),
    # CPR numbers
    "cpr_shape": lambda f: _("A CPR number has ten digits, such as 010190-1234."),
    "cpr_no_such_day": lambda f: (
        _("Day %(day)s, month %(month)s, year %(year)s is not a date. Check the first six digits and the seventh.") % f
    ),
    "cpr_not_born_yet": lambda f: _("The date in the CPR number has not been yet. Check the seventh digit."),
    "cpr_taken": lambda f: _("Another client has this CPR number. Search for the number to find the client."),
    # Periods
    "ends_before_start": lambda f: _("The last day lies before the first day."),
    "period_too_long": lambda f: (
        _("At most %(months)s months at a time: the last day can be %(latest)s.") % {"months": f["months"], "latest": _day(f, "latest")}
    ),
    "period_overlaps": lambda f: (
        _("The case already has a period from %(first)s to %(last)s. Choose other days.")
        % {"first": _day(f, "first_day"), "last": _day(f, "last_day")}
    ),
    # Start-up: meeting, agreement, first period
    "no_mentor": lambda f: _("The case has no mentor now. Assign one in step 4."),
    "no_grant": lambda f: _("Nothing is granted yet. The decision is made in step 3."),
    "meeting_already": lambda f: _("A start-up meeting is already arranged. Move that one."),
    "meeting_over": lambda f: _("This meeting has been held or cancelled."),
    "meeting_before_application": lambda f: _("The day lies before the application was received."),
    "held_in_future": lambda f: _("The day has not been yet. Record the meeting when it has been held."),
    "fact_missing": lambda f: FACTS_MISSING[f["fact"]](),
    "facts_missing": lambda f: " ".join(FACTS_MISSING[fact]() for fact in f["facts"]),
    "hours_missing": lambda f: _("Write how many hours a week."),
    "more_than_granted": lambda f: (
        _("At most %(hours)s hours a week are granted. More needs a new decision.") % {"hours": minutes(f["minutes"])}
    ),
    "starts_before_grant": lambda f: _("The grant begins on %(day)s. The agreement cannot begin before.") % {"day": _day(f, "first_day")},
    "starts_after_grant": lambda f: _("The grant ends on %(day)s. A later start needs a new decision.") % {"day": _day(f, "last_day")},
    "newer_version": lambda f: (
        _("Version %(number)s has been made since. Read it on this page before you go on.") % {"number": f["number"]}
    ),
    "signed_already": lambda f: _("This party has already signed the version."),
    "signed_in_future": lambda f: _("The day has not been yet. Record the signature when it is there."),
    "signed_before_version": lambda f: (
        _("This version was made on %(day)s. A signature on it cannot be older.") % {"day": _day(f, "made_on")}
    ),
    "on_behalf_needs_both": lambda f: _("To sign on behalf of somebody needs both a name and a reason."),
    "meeting_not_held": lambda f: _("The start-up meeting is not recorded as held."),
    "agreement_not_made": lambda f: _("The agreement is not written yet."),
    "agreement_other_mentor": lambda f: _("The agreement is with an earlier mentor. Save it again with the mentor of now."),
    "signature_missing": lambda f: (
        _("The client has not signed the newest version.") if f["party"] == "client" else _("The mentor has not signed the newest version.")
    ),
    "declaration_missing": lambda f: (
        _("The mentor's declaration of confidentiality is valid until %(until)s, which is before the first day.")
        % {"until": _day(f, "until")}
        if f.get("until")
        else _("The mentor has no declaration of confidentiality. It is recorded on the mentor's page.")
    ),
    "period_started_already": lambda f: _("The period has already started."),
    "period_overlaps_another": lambda f: _("The case already has a period on one of these days."),
    "period_too_long_in_law": lambda f: _("A period lasts at most 6 months. Longer needs a new decision."),
    "mentor_overlaps": lambda f: _("Another mentor holds the case on one of these days."),
}

# Start-up: what each of the five facts lacks
FACTS_MISSING: dict[str, Callable[[], str]] = {
    "goals": lambda: _("Write at least one goal, in the client's words."),
    "mentor": lambda: _("The mentor has neither phone nor e-mail. Add one on the mentor's page."),
    "tasks": lambda: _("Write what the mentor helps with."),
    "duration": lambda: _("Write the first day."),
    "hours": lambda: _("Write how many hours a week."),
    # Step 3: assessment and decision
    "assessment_decided": lambda f: _("The decision is made, and the assessment stays as it was that day."),
    "group_unknown": lambda f: _("One of the target groups is not known. Load the page again and choose from the list."),
    "answer_missing": lambda f: _("Answer question %(number)s of the checklist.") % f,
    "evidence_missing": lambda f: _("Question %(number)s of the checklist: write what the answer builds on.") % f,
    "whom_to_ask_missing": lambda f: _("Question %(number)s of the checklist: answer yes or no, or write whom you ask and when.") % f,
    "not_voluntary": lambda f: _("A mentor is a voluntary offer: it can be granted when the client has said yes."),
    "why_extra_missing": lambda f: _("Write what the manager or teacher already does, and why a mentor is extra."),
    "group_missing": lambda f: _("Choose at least one target group."),
    "since_missing": lambda f: _("Write since when the target group holds, such as 16-11-2026."),
    "since_ahead": lambda f: _("The target group holds from a day that has not been yet. Write a day up to today."),
    "short_answer_missing": lambda f: _("Answer question %(number)s about mentor or personal assistance.") % f,
    "outcome_missing": lambda f: _("Choose what you decide."),
    "below_the_wish": lambda f: _("Something is less than wished or another than wished. Choose “Granted in part”, or grant it as wished."),
    "nothing_below_the_wish": lambda f: _("Nothing is below the wish. Choose “Granted”."),
    "grant_hours_missing": lambda f: _("Write how many hours a week are granted, such as 2,5 or 2:30."),
    "grant_hours_out_of_range": lambda f: _("Grant at most %(hours)s hours a week, and more than none.") % f,
    "grant_first_day_missing": lambda f: _("Write the first day that is granted."),
    "grant_last_day_missing": lambda f: _("Write the last day that is granted."),
    "grant_is_past": lambda f: _("The last day has already been. Grant a period that is not over."),
    "grant_mentor_type_missing": lambda f: _("Choose the type of mentor."),
    "grant_purpose_missing": lambda f: _("Write the purpose: what the client is to reach with a mentor."),
    "grant_tasks_missing": lambda f: _("Write the mentor's tasks."),
    "grant_funding_missing": lambda f: _("Choose who pays."),
    "why_fewer_hours_missing": lambda f: _("Write why fewer hours are granted than wished."),
    "why_shorter_missing": lambda f: _("Write why a shorter time is granted than wished."),
    "why_later_missing": lambda f: _("Write why the first day is later than wished."),
    "why_other_mentor_missing": lambda f: _("Write why another type of mentor is granted than wished."),
    "reasons_missing": lambda f: _("Write the reasons: the client has a right to them when not everything is granted."),
    "offered_instead_missing": lambda f: _("Write what is offered instead, or whom the client can turn to."),
    "sent_on_missing": lambda f: _("Write the day on which the letter is sent."),
    "sent_before_decision": lambda f: _("The letter cannot be sent before the decision is made. Write today or a later day."),
    "sent_too_late": lambda f: (
        _("The letter is sent within a month of the decision, at the latest on %(latest)s.") % {"latest": _day(f, "latest")}
    ),
    "period_longer_than_law": lambda f: _("At most six months at a time. Choose an earlier last day."),
    "no_rules_in_force": lambda f: _("No rules of the scheme are in force today. Ask an administrator to enter them."),
    "decide_later": lambda f: _(
        "The decision can be made when steps 1 and 2 are done. The assessment and a draft of the decision can be written now."
    ),
    "decided_already": lambda f: _("The case has been decided already. The decision stands on this page."),
    "no_draft_of_a_decision": lambda f: _(
        "You have no draft of a decision. Write it on the page “Assessment” and press “Review the decision”."
    ),
    "draft_changed": lambda f: _("The draft was changed after you opened this page. Read it again before you decide."),
    # Reference data (administration)
    "rules_used": lambda f: _("Decisions were made under these rules: only the last day can be changed. Add new rules from the day after."),
    "rules_overlap": lambda f: _("Other rules already hold on one of these days. End those first."),
}


def sentence(code: str, facts: Facts) -> str:
    """The sentence of a reason code of cases, or of accounts."""
    phrase = REFUSALS.get(code)
    return phrase(facts) if phrase else refusal(code, facts)


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _agreement_changed(f: Facts) -> str:
    said = _("Agreement, version %(version)s: %(terms)s changed") % {
        "version": f["version"],
        "terms": _and([str(TERMS[name]) for name in f["changed"]]),
    }
    if f.get("void"):
        parties = _and([str(Party(party).label).lower() for party in f["void"]])
        said = _("%(said)s. Void: the signature of %(parties)s") % {"said": said, "parties": parties}
    return said


TERMS: dict[str, Any] = {
    "goals": gettext_lazy("goals"),
    "mentor": gettext_lazy("mentor"),
    "mentor_contact": gettext_lazy("contact"),
    "tasks": gettext_lazy("tasks"),
    "first_day": gettext_lazy("first day"),
    "last_day": gettext_lazy("last day"),
    "minutes_a_week": gettext_lazy("hours a week"),
    "ways_of_meeting": gettext_lazy("how to meet"),
    "when_where": gettext_lazy("when and where"),
    "cancelling": gettext_lazy("how to cancel"),
    "may_write_down": gettext_lazy("what the mentor may write down"),
    "with_workplace": gettext_lazy("what is agreed with the workplace"),
}
"""The terms of an agreement, in the middle of a sentence."""


def _decided(facts: Facts) -> str:
    if facts["outcome"] in GRANTS:
        return _("%(decision)s: %(hours)s a week from %(first)s to %(last)s. Complaint until %(appeal)s") % {
            "decision": DecisionOutcome(facts["outcome"]).label,
            "hours": minutes_words(facts["minutes_a_week"]),
            "first": _day(facts, "first_day"),
            "last": _day(facts, "last_day"),
            "appeal": _day(facts, "appeal_until"),
        }
    return _("%(decision)s. Complaint until %(appeal)s") % {
        "decision": DecisionOutcome(facts["outcome"]).label,
        "appeal": _day(facts, "appeal_until"),
    }


EVENTS: dict[str, Callable[[Facts], str]] = {
    # Match: in a file of its own
    **match_phrases.EVENTS,
    # Steps 1 and 2, exits, CPR numbers: in a file of their own
    **step_phrases.EVENTS,
    # Step 3: assessment and decision
    "case.assessed": lambda f: _("The assessment was written: %(answered)s of %(questions)s questions of the checklist answered") % f,
    "case.decided": _decided,
    # Start-up: meeting, agreement, first period
    "case.meeting_arranged": lambda f: _("Start-up meeting arranged for %(day)s") % {"day": _day(f, "day")},
    "case.meeting_moved": lambda f: _("Start-up meeting moved to %(day)s") % {"day": _day(f, "day")},
    "case.meeting_changed": lambda f: _("Start-up meeting on %(day)s: place or company changed") % {"day": _day(f, "day")},
    "case.meeting_cancelled": lambda f: _("Start-up meeting on %(day)s cancelled") % {"day": _day(f, "day")},
    "case.meeting_held": lambda f: _("Start-up meeting held on %(day)s") % {"day": _day(f, "day")},
    "case.unassigned": lambda f: _("The match did not work; the case is back in step 4"),
    "mentor.unassigned": lambda f: _("Assignment to case %(case)s ended before it began") % {"case": f["case"]},
    "case.agreement_made": lambda f: _("Agreement written, version %(version)s") % {"version": f["version"]},
    "case.agreement_changed": _agreement_changed,
    "case.agreement_signed": lambda f: (
        _("%(party)s signed version %(version)s of the agreement on %(day)s")
        % {"party": Party(f["party"]).label, "version": f["version"], "day": _day(f, "day")}
    ),
    "case.period_started": lambda f: (
        _("Period %(number)s started: %(first)s to %(last)s, %(hours)s hours a week")
        % {"number": f["number"], "first": _day(f, "first_day"), "last": _day(f, "last_day"), "hours": minutes(f["minutes"])}
    ),
}


def event(kind: str, facts: Facts) -> str:
    """The time line's words for an event. An unknown kind is shown as it is."""
    phrase = EVENTS.get(kind)
    return phrase(facts) if phrase else kind
