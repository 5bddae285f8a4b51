"""The inspection sheet: the audit points of a sample, to be printed, with room for what the inspector writes. Case numbers, and nobody's name."""

import datetime as dt
from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from core.days import day_of
from core.pdf import make_pdf
from core.templatetags.ui import date_long, moment
from reports import audit_words as words
from reports.audit_rows import AuditedCase
from reports.rules.audit_points import Check, Held, Point, sums
from reports.scope import Scope

Found = Sequence[tuple[AuditedCase, tuple[Check, ...]]]
SIGNS = {Held.YES: "yes", Held.NO: "no", Held.NOT_APPLICABLE: "none"}


def sheet(
    found: Found, *, authority: str, scope: Scope, seed: int, of: int, at: dt.datetime, by: str, language: str, shows_jobcentre: bool
) -> bytes:
    """The sheet as a tagged PDF, of all jobcentres where `authority` is "". Refuses with `pdf_not_possible`."""
    with translation.override(language):
        counts = sums(found=[checks for _case, checks in found])
        page = render_to_string(
            "pdf/inspection.html",
            {
                "language": language,
                "title": _("Inspection of mentor support"),
                "authority": authority or _("All jobcentres"),
                "under": _("Courses under way from %(first)s to %(last)s")
                % {"first": date_long(scope.first_day), "last": date_long(scope.last_day)},
                "rows_about": [
                    (_("Sample"), _("%(drawn)s of %(of)s courses, drawn at random") % {"drawn": len(found), "of": of}),
                    (_("Number of the draw"), str(seed)),
                    (_("As of"), date_long(day_of(at))),
                    (_("Made"), _("%(time)s by %(name)s") % {"time": moment(at), "name": by}),
                ],
                "heads": [words.heading(point) for point in Point],
                "questions": [(words.heading(point), words.question(point)) for point in Point],
                "rows": [_row(case, checks, shows_jobcentre=shows_jobcentre) for case, checks in found],
                "sums": [(words.answer(held), [counts[point][held] for point in Point]) for held in Held],
                "why": _why(found),
            },
        )
        return make_pdf(html=page, style="inspection")


def _why(found: Found) -> list[tuple[str, list[str]]]:
    """Each reason in the order of the points, with the cases that it is true of."""
    reasons: dict[Check, list[str]] = {}
    for case, checks in found:
        for each in checks:
            if each.held == Held.NO:
                reasons.setdefault(each, []).append(case.ref)
    order = {point: n for n, point in enumerate(Point)}
    return [(words.why(each), refs) for each, refs in sorted(reasons.items(), key=lambda known: order[known[0].point])]


def _row(case: AuditedCase, checks: tuple[Check, ...], *, shows_jobcentre: bool) -> dict[str, object]:
    cells = [{"words": words.answer(each.held), "sign": SIGNS[each.held]} for each in checks]
    return {"ref": case.ref, "jobcentre": case.jobcentre if shows_jobcentre else "", "cells": cells}
