"""Organisations: the list, one with its mentors and courses, and the form (R81). The web layer may read what cases know of courses."""

import uuid
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import AccessKind, SubjectKind
from accounts.models import AuditEvent
from accounts.pages import Page, no_such_place
from accounts.permissions import can_read_mentors, can_write_mentors
from cases.enums import State
from cases.loads import holding, mentors_with_load
from cases.models import Assignment, Case
from core import clock
from core.filters import Filters
from core.sorting import danish_key
from core.templatetags.ui import hours, moment
from mentors.enums import MentorType, OrganisationKind
from mentors.models import Mentor, Organisation
from mentors.phrases import event

ON_A_PAGE = 25
EVENTS_SHOWN = 10


def visible(member: Any) -> QuerySet[Organisation]:
    """The organisations of the member's jobcentre: whoever reads the mentor register reads them."""
    return Organisation.objects.filter(jobcentre_id=member.jobcentre_id if can_read_mentors(member) else None)


def page_of(rows: QuerySet, *, after: str, known: QuerySet) -> tuple[list[Any], Any, bool]:
    """25 rows that are ordered by `sort_key` and key, the key of the last one when more follow, and whether `after` is a row at all."""
    try:
        mark = known.filter(pk=uuid.UUID(after)).values("pk", "sort_key").first() if after else None
    except ValueError:
        mark = None
    if mark:
        rows = rows.filter(Q(sort_key__gt=mark["sort_key"]) | Q(sort_key=mark["sort_key"], pk__gt=mark["pk"]))
    found = list(rows.order_by("sort_key", "pk")[: ON_A_PAGE + 1])
    more = found[ON_A_PAGE - 1].pk if len(found) > ON_A_PAGE else None
    return found[:ON_A_PAGE], more, bool(mark) or not after


class OrganisationList(Page):
    """All organisations in Danish order, by kind, with how many mentors and running courses they have."""

    template = "mentors/organisations/list.html"
    permission = staticmethod(can_read_mentors)

    def context(self) -> dict[str, Any]:
        filters = Filters(self.request.GET, self.request.path)
        kind = filters.pick("kind", OrganisationKind)
        mine = visible(self.member).annotate(sort_key=danish_key("name"))
        after = self.request.GET.get("after", "")
        rows, more, known = page_of(mine.filter(kind=kind) if kind else mine, after=after, known=mine)
        if not known:
            filters.unknown.append(no_such_place())
        self.log_read(AccessKind.LIST, SubjectKind.ORGANISATION, [each.pk for each in rows])
        mentors, courses = self.counts([each.pk for each in rows])
        return {
            "rows": [
                {
                    "name": each.name,
                    "url": reverse("mentor_organisation", args=[each.pk]),
                    "kind": each.get_kind_display(),
                    "contact": each.contact,
                    "phone": each.phone,
                    "mentors": mentors.get(each.pk, 0),
                    "courses": courses.get(each.pk, 0),
                }
                for each in rows
            ],
            "pills": [filters.pill("kind", "", _("All kinds"), current=kind)]
            + [filters.pill("kind", value, label, current=kind) for value, label in OrganisationKind.choices],
            "unknown": filters.unknown,
            "filtered": bool(kind),
            "all_url": self.request.path,
            "next_url": filters.address(after=str(more)) if more else "",
            "back_url": filters.address() if after and known else "",
            "can_change": bool(can_write_mentors(self.member)),
        }

    def counts(self, ids: list[uuid.UUID]) -> tuple[dict[Any, int], dict[Any, int]]:
        """Mentors, and running courses: those of its mentors and those whose partner it is, each counted once."""
        mentors = dict(
            Mentor.objects.filter(organisation__in=ids).values("organisation").annotate(n=Count("pk")).values_list("organisation", "n")
        )
        running = {"case__state": State.RUNNING, "mentor__organisation__in": ids}
        pairs = set(Case.objects.filter(partner__in=ids, state=State.RUNNING).values_list("partner_id", "pk"))
        pairs |= set(Assignment.objects.filter(holding(clock.today()), **running).values_list("mentor__organisation_id", "case_id"))
        courses: dict[Any, int] = {}
        for organisation, _case in pairs:
            courses[organisation] = courses.get(organisation, 0) + 1
        return mentors, courses


