"""Around the course: schemes beside the mentor, local resources, the workplace, representatives, and consents to pass on information."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.actions.around import rewriting_verdict
from cases.enums import Consent
from cases.enums_course import RepresentativeKind, ResourceKind, SchemeKind
from cases.models import InformationConsent, LocalResource, ParallelScheme, Period, Representative, WorkplaceTalk
from cases.permissions import can_add
from cases.rules.around import ConsentState, Line, consent_state
from cases.views.around_chart import Bar, around_chart, days_words
from cases.views.base import CasePage
from core import clock
from core.templatetags.ui import date_long, day, day_words, due_state

Row = dict[str, Any]


def state_of(consent: InformationConsent, on: dt.date) -> ConsentState:
    """Where the consent is on this day."""
    return consent_state(given_on=consent.given_on, valid_until=consent.valid_until, withdrawn_on=consent.withdrawn_on, on=on)


def state_tag(consent: InformationConsent, on: dt.date) -> Row:
    """The state of a consent as components/tag.html takes it."""
    state = state_of(consent, on)
    if state == ConsentState.WITHDRAWN:
        return {"label": _("Withdrawn on %(day)s") % {"day": date_long(consent.withdrawn_on)}, "state": "over", "icon": "warning"}
    if state == ConsentState.EXPIRED:
        return {"label": _("Ran out on %(day)s") % {"day": date_long(consent.valid_until)}, "state": "over", "icon": "warning"}
    if state == ConsentState.NOT_YET:
        return {"label": _("Holds from %(day)s") % {"day": date_long(consent.given_on)}, "state": "warn"}
    return {"label": _("Holds until %(day)s") % {"day": date_long(consent.valid_until)}, "state": "ok", "icon": "check"}


def consent_words(consent: InformationConsent) -> str:
    """What may go from whom to whom."""
    return _("%(what)s, from %(giver)s to %(taker)s") % {
        "what": consent.what,
        "giver": consent.from_whom,
        "taker": consent.to_whom,
    }


class Around(CasePage):
    template = "cases/around.html"
    tab = "case_around"

    def show(self, status: int = 200, **more: Any) -> Any:
        return super().show(status, can_add=bool(can_add(self.member, self.case)), **more)

    def url(self, name: str, *more: Any) -> str:
        return reverse(name, args=[self.case.ref, *more])

    def context(self) -> dict[str, Any]:
        today, case = clock.today(), self.case
        schemes = list(ParallelScheme.objects.filter(case=case).order_by("first_day", "recorded_at"))
        periods = list(Period.objects.filter(case=case).order_by("number"))
        consents = list(InformationConsent.objects.filter(case=case).order_by("-given_on", "-recorded_at"))
        resources = LocalResource.objects.filter(case=case).select_related("goal", "consent").order_by("ended_on", "next_on", "recorded_at")
        talks = WorkplaceTalk.objects.filter(case=case).select_related("talked_by").order_by("-day", "-recorded_at")
        beside = Representative.objects.filter(client_id=case.client_id).order_by("-first_day", "-recorded_at")
        rows = [self.resource_row(each, today) for each in resources]
        return {
            "heading": _("Around the course of %(name)s") % {"name": case.client.name},
            "chart": around_chart(self.bars(periods, schemes), today=today),
            "schemes": [self.scheme_row(each, today) for each in schemes if each.struck_on is None],
            "struck": [self.scheme_row(each, today) for each in schemes if each.struck_on is not None],
            "resources": [each for each in rows if not each["over"]],
            "stopped": [each for each in rows if each["over"]],
            "talks": [self.talk_row(each) for each in talks],
            "representatives": [self.representative_row(each, today) for each in beside],
            "consents": [self.consent_row(each, today) for each in consents],
        }

    def bars(self, periods: list[Period], schemes: list[ParallelScheme]) -> list[Bar]:
        found = [
            Bar(
                label=_("Mentor, period %(number)s") % {"number": each.number},
                line=Line(each.first_day, each.ended_on or each.last_day),
                of_mentor=True,
            )
            for each in periods
            if each.ended_on is None or each.ended_on >= each.first_day
        ]
        return found + [
            Bar(label=str(SchemeKind(each.kind).label), line=Line(each.first_day, each.last_day), provider=each.provider)
            for each in schemes
            if each.struck_on is None
        ]

    def scheme_row(self, each: ParallelScheme, today: dt.date) -> Row:
        over = each.last_day is not None and each.last_day < today
        return {
            "title": SchemeKind(each.kind).label,
            "tag": {"label": pgettext("scheme", "Has ended"), "state": "line"} if over else None,
            "lines": [days_words(Line(each.first_day, each.last_day)), each.provider],
            "words": each.words,
            "note": _("Struck out on %(day)s") % {"day": date_long(each.struck_on)} if each.struck_on else "",
            "actions": []
            if each.struck_on
            else [
                {"label": _("Change"), "url": self.url("case_around_scheme_change", each.pk)},
                {"label": _("Strike out"), "url": self.url("case_around_scheme_strike", each.pk)},
            ],
        }

    def resource_row(self, each: LocalResource, today: dt.date) -> Row:
        lines = [each.contact]
        if each.goal:
            lines.append(_("Goal: %(goal)s") % {"goal": each.goal.words})
        tag = None
        if each.consent:
            lines.append(_("May be passed on: %(what)s") % {"what": consent_words(each.consent)})
            tag = state_tag(each.consent, today)
            if state_of(each.consent, today) != ConsentState.VALID:
                tag["label"] = _("Consent: %(state)s. Pass nothing on") % {"state": tag["label"][:1].lower() + tag["label"][1:]}
            else:
                tag["label"] = _("Consent: %(state)s") % {"state": tag["label"][:1].lower() + tag["label"][1:]}
        elif each.ended_on is None:
            tag = {"label": _("No consent: pass nothing on"), "state": "line"}
        return {
            "title": each.organisation,
            "kind": ResourceKind(each.kind).label,
            "over": each.ended_on,
            "tag": tag if each.ended_on is None else {"label": _("Until %(day)s") % {"day": date_long(each.ended_on)}, "state": "line"},
            "lines": [line for line in lines if line],
            "next": each.next_action,
            "next_on": day(each.next_on) if each.next_on else "",
            "next_words": day_words(each.next_on, today) if each.next_on and each.ended_on is None else "",
            "late": bool(each.next_on and each.ended_on is None and due_state(each.next_on, today) == "over"),
            "actions": []
            if each.ended_on
            else [
                {"label": _("Change"), "url": self.url("case_around_resource_change", each.pk)},
                {"label": _("Not used any more"), "url": self.url("case_around_resource_stop", each.pk)},
            ],
        }

    def talk_row(self, each: WorkplaceTalk) -> Row:
        released = {
            True: {"label": _("A colleague is released as mentor"), "state": "ok", "icon": "check"},
            False: {"label": _("No colleague is released as mentor"), "state": "line"},
        }
        return {
            "title": _("%(day)s, with %(whom)s") % {"day": day(each.day), "whom": each.with_whom},
            "tag": released.get(each.releases_colleague) if each.releases_colleague is not None else None,
            "words": each.agreed,
            "note": _("Talked with them: %(name)s") % {"name": each.talked_by.name},
            "actions": [{"label": _("Change"), "url": self.url("case_around_talk_change", each.pk)}],
        }

    def representative_row(self, each: Representative, today: dt.date) -> Row:
        over = each.last_day is not None and each.last_day < today
        return {
            "title": each.name,
            "kind": RepresentativeKind(each.kind).label,
            "tag": {"label": pgettext("representative", "Has ended"), "state": "line"} if over else None,
            "lines": [
                line
                for line in (", ".join(filter(None, (each.phone, each.email))), days_words(Line(each.first_day, each.last_day)))
                if line
            ],
            "words": _("For: %(what)s") % {"what": each.scope} if each.scope else "",
            "actions": [{"label": _("Change or end"), "url": self.url("case_around_representative_change", each.pk)}],
        }

    def consent_row(self, each: InformationConsent, today: dt.date) -> Row:
        how = (
            pgettext("consent to information", "In writing")
            if each.how == Consent.WRITTEN
            else pgettext("consent to information", "Orally")
        )
        actions = []
        if rewriting_verdict(consent=each, at=clock.now()):
            actions.append({"label": _("Change"), "url": self.url("case_around_consent_change", each.pk)})
        if each.withdrawn_on is None:
            actions.append({"label": _("Withdraw"), "url": self.url("case_around_consent_withdraw", each.pk)})
        return {
            "title": each.what,
            "tag": state_tag(each, today),
            "lines": [
                _("From %(giver)s to %(taker)s") % {"giver": each.from_whom, "taker": each.to_whom},
                _("%(how)s, %(first)s to %(last)s") % {"how": how, "first": date_long(each.given_on), "last": date_long(each.valid_until)},
            ],
            "actions": actions,
        }
