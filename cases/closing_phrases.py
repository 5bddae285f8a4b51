"""The end of a course in words: both views, closing, follow-up, benefit, re-opening. Whole sentences from codes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.enums import EndReason, Outcome, OutcomePoint
from cases.enums_course import BenefitKind, View
from core.words import day_in

Facts = dict[str, Any]


REFUSALS: dict[str, Callable[[Facts], str]] = {
    # Both views
    "view_empty": lambda f: _("Write what was said, or choose one of the answers."),
    "view_in_future": lambda f: _("The day has not been yet. Write the day on which it was said."),
    "view_before_course": lambda f: _("The course began on %(day)s. Write that day or a later one.") % {"day": day_in(f, "first_day")},
    "view_hours_range": lambda f: _("Write the hours a week as at most 37."),
    "view_months_range": lambda f: _("Write at most %(most)s months.") % f,
    "view_no_course": lambda f: _("Client and mentor are asked how they see the course when it has begun."),
    "view_decided": lambda f: _("The request has been decided. What it was decided on is not changed afterwards."),
    "view_of_something_else": lambda f: _("What this was asked for has changed since the page was opened. Read the page and save again."),
    # Closing
    "closing_not_running": lambda f: _("Only a running course is closed here. Open the case to see where it is."),
    "hours_to_approve": lambda f: (
        ngettext(
            "%(entries)d contact must be approved before the course can be closed.",
            "%(entries)d contacts must be approved before the course can be closed.",
            f["entries"],
        )
        % {"entries": f["entries"]}
    ),
    "closing_extension": lambda f: _("A request for an extension waits. Decide it, or let it be withdrawn, before the course is closed."),
    "closing_approval": lambda f: _("A decision waits for a second person. It is approved or taken back before the course is closed."),
    "closing_rematch": lambda f: _(
        "A new mentor is looked for. Find one, write that they go on together, or choose that the match did not work."
    ),
    "not_run_out_yet": lambda f: (
        _("The period runs until %(day)s and has not run out yet. Choose another reason.") % {"day": day_in(f, "last_day")}
    ),
    "closing_no_draft": lambda f: _("What you wrote about the end is not there any more. Go back and write it again."),
    "closing_draft_changed": lambda f: _("What you wrote about the end was changed after you opened this page. Read it again first."),
    "outcome_since_too_far": lambda f: (
        _("The day lies too far ahead. Write %(day)s or an earlier day, or choose what holds now.") % {"day": day_in(f, "latest")}
    ),
    "outcome_hours_range": lambda f: _("Write the hours a week as more than 0 and at most %(hours)s.") % f,
    # Follow-up and benefit
    "not_ended": lambda f: _("The course has not ended, so there is nothing to follow up yet."),
    "follow_up_days_missing": lambda f: _("Write the three days on which the client is asked again."),
    "follow_up_not_planned": lambda f: _("No follow-up is planned for this time."),
    "follow_up_too_early": lambda f: (
        _("It is asked on %(day)s. If you meet the client sooner, change the day first.") % {"day": day_in(f, "due_on")}
    ),
    "follow_up_answered": lambda f: _("It was answered on %(day)s, so the day stands.") % {"day": day_in(f, "day")},
    "follow_up_day_off": lambda f: _("The day is a weekend or a holiday. The next working day is %(day)s.") % {"day": day_in(f, "next")},
    "follow_up_before_end": lambda f: _("The course ends on %(day)s. Write a later day.") % {"day": day_in(f, "closed_on")},
    "follow_up_too_late": lambda f: _("Write %(day)s or an earlier day.") % {"day": day_in(f, "latest")},
    "follow_up_order": lambda f: _("The follow-up before it is on %(day)s. Write a later day.") % {"day": day_in(f, "before")},
    "outcome_not_chosen": lambda f: _("Choose where the client is now. “Unknown” is an answer, too."),
    "benefit_since_in_future": lambda f: _("The day has not been yet. Write since when the client has lived on it."),
    # Opening again
    "reopening_not_ended": lambda f: _("Only a course that has ended can be opened again."),
    "reopening_handed_over": lambda f: _("The case was handed over to another jobcentre, which goes on with it."),
    "reopening_too_late": lambda f: (
        _("The course could be opened again until %(day)s. Now a new application is the way, and the old case is used for it.")
        % {"day": day_in(f, "latest")}
        if f.get("latest")
        else _("The course has no granted days. A new application is the way.")
    ),
    "consent_before_end": lambda f: (
        _("The course ended on %(day)s. Write on which day after that the client said yes.") % {"day": day_in(f, "closed_on")}
    ),
}

POINTS: dict[OutcomePoint, Any] = {
    OutcomePoint.END: gettext_lazy("at the end"),
    OutcomePoint.MONTHS_3: gettext_lazy("3 months after"),
    OutcomePoint.MONTHS_6: gettext_lazy("6 months after"),
    OutcomePoint.MONTHS_12: gettext_lazy("12 months after"),
}
"""In the middle of a sentence."""


def _ended(f: Facts) -> str:
    said = _("The course ended: %(reason)s") % {"reason": EndReason(f["reason"]).label}
    if f.get("outcome") in Outcome.values:
        said = _("%(said)s. Afterwards: %(outcome)s") % {"said": said, "outcome": Outcome(f["outcome"]).label}
    return said


def _answered(f: Facts, *, corrected: bool) -> str:
    named = {"point": POINTS[OutcomePoint(f["point"])], "outcome": Outcome(f["outcome"]).label}
    if not f["reached"]:
        return (
            _("Follow-up %(point)s corrected: the client was not reached") % named
            if corrected
            else _("Follow-up %(point)s: the client was not reached") % named
        )
    return _("Follow-up %(point)s corrected: %(outcome)s") % named if corrected else _("Follow-up %(point)s: %(outcome)s") % named


def _benefit(f: Facts) -> str:
    kind = BenefitKind(f["kind_of"]).label
    return (
        _("Benefit at the start: %(kind)s since %(day)s") % {"kind": kind, "day": day_in(f, "since")}
        if f.get("since")
        else _("Benefit at the start: %(kind)s") % {"kind": kind}
    )


def _reopened(f: Facts) -> str:
    said = _("The course was opened again; it had ended on %(day)s") % {"day": day_in(f, "closed_on")}
    if f["same_mentor"]:
        return _("%(said)s. The same mentor goes on") % {"said": said}
    return _("%(said)s. A new mentor is looked for") % {"said": said}


def _view(f: Facts, *, corrected: bool) -> str:
    whose, of = f["view"] == View.CLIENT, f["of"] == "extension"
    if corrected:
        if of:
            return (
                _("The client’s view for the extension was corrected") if whose else _("The mentor’s view for the extension was corrected")
            )
        return _("The client’s view of the course was corrected") if whose else _("The mentor’s view of the course was corrected")
    if of:
        return (
            _("The client’s view for the extension is written down") if whose else _("The mentor’s view for the extension is written down")
        )
    return _("The client’s view of the course is written down") if whose else _("The mentor’s view of the course is written down")


EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.view_recorded": lambda f: _view(f, corrected=False),
    "case.view_corrected": lambda f: _view(f, corrected=True),
    "case.ended": _ended,
    "case.follow_up_answered": lambda f: _answered(f, corrected=False),
    "case.follow_up_corrected": lambda f: _answered(f, corrected=True),
    "case.follow_up_moved": lambda f: (
        _("Follow-up %(point)s moved to %(day)s") % {"point": POINTS[OutcomePoint(f["point"])], "day": day_in(f, "day")}
    ),
    "case.benefit_recorded": _benefit,
    "case.reopened": _reopened,
}