class OrganisationPage(Page):
    """One organisation: how to reach it, its mentors with places, its courses, and what happened."""

    template = "mentors/organisations/organisation.html"
    permission = staticmethod(can_read_mentors)

    def load(self, organisation: uuid.UUID, **kwargs: Any) -> None:
        self.organisation = find(self.member, organisation)

    def context(self) -> dict[str, Any]:
        found, change = self.organisation, reverse("mentor_organisation_change", args=[self.organisation.pk])
        can_change = bool(can_write_mentors(self.member))
        self.log_read(AccessKind.PAGE, SubjectKind.ORGANISATION, [found.pk])
        self.filters = Filters(self.request.GET, self.request.path)
        for name in ("mentors_after", "courses_after"):
            if value := self.request.GET.get(name, ""):
                self.filters.chosen[name] = value
        facts = [(_("Kind"), found.get_kind_display()), (_("CVR number"), found.cvr), (_("Address"), found.address)]
        contact = [(_("Contact person"), found.contact), (_("Phone"), found.phone), (_("Email"), found.email)]
        return {
            "organisation": found,
            "heading": found.name,
            "crumbs": [
                {"label": _("Mentors"), "url": reverse("mentor_list")},
                {"label": _("Organisations"), "url": reverse("mentor_organisations")},
                {"label": found.name, "url": ""},
            ],
            "facts": [{"label": label, "value": value} for label, value in facts if value],
            "contact": [{"label": label, "value": value} for label, value in contact if value],
            "actions": [{"label": _("Change the organisation"), "url": change, "icon": "edit", "primary": True}] if can_change else [],
            "mentors": self.mentors(),
            "courses": self.courses(),
            "events": [
                {"title": event(e.kind, e.facts), "by": " · ".join(filter(None, [moment(e.at), e.by_name]))}
                for e in AuditEvent.objects.filter(subject_id=found.pk).order_by("-at", "-id")[:EVENTS_SHOWN]
            ],
            "unknown": self.filters.unknown,
        }

    def mentors(self) -> dict[str, Any]:
        every = mentors_with_load(jobcentre_id=self.member.jobcentre_id, on=clock.today()).visible_to(self.member)
        mine = every.filter(organisation=self.organisation)
        after = self.request.GET.get("mentors_after", "")
        rows, more, known = page_of(mine, after=after, known=mine)
        self.tell_unknown("mentors_after", known)
        self.log_read(AccessKind.LIST, SubjectKind.MENTOR, [each.pk for each in rows])
        return {
            "rows": [
                {
                    "name": each.name,
                    "url": reverse("mentor", args=[each.pk]),
                    "type": MentorType(each.type).label,
                    "taken": each.taken,
                    "most": each.most_clients,
                    "free": hours(max(0, each.most_minutes - each.taken_minutes)),
                }
                for each in rows
            ],
            "next_url": self.filters.address(mentors_after=str(more)) if more else "",
            "back_url": self.filters.address(mentors_after="") if after and known else "",
        }

    def courses(self) -> dict[str, Any]:
        """Newest first by number. Clients are named on the case alone: here a number says enough."""
        of_its_mentors = Assignment.objects.filter(mentor__organisation=self.organisation)
        cases = Case.objects.visible_to(self.member).filter(Q(partner=self.organisation) | Q(pk__in=of_its_mentors.values("case")))
        after = self.request.GET.get("courses_after", "")
        mark = cases.numbered(after).values("year", "number").first() if after else None
        self.tell_unknown("courses_after", bool(mark) or not after)
        if mark:
            cases = cases.filter(Q(year__lt=mark["year"]) | Q(year=mark["year"], number__lt=mark["number"]))
        found = list(cases.select_related("situation", "caseworker").order_by("-year", "-number")[: ON_A_PAGE + 1])
        more, rows = len(found) > ON_A_PAGE, found[:ON_A_PAGE]
        self.log_read(AccessKind.LIST, SubjectKind.CASE, [each.pk for each in rows])
        its = of_its_mentors.filter(case__in=[each.pk for each in rows]).order_by("first_day", "assigned_at")
        mentors = dict(its.values_list("case_id", "mentor__name"))
        return {
            "rows": [
                {
                    "ref": each.ref,
                    "url": reverse("case", args=[each.ref]),
                    "state": State(each.state).label,
                    "situation": str(each.situation),
                    "mentor": mentors.get(each.pk, ""),
                    "partner": each.partner_id == self.organisation.pk,
                    "caseworker": each.caseworker.name,
                }
                for each in rows
            ],
            "next_url": self.filters.address(courses_after=rows[-1].ref) if more else "",
            "back_url": self.filters.address(courses_after="") if mark else "",
        }

    def tell_unknown(self, name: str, known: bool) -> None:
        if not known:
            self.filters.chosen.pop(name, None)
            self.filters.unknown.append(no_such_place())


def find(member: Any, pk: uuid.UUID) -> Organisation:
    """404 for another jobcentre's."""
    found = visible(member).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
