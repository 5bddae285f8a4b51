"""What the board shows, as rows for its templates: codes and facts become words only for what is shown."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import match_phrases
from cases.board import CaseBoard, Excluded
from cases.enums import AskedHow, ConflictKind, ProposalState, Weight
from cases.loads import Face
from cases.models import Case, Conflict, MatchWeights, Need, Proposal, Wishes
from cases.models.weights import OF_WISHES, WEIGHTS
from cases.querysets import CaseQuerySet
from cases.rules.matching import Fit, MentorFacts, Verdict, first_possible_day
from cases.rules.proposals import AWAITED, is_expired
from core.templatetags.ui import day, day_short, hours, minutes_words
from mentors.enums import TIMES, AgeGroup, Gender, MentorType, PartOfDay, SpokenLanguage, SupportArea, WayOfMeeting, Weekday
from mentors.models import Mentor

_STATE_LOOK: dict[str, str] = {
    ProposalState.CLIENT_ASKED: "info",
    ProposalState.CLIENT_THINKING: "info",
    ProposalState.MENTOR_ASKED: "info",
    ProposalState.ACCEPTED: "ok",
    ProposalState.ASSIGNED: "ok",
}
_SOON = frozenset({"mentor_not_yet", "mentor_absent"})
"""Who is stopped by these alone can begin on a later day."""


def whence(mentor: Mentor | Face) -> str:
    """Type, profession and where the mentor comes from, in one line."""
    place = mentor.workplace.name if mentor.workplace_id and mentor.type == MentorType.COLLEAGUE else ""
    place = place or (mentor.organisation.name if mentor.organisation_id else "")
    return " · ".join(filter(None, [str(MentorType(mentor.type).label), mentor.profession, place]))


def candidate_row(found: Fit, mentor: Face, *, number: int, today: dt.date, chosen: str) -> dict[str, Any]:
    """A card of the list. `number` counts from 0; the first has the id of the field itself, to which the summary of errors leads."""
    facts = found.mentor
    start = first_possible_day(mentor=facts, on=today)
    return {
        "id": str(mentor.pk),
        "suffix": f"_{number}" if number else "",
        "name": mentor.name,
        "whence": whence(mentor),
        "chosen": str(mentor.pk) == chosen,
        "meets_all": found.meets_all,
        "reasons": [(r.side.value, match_phrases.reason(r.code, r.facts)) for r in found.reasons],
        "taken": facts.taken,
        "most": facts.most_clients,
        "clients": _("%(taken)s of %(total)s clients") % {"taken": facts.taken, "total": facts.most_clients},
        "free": _("%(free)s a week free") % {"free": minutes_words(facts.free_minutes)},
        "at_place": facts.place_id is not None,
        "start": _("Can start today") if start == today else _("Can start %(day)s") % {"day": day_short(start)} if start else "",
        "url": reverse("mentor", args=[mentor.pk]),
    } | (place_words(facts) if facts.place_id else {})


def place_words(facts: MentorFacts) -> dict[str, str]:
    """How much of a place mentor's hours the clients of the place share."""
    return {"shared": hours(facts.taken_minutes), "granted": hours(facts.most_minutes)}


def excluded_row(found: Excluded, *, today: dt.date) -> dict[str, Any]:
    """Why a mentor is not on the list, and from which day that is over, where days are all that is in the way."""
    start = None
    if {stop.code for stop in found.verdict.stops} <= _SOON:
        start = first_possible_day(mentor=found.facts, on=today)
    return {
        "name": found.mentor.name,
        "whence": whence(found.mentor),
        "url": reverse("mentor", args=[found.mentor.pk]),
        "reasons": [match_phrases.stop(s.code, s.facts) for s in found.verdict.stops],
        "start": start,
    }


def gone_row(mentor: Mentor, verdict: Verdict) -> dict[str, Any]:
    """The chosen mentor who is not on the list (any more)."""
    return {
        "id": mentor.pk,
        "name": mentor.name,
        "whence": whence(mentor),
        "url": reverse("mentor", args=[mentor.pk]),
        "reasons": [match_phrases.stop(s.code, s.facts) for s in verdict.stops],
    }


