"""An ended course is opened again, or the page says kindly what the way is instead."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Draft
from cases.actions.reopening import reopen_course
from cases.course_ends import reopening_of
from cases.course_rows import mentors_of
from cases.enums import Consent, State
from cases.forms.closing import ReopenForm
from cases.models import Case
from cases.rules.closing import reopening_verdict
from cases.views.base import CaseFormPage
from cases.views.ending import reopening_words
from core import clock
from core.templatetags.ui import day


class Reopen(CaseFormPage):
    template = "cases/reopen.html"
    form_class = ReopenForm
    creates = True
    draft_name = "reopen"

    def load(self, ref: str = "", **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        self.found = reopening_of(self.case, on=clock.today())
        mentors = mentors_of(self.case)
        self.mentor = mentors[0] if mentors else None

    def initial(self) -> dict[str, Any]:
        return {"version": self.case.version, "mentor": "same", "consent_on": clock.today()}

    def make_form(self, data: QueryDict | None = None) -> ReopenForm:
        mentor = self.mentor.mentor.name if self.mentor else _("The mentor")
        return ReopenForm(data, initial=self.initial_with_key(), name=self.case.client.given_name, mentor=mentor)

    def my_draft(self) -> Draft | None:
        return None if self.why_not_here()[0] else super().my_draft()

    def act(self, form: ReopenForm) -> str:  # type: ignore[override]  # the form of this page
        typed = form.cleaned_data
        reopen_course(
            case_id=self.case.pk,
            version=typed["version"] or 0,
            words=typed["words"],
            consent=Consent(typed["consent"]),
            consent_on=typed["consent_on"],
            same_mentor=typed["mentor"] == "same",
            by=self.user,
            at=clock.now(),
        )
        return reverse("case", args=[self.case.ref])

    def done(self, form: Any) -> str:
        if self.found.again:
            return _("The course is open again. It stays one course, with a new period.")
        return _("The course is open again. It has no period: write down the request for an extension now.")

    def why_not_here(self) -> tuple[str, str]:
        """Why there is nothing to open here, and the address that leads on; two times "" when there is."""
        answer = type(self).may_write(self.member)
        if not answer:
            return self.sentence(answer.code, answer.facts), ""
        found = self.found
        answer = reopening_verdict(state=State(self.case.state), handed_over=found.handed_over, latest=found.latest, today=clock.today())
        if not answer:
            way = reverse("case_new") if answer.code == "reopening_too_late" else ""
            return self.sentence(answer.code, answer.facts), way
        other = Case.objects.visible_to(self.member).open().filter(client=self.case.client_id).first()
        if other is not None:
            return self.sentence("client_has_open_case", {"ref": other.ref}), reverse("case", args=[other.ref])
        return "", ""

    def context(self) -> dict[str, Any]:
        why_not, way = self.why_not_here()
        rows = [{"label": _("The end until now"), "value": _("stays readable: outcome, both views and follow-ups stop counting")}]
        for number, again in enumerate(self.found.again):
            span = _("%(first)s to %(last)s") % {"first": day(again.days.first_day), "last": day(again.days.last_day)}
            rows.insert(number, {"label": _("A new period under the same grant"), "value": span})
        if not self.found.again:
            text = _("none: the granted days are over. A late request for an extension must be made by %(day)s")
            rows.insert(0, {"label": _("A new period"), "value": text % {"day": day(self.found.latest)}})
        rows.append({"label": _("The agreement"), "value": _("is signed again by client and mentor")})
        return {
            "heading": _("Open the course of %(name)s again") % {"name": self.case.client.name},
            "why_not_here": why_not,
            "way": way,
            "is_new_application": bool(way) and way == reverse("case_new"),
            "rows": rows,
            "again": reopening_words(self.case, self.found, today=clock.today()),
            "back": reverse("case", args=[self.case.ref]),
        }
