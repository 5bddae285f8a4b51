"""The request for an extension: written down, changed, withdrawn, and what became of the earlier ones."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.audit import last_change
from cases.actions.course_views import views_of
from cases.actions.extension_requests import change_request, request_extension, withdraw_request
from cases.enums_course import AskedBy, ExtensionState, GivenHow
from cases.forms.extension import OWN_DAY, RequestForm
from cases.models import Case, Extension
from cases.rules.extensions import last_day_of
from cases.rules.hours import Step
from cases.rules.letters import kind_of_decision
from cases.views import extension_words as words
from cases.views.both_views import both_views
from cases.views.extension_base import ExtensionPage
from core import clock
from core.forms import Form
from core.templatetags.ui import date_long, day
from core.verdicts import Refused, Stale


class RequestPage(ExtensionPage):
    """Opens a request, and shows the one that waits so that it can be changed until it is decided."""

    template = "cases/extension.html"
    form_class = RequestForm
    draft_name = "extension"
    creates = True

    def initial(self) -> dict[str, Any]:
        known: dict[str, Any] = {"asked_on": clock.today()}
        if self.extension is not None:
            names = ("version", "asked_by", "asked_on", "asked_how", "words", "reached", "why_still", "minutes_a_week", "last_day")
            known = {"extension": self.extension.pk, **{name: getattr(self.extension, name) for name in names}}
            months = range(1, self.longest_months + 1)
            even = [n for n in months if last_day_of(first_day=self.first_day, months=n) == self.extension.last_day]
            known["months"] = str(even[0]) if even else OWN_DAY
        elif self.assignment is not None:
            known["minutes_a_week"] = self.assignment.minutes_a_week
        return known

    def make_form(self, data: QueryDict | None = None) -> RequestForm:
        form = RequestForm(data, initial=self.initial_with_key(), longest_months=self.longest_months)
        if self.found is not None:
            hint = _("The new period begins on %(first)s. Its latest possible last day is %(latest)s.")
            form.fields["months"].help_text = hint % {"first": day(self.first_day), "latest": day(self.latest)}
        return form

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        if typed["extension"] != (self.extension.pk if self.extension else None):
            if typed["extension"] is None:
                raise Stale(**last_change(subject_id=self.case.pk))  # somebody wrote a request while this one was written
            raise Refused("extension_over")
        months = typed["months"]
        last_day = typed["last_day"] if months == OWN_DAY else last_day_of(first_day=self.first_day, months=int(months))
        asked: dict[str, Any] = {
            "asked_by": AskedBy(typed["asked_by"]),
            "asked_how": GivenHow(typed["asked_how"]),
            "last_day": last_day,
            **{name: typed[name] for name in ("asked_on", "words", "reached", "why_still", "minutes_a_week")},
        }
        if self.extension is None:
            try:
                request_extension(case_id=self.case.pk, by=self.user, at=clock.now(), **asked)
            except Refused as refused:
                if refused.code != "extension_pending":
                    raise
                raise Stale(**last_change(subject_id=self.case.pk)) from None
        else:
            version = typed["version"] or 0
            change_request(case_id=self.case.pk, extension_id=self.extension.pk, version=version, by=self.user, at=clock.now(), **asked)
        return self.request.path

    def done(self, form: Form) -> str:
        if self.extension is not None:
            return _("The request is saved.")
        return _("The request is written down. It waits to be decided; nothing goes on by itself.")

    def show_both(self, form: Form, stale: Stale) -> HttpResponse:
        """Two who write the first request at once: the next press of the second changes that of the first, beside which the text stands."""
        self.load(ref=self.case.ref)
        if self.approval is not None:
            form.refuse(self.sentence("approval_waiting", {}))
            return self.show(422, form=form, draft=None)
        form.data = form.data.copy()
        form.data["extension"] = str(self.extension.pk) if self.extension else ""
        return super().show_both(form, stale)

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        """A request that is over leaves the text to a new one."""
        form = more["form"]
        if form.is_bound and self.extension is None and form["extension"].value():
            form.data = form.data.copy()
            form.data["extension"] = form.data["version"] = ""
        return super().show(status, **more)

    def waits(self) -> dict[str, Any] | None:
        """Why nothing can be written here now."""
        if self.extension is not None:
            return None
        answer = self.opening()
        if answer:
            return None
        text = self.sentence(answer.code, answer.facts)
        hint = ""
        if answer.code == "extension_too_early" and self.found is not None:
            hint = _("The period ends on %(day)s. Without a decision the course ends then.") % {"day": date_long(self.found.last_day)}
        return {"text": text, "hint": hint, "actions": []}

    def context(self) -> dict[str, Any]:
        extension = self.extension
        context: dict[str, Any] = {
            "heading": _("Extension for %(name)s") % {"name": self.case.client.name},
            "waits": self.waits(),
            "extension": extension,
            "second": self.approval,
            "history": with_letter(history(self.case.pk), self.case),
            "found": self.found,
            "late_words": _("Late: asked after %(day)s, the last day of the period. The days between stay without a mentor.")
            % {"day": date_long(self.found.last_day)}
            if self.found and (extension.is_late if extension else clock.today() > self.found.last_day)
            else "",
        }
        if extension is not None:
            rows = list(views_of(self.case, extension_id=extension.pk).select_related("recorded_by"))
            may = bool(self.may_write(self.member)) and self.case.is_open
            context |= {
                "request_rows": words.request_rows(extension),
                "editable": extension.state != ExtensionState.SECOND,
                "may_not_decide": self.may_decide(),
                "both_views": both_views(self.case, rows, mentor=self.mentor_name, may_write=may),
            }
        return context


def history(case_id: Any) -> list[dict[str, Any]]:
    """What became of earlier requests, the newest first. Two statements."""
    rows = (
        Extension.objects.filter(case_id=case_id, closed_on__isnull=False)
        .select_related("period", "recorded_by", "decision__decided_by", "decision__approval__closed_by")
        .prefetch_related("decision__steps")
        .order_by("-closed_on", "-recorded_at")
    )
    found = []
    for row in rows:
        decision = row.decision
        if decision is None:
            heading = _("Request of %(asked)s, withdrawn on %(day)s") % {"asked": date_long(row.asked_on), "day": date_long(row.closed_on)}
            found.append({"heading": heading, "tag": "", "rows": words.request_rows(row)})
            continue
        approval = getattr(decision, "approval", None)
        second = approval.closed_by.name if approval and approval.closed_by else ""
        steps = sorted(Step(each.first_day, each.minutes_a_week) for each in decision.steps.all())
        told = [
            *words.issued_rows(decision, steps, second=second, last_day=row.period.ended_on or row.period.last_day),
            *words.request_rows(row),
        ]
        heading = _("Extension decided on %(day)s") % {"day": date_long(decision.decided_on)}
        kind = "" if decision.annulled_on else str(kind_of_decision(kind=decision.kind, outcome=decision.outcome))
        found.append({"heading": heading, "tag": str(_("Annulled")) if decision.annulled_on else "", "rows": told, "letter_kind": kind})
    return found


def with_letter(rows: list[dict[str, Any]], case: Case) -> list[dict[str, Any]]:
    """The newest decision with the way to its letter."""
    if rows and rows[0].get("letter_kind"):
        rows[0]["letter"] = f"{reverse('case_letter_new', args=[case.ref])}?kind={rows[0]['letter_kind']}"
    return rows


class WithdrawPage(ExtensionPage):
    """Nobody asks any more: a page that confirms it."""

    template = "cases/extension/withdraw.html"
    form_class = Form

    def initial(self) -> dict[str, Any]:
        return {"version": self.extension.version if self.extension else 0}

    def act(self, form: Form) -> str:
        if self.extension is None:
            raise Refused("extension_over")
        withdraw_request(
            case_id=self.case.pk,
            extension_id=self.extension.pk,
            version=form.cleaned_data["version"] or 0,
            by=self.user,
            at=clock.now(),
        )
        return reverse("case_extension", args=[self.case.ref])

    def done(self, form: Form) -> str:
        return _("The request is withdrawn. Nothing was decided.")

    def context(self) -> dict[str, Any]:
        return {
            "heading": _("Withdraw the request: %(name)s") % {"name": self.case.client.name},
            "rows": words.request_rows(self.extension) if self.extension else [],
            "hidden": [{"name": "version", "value": self.extension.version if self.extension else 0}],
            "closed_words": self.sentence("extension_over", {}),
            "cancel_url": reverse("case_extension", args=[self.case.ref]),
        }