def stop_counts(stops: dict[str, int]) -> str:
    """How many for which reason: "5 without a free place or time, 2 to whom the client said no"."""
    groups: Counter[str] = Counter()
    for code, number in stops.items():
        groups[_GROUPS[code]] += number
    words = {
        "capacity": lambda n: ngettext("%(n)s has no free place or time", "%(n)s have no free place or time", n),
        "away": lambda n: ngettext("%(n)s is away or not available", "%(n)s are away or not available", n),
        "papers": lambda n: ngettext("%(n)s lacks a valid declaration", "%(n)s lack a valid declaration", n),
        "client": lambda n: ngettext("the client has said no to %(n)s", "the client has said no to %(n)s", n),
        "proposed": lambda n: ngettext("%(n)s is proposed", "%(n)s are proposed", n),
        "conflict": lambda n: ngettext("%(n)s has a conflict of interest", "%(n)s have a conflict of interest", n),
        "mentor": lambda n: ngettext("%(n)s has said no", "%(n)s have said no", n),
        "failed": lambda n: ngettext("with %(n)s it did not work", "with %(n)s it did not work", n),
        "workplace": lambda n: ngettext("%(n)s is a colleague elsewhere", "%(n)s are colleagues elsewhere", n),
    }
    return ", ".join(make(groups[name]) % {"n": groups[name]} for name, make in words.items() if groups[name])


_GROUPS: dict[str, str] = {
    "mentor_full": "capacity",
    "place_full": "capacity",
    "mentor_no_hours": "capacity",
    "place_no_hours": "capacity",
    "mentor_absent": "away",
    "mentor_not_yet": "away",
    "mentor_no_longer": "away",
    "mentor_no_declaration": "papers",
    "mentor_declaration_expired": "papers",
    "mentor_client_said_no": "client",
    "mentor_not_wanted": "client",
    "mentor_proposed_already": "proposed",
    "mentor_conflict": "conflict",
    "mentor_is_manager": "conflict",
    "mentor_is_teacher": "conflict",
    "mentor_refused_before": "mentor",
    "mentor_did_not_work": "failed",
    "mentor_other_workplace": "workplace",
}


def times_words(codes: Collection[str]) -> list[str]:
    """Parts of the week, a line a day: Monday: morning, afternoon."""
    days: dict[int, list[str]] = {}
    for code in (each for each in TIMES if each in codes):
        number, _sep, part = code.partition("_")
        days.setdefault(int(number), []).append(str(PartOfDay(part).label).lower())
    return [_("%(weekday)s: %(parts)s") % {"weekday": Weekday(n).label, "parts": ", ".join(parts)} for n, parts in days.items()]


def wish_rows(wishes: Wishes | None, needs: list[Need]) -> list[dict[str, Any]]:
    """Needs by weight, then the wishes that there are."""
    weighed = sorted((n for n in needs if n.weight), key=lambda n: -n.weight)
    rows = [
        {
            "label": _("Needs for support"),
            "values": [f"{SupportArea(n.area).label} ({Weight(n.weight).label.lower()})" for n in weighed] or [_("None described")],
        }
    ]
    if wishes is None:
        return rows
    found = [
        (_("Type of mentor"), [", ".join(str(MentorType(c).label) for c in wishes.mentor_types) or _("Open to all")]),
        (_("Way of meeting"), [", ".join(str(WayOfMeeting(c).label) for c in wishes.ways_of_meeting)]),
        (_("Place"), [wishes.zone.name if wishes.zone else ""]),
        (_("Times of the week"), times_words(wishes.times)),
        (_("Place and time"), [wishes.place_and_time]),
        (_("Language"), [str(SpokenLanguage(wishes.language).label) if wishes.language else ""]),
        (_("Gender"), [str(Gender(wishes.gender).label) if wishes.gender else ""]),
        (_("Age"), [str(AgeGroup(wishes.age_group).label) if wishes.age_group else ""]),
        (_("Not these persons"), [wishes.not_these]),
    ]
    return rows + [{"label": label, "values": values} for label, values in found if any(values)]


def unmet_rows(proposal: Proposal | None) -> list[dict[str, str]]:
    """The wishes that the proposed mentor does not meet, each with the reason typed for it (R44): for the proposal, and for the agreement."""
    told = proposal.unmet_wishes if proposal is not None else {}
    return [{"label": match_phrases.WISHES[wish](), "reason": why} for wish, why in told.items() if wish in match_phrases.WISHES]


def proposal_row(proposal: Proposal, *, case: Case, today: dt.date) -> dict[str, Any]:
    """A proposal with its state, what was said, and what is to be done next. A mentor who was given up has the words of that."""
    state = ProposalState(proposal.state)
    assignment = getattr(proposal, "assignment", None)
    ended = assignment is not None and assignment.ended_on is not None
    expired = is_expired(state=state, answer_by=proposal.answer_by, on=today)
    tag = {"label": state.label, "state": _STATE_LOOK.get(state, "line")}
    if ended:
        tag = {"label": _("The match did not work"), "state": "line"}
    elif expired:
        tag = {"label": _("Ran out without an answer"), "state": "over", "icon": "warning"}
    words = proposal.mentor_words if state == ProposalState.MENTOR_DECLINED else proposal.client_words
    return {
        "name": proposal.mentor.name,
        "tag": tag,
        "state": state.label,
        "words": assignment.ended_why if ended else words,
        "day": proposal.mentor_answered_on or proposal.client_answered_on or proposal.proposed_at,
        "answer_by": proposal.answer_by,
        "waits": state in AWAITED,
        "expired": expired,
        "action": _next_action(state, expired=expired),
        "unmet": unmet_rows(proposal),
        "url": reverse("case_proposal", args=[case.ref, proposal.pk]),
    }


