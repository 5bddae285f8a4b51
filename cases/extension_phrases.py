"""Extensions and the second person in words: whole sentences from codes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from cases.enums import DecisionKind
from core.templatetags.ui import minutes
from core.words import day_in

Facts = dict[str, Any]


def _lower(label: Any) -> str:
    text = str(label)
    return text[:1].lower() + text[1:]


def _kind(f: Facts) -> str:
    return _lower(DecisionKind(f["decision"]).label)


REFUSALS: dict[str, Callable[[Facts], str]] = {
    # The second person
    "approval_waiting": lambda f: _(
        "A decision in this case waits for a second person. Take it back before you change anything it builds on."
    ),
    "approval_over": lambda f: _("Somebody has answered this already. Open the case to see what was decided."),
    "second_is_first": lambda f: _("You have prepared this decision yourself. Somebody else must approve it."),
    "decided_by_requester": lambda f: _("You have asked for this yourself, so a colleague decides it."),
    "taken_back_by_other": lambda f: _("Only the colleague who prepared the decision takes it back. A manager can send it back."),
}

EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.period_added": lambda f: (
        _("Period %(number)s set: %(first)s to %(last)s, %(hours)s hours a week")
        % {"number": f["number"], "first": day_in(f, "first_day"), "last": day_in(f, "last_day"), "hours": minutes(f["minutes"])}
    ),
    "case.approval_asked": lambda f: _("A second person is asked to approve: %(decision)s") % {"decision": _kind(f)},
    "case.approval_given": lambda f: _("Approved by a second person: %(decision)s") % {"decision": _kind(f)},
    "case.approval_returned": lambda f: _("Sent back by the second person: %(decision)s") % {"decision": _kind(f)},
    "case.approval_taken_back": lambda f: _("Taken back before a second person approved: %(decision)s") % {"decision": _kind(f)},
}
