"""`manage.py match --case REF [--format json|text] [--language da|en]`: the board of a case, with reasons. It proposes and assigns nobody.

Whoever runs it reads what a caseworker reads, so what was shown is logged, with nobody as the reader.
"""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.audit import seen
from accounts.enums import AccessKind, SubjectKind
from cases import match_phrases
from cases.board import Candidate, CaseBoard, Excluded, board_of
from cases.course_rows import in_match
from cases.loads import first_grant
from cases.models import Case, MatchWeights, Proposal
from cases.phrases import sentence
from core import clock
from core.db import jobcentre_transaction


class Command(BaseCommand):
    help = "Print the board of a case: the mentors in order with reasons, and who is not on the list and why."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--case", required=True, help="the case number, such as 2026-0312")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default=settings.LANGUAGE_CODE)
        parser.add_argument("--shown", type=int, help="so many mentors; all without it")

    def handle(self, *, case: str, format: str, language: str, shown: int | None = None, **options: Any) -> None:
        with translation.override(language):
            with jobcentre_transaction(None):
                found = Case.objects.numbered(case).select_related("client", "workplace").first()
                if found is None:
                    raise CommandError(_("There is no case %(number)s. A case number looks like 2026-0312.") % {"number": case})
            with jobcentre_transaction(found.jobcentre_id):
                data = told(found, the_board(found, shown=shown))
        if format == "json":
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_text(data))


def the_board(case: Case, *, shown: int | None) -> CaseBoard:
    """The board as of today; its mentors are logged as seen, as the page's are. CommandError where there is no board."""
    if not in_match(case):
        raise CommandError(sentence("not_in_this_step", {}))
    decision = first_grant(case)
    if decision is None:
        raise CommandError(sentence("no_grant", {}))
    try:
        found = board_of(case, decision=decision, proposals=list(Proposal.objects.filter(case=case)), today=clock.today(), shown=shown)
    except MatchWeights.DoesNotExist:
        raise CommandError(sentence("weights_missing", {})) from None
    if found.too_late is not None:
        raise CommandError(sentence(found.too_late.code, found.too_late.facts))
    mentors = [each.mentor.pk for each in (*found.candidates, *found.excluded)]
    for kind, subjects in ((SubjectKind.CASE, [case.pk]), (SubjectKind.MENTOR, mentors)):
        seen(
            kind=AccessKind.LIST,
            subject_kind=kind,
            subject_ids=subjects,
            jobcentre_id=case.jobcentre_id,
            user_id=None,
            page="manage.py match",
            at=clock.now(),
        )
    return found


def told(case: Case, board: CaseBoard) -> dict[str, Any]:
    """The board as plain data, with its sentences in the language that is active."""
    return {
        "case": case.ref,
        "first_day": board.first_day.isoformat() if board.first_day else None,
        "weights": {"id": board.weights.id, "holds_for": str(board.weights_row.jobcentre or ""), "since": str(board.weights_row.first_day)},
        "count": board.count,
        "candidates": [_candidate(each) for each in board.candidates],
        "excluded_count": board.excluded_count,
        "stops": board.stop_counts,
        "excluded": [_excluded(each) for each in board.excluded],
    }


def _candidate(each: Candidate) -> dict[str, Any]:
    facts = each.fit.mentor
    return {
        "mentor": facts.name,
        "id": str(facts.id),
        "reasons": [
            {"side": r.side.value, "code": r.code, "counts": r.counts, "words": match_phrases.reason(r.code, r.facts)}
            for r in each.fit.reasons
        ],
        "needs": each.fit.needs,
        "wishes": each.fit.wishes,
        "free_places": facts.free_places,
        "free_minutes": facts.free_minutes,
    }


def _excluded(each: Excluded) -> dict[str, Any]:
    stops = each.verdict.stops
    return {
        "mentor": each.facts.name,
        "id": str(each.facts.id),
        "stop": stops[0].code,
        "stops": [{"code": stop.code, "words": match_phrases.stop(stop.code, stop.facts)} for stop in stops],
    }


SIGNS = {"for": "+", "against": "-", "unknown": "?"}


def as_text(data: dict[str, Any]) -> str:
    lines = [_("Case %(case)s: %(count)s candidates, first day %(day)s") % {**data, "day": data["first_day"]}]
    for number, each in enumerate(data["candidates"], start=1):
        lines += ["", f"{number}. {each['mentor']}", *(f"   {SIGNS[r['side']]} {r['words']}" for r in each["reasons"])]
    if data["excluded"]:
        lines += ["", _("Not on the list: %(count)s") % {"count": data["excluded_count"]}]
        lines += [f"   {each['mentor']}: {' '.join(stop['words'] for stop in each['stops'])}" for each in data["excluded"]]
    return "\n".join(lines)
