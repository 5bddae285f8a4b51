"""One complaint: what it says, the new look at the decision, passing it on, the outcome; corrected or withdrawn on the way."""

import uuid
from typing import Any

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.appeals import change_appeal, complaint_of, end_appeal, forward_appeal, reassess
from cases.appeal_phrases import STATES
from cases.enums import DecisionKind
from cases.enums_course import AppealOutcome, Reassessment
from cases.forms.appeals import EndForm, ForwardForm, ReassessForm
from cases.models import Appeal, Decision
from cases.permissions import can_add
from cases.rules.appeals import AppealState, due_on, outcomes_of, state_of
from cases.views.appeals import AppealFormPage, head_of, tag_of
from cases.views.base import CaseFormPage
from cases.views.repair import decision_words
from core import clock
from core.forms import Form
from core.templatetags.ui import date_long, day_long

Row = dict[str, Any]


class OneAppeal(CaseFormPage):
    """What the pages of one complaint share."""

    creates = True

    def load(self, ref: str, appeal: uuid.UUID, **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        rows = Appeal.objects.select_related("decision", "recorded_by")
        found = rows.filter(case=self.case, pk=appeal).first()
        if found is None:
            raise Http404
        self.appeal = found

    @property
    def state(self) -> AppealState:
        return state_of(complaint_of(self.appeal))

    def key(self) -> Row:
        return {"case_id": self.case.pk, "appeal_id": self.appeal.pk, "by": self.user, "at": clock.now()}

    def here(self) -> str:
        return reverse("case_appeal", args=[self.case.ref, self.appeal.pk])

    def done(self, form: Form) -> str:
        return _("Saved.")


class ChangeAppeal(OneAppeal, AppealFormPage):
    """What was written down is corrected, until the decision is looked at again."""

    def choices(self) -> list[Decision]:
        return [each for each in self.decisions if each.pk == self.appeal.decision_id]

    def initial(self) -> Row:
        row = self.appeal
        return {
            "version": row.version,
            "decision": str(row.decision_id),
            "received_on": row.received_on,
            "how": row.how,
            "by_whom": row.by_whom,
            "words": row.words,
            "late": "take_up" if row.is_late and not row.outcome else "",
            "late_why": row.late_why,
        }

    def act(self, form: Form) -> str:
        change_appeal(**self.key(), version=form.cleaned_data["version"] or 0, facts=self.facts(form))
        return self.here()

    def context(self) -> Row:
        found = super().context()
        closed = self.state != AppealState.LOOK_AGAIN
        why = self.sentence("appeal_ended" if self.state == AppealState.ENDED else "appeal_reassessed_already", {}) if closed else ""
        return {
            **found,
            "heading": _("Correct a complaint: %(name)s") % {"name": self.case.client.name},
            "can_add": found["can_add"] and not closed,
            "why_not_add": why or found["why_not_add"],
            "back": self.here(),
        }


class AppealPage(OneAppeal):
    """One complaint: what it says, what has happened, and the form of the next step."""

    template = "cases/appeal.html"
    steps: dict[AppealState, str] = {
        AppealState.LOOK_AGAIN: "reassess",
        AppealState.FORWARD: "forward",
        AppealState.DECIDE_AGAIN: "end",
        AppealState.AT_BOARD: "end",
    }

    @property
    def step_name(self) -> str:
        """Of a form that was sent: its own step, as the complaint may have gone on since."""
        sent = self.request.POST.get("do", "")
        return sent if sent in self.steps.values() else self.steps.get(self.state, "")

    def initial(self) -> Row:
        row = self.appeal
        if self.step_name == "reassess":
            return {
                "version": row.version,
                "reassessed_on": row.reassessed_on or clock.today(),
                "reassessment": row.reassessment,
                "words": row.reassessment_words,
            }
        if self.step_name == "forward":
            return {"version": row.version, "forwarded_on": row.forwarded_on or clock.today()}
        outcome = row.outcome or (AppealOutcome.CHANGED if self.state == AppealState.DECIDE_AGAIN else "")
        return {"version": row.version, "outcome": outcome, "outcome_on": row.outcome_on or clock.today(), "effect": row.effect}

    def make_form(self, data: QueryDict | None = None) -> Form:
        if self.step_name == "reassess":
            return ReassessForm(data, initial=self.initial_with_key())
        if self.step_name == "forward":
            return ForwardForm(data, initial=self.initial_with_key())
        outcomes = outcomes_of(self.state) or tuple(AppealOutcome)
        return EndForm(data, initial=self.initial_with_key(), outcomes=[each for each in outcomes if each != AppealOutcome.WITHDRAWN])

    def act(self, form: Form) -> str:
        values = form.cleaned_data
        version = values["version"] or 0
        if isinstance(form, ReassessForm):
            reassess(
                **self.key(),
                version=version,
                reassessed_on=values["reassessed_on"],
                reassessment=Reassessment(values["reassessment"]),
                words=values["words"],
            )
        elif isinstance(form, ForwardForm):
            forward_appeal(**self.key(), version=version, forwarded_on=values["forwarded_on"])
        else:
            end_appeal(
                **self.key(),
                version=version,
                outcome=AppealOutcome(values["outcome"]),
                outcome_on=values["outcome_on"],
                effect=values["effect"],
            )
        return self.here()

    def context(self) -> Row:
        row, today = self.appeal, clock.today()
        state, due = self.state, due_on(complaint_of(row))
        may = can_add(self.member, self.case)
        titles = {
            "reassess": (_("Look at the decision again"), _("Save the new look")),
            "forward": (_("Pass the complaint on"), _("Save that it was passed on")),
            "end": (_("What came of the complaint"), _("Close the complaint")),
        }
        title, verb = titles.get(self.step_name, ("", ""))
        return {
            "heading": _("Complaint: %(name)s") % {"name": self.case.client.name},
            "rows": complaint_rows(row),
            "appeal_id": row.pk,
            "tag": tag_of(row, today=today),
            "due": due,
            "form_title": title,
            "verb": verb,
            "do": self.step_name,
            "form_shown": bool(may) and (state != AppealState.ENDED or self.request.method == "POST"),
            "why_not_add": "" if may else self.sentence(may.code, may.facts),
            "state_words": STATES[state],
            "ended": state == AppealState.ENDED,
            "can_correct": bool(may) and state == AppealState.LOOK_AGAIN,
            "next_decision": next_decision(row) if state == AppealState.DECIDE_AGAIN else None,
            "back": reverse("case_appeals", args=[self.case.ref]),
        }


def next_decision(row: Appeal) -> Row:
    """Which new decision must be made after a change, and where it begins."""
    ref = row.case.ref
    annul = {"url": reverse("case_annul", args=[ref, row.decision_id]), "link": _("Annul the decision")}
    if row.decision.annulled_on is not None:
        page = "case_assessment" if row.decision.kind == DecisionKind.FIRST else "case"
        return {
            "words": _("The old decision is annulled. Make the new one."),
            "url": reverse(page, args=[ref]),
            "link": _("Make the new decision"),
        }
    if row.decision.kind == DecisionKind.FIRST:
        return {"words": _("A new first decision: annul the old one, and the case is decided again in the assessment."), **annul}
    if row.decision.kind == DecisionKind.EXTENSION:
        return {"words": _("A new decision about the extension: annul the old one, then ask for the extension again."), **annul}
    return {"words": _("A new decision about the hours: annul the old one, then change the hours again."), **annul}


def complaint_rows(row: Appeal) -> list[Row]:
    """A complaint with everything that happened, to read."""
    how = _("%(how)s, written down by %(name)s") % {"how": row.get_how_display(), "name": row.recorded_by.name}
    rows: list[Row] = [
        {"label": _("About"), "value": decision_words(row.decision)},
        {"label": _("Received"), "value": day_long(row.received_on), "note": how},
        {"label": _("From"), "value": row.by_whom},
        {"label": _("The complaint"), "value": row.words},
    ]
    until = _("the last day was %(day)s") % {"day": date_long(row.decision.appeal_until)}
    rows.append({"label": _("In time"), "value": _("No") if row.is_late else _("Yes"), "note": until})
    if row.is_late:
        label = _("Why it was dismissed") if row.outcome == AppealOutcome.DISMISSED and not row.reassessed_on else _("Why it was taken up")
        rows.append({"label": label, "value": row.late_why})
    rows.append({"label": _("To be looked at by"), "value": day_long(row.reassess_by)})
    if row.reassessed_on:
        rows.append({"label": _("Looked at again"), "value": row.get_reassessment_display(), "note": day_long(row.reassessed_on)})
        rows.append({"label": _("Reasons"), "value": row.reassessment_words})
    if row.forwarded_on:
        rows.append({"label": _("Passed on to the appeals board"), "value": day_long(row.forwarded_on)})
    if row.outcome:
        rows.append({"label": _("Outcome"), "value": row.get_outcome_display(), "note": day_long(row.outcome_on)})
    if row.effect and row.effect != row.late_why:
        rows.append({"label": _("What it means for the course"), "value": row.effect})
    return rows


class WithdrawAppeal(OneAppeal):
    """The client withdraws the complaint, on any day until it is closed."""

    template = "cases/appeal_withdraw.html"
    form_class = EndForm

    def make_form(self, data: QueryDict | None = None) -> EndForm:
        return EndForm(data, initial=self.initial_with_key(), outcomes=[AppealOutcome.WITHDRAWN])

    def initial(self) -> Row:
        return {"version": self.appeal.version, "outcome": AppealOutcome.WITHDRAWN, "outcome_on": clock.today()}

    def act(self, form: Form) -> str:
        values = form.cleaned_data
        end_appeal(
            **self.key(),
            version=values["version"] or 0,
            outcome=AppealOutcome.WITHDRAWN,
            outcome_on=values["outcome_on"],
            effect=values["effect"],
        )
        return self.here()

    def context(self) -> Row:
        may = can_add(self.member, self.case)
        ended = self.state == AppealState.ENDED
        why = self.sentence("appeal_ended", {}) if ended else "" if may else self.sentence(may.code, may.facts)
        return {
            "heading": _("Complaint: %(name)s") % {"name": self.case.client.name},
            "possible": bool(may) and not ended,
            "why_not_possible": why,
            "head": head_of(self.appeal),
            "back": self.here(),
        }
