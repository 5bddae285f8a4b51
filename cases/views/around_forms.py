"""The forms of schemes beside the mentor, of local resources, and of what was agreed with the workplace."""

import uuid
from typing import Any

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.enums import CASE_READERS
from accounts.models import Membership
from cases.actions import around as actions
from cases.enums_course import ResourceKind, SchemeKind
from cases.forms import around as forms
from cases.models import Goal, InformationConsent, LocalResource, ParallelScheme, WorkplaceTalk
from cases.rules.around import ConsentState
from cases.views.around import consent_words, state_of, state_tag
from cases.views.around_base import AroundPage
from cases.views.around_chart import days_words
from core import clock
from core.forms import Form


class SchemePage(AroundPage):
    model = ParallelScheme
    form_class = forms.SchemeForm
    arg, draft = "scheme", "around_scheme"
    names = ("kind", "first_day", "last_day", "provider", "words")
    spans = {"kind": 6, "provider": 6, "first_day": 6, "last_day": 6}

    def keep(self, typed: dict[str, Any], shared: dict[str, Any]) -> None:
        actions.save_scheme(
            scheme_id=self.key,
            kind=SchemeKind(typed["kind"]),
            first_day=typed["first_day"],
            last_day=typed["last_day"],
            provider=typed["provider"],
            words=typed["words"],
            **shared,
        )

    def title(self) -> str:
        return _("A scheme beside the mentor")

    def closed(self) -> str:
        return self.sentence("scheme_struck_already", {}) if self.row and self.row.struck_on else ""

    def rule(self) -> dict[str, str]:
        return {
            "title": _("both at once is allowed"),
            "text": _(
                "A mentor supports and guides through a transition, usually until the client manages alone. A personal assistant does "
                "certain practical tasks that the client cannot do, usually lastingly. A client who needs both can have both, and no "
                "other scheme stands in the way of a grant."
            ),
        }


class StrikeScheme(AroundPage):
    """A scheme that was written down by mistake: a form of a button."""

    model = ParallelScheme
    form_class = Form
    arg = "scheme"

    def keep(self, typed: dict[str, Any], shared: dict[str, Any]) -> None:
        actions.strike_scheme(scheme_id=self.row.pk, **shared)

    def title(self) -> str:
        return _("Strike out a scheme")

    def verb(self) -> str:
        return _("Strike out the scheme")

    def done(self, form: Form) -> str:
        return _("The scheme is struck out.")

    def closed(self) -> str:
        return self.sentence("scheme_struck_already", {}) if self.row.struck_on else ""

    def summary(self) -> list[dict[str, Any]]:
        return [
            {"label": _("Scheme"), "value": SchemeKind(self.row.kind).label},
            {"label": _("Days"), "value": days_words(self.row)},
            {
                "label": _("What happens"),
                "value": _("It leaves the time line and stays readable below. To end it, change its last day instead."),
            },
        ]


