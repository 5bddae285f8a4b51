"""Place mentors: granting a place, the page of a place with its clients, and its end."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import AccessKind, SubjectKind
from accounts.pages import FormPage
from accounts.permissions import can_read_mentors, can_write_mentors
from cases.loads import load_of
from cases.loads.places import clients_of, shares_of
from core import clock
from core.templatetags.ui import date_long, hours, minutes_words
from core.verdicts import no
from mentors.actions_places import change_place, end_place, grant_place
from mentors.enums import MentorType, PlaceKind
from mentors.models import Mentor, PlaceGrant, Workplace
from mentors.phrases import sentence
from mentors.views.place_forms import EndPlaceForm, NewPlaceForm, PlaceForm
from mentors.views.rows import find

OFFERED_PLACES = 500


class PlaceFormPage(FormPage):
    """What the pages share: the mentor of the own jobcentre, and the place when the address names one."""

    permission = staticmethod(can_write_mentors)
    may_write = staticmethod(can_write_mentors)
    mentor: Mentor
    grant: PlaceGrant

    def load(self, pk: uuid.UUID, **kwargs: Any) -> None:
        self.mentor = find(self.member, pk)
        if "place" in kwargs:
            found = PlaceGrant.objects.filter(mentor=self.mentor, pk=kwargs["place"]).select_related("workplace", "granted_by").first()
            if found is None:
                raise Http404
            self.grant = found

    def sentence(self, code: str, facts: dict[str, Any]) -> str:
        return sentence(code, facts)

    def address(self) -> str:
        return reverse("mentor_place", args=[self.mentor.pk, self.grant.pk])

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        self.log_read(AccessKind.PAGE, SubjectKind.MENTOR, [self.mentor.pk])
        crumbs = [
            {"label": _("Mentors"), "url": reverse("mentor_list")},
            {"label": self.mentor.name, "url": reverse("mentor", args=[self.mentor.pk])},
            *more.pop("more_crumbs", []),
        ]
        return super().show(status, mentor=self.mentor, crumbs=crumbs, form_show_errors=True, **more)


class NewPlace(PlaceFormPage):
    """Make the mentor a place mentor."""

    template = "mentors/place_new.html"
    form_class = NewPlaceForm
    draft_name = "place_new"
    creates = True

    def subject_id(self) -> uuid.UUID:
        return self.mentor.pk

    def initial(self) -> dict[str, Any]:
        here = self.mentor.workplace if self.mentor.type == MentorType.COLLEAGUE else None
        return {
            "workplace_name": here.name if here else "",
            "workplace_kind": here.kind if here else PlaceKind.WORKPLACE,
            "first_day": clock.today(),
        }

    def act(self, form: Any) -> str:
        self.grant = grant_place(
            mentor_id=self.mentor.pk,
            workplace_name=form.cleaned_data["workplace_name"],
            workplace_kind=form.cleaned_data["workplace_kind"],
            terms=form.terms(),
            load_of=load_of,
            by=self.user,
            at=clock.now(),
        )
        return self.address()

    def done(self, form: Any) -> str:
        return _("%(mentor)s is the mentor of the place.") % {"mentor": self.mentor.name}

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        free = max(0, self.mentor.most_minutes - load_of(self.mentor.pk, clock.today()).minutes)
        places = Workplace.objects.filter(jobcentre_id=self.member.jobcentre_id).order_by("name")
        return super().show(
            status,
            free=_("%(mentor)s has %(free)s a week left of %(most)s.")
            % {"mentor": self.mentor.name, "free": minutes_words(free), "most": minutes_words(self.mentor.most_minutes)},
            workplaces=places.values_list("name", flat=True)[:OFFERED_PLACES],
            more_crumbs=[{"label": _("Place mentor"), "url": ""}],
            **more,
        )


class PlacePage(PlaceFormPage):
    """One place: its clients with their shares, what is granted, and for who writes the form that changes it."""

    template = "mentors/place.html"
    permission = staticmethod(can_read_mentors)
    form_class = PlaceForm

    def initial(self) -> dict[str, Any]:
        # Read anew: after a Stale the page shows what was saved meanwhile.
        grant = PlaceGrant.objects.get(pk=self.grant.pk)
        return {name: getattr(grant, name) for name in (*PlaceForm.base_fields, "version") if hasattr(grant, name)}

    def act(self, form: Any) -> str:
        change_place(
            place_id=self.grant.pk,
            version=form.cleaned_data["version"] or 0,
            terms=form.terms(),
            load_of=load_of,
            shares_of=shares_of,
            by=self.user,
            at=clock.now(),
        )
        return self.address()

    def done(self, form: Any) -> str:
        return _("The place is saved.")

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        grant, today = self.grant, clock.today()
        clients = clients_of(place_id=grant.pk, on=today)
        self.log_read(AccessKind.LIST, SubjectKind.CASE, [row.case_id for row in clients])
        shared = sum(row.minutes_a_week for row in clients)
        writable = can_write_mentors(self.member)
        if grant.last_day is not None and grant.last_day < today:
            writable = no("place_is_over", last_day=grant.last_day.isoformat())
        return super().show(
            status,
            grant=grant,
            heading=_("Place mentor at %(place)s") % {"place": grant.workplace.name},
            facts=self.facts(),
            clients=[client_row(row) for row in clients],
            taken=len(clients),
            shared=hours(shared),
            shared_minutes=shared,
            granted=hours(grant.minutes_a_week),
            can_change=bool(writable),
            why_not="" if writable else self.sentence(writable.code, writable.facts),
            rows=self.rows(),
            more_crumbs=[{"label": _("Place mentor"), "url": ""}],
            **more,
        )

    def facts(self) -> list[dict[str, Any]]:
        place = self.grant.workplace
        reached = " · ".join(filter(None, [place.contact, place.phone, place.email]))
        found = [
            {"label": _("Mentor"), "value": self.mentor.name, "url": reverse("mentor", args=[self.mentor.pk])},
            {"label": _("Days"), "value": days_of(self.grant)},
            {"label": _("Contact person there"), "value": reached},
        ]
        return [each for each in found if each["value"]]

    def rows(self) -> list[dict[str, Any]]:
        """What is granted, for those who only read it."""
        grant = self.grant
        by = _("%(name)s on %(day)s") % {"name": grant.granted_by.name, "day": date_long(grant.granted_at)}
        return [
            {"label": _("Hours a week for the place"), "value": minutes_words(grant.minutes_a_week)},
            {"label": _("Most clients at the place at once"), "value": grant.most_clients},
            {"label": _("Days"), "value": days_of(grant)},
            {"label": _("Why a mentor for the place?"), "value": grant.reasons},
            {"label": _("Granted by"), "value": by},
        ]


class EndPlace(PlaceFormPage):
    """The last day of a place: who is there is shown, and nobody may be there after it."""

    template = "mentors/place_end.html"
    form_class = EndPlaceForm

    def initial(self) -> dict[str, Any]:
        grant = PlaceGrant.objects.get(pk=self.grant.pk)
        return {"last_day": grant.last_day, "version": grant.version}

    def make_form(self, data: QueryDict | None = None) -> EndPlaceForm:
        return EndPlaceForm(data, initial=self.initial(), has_end=self.grant.last_day is not None)

    def act(self, form: Any) -> str:
        end_place(
            place_id=self.grant.pk,
            version=form.cleaned_data["version"] or 0,
            last_day=form.cleaned_data["last_day"],
            load_of=load_of,
            shares_of=shares_of,
            by=self.user,
            at=clock.now(),
        )
        return self.address()

    def done(self, form: Any) -> str:
        day = form.cleaned_data["last_day"]
        return _("The place ends on %(day)s.") % {"day": date_long(day)} if day else _("The place goes on without an end.")

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        clients = clients_of(place_id=self.grant.pk, on=clock.today())
        self.log_read(AccessKind.LIST, SubjectKind.CASE, [row.case_id for row in clients])
        rows = [
            {"label": _("Mentor"), "value": self.mentor.name},
            {"label": _("Workplace or school"), "value": self.grant.workplace.name},
            {"label": _("Days"), "value": days_of(self.grant)},
        ]
        rows += [{"label": _("Client"), "value": row.case.client.name, "note": stay_of(row)} for row in clients]
        crumbs = [{"label": _("Place mentor"), "url": self.address()}, {"label": _("End of the place"), "url": ""}]
        return super().show(status, rows=rows, cancel_url=self.address(), more_crumbs=crumbs, **more)


def days_of(grant: PlaceGrant) -> str:
    if grant.last_day is None:
        return _("From %(first)s until further notice") % {"first": date_long(grant.first_day)}
    return _("%(first)s to %(last)s") % {"first": date_long(grant.first_day), "last": date_long(grant.last_day)}


def stay_of(row: Any) -> str:
    facts = {"ref": row.case.ref, "day": date_long(row.until)}
    return _("Case %(ref)s, until %(day)s") % facts if row.until else _("Case %(ref)s, no last day in sight") % facts


def client_row(row: Any) -> dict[str, Any]:
    """A client of the place, from `clients_of`."""
    return {
        "name": row.case.client.name,
        "ref": row.case.ref,
        "url": reverse("case", args=[row.case.ref]),
        "hours": hours(row.minutes_a_week),
        "last_day": row.until,
        "begins": row.first_day if row.first_day > clock.today() else None,
        "caseworker": row.case.caseworker.name,
    }
