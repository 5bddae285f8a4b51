"""An allocation in words, as rows for its templates: the sum, its progress, and of each line why this mentor and why not the first choice."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import match_phrases
from cases.actions.allocation_lines import CHANGEABLE, unmet_of
from cases.enums import AllocationState, LineState, State
from cases.forms.allocation import tick_of
from cases.models import Allocation, AllocationLine
from cases.phrases import sentence
from cases.views.match_words import stop_counts
from core.templatetags.ui import number
from core.words import listed
from mentors.enums import SupportArea

NAMED = 3
"""So many cases are named where a mentor went to others."""
NOT_BEGUN_FOR = dt.timedelta(seconds=15)

_STATE_LOOK: dict[str, str] = {
    LineState.OPEN: "info",
    LineState.ACCEPTED: "ok",
    LineState.DROPPED: "line",
    LineState.REFUSED: "over",
    LineState.NOBODY: "warn",
}
_LOOK: dict[str, str] = {
    AllocationState.WAITING: "info",
    AllocationState.RUNNING: "info",
    AllocationState.DONE: "ok",
    AllocationState.FAILED: "over",
}


def tag(allocation: Allocation) -> dict[str, Any]:
    return {"label": AllocationState(allocation.state).label, "state": _LOOK[allocation.state]}


def in_sum(allocation: Any) -> str:
    """12 of 14 waiting clients get a mentor, 9 their own first choice. Lines that were decided otherwise since count no more, and are told."""
    clients, with_mentor, first_choices = allocation.clients, allocation.with_mentor, allocation.first_choices
    if not clients:
        return _("No client waits for a mentor.")
    get = ngettext(
        "%(with_mentor)s of %(clients)s waiting client gets a mentor",
        "%(with_mentor)s of %(clients)s waiting clients get a mentor",
        clients,
    ) % {"with_mentor": number(with_mentor), "clients": number(clients)}
    lost = "".join(f" {text}" for text in _lost(dropped=allocation.dropped, impossible=allocation.impossible))
    if not with_mentor:
        return f"{get}.{lost}"
    own = ngettext("%(n)s gets their first choice", "%(n)s get their first choice", first_choices) % {"n": number(first_choices)}
    return f"{get}, {own}.{lost}"


def _lost(*, dropped: int, impossible: int) -> list[str]:
    told = []
    if dropped:
        told.append(ngettext("%(n)s is dropped.", "%(n)s are dropped.", dropped) % {"n": number(dropped)})
    if impossible:
        told.append(ngettext("%(n)s is no longer possible.", "%(n)s are no longer possible.", impossible) % {"n": number(impossible)})
    return told


def left_out(allocation: Allocation) -> list[str]:
    """Who in step 4 is not in it."""
    asked, run_out = allocation.asked_already, allocation.run_out
    told = []
    if asked:
        told.append(
            ngettext(
                "%(n)s client is not in it, because an answer about a mentor is awaited.",
                "%(n)s clients are not in it, because answers about mentors are awaited.",
                asked,
            )
            % {"n": number(asked)}
        )
    if run_out:
        told.append(
            ngettext(
                "%(n)s client is not in it, because the grant has run out: a new decision is needed.",
                "%(n)s clients are not in it, because their grants have run out: new decisions are needed.",
                run_out,
            )
            % {"n": number(run_out)}
        )
    return told


def progress(allocation: Allocation, *, now: dt.datetime) -> str:
    """How far a calculation is that is under way."""
    if allocation.state == AllocationState.WAITING:
        if now - allocation.asked_at < NOT_BEGUN_FOR:
            return _("The calculation is about to begin.")
        return _("The calculation waits for the program that works in the background. It begins by itself as soon as that answers.")
    if allocation.done < allocation.clients:
        return _("%(done)s of %(clients)s clients have been held against all mentors.") % {
            "done": number(allocation.done),
            "clients": number(allocation.clients),
        }
    return _("All clients have been held against all mentors. Now the best for all is found.")


def went_to(lines: Iterable[tuple[Any, int, int]]) -> dict[Any, list[str]]:
    """The case numbers that each mentor is proposed to."""
    found: dict[Any, list[str]] = defaultdict(list)
    for mentor, year, serial in lines:
        found[mentor].append(f"{year}-{serial:04d}")
    return found


def line_row(line: AllocationLine, *, elsewhere: dict[Any, list[str]], chosen: set[str], asked: set[str], told: bool) -> dict[str, Any]:
    """One client. `told`: the form was refused because of ticks that are missing, so they are marked."""
    case, key, tick = line.case, str(line.pk), tick_of(line)
    changeable = line.state in CHANGEABLE and not moved(line)
    unmet = [match_phrases.WISHES[wish]() for wish in unmet_of(line) if wish in match_phrases.WISHES]
    return {
        "id": key,
        "ref": case.ref,
        "name": case.client.name,
        "url": reverse("case_match", args=[case.ref]),
        "caseworker": case.caseworker.name,
        "needs": needs_in_short(line),
        "mentor": line.mentor.name if line.mentor else "",
        "mentor_url": reverse("mentor", args=[line.mentor_id]) if line.mentor_id else "",
        "reason": main_reason(line),
        "unmet": _("Not met: %(wishes)s") % {"wishes": listed(unmet)} if unmet else "",
        "first": line.first_choice.name if line.first_choice else "",
        "first_url": reverse("mentor", args=[line.first_choice_id]) if line.first_choice_id else "",
        "is_first": line.mentor_id is not None and line.mentor_id == line.first_choice_id,
        "why_another": why_another(line, elsewhere),
        "tag": {"label": LineState(line.state).label, "state": _STATE_LOOK[line.state]},
        "told": sentence(line.code, line.facts) if line.code else moved(line) or why_nobody(line),
        "changeable": changeable,
        "chosen": key in chosen,
        "asked": tick in asked,
        "tick": tick,
        "error": told and changeable and key in chosen and tick not in asked,
    }


def needs_in_short(line: AllocationLine) -> str:
    weighed = sorted((need for need in line.case.needs.all() if need.weight), key=lambda need: (-need.weight, need.area))
    return ", ".join(str(SupportArea(need.area).label) for need in weighed)


def main_reason(line: AllocationLine) -> str:
    said = line.board.get("mentors", {}).get(str(line.mentor_id), {}).get("reason")
    return match_phrases.reason(*said) if said and said[0] in match_phrases.REASONS else ""


def why_another(line: AllocationLine, elsewhere: dict[Any, list[str]]) -> str:
    """Why the client's first choice is not proposed: to whom it went."""
    if line.first_choice_id is None or line.first_choice_id == line.mentor_id:
        return ""
    refs = [ref for ref in elsewhere.get(line.first_choice_id, []) if ref != line.case.ref]
    if not refs:
        return _("Has not enough free hours beside the other clients.")
    names = listed(refs[:NAMED]) if len(refs) <= NAMED else _("%(cases)s and more") % {"cases": ", ".join(refs[:NAMED])}
    return _("Is proposed in %(cases)s: that is better for all together.") % {"cases": names}


def why_nobody(line: AllocationLine) -> str:
    """Of a line without a mentor: all who could begin went to others, or nobody could begin, and why most could not."""
    if line.state != LineState.NOBODY:
        return ""
    if candidates := line.board.get("candidates", 0):
        return ngettext(
            "The only mentor who could begin is proposed to another client.",
            "The %(n)s mentors who could begin are proposed to other clients.",
            candidates,
        ) % {"n": number(candidates)}
    stops = dict(line.board.get("stops", []))
    if not stops:
        return _("No mentor is registered.")
    return _("No mentor can begin: %(why)s.") % {"why": stop_counts(stops)}


def moved(line: AllocationLine) -> str:
    """What has happened in the case since: then the line can no longer be decided here."""
    if line.state not in CHANGEABLE:
        return ""
    if line.case.state != State.MATCH:
        return _("The case has moved on: %(state)s.") % {"state": State(line.case.state).label}
    return _("The client has been asked about a mentor since.") if vars(line).get("is_asked") else ""
