"""Putting right in words: decisions annulled, records merged, cases handed over. Whole sentences from codes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import DecisionKind, DecisionOutcome
from cases.rules.annulling import Effect
from cases.step_phrases import closed_with
from core.words import day_in

Facts = dict[str, Any]

EFFECTS: dict[str, Any] = {
    Effect.DECIDE_AGAIN: gettext_lazy("the case is back in the assessment"),
    Effect.PERIOD_NEVER: gettext_lazy("its period does not begin"),
    Effect.PERIOD_ENDS: gettext_lazy("its period ends"),
    Effect.OLD_HOURS: gettext_lazy("the hours are those granted before"),
    Effect.NOTHING: gettext_lazy("it can be asked for again"),
}

REFUSALS: dict[str, Callable[[Facts], str]] = {
    # Annulling
    "annulled_already": lambda f: _("The decision is annulled already."),
    "annul_course_runs": lambda f: _(
        "The course has started, so its first decision cannot be annulled. End the course, or change the hours with a new decision."
    ),
    "annul_newer_first": lambda f: _("A later decision builds on this one. Annul that one first."),
    "annul_has_hours": lambda f: (
        _("Entries are logged on %(day)s or later, in what this decision granted. Correct or strike them first, or end the course.")
        % {"day": day_in(f, "first_day")}
    ),
    "annul_why_missing": lambda f: _("Write why the decision was wrong."),
    # Merging
    "merge_itself": lambda f: _("This is the same record. Search for the other record of the client."),
    "merge_other_jobcentre": lambda f: _("The record belongs to another jobcentre. Only records of the same jobcentre can be merged."),
    "merged_already": lambda f: _("One of the records is merged already. Search again for the record that was kept."),
    "merge_two_open": lambda f: (
        _("Both records have an open case: %(one)s and %(other)s. Close the one that should not go on, then merge.") % f
    ),
    "merge_reason_missing": lambda f: _("Write how you know that both are the same person."),
    # Handing over
    "handover_to_itself": lambda f: _("Choose another jobcentre than your own."),
    "handover_to_nobody": lambda f: _("Choose the jobcentre that takes over."),
    "handover_reason_missing": lambda f: _("Write why the case is handed over."),
    "handover_ground_missing": lambda f: _("Write what the client has agreed to, or the legal ground for passing it on."),
    "handover_taken_back": lambda f: _("The other jobcentre has taken the case back."),
    "handover_not_there": lambda f: _("The case is not handed over to anybody now."),
    "handover_taken_there": lambda f: _("The other jobcentre has taken the case. It can hand it over to you."),
    "handover_why_missing": lambda f: _("Write why the case is taken back."),
    "handover_taken": lambda f: _("Somebody in your jobcentre has already taken this case."),
}


def _annulled(f: Facts) -> str:
    return _("Annulled: %(kind)s of %(day)s, %(outcome)s. %(effect)s") % {
        "kind": _lower(DecisionKind(f["decision_kind"]).label),
        "day": day_in(f, "decided_on"),
        "outcome": _lower(DecisionOutcome(f["outcome"]).label),
        "effect": _capital(EFFECTS[f["effect"]]),
    }


def _lower(label: Any) -> str:
    text = str(label)
    return text[:1].lower() + text[1:]


def _capital(label: Any) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]


EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.annulled": _annulled,
    "case.client_merged": lambda f: (
        _("Two records of the client were merged; this case was moved to the record that is kept")
        if f.get("moved")
        else _("Two records of the client were merged; the record of this case is kept")
    ),
    "case.handed_over": lambda f: closed_with(f, _("Handed over to %(to)s") % {"to": f.get("to", "")}),
    "case.handover_taken": lambda f: _("%(to)s has taken the case") % {"to": f.get("to", "")},
    "case.handover_taken_back": lambda f: _("Taken back before %(to)s had taken the case") % {"to": f.get("to", "")},
    "case.handover_received": lambda f: (
        _("Taken over from %(place)s, with challenges and wishes") % {"place": f.get("come_from", "")}
        if f.get("with_challenges")
        else _("Taken over from %(place)s, without challenges and wishes") % {"place": f.get("come_from", "")}
    ),
}
