"""The cases behind a figure of the overview: as many as it says, in the rows of the list of cases (R232)."""

import uuid
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import AccessKind, SubjectKind
from accounts.models import User
from accounts.pages import Page, no_such_place
from accounts.permissions import can_read_cases
from cases.list_rows import piece
from cases.models import Case
from core import clock
from core.templatetags.ui import date_long, number
from reports import words
from reports.caseworkers import KINDS, cases_of_caseworker
from reports.enums import Dimension
from reports.figures.cases import PARTS, cases_of
from reports.figures.sections import SPLITS
from reports.forms.overview import scope_in
from reports.part_words import part_words


class OverviewCases(Page):
    """`?figure=` names the figure; months, day and filters are those of the page that it stood on. For who may open the cases."""

    template = "reports/overview_cases.html"
    permission = staticmethod(can_read_cases)

    def context(self) -> dict[str, Any]:
        query = self.request.GET
        part = query.get("figure", "")
        cases, title, what = self.of_caseworker(part) if part in KINDS else self.of_figure(part)
        shown = piece(cases, query, today=clock.today())
        self.log_read(AccessKind.LIST, SubjectKind.CASE, shown.ids)
        count = cases.order_by().count()
        return {
            "title": title,
            "what": what,
            "count_words": ngettext("%(n)s case", "%(n)s cases", count) % {"n": number(count)},
            "rows": shown.rows,
            "unknown": [] if shown.is_known else [no_such_place()],
            "newer_url": self.address(before=shown.newer) if shown.newer else "",
            "older_url": self.address(after=shown.older) if shown.older else "",
            "crumbs": [{"label": _("Overview"), "url": reverse("overview")}, {"label": title, "url": ""}],
        }

    def of_figure(self, part: str) -> tuple[QuerySet[Case], str, str]:
        found = scope_in(self.request.GET)
        if found is None or part not in PARTS or found[1] > clock.today():
            raise Http404
        scope = replace(found[0], jobcentres=(self.member.jobcentre_id,))
        without = self.request.GET.get("without", "")
        if without and without not in SPLITS:
            raise Http404
        keys = cases_of(scope=scope, on=found[1], part=part, without=Dimension(without) if without else None)
        what = _("Courses that began in %(months)s, as of %(day)s.") % {"months": words.months(scope), "day": date_long(found[1])}
        if scope.filters or without:
            what += " " + _("With the filters of the overview.")
        return Case.objects.visible_to(self.member).filter(pk__in=keys), part_words(part), what

    def of_caseworker(self, kind: str) -> tuple[QuerySet[Case], str, str]:
        try:
            key = uuid.UUID(self.request.GET.get("caseworker", ""))
            team = uuid.UUID(self.request.GET["team"]) if self.request.GET.get("team") else None
        except ValueError:
            raise Http404 from None
        person = User.objects.filter(pk=key, cases__jobcentre_id=self.member.jobcentre_id).first()
        if person is None:
            raise Http404
        title = {
            "open": _("Open cases of %(name)s"),
            "over": _("Cases of %(name)s over their deadline"),
            "extensions": _("Extensions of %(name)s that wait for approval"),
        }[kind] % {"name": person.name}
        cases = cases_of_caseworker(member=self.member, caseworker=key, kind=kind, team=team, today=clock.today())
        return cases, title, _("As of now, in all target groups.")

    def address(self, **mark: str) -> str:
        kept = {name: value for name, value in self.request.GET.items() if name not in ("before", "after")}
        return f"{self.request.path}?{urlencode({**kept, **mark})}"