class ResourcePage(AroundPage):
    model = LocalResource
    form_class = forms.ResourceForm
    arg, draft = "resource", "around_resource"
    spans = {"kind": 4, "organisation": 8, "next_action": 8, "next_on": 4}

    def rows(self) -> models.QuerySet:
        return super().rows().select_related("consent")

    def initial(self) -> dict[str, Any]:
        each = self.row
        if each is None:
            return {"version": 0}
        names = ("version", "kind", "organisation", "contact", "next_action", "next_on")
        found = {name: getattr(each, name) for name in names}
        # A consent that holds no more is not offered again: saving without choosing another leaves none.
        consent = str(each.consent_id) if each.consent and state_of(each.consent, clock.today()) == ConsentState.VALID else ""
        return {**found, "goal": str(each.goal_id or ""), "consent": consent}

    def make_form(self, data: QueryDict | None = None) -> Form:
        today = clock.today()
        goals = Goal.objects.filter(case=self.case).order_by("position")
        consents = InformationConsent.objects.filter(case=self.case).order_by("-given_on")
        kept = self.row.goal_id if self.row else None
        return forms.ResourceForm(
            data,
            initial=self.initial_with_key(),
            goals=[(str(each.pk), each.words) for each in goals if each.ended_on is None or each.pk == kept],
            consents=[(str(each.pk), consent_words(each)) for each in consents if state_of(each, today) == ConsentState.VALID],
        )

    def keep(self, typed: dict[str, Any], shared: dict[str, Any]) -> None:
        actions.save_resource(
            resource_id=self.key,
            kind=ResourceKind(typed["kind"]),
            organisation=typed["organisation"],
            contact=typed["contact"],
            goal_id=forms.ResourceForm.row_of(typed["goal"]),
            next_action=typed["next_action"],
            next_on=typed["next_on"],
            consent_id=forms.ResourceForm.row_of(typed["consent"]),
            **shared,
        )

    def title(self) -> str:
        return _("A local resource")

    def closed(self) -> str:
        return self.sentence("resource_stopped", {}) if self.row and self.row.ended_on else ""

    def summary(self) -> list[dict[str, Any]]:
        consent = self.row.consent if self.row else None
        if consent is None or state_of(consent, clock.today()) == ConsentState.VALID:
            return []
        said = _("%(state)s. Choose another consent below, or none.") % {"state": state_tag(consent, clock.today())["label"]}
        return [{"label": _("The consent so far"), "value": consent_words(consent), "note": said}]

    def rule(self) -> dict[str, str]:
        return {
            "title": _("nothing is passed on without a consent"),
            "text": _(
                "The goals draw on what is there locally: the jobcentre, the municipality, education, trade and industry, health and "
                "rehabilitation. To talk with them about the client you need a consent that says what may be said, by whom and to whom."
            ),
        }


class StopResource(AroundPage):
    model = LocalResource
    form_class = forms.StopForm
    arg = "resource"
    spans = {"ended_on": 6}

    def initial(self) -> dict[str, Any]:
        return {"version": self.row.version, "ended_on": clock.today()}

    def keep(self, typed: dict[str, Any], shared: dict[str, Any]) -> None:
        actions.stop_resource(resource_id=self.row.pk, day=typed["ended_on"], **shared)

    def title(self) -> str:
        return _("A local resource is not used any more")

    def verb(self) -> str:
        return _("Save the day")

    def closed(self) -> str:
        return self.sentence("resource_stopped", {}) if self.row.ended_on else ""

    def summary(self) -> list[dict[str, Any]]:
        return [{"label": _("Organisation"), "value": self.row.organisation, "note": ResourceKind(self.row.kind).label}]


class TalkPage(AroundPage):
    model = WorkplaceTalk
    form_class = forms.TalkForm
    arg, draft = "talk", "around_talk"
    spans = {"day": 4, "with_whom": 8, "talked_by": 6}

    def initial(self) -> dict[str, Any]:
        if self.row is None:
            return {"day": clock.today(), "talked_by": str(self.user.pk)}
        released = {True: "yes", False: "no", None: ""}[self.row.releases_colleague]
        names = ("version", "day", "with_whom", "agreed")
        return {
            **{name: getattr(self.row, name) for name in names},
            "talked_by": str(self.row.talked_by_id),
            "releases_colleague": released,
        }

    def make_form(self, data: QueryDict | None = None) -> Form:
        members = Membership.objects.filter(jobcentre=self.case.jobcentre_id, role__in=CASE_READERS, user__is_active=True)
        names = {str(key): name for key, name in members.order_by("user__name").values_list("user_id", "user__name")}
        if self.row is not None:
            names.setdefault(str(self.row.talked_by_id), self.row.talked_by.name)
        return forms.TalkForm(data, initial=self.initial_with_key(), colleagues=list(names.items()))

    def keep(self, typed: dict[str, Any], shared: dict[str, Any]) -> None:
        actions.save_talk(
            talk_id=self.key,
            day=typed["day"],
            with_whom=typed["with_whom"],
            agreed=typed["agreed"],
            releases_colleague=forms.TalkForm.RELEASED[typed["releases_colleague"]],
            talked_by=uuid.UUID(typed["talked_by"]),
            **shared,
        )

    def title(self) -> str:
        return _("What was agreed with the workplace or school")

    def rule(self) -> dict[str, str]:
        return {
            "title": _("the employer cannot refuse a mentor"),
            "text": _(
                "The employer cannot refuse that the client has a mentor. A colleague can only be mentor when the workplace releases "
                "the colleague for it, so write whether it does. The workplace is told what it needs to know, and never a diagnosis."
            ),
        }
