"""All figures of the overview's months and filters, each with the way to its cases (G3, R232): the splits, the follow-ups, wishes, goals, benefit."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.pages import Page
from cases.models import TargetGroup
from core import clock
from core.templatetags.ui import date_long, number
from reports import words
from reports.enums import Dimension, Step
from reports.figures import Figure, Figures, Row, figures
from reports.figures.sections import POINTS
from reports.forms.overview import in_address, scope_in
from reports.part_words import part_words, point_words
from reports.permissions import can_see_overview
from reports.scope import Scope

COLUMNS = (
    "reached",
    "completed",
    "ongoing",
    "dropped_out",
    "in_work",
    "ordinary_job",
    "flexible_job",
    "ordinary_education",
    "kept_job",
    "other",
)
LATER = ("due", "answered", "unknown", "in_work")
Link = Callable[[str], str]


class OverviewFigures(Page):
    """For managers, of their own jobcentre: exact, as the cases can be opened. Counted when somebody looks, by the day in the address."""

    template = "reports/overview_figures.html"
    permission = staticmethod(can_see_overview)

    def context(self) -> dict[str, Any]:
        known = scope_in(self.request.GET)
        if known is None or known[1] > clock.today():
            raise Http404
        scope, on = replace(known[0], jobcentres=(self.member.jobcentre_id,)), known[1]
        found = figures(scope=scope, on=on)
        return {
            "what": _("Courses that began in %(months)s, as of %(day)s.") % {"months": words.months(scope), "day": date_long(on)},
            "is_filtered": bool(scope.filters),
            "tables": [*self.splits(found), self.later(found), self.wishes(found), self.others(found)],
            "crumbs": [{"label": _("Overview"), "url": reverse("overview")}, {"label": _("All figures"), "url": ""}],
        }

    def link(self, scope: Scope, on: Any, **more: str) -> Link:
        known = urlencode({**in_address(scope, on), **more})
        return lambda part: f"{reverse('overview_cases')}?figure={part}&{known}"

    def splits(self, found: Figures) -> list[dict[str, Any]]:
        groups = {group.code: {"da": group.name_da, "en": group.name_en} for group in TargetGroup.objects.all()}
        tables = []
        for dimension, caption in _captions().items():
            table = found.tables.get(str(dimension))
            if table is None or dimension in found.scope.filters:
                continue
            lines = [
                (
                    row.name or words.row_name(table.dimension, row.key, groups=groups),
                    self._counts(row),
                    self._within(found, dimension, row),
                )
                for row in table.rows
            ]
            tables.append(_table(caption, [part_words(part) for part in COLUMNS], lines, COLUMNS))
        return tables

    def _within(self, found: Figures, dimension: Dimension, row: Row) -> Link:
        if not row.key:
            return self.link(found.scope, found.on, without=str(dimension))
        key: Any = int(row.key) if dimension == Dimension.YEAR else uuid.UUID(row.key) if dimension == Dimension.PARTNER else row.key
        return self.link(found.scope.within(dimension, key), found.on)

    @staticmethod
    def _counts(row: Row) -> list[Figure]:
        return [row.groups[part] if part == "other" else row.outcomes.get(part) or getattr(row, part) for part in COLUMNS]

    def later(self, found: Figures) -> dict[str, Any]:
        link = self.link(found.scope, found.on)
        heads = [part_words(f"m3_{what}").partition(": ")[2].capitalize() for what in LATER]
        rows = []
        for point in POINTS:
            each = found.later[point]
            in_work = Figure((each.groups["entered"].value or 0) + (each.groups["kept"].value or 0), each.answered.value)
            counts = [each.due, each.answered, each.unknown, in_work]
            rows.append((point_words(point), counts, (lambda part, point=point: link(f"{point}_{part}"))))
        return _table(_("Follow-up after the end of completed courses"), heads, rows, LATER)

    def wishes(self, found: Figures) -> dict[str, Any]:
        link = self.link(found.scope, found.on)
        rows = [
            (
                words.wish(each.wish),
                [Figure(each.met.base, None), each.met],
                (lambda part, wish=each.wish: link(f"wish_{wish}{part}")),
            )
            for each in found.wishes
            if not each.mentor_type
        ]
        return _table(_("Wishes that were met"), [_("Had the wish and were matched"), _("Wish met")], rows, ("", "_met"))

    def others(self, found: Figures) -> dict[str, Any]:
        link = self.link(found.scope, found.on)
        known: dict[str, int | None] = {
            "reached": found.reached.value,
            "completed": found.completed.value,
            "ongoing": found.ongoing.value,
            "dropped_out": found.dropped_out.value,
            **{kind: figure.value for kind, figure in found.outcomes.items()},
            "extended": found.extensions.courses.value,
            "rematched": found.rematches.courses.value,
            **{f"waited_{step}": found.waiting[step].base for step in Step},
            **{f"goals_{view}": each.base for view, each in found.goals.items()},
            "benefit_before": found.benefit.before.base,
            "benefit_after": found.benefit.after.base,
        }
        for code, change in found.measured.items():
            known |= {code: change.change.base, f"{code}_better": change.better.value}
        rows = [
            (part_words(part), [Figure(count, None)], (lambda _part, part=part: link(part)))
            for part, count in known.items()
            if count is not None
        ]
        return _table(_("Each figure"), [_("Courses")], rows, ("",))


def _captions() -> dict[Dimension, str]:
    return {
        Dimension.SITUATION: _("Courses by situation"),
        Dimension.TARGET_GROUP: _("Courses by target group. The groups overlap: a course can stand in several rows"),
        Dimension.MENTOR_TYPE: _("Courses by type of mentor"),
        Dimension.FUNDING: _("Courses by funding"),
        Dimension.YEAR: _("Courses by year"),
        Dimension.PARTNER: _("Courses by partner organisation"),
    }


def _table(caption: str, heads: list[str], rows: list[tuple[str, list[Figure], Link]], parts: tuple[str, ...]) -> dict[str, Any]:
    return {
        "caption": caption,
        "heads": heads,
        "is_wide": len(heads) > 2,
        "rows": [
            {
                "name": name,
                "cells": [
                    {"words": number(count.value or 0), "url": link(part) if count.value else "", "head": head}
                    for part, count, head in zip(parts, counts, heads, strict=True)
                ],
            }
            for name, counts, link in rows
        ],
    }
