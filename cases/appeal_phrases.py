"""Complaints and discharges from hospital in words. Whole sentences from codes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums_course import AppealOutcome, DischargeAnswer, GivenHow, Reassessment
from cases.rules.appeals import AppealState
from core.words import day_in

Facts = dict[str, Any]

STATES: dict[str, Any] = {
    AppealState.LOOK_AGAIN: gettext_lazy("To be looked at again"),
    AppealState.FORWARD: gettext_lazy("To be passed on to the appeals board"),
    AppealState.DECIDE_AGAIN: gettext_lazy("A new decision is to be made"),
    AppealState.AT_BOARD: gettext_lazy("With the appeals board"),
    AppealState.ENDED: gettext_lazy("Closed"),
}

REFUSALS: dict[str, Callable[[Facts], str]] = {
    # A complaint comes
    "appeal_decision_unknown": lambda f: _("Choose the decision that the complaint is about."),
    "appeal_decision_annulled": lambda f: _("This decision is annulled, so there is nothing to complain about. Choose another one."),
    "appeal_open_already": lambda f: _("A complaint about this decision is open already. Open that one."),
    "appeal_words_missing": lambda f: _("Fill in this field."),
    "appeal_in_future": lambda f: _("The day has not been yet. Write the day on which the complaint came."),
    "appeal_before_decision": lambda f: (
        _("The decision was made on %(day)s. The complaint came on that day or later.") % {"day": day_in(f, "decided_on")}
    ),
    "appeal_is_late": lambda f: _("The complaint came after the last day. Choose what is done with it."),
    "appeal_late_why_missing": lambda f: _("Write why it is taken up all the same, or why it is dismissed."),
    # Its way
    "appeal_ended": lambda f: _("The complaint is closed. It can be read but not changed."),
    "appeal_reassessed_already": lambda f: _("The decision has been looked at again, so what was written before stays as it is."),
    "appeal_not_reassessed": lambda f: _("Look at the decision again first: only what is upheld is passed on."),
    "appeal_nothing_to_pass_on": lambda f: _("All was changed as the client asks, so there is nothing to pass on. Make the new decision."),
    "appeal_forwarded_already": lambda f: _("The complaint has already been passed on."),
    "appeal_reasons_missing": lambda f: _("Write the reasons: what the new look led to, and why."),
    "appeal_outcome_not_yet": lambda f: _("This cannot be the outcome now. The appeals board answers when it has the complaint."),
    "appeal_effect_missing": lambda f: _("Write what the outcome means for the course, or that it changes nothing."),
    "appeal_day_in_future": lambda f: _("The day has not been yet. Write today or an earlier day."),
    "appeal_day_too_early": lambda f: _("The day lies too early: write %(day)s or a later day.") % {"day": day_in(f, "earliest")},
    # Discharge from a psychiatric hospital
    "discharge_told_in_future": lambda f: _("The day has not been yet. Write the day on which you were told."),
    "discharge_too_far": lambda f: _("A discharge in %(year)s is too far ahead. Check the year.") % f,
    "discharge_too_long_ago": lambda f: _("A discharge in %(year)s is too long ago. Check the year.") % f,
    "discharge_by_whom_missing": lambda f: _("Write who told of the discharge, such as the ward."),
    "discharge_coming_already": lambda f: _("A coming discharge is already written down. Move that one."),
    "discharge_over": lambda f: _("The client is discharged already."),
    "discharge_asked_in_future": lambda f: _("The day has not been yet. Write the day on which the client was asked."),
    "discharge_asked_too_early": lambda f: (
        _("You were told on %(day)s. The client was asked on that day or later.") % {"day": day_in(f, "earliest")}
    ),
    "discharge_answer_missing": lambda f: _("Choose what the client answered, or leave the day of the answer empty."),
    "discharge_answered_missing": lambda f: _("Write the day on which the client answered."),
    "discharge_answered_in_future": lambda f: _("The day has not been yet. Write the day on which the client answered."),
    "discharge_answered_too_early": lambda f: _("The client cannot answer before being asked. Check the two days."),
    "discharged_in_future": lambda f: _("The day has not been yet. Move the expected day instead."),
    "discharged_too_long_ago": lambda f: _("The day lies more than a year before you were told. Check the year."),
}


def _received(f: Facts) -> str:
    facts = {"day": day_in(f, "received_on"), "how": str(GivenHow(f["how"]).label).lower(), "by": day_in(f, "reassess_by")}
    if f.get("dismissed"):
        return _("Complaint received on %(day)s, %(how)s: dismissed, as it came too late") % facts
    if f.get("late"):
        return _("Complaint received on %(day)s, %(how)s: too late, and taken up all the same. To be looked at by %(by)s") % facts
    return _("Complaint received on %(day)s, %(how)s. To be looked at by %(by)s") % facts


def _asked(f: Facts) -> str:
    day = day_in(f, "day")
    if not f.get("answer"):
        return _("Asked on %(day)s about a mentor after the discharge: no answer yet") % {"day": day}
    answer = str(DischargeAnswer(f["answer"]).label).lower()
    return _("Asked on %(day)s about a mentor after the discharge: %(answer)s") % {"day": day, "answer": answer}


EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.appeal_received": _received,
    "case.appeal_changed": lambda f: (
        _("What is written of the complaint was corrected. To be looked at by %(by)s") % {"by": day_in(f, "reassess_by")}
    ),
    "case.appeal_reassessed": lambda f: (
        _("The decision was looked at again on %(day)s: %(result)s")
        % {"day": day_in(f, "day"), "result": str(Reassessment(f["led_to"]).label).lower()}
    ),
    "case.appeal_forwarded": lambda f: _("The complaint was passed on to the appeals board on %(day)s") % {"day": day_in(f, "day")},
    "case.appeal_ended": lambda f: (
        _("The complaint ended on %(day)s: %(outcome)s")
        % {"day": day_in(f, "day"), "outcome": str(AppealOutcome(f["outcome"]).label).lower()}
    ),
    "case.discharge_told": lambda f: _("Told of a discharge from hospital, expected on %(day)s") % {"day": day_in(f, "expected_on")},
    "case.discharge_moved": lambda f: _("The discharge from hospital is expected on %(day)s") % {"day": day_in(f, "expected_on")},
    "case.discharge_asked": _asked,
    "case.discharged": lambda f: _("Discharged from hospital on %(day)s") % {"day": day_in(f, "day")},
}
