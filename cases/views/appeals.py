"""Complaints of a case: all of them with their deadlines, and a new one. What happens to one is in `appeal`."""

import uuid
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.appeals import ComplaintFacts, complaint_of, receive_appeal
from cases.appeal_phrases import STATES
from cases.forms.appeals import AppealForm
from cases.models import Appeal, Decision
from cases.permissions import can_add
from cases.rules.appeals import AppealState, due_on, state_of
from cases.views.base import CaseFormPage, CasePage
from cases.views.repair import decision_words, decisions_of
from core import clock
from core.forms import Form
from core.templatetags.ui import date_long, day_long, due_state

Row = dict[str, Any]


def tag_of(row: Appeal, *, today: Any) -> Row:
    """Where a complaint is, as a tag: it warns while something is to be done, and says when that is over its day."""
    state, due = state_of(complaint_of(row)), due_on(complaint_of(row))
    if due is None:
        return {"label": STATES[state], "state": "line" if state == AppealState.ENDED else "info"}
    return {"label": STATES[state], "state": "over" if due_state(due, today) == "over" else "warn", "icon": "warning"}


def head_of(row: Appeal) -> str:
    return _("Complaint of %(day)s, from: %(whom)s") % {"day": date_long(row.received_on), "whom": row.by_whom}


class Appeals(CasePage):
    """The decisions of the case with their last day to complain, and the complaints about them."""

    template = "cases/appeals.html"

    def context(self) -> Row:
        case, today = self.case, clock.today()
        found = Appeal.objects.filter(case=case).order_by("-received_on", "-recorded_at", "pk")
        may = bool(can_add(self.member, case))
        decisions = decisions_of(case)
        by_pk = {decision.pk: decision for decision in decisions}
        new = {"label": _("Write down a complaint"), "url": reverse("case_appeal_add", args=[case.ref]), "primary": True, "icon": "plus"}
        return {
            "heading": _("Complaints: %(name)s") % {"name": case.client.name},
            "rows": [
                {
                    "head": head_of(row),
                    "about": decision_words(by_pk[row.decision_id]),
                    "tag": tag_of(row, today=today),
                    "due": due_on(complaint_of(row)),
                    "outcome": row.get_outcome_display() if row.outcome else "",
                    "url": reverse("case_appeal", args=[case.ref, row.pk]),
                }
                for row in found
            ],
            "decisions": [
                {
                    "words": decision_words(each),
                    "annulled": each.annulled_on is not None,
                    "until": day_long(each.complain_until),
                    "in_time": today <= each.complain_until,
                }
                for each in decisions
            ],
            "actions": [new] if may and any(each.annulled_on is None for each in decisions) else [],
        }


class AppealFormPage(CaseFormPage):
    """A complaint is written down, or corrected until it is looked at."""

    template = "cases/appeal_form.html"
    form_class = AppealForm
    creates = True

    @cached_property
    def decisions(self) -> list[Decision]:
        return decisions_of(self.case)

    def choices(self) -> list[Decision]:
        return [each for each in self.decisions if each.annulled_on is None]

    def make_form(self, data: QueryDict | None = None) -> AppealForm:
        rows = [(str(each.pk), decision_words(each)) for each in self.choices()]
        return AppealForm(data, initial=self.initial_with_key(), decisions=rows)

    def facts(self, form: Form) -> ComplaintFacts:
        values = form.cleaned_data
        return ComplaintFacts(
            received_on=values["received_on"],
            how=values["how"],
            by_whom=values["by_whom"],
            words=values["words"],
            take_up={"take_up": True, "dismiss": False}.get(values["late"]),
            late_why=values["late_why"],
        )

    def context(self) -> Row:
        may = can_add(self.member, self.case)
        answer = self.sentence(may.code, may.facts) if not may else ""
        return {
            "can_add": bool(may) and bool(self.choices()),
            "why_not_add": answer or _("No decision that stands has been made in this case, so there is nothing to complain about."),
            "back": reverse("case_appeals", args=[self.case.ref]),
            "days": [{"words": decision_words(each), "until": day_long(each.complain_until)} for each in self.choices()],
        }

    def show(self, status: int = 200, **more: Any) -> Any:
        form = more.get("form")
        # Asked for only when it is needed: the complaint is late, or somebody has answered already.
        asks = form is not None and bool(form["late"].value() or form["late_why"].value() or {"late", "late_why"} & set(form.errors))
        if asks:
            form.fields["late"].required = form.fields["late_why"].required = True  # as they are labelled; the action decides
        return super().show(status, asks_late=asks, **more)


class NewAppeal(AppealFormPage):
    draft_name = "appeal"

    def initial(self) -> Row:
        rows = self.choices()
        return {"received_on": clock.today(), "decision": str(rows[0].pk) if len(rows) == 1 else "", "by_whom": self.case.client.name}

    def act(self, form: Form) -> str:
        decision = uuid.UUID(form.cleaned_data["decision"])
        row = receive_appeal(case_id=self.case.pk, decision_id=decision, facts=self.facts(form), by=self.user, at=clock.now())
        return reverse("case_appeal", args=[self.case.ref, row.pk])

    def done(self, form: Form) -> str:
        return _("The complaint is written down.")

    def context(self) -> Row:
        return {**super().context(), "heading": _("Write down a complaint: %(name)s") % {"name": self.case.client.name}, "new": True}
