"""What the board shows, as rows for its templates: codes and facts become words only for what is shown."""

import datetime as dt
from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import match_phrases
from cases.enums import ProposalState, Weight
from cases.models import Case, Need, Proposal, Wishes
from cases.rules.matching import Fit, MentorFacts, Verdict, first_possible_day
from core.templatetags.ui import day_short, minutes_words
from mentors.enums import AgeGroup, Gender, MentorType, SpokenLanguage, SupportArea, WayOfMeeting
from mentors.models import Mentor

_STATE_LOOK: dict[str, str] = {
    ProposalState.CLIENT_ASKED: "info",
    ProposalState.CLIENT_THINKING: "info",
    ProposalState.MENTOR_ASKED: "info",
    ProposalState.ACCEPTED: "ok",
    ProposalState.ASSIGNED: "ok",
}


def whence(mentor: Mentor) -> str:
    """Type, profession and where the mentor comes from, in one line."""
    place = mentor.workplace.name if mentor.workplace_id and mentor.type == MentorType.COLLEAGUE else ""
    place = place or (mentor.organisation.name if mentor.organisation_id else "")
    return " · ".join(filter(None, [str(MentorType(mentor.type).label), mentor.profession, place]))


def candidate_row(found: Fit, mentor: Mentor, *, today: dt.date, chosen: str) -> dict[str, Any]:
    facts = found.mentor
    start = first_possible_day(mentor=facts, on=today)
    return {
        "id": str(mentor.pk),
        "name": mentor.name,
        "whence": whence(mentor),
        "chosen": str(mentor.pk) == chosen,
        "meets_all": found.meets_all,
        "reasons": [{"side": r.side.value, "text": match_phrases.reason(r.code, r.facts)} for r in found.reasons],
        "taken": facts.taken,
        "most": facts.most_clients,
        "free": minutes_words(facts.free_minutes),
        "start": _("Can start today") if start == today else _("Can start %(day)s") % {"day": day_short(start)} if start else "",
        "url": reverse("mentor", args=[mentor.pk]),
        "unmet": [match_phrases.WISHES[wish]() for wish in found.unmet],
    }


def excluded_row(facts: MentorFacts, verdict: Verdict, mentor: Mentor) -> dict[str, Any]:
    return {
        "name": mentor.name,
        "whence": whence(mentor),
        "url": reverse("mentor", args=[mentor.pk]),
        "reasons": [match_phrases.stop(s.code, s.facts) for s in verdict.stops],
    }


def stop_counts(stops: dict[str, int]) -> str:
    """How many for which reason: "5 without a free place or time, 2 to whom the client said no"."""
    groups: Counter[str] = Counter()
    for code, number in stops.items():
        groups[_group(code)] += number
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


def _group(code: str) -> str:
    return {
        "mentor_full": "capacity",
        "place_full": "capacity",
        "place_no_hours": "capacity",
        "mentor_conflict": "conflict",
        "mentor_is_manager": "conflict",
        "mentor_is_teacher": "conflict",
        "mentor_refused_before": "mentor",
        "mentor_did_not_work": "failed",
        "mentor_no_hours": "capacity",
        "mentor_absent": "away",
        "mentor_not_yet": "away",
        "mentor_no_longer": "away",
        "mentor_no_declaration": "papers",
        "mentor_declaration_expired": "papers",
        "mentor_client_said_no": "client",
        "mentor_not_wanted": "client",
        "mentor_proposed_already": "proposed",
        "mentor_other_workplace": "workplace",
    }[code]


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
    simple = [
        (_("Type of mentor"), ", ".join(str(MentorType(c).label) for c in wishes.mentor_types) or _("Open to all")),
        (_("Way of meeting"), ", ".join(str(WayOfMeeting(c).label) for c in wishes.ways_of_meeting)),
        (_("Place and time"), wishes.place_and_time),
        (_("Language"), str(SpokenLanguage(wishes.language).label) if wishes.language else ""),
        (_("Gender"), str(Gender(wishes.gender).label) if wishes.gender else ""),
        (_("Age"), str(AgeGroup(wishes.age_group).label) if wishes.age_group else ""),
        (_("Not these persons"), wishes.not_these),
    ]
    return rows + [{"label": label, "values": [value]} for label, value in simple if value]


def proposal_row(proposal: Proposal, *, case: Case) -> dict[str, Any]:
    state = ProposalState(proposal.state)
    return {
        "name": proposal.mentor.name,
        "tag": {"label": state.label, "state": _STATE_LOOK.get(state, "line")},
        "words": proposal.mentor_words if state == ProposalState.MENTOR_DECLINED else proposal.client_words,
        "day": proposal.mentor_answered_on or proposal.client_answered_on or proposal.proposed_at,
        "answer_by": proposal.answer_by,
        "waits": state in (ProposalState.CLIENT_ASKED, ProposalState.CLIENT_THINKING, ProposalState.MENTOR_ASKED),
        "unmet": [
            {"label": match_phrases.WISHES[w](), "reason": text} for w, text in proposal.unmet_wishes.items() if w in match_phrases.WISHES
        ],
        "url": reverse("case_proposal", args=[case.ref, proposal.pk]),
    }
