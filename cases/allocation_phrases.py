"""The allocation of all waiting clients in words: what was refused, who was left out, and why a client has no mentor or another than its first choice."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Facts = dict[str, Any]

REFUSALS: dict[str, Callable[[Facts], str]] = {
    "weights_missing": lambda f: _("No weights of the match hold today. An administrator adds them under reference data."),
    "allocation_not_done": lambda f: _("The allocation is not calculated yet. Wait until it is done."),
    "no_line_chosen": lambda f: _("Choose at least one client in the list."),
    "lines_conflict_not_asked": lambda f: (
        ngettext(
            "Ask about conflicts of interest for the client that is marked, and put the tick there.",
            "Ask about conflicts of interest for the %(lines)s clients that are marked, and put the ticks there.",
            f["lines"],
        )
        % f
    ),
    "lines_wish_reason_missing": lambda f: _("A chosen mentor does not meet all wishes. Say why he or she is proposed all the same."),
}

EVENTS: dict[str, Callable[[Facts], str]] = {
    "case.allocation_dropped": lambda f: _("Left out of an allocation; the client waits on"),
    "case.allocation_first_choice": lambda f: _("The client's first choice taken in an allocation"),
}
