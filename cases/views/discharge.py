"""A coming discharge from a psychiatric hospital: told of, asked about, moved, and the day it was."""

from typing import Any

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.discharge import answer_discharge, change_discharge, end_discharge, tell_discharge
from cases.forms.discharge import AnswerForm, DischargedForm, ToldForm
from cases.models import Discharge
from cases.views.base import CaseFormPage
from cases.views.discharge_parts import discharge_notices
from core import clock
from core.forms import Form
from core.templatetags.ui import date_long, day_long
from core.verdicts import Refused

Row = dict[str, Any]


def told_rows(row: Discharge) -> list[Row]:
    """A discharge with its question and answer, to read."""
    rows: list[Row] = [
        {"label": _("Told"), "value": day_long(row.notified_on), "note": row.notified_by},
        {"label": _("Expected discharge"), "value": day_long(row.expected_on)},
    ]
    if row.discharged_on:
        rows.append({"label": _("Discharged"), "value": day_long(row.discharged_on)})
    asked = day_long(row.asked_on) if row.asked_on else _("not yet")
    rows.append({"label": _("Asked about a mentor"), "value": asked})
    if row.answer:
        rows.append({"label": _("Answer"), "value": row.get_answer_display(), "note": date_long(row.answered_on)})
    if row.words:
        rows.append({"label": _("In the client’s own words"), "value": row.words})
    return rows


class DischargeBase(CaseFormPage):
    """What the three pages share: the discharge that is coming, and those before it."""

    template = "cases/discharge.html"
    creates = True
    needs_coming = True
    verb = ""
    title = ""

    def load(self, ref: str, **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        rows = list(Discharge.objects.filter(case=self.case).order_by("-recorded_at", "pk"))
        self.coming = next((row for row in rows if row.discharged_on is None), None)
        self.earlier = [row for row in rows if row.discharged_on is not None]
        if self.needs_coming and self.coming is None and self.request.method == "GET":
            raise Http404

    def key(self) -> Row:
        """Which row the form writes to, as the actions take it; refused when somebody has written meanwhile that the client is discharged."""
        if self.coming is None:
            raise Refused("discharge_over")
        return {"case_id": self.case.pk, "discharge_id": self.coming.pk, "by": self.user, "at": clock.now()}

    def done(self, form: Form) -> str:
        return _("Saved.")

    def titles(self) -> tuple[str, str]:
        """(the heading over the form, the words on its button)."""
        raise NotImplementedError

    def context(self) -> Row:
        title, verb = self.titles()
        return {
            "heading": _("Discharge from hospital: %(name)s") % {"name": self.case.client.name},
            "coming": self.coming,
            "coming_rows": told_rows(self.coming) if self.coming else [],
            "earlier": [{"words": date_long(row.discharged_on), "rows": told_rows(row)} for row in self.earlier],
            "discharge": discharge_notices(self.case),
            "form_title": title,
            "verb": verb,
            "main": type(self) is DischargePage,
            "back": reverse("case_discharge", args=[self.case.ref]),
        }


class DischargePage(DischargeBase):
    """Without a coming discharge: that one is told of. With one: the question to the client, and the answer."""

    needs_coming = False

    @property
    def asks(self) -> bool:
        """Whether the form is the question; a form that was sent says it itself, as the discharge may be over since."""
        sent = self.request.POST.get("do")
        return sent == "answer" if sent else self.coming is not None

    def titles(self) -> tuple[str, str]:
        if self.asks:
            return _("The client is asked"), _("Save the answer")
        return _("Somebody told of a discharge"), _("Save the discharge")

    def initial(self) -> Row:
        row = self.coming
        if not self.asks:
            return {"notified_on": clock.today()}
        if row is None:
            return {}
        return {"version": row.version, "asked_on": row.asked_on, "answer": row.answer, "answered_on": row.answered_on, "words": row.words}

    def make_form(self, data: QueryDict | None = None) -> Form:
        return (AnswerForm if self.asks else ToldForm)(data, initial=self.initial_with_key())

    def act(self, form: Form) -> str:
        values = form.cleaned_data
        if isinstance(form, AnswerForm):
            answer_discharge(
                **self.key(),
                version=values["version"] or 0,
                asked_on=values["asked_on"],
                answer=values["answer"],
                answered_on=values["answered_on"],
                words=values["words"],
            )
        else:
            tell_discharge(
                case_id=self.case.pk,
                notified_on=values["notified_on"],
                notified_by=values["notified_by"],
                expected_on=values["expected_on"],
                by=self.user,
                at=clock.now(),
            )
        return self.request.path

    def context(self) -> Row:
        return {**super().context(), "do": "answer" if self.asks else "tell"}


class MoveDischarge(DischargeBase):
    form_class = ToldForm

    def titles(self) -> tuple[str, str]:
        return _("Move or correct the discharge"), _("Save the change")

    def initial(self) -> Row:
        row = self.coming
        if row is None:
            return {}
        return {
            "version": row.version,
            "notified_on": row.notified_on,
            "notified_by": row.notified_by,
            "expected_on": row.expected_on,
        }

    def act(self, form: Form) -> str:
        values = form.cleaned_data
        change_discharge(
            **self.key(),
            version=values["version"] or 0,
            notified_on=values["notified_on"],
            notified_by=values["notified_by"],
            expected_on=values["expected_on"],
        )
        return reverse("case_discharge", args=[self.case.ref])


class Discharged(DischargeBase):
    form_class = DischargedForm

    def titles(self) -> tuple[str, str]:
        return _("The client is discharged"), _("Save the day")

    def initial(self) -> Row:
        return {"version": self.coming.version if self.coming else 0}

    def act(self, form: Form) -> str:
        values = form.cleaned_data
        end_discharge(**self.key(), version=values["version"] or 0, discharged_on=values["discharged_on"])
        return reverse("case_discharge", args=[self.case.ref])
