"""The forms of who speaks for the client or comes along, and of consents to pass on information."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from cases.actions import around as actions
from cases.enums import Consent
from cases.enums_course import RepresentativeKind
from cases.forms import around as forms
from cases.models import InformationConsent, Representative
from cases.views.around import consent_words
from cases.views.around_base import AroundPage
from core import clock
from core.forms import Form
from core.templatetags.ui import date_long


class RepresentativePage(AroundPage):
    model = Representative
    form_class = forms.RepresentativeForm
    arg, draft = "representative", "around_representative"
    names = ("kind", "name", "phone", "email", "scope", "first_day", "last_day")
    spans = {"name": 12, "phone": 6, "email": 6, "first_day": 6, "last_day": 6}

    def rows(self) -> models.QuerySet:
        """They are the client's: the same in each of the client's cases."""
        return Representative.objects.filter(client_id=self.case.client_id)

    def new(self) -> dict[str, Any]:
        return {"first_day": clock.today()}

    def keep(self, typed: dict[str, Any], shared: dict[str, Any]) -> None:
        actions.save_representative(
            representative_id=self.key, kind=RepresentativeKind(typed["kind"]), **{name: typed[name] for name in self.names[1:]}, **shared
        )

    def title(self) -> str:
        return _("Who speaks for the client or comes along")

    def rule(self) -> dict[str, str]:
        return {
            "title": _("the client may always bring somebody"),
            "text": _(
                "A lay companion comes along. A party’s representative speaks for the client, as far as the power of attorney goes. "
                "A guardian acts for the client. All three stand on the client, so they follow into the next case."
            ),
        }


class ConsentPage(AroundPage):
    model = InformationConsent
    form_class = forms.ConsentForm
    arg, draft = "info_consent", "around_consent"
    names = ("what", "from_whom", "to_whom", "how", "given_on", "valid_until")
    spans = {"from_whom": 6, "to_whom": 6, "given_on": 6, "valid_until": 6}

    def new(self) -> dict[str, Any]:
        return {"given_on": clock.today()}

    def keep(self, typed: dict[str, Any], shared: dict[str, Any]) -> None:
        actions.save_consent(
            consent_id=self.key,
            what=typed["what"],
            from_whom=typed["from_whom"],
            to_whom=typed["to_whom"],
            how=Consent(typed["how"]),
            given_on=typed["given_on"],
            valid_until=typed["valid_until"],
            **shared,
        )

    def title(self) -> str:
        return _("Consent to pass on information")

    def closed(self) -> str:
        if self.row is None:
            return ""
        answer = actions.rewriting_verdict(consent=self.row, at=clock.now())
        return "" if answer else self.sentence(answer.code, answer.facts)

    def rule(self) -> dict[str, str]:
        return {
            "title": _("a general yes is not enough"),
            "text": _(
                "A consent says which information, from whom, to whom and for this case. The client is told what happens without it, and "
                "can withdraw it on any day."
            ),
        }


class WithdrawConsent(AroundPage):
    model = InformationConsent
    form_class = forms.WithdrawForm
    arg = "info_consent"
    spans = {"withdrawn_on": 6}

    def initial(self) -> dict[str, Any]:
        return {"version": self.row.version, "withdrawn_on": clock.today()}

    def keep(self, typed: dict[str, Any], shared: dict[str, Any]) -> None:
        actions.withdraw_consent(consent_id=self.row.pk, day=typed["withdrawn_on"], **shared)

    def title(self) -> str:
        return _("The client withdraws a consent")

    def verb(self) -> str:
        return _("Withdraw the consent")

    def done(self, form: Form) -> str:
        return _("The consent is withdrawn. Nothing more is passed on from that day.")

    def closed(self) -> str:
        if self.row.withdrawn_on is None:
            return ""
        return self.sentence("consent_withdrawn_already", {"day": self.row.withdrawn_on.isoformat()})

    def summary(self) -> list[dict[str, Any]]:
        return [
            {"label": _("Consent"), "value": consent_words(self.row)},
            {"label": _("Given"), "value": date_long(self.row.given_on)},
            {
                "label": _("What happens"),
                "value": _("It can no longer be chosen, and who it was used for is marked. What was passed on stays as it is."),
            },
        ]
