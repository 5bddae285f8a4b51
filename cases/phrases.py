"""Codes as sentences: refusals of rules and actions, and events of the time line. Each says what is wrong and how to put it right."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import (
    allocation_phrases,
    appeal_phrases,
    around_phrases,
    assessment_phrases,
    closing_phrases,
    contact_phrases,
    course_phrases,
    delivery_phrases,
    extension_phrases,
    feedback_phrases,
    goal_phrases,
    letter_phrases,
    match_phrases,
    note_phrases,
    notice_phrases,
    plan_phrases,
    proposal_phrases,
    repair_phrases,
    step_phrases,
)
from cases.enums import Party
from core.templatetags.ui import minutes_words
from core.words import day_in, listed
from mentors.phrases import sentence as of_the_register

Facts = dict[str, Any]


REFUSALS: dict[str, Callable[[Facts], str]] = {
    # Reference data (administration)
    "rules_used": lambda f: _("Decisions were made under these rules: only the last day can be changed. Add new rules from the day after."),
    "rules_less_favourable": lambda f: (
        _("The national rules give clients %(least)s weeks to complain. A jobcentre can give more, not fewer.") % f
        if f["what"] == "appeal_weeks"
        else _("The national rules give a paper letter %(least)s working days. A jobcentre can give more, not fewer.") % f
    ),
    "rules_overlap": lambda f: _("Other rules already hold on one of these days. End those first."),
    # Match: in a file of its own
    **match_phrases.REFUSALS,
    **proposal_phrases.REFUSALS,
    **allocation_phrases.REFUSALS,
    # Step 3, assessment and decision: in a file of their own
    **assessment_phrases.REFUSALS,
    # Steps 1 and 2, exits, CPR numbers: in a file of their own
    **step_phrases.REFUSALS,
    # A running course: in a file of its own
    **course_phrases.REFUSALS,
    **contact_phrases.REFUSALS,
    **note_phrases.REFUSALS,
    **notice_phrases.REFUSALS,
    **plan_phrases.REFUSALS,
    **around_phrases.REFUSALS,
    **closing_phrases.REFUSALS,
    **feedback_phrases.REFUSALS,
    **extension_phrases.REFUSALS,
    **delivery_phrases.REFUSALS,
    **goal_phrases.REFUSALS,
    **appeal_phrases.REFUSALS,
    **repair_phrases.REFUSALS,
    **letter_phrases.REFUSALS,
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
        _("At most %(months)s months at a time: the last day can be %(latest)s.") % {"months": f["months"], "latest": day_in(f, "latest")}
    ),
    "period_overlaps": lambda f: (
        _("The case already has a period from %(first)s to %(last)s. Choose other days.")
        % {"first": day_in(f, "first_day"), "last": day_in(f, "last_day")}
    ),
    # Start-up: meeting, agreement, first period
    "no_mentor": lambda f: _("The case has no mentor now. Assign one in step 4."),
    "no_grant": lambda f: _("Nothing is granted yet. The decision is made in step 3."),
    "meeting_already": lambda f: _("A start-up meeting is already arranged. Move that one."),
    "meeting_over": lambda f: _("This meeting has been held or cancelled."),
    "meeting_before_application": lambda f: _("The day lies before the application was received."),
    "meeting_before_proposal": lambda f: (
        _("A mentor was first proposed on %(day)s. Write that day or a later one.") % {"day": day_in(f, "proposed_on")}
    ),
    "meeting_before_mentor": lambda f: (
        _("The mentor was assigned on %(day)s. Write that day or a later one.") % {"day": day_in(f, "assigned_on")}
    ),
    "held_before_mentor": lambda f: (
        _("The mentor was assigned on %(day)s. The meeting was held on that day or later.") % {"day": day_in(f, "assigned_on")}
    ),
    "held_in_future": lambda f: _("The day has not been yet. Record the meeting when it has been held."),
    "fact_missing": lambda f: FACTS_MISSING[f["fact"]](),
    "facts_missing": lambda f: " ".join(FACTS_MISSING[fact]() for fact in f["facts"]),
    "hours_missing": lambda f: _("Write how many hours a week."),
    "more_than_granted": lambda f: (
        _("At most %(hours)s a week are granted. More needs a new decision.") % {"hours": minutes_words(f["minutes"])}
    ),
    "starts_before_grant": lambda f: _("The grant begins on %(day)s. The agreement cannot begin before.") % {"day": day_in(f, "first_day")},
    "starts_after_grant": lambda f: _("The grant ends on %(day)s. A later start needs a new decision.") % {"day": day_in(f, "last_day")},
    "newer_version": lambda f: (
        _("Version %(number)s has been made since. Read it on this page before you go on.") % {"number": f["number"]}
    ),
    "signed_already": lambda f: _("This party has already signed the version."),
    "signed_in_future": lambda f: _("The day has not been yet. Record the signature when it is there."),
    "signed_before_version": lambda f: (
        _("This version was made on %(day)s. A signature on it cannot be older.") % {"day": day_in(f, "made_on")}
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
        % {"until": day_in(f, "until")}
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
}


def sentence(code: str, facts: Facts) -> str:
    """The sentence of a reason code of cases, of the register, or of accounts."""
    phrase = REFUSALS.get(code)
    return phrase(facts) if phrase else of_the_register(code, facts)


def _agreement_changed(f: Facts) -> str:
    said = _("Agreement, version %(version)s: %(terms)s changed") % {
        "version": f["version"],
        "terms": listed([str(TERMS[name]) for name in f["changed"]]),
    }
    if f.get("void"):
        parties = listed([str(Party(party).label).lower() for party in f["void"]])
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
    "times": gettext_lazy("times of the week"),
    "when_where": gettext_lazy("when and where"),
    "cancelling": gettext_lazy("how to cancel"),
    "may_write_down": gettext_lazy("what the mentor may write down"),
    "with_workplace": gettext_lazy("what is agreed with the workplace"),
}
"""The terms of an agreement, in the middle of a sentence."""


EVENTS: dict[str, Callable[[Facts], str]] = {
    # Match: in a file of its own
    **match_phrases.EVENTS,
    **allocation_phrases.EVENTS,
    **proposal_phrases.EVENTS,
    **assessment_phrases.EVENTS,
    # Steps 1 and 2, exits, CPR numbers: in a file of their own
    **step_phrases.EVENTS,
    # A running course: in a file of its own
    **course_phrases.EVENTS,
    **contact_phrases.EVENTS,
    **note_phrases.EVENTS,
    **notice_phrases.EVENTS,
    **plan_phrases.EVENTS,
    **around_phrases.EVENTS,
    **closing_phrases.EVENTS,
    **feedback_phrases.EVENTS,
    **extension_phrases.EVENTS,
    **goal_phrases.EVENTS,
    **appeal_phrases.EVENTS,
    **repair_phrases.EVENTS,
    **letter_phrases.EVENTS,
    # Mails of reminders: in a file of their own
    **delivery_phrases.EVENTS,
    # Start-up: meeting, agreement, first period
    "case.unassigned": lambda f: _("The match did not work; the case is back in step 4"),
    "mentor.unassigned": lambda f: _("Assignment to case %(case)s ended before it began") % {"case": f["case"]},
    "case.agreement_made": lambda f: _("Agreement written, version %(version)s") % {"version": f["version"]},
    "case.agreement_changed": _agreement_changed,
    "case.agreement_contact": lambda f: _("Agreement, version %(version)s: how the mentor is reached changed") % {"version": f["version"]},
    "case.agreement_signed": lambda f: (
        _("%(party)s signed version %(version)s of the agreement on %(day)s")
        % {"party": Party(f["party"]).label, "version": f["version"], "day": day_in(f, "day")}
    ),
    "case.period_started": lambda f: (
        _("Period %(number)s set: %(first)s to %(last)s, %(hours)s a week")
        % {"number": f["number"], "first": day_in(f, "first_day"), "last": day_in(f, "last_day"), "hours": minutes_words(f["minutes"])}
    ),
}


def event(kind: str, facts: Facts) -> str:
    """The time line's words for an event. An unknown kind is shown as it is."""
    phrase = EVENTS.get(kind)
    return phrase(facts) if phrase else kind
