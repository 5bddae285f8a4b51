"""Proposals and conflicts of interest in words: what was refused, and what happened. Whole sentences from codes."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from cases.enums import ConflictKind
from core.words import day_in

Facts = dict[str, Any]

REFUSALS: dict[str, Callable[[Facts], str]] = {
    "answer_after_expiry": lambda f: (
        _("The proposal ran out on %(day)s, before this answer. Give it a new day first: what you have written is kept.")
        % {"day": day_in(f, "day")}
    ),
    "mentor_answer_by_missing": lambda f: _("Write by when the mentor answers."),
    "conflict_words_missing": lambda f: _("Write what the conflict of interest is."),
    "conflict_already": lambda f: _("This conflict of interest is recorded already. The mentor is not on the list."),
    "conflict_lifted_already": lambda f: _("This conflict of interest is lifted already. The mentor can be proposed again."),
    "lift_reason_missing": lambda f: _("Write why the conflict of interest is no longer there."),
}

EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.proposal_prolonged": lambda f: _("New day for the answer to a proposal: %(day)s") % {"day": day_in(f, "day")},
    "case.conflict_recorded": lambda f: _("A conflict of interest with a mentor is recorded: %(kind)s") % {"kind": _kind(f)},
    "case.conflict_lifted": lambda f: _("A conflict of interest with a mentor is lifted: %(kind)s") % {"kind": _kind(f)},
    "mentor.conflict_recorded": lambda f: (
        _("Conflict of interest with the client of case %(case)s: %(kind)s") % {"case": f["case"], "kind": _kind(f)}
    ),
    "mentor.conflict_lifted": lambda f: (
        _("Conflict of interest with the client of case %(case)s lifted: %(kind)s") % {"case": f["case"], "kind": _kind(f)}
    ),
}


def _kind(facts: Facts) -> str:
    """The kind in the middle of a sentence."""
    label = str(ConflictKind(facts["conflict"]).label)
    return label[:1].lower() + label[1:]