def _next_action(state: ProposalState, *, expired: bool) -> str:
    if expired:
        return _("Give it a new day")
    return {
        ProposalState.MENTOR_ASKED: _("Type the mentor's answer"),
        ProposalState.ACCEPTED: _("Assign the mentor"),
    }.get(state, _("Type the client's answer"))


def asked_words(proposal: Proposal) -> str:
    """How a conflict of interest was asked about."""
    if not proposal.conflict_asked:
        return _("Asked, and there is none")
    return {
        AskedHow.MEETING: _("Asked at a meeting, and there is none"),
        AskedHow.PHONE: _("Asked by phone, and there is none"),
        AskedHow.LETTER: _("Asked with a letter, and there is none"),
    }[AskedHow(proposal.conflict_asked)]


_NEEDS = """(
    SELECT coalesce(jsonb_agg(jsonb_build_object('area', n.area, 'weight', n.weight) ORDER BY n.id), '[]')
    FROM cases_need n WHERE n.case_id = cases_case.id
)"""
_CONFLICTS = """(
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'mentor', c.mentor_id, 'name', m.name, 'kind', c.kind, 'words', c.words,
        'at', c.recorded_at) ORDER BY c.recorded_at, c.id), '[]')
    FROM cases_conflict c JOIN mentors_mentor m ON m.id = c.mentor_id WHERE c.client_id = cases_case.client_id AND c.lifted_at IS NULL
)"""


def with_match_rows(cases: CaseQuerySet) -> CaseQuerySet:
    """The case with its wishes, needs (`need_rows`) and conflicts of interest that hold (`conflict_rows`), in the same statement.

    The two lists are written by hand: Django would take longer to build their SQL than PostgreSQL to answer it.
    """
    return cases.select_related("wishes__zone").annotate(
        need_rows=RawSQL(_NEEDS, [], output_field=JSONField()),  # noqa: S611 (written above)
        conflict_rows=RawSQL(_CONFLICTS, [], output_field=JSONField()),  # noqa: S611 (written above)
    )


def conflict_row(row: dict[str, Any], *, case: Case) -> dict[str, Any]:
    return {
        "mentor": uuid.UUID(row["mentor"]),
        "name": row["name"],
        "kind": ConflictKind(row["kind"]).label,
        "words": row["words"],
        "day": dt.datetime.fromisoformat(row["at"]),
        "url": reverse("case_conflict_lift", args=[case.ref, row["id"]]),
    }


def conflict_rows(conflict: Conflict) -> list[dict[str, Any]]:
    """A conflict as question and answer."""
    rows = [
        {"label": _("Mentor"), "value": conflict.mentor.name, "url": reverse("mentor", args=[conflict.mentor_id])},
        {"label": _("Conflict of interest"), "value": str(ConflictKind(conflict.kind).label)},
        {"label": _("In words"), "value": conflict.words or _("Not written down")},
        {"label": _("Recorded"), "value": f"{day(conflict.recorded_at)}, {conflict.recorded_by.name}"},
    ]
    if conflict.lifted_at:
        rows.append({"label": _("Lifted"), "value": day(conflict.lifted_at), "note": conflict.lifted_why})
    return rows


def weights_words(board: CaseBoard) -> dict[str, Any]:
    """Which weights the board used: whose, since when, and each in words."""
    row = board.weights_row
    return {
        "national": row.jobcentre_id is None,
        "since": row.first_day,
        "needs": [_weight(row, name) for name in WEIGHTS if name not in OF_WISHES],
        "wishes": [_weight(row, name) for name in sorted(OF_WISHES, key=lambda name: -getattr(row, name))],
    }


def _weight(row: MatchWeights, name: str) -> dict[str, Any]:
    label, value = str(MatchWeights._meta.get_field(name).verbose_name), getattr(row, name)
    words = [_("does not count"), _("counts a little"), _("counts some"), _("counts much"), _("counts very much")]
    return {
        "label": label[:1].upper() + label[1:],
        "value": value,
        "words": words[0 if not value else 1 + (value > 1) + (value > 3) + (value > 6)],
    }
