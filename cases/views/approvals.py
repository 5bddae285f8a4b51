"""Decisions that wait for a second person: the list of a manager, and the page on which one is approved, sent back or taken back."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import AccessKind, SubjectKind
from accounts.pages import Page
from cases.actions.approvals import send_back, take_back
from cases.actions.approving import approve
from cases.course_settings import settings_of
from cases.enums_course import ApprovalKind, ApprovalState, AskedBy, Limit
from cases.forms.extension import ReturnForm
from cases.models import Approval, Case, SchemeRules
from cases.permissions import can_approve, can_read_cases
from cases.phrases import sentence
from cases.rules.second_person import approver_verdict
from cases.views import approval_rows
from cases.views.base import CaseFormPage
from core import clock
from core.forms import Form
from core.templatetags.ui import day, day_words, moment
from core.verdicts import Answer, Refused, no
from core.words import listed

MOST = 100
"""More than so many decisions at once wait for nobody."""


class ApprovalList(Page):
    """What waits in the jobcentre, oldest first. Two statements."""

    template = "cases/approvals.html"
    permission = staticmethod(can_approve)

    def sentence(self, code: str, facts: dict[str, Any]) -> str:
        return sentence(code, facts)

    def context(self) -> dict[str, Any]:
        today = clock.today()
        waiting = (
            Approval.objects.filter(state=ApprovalState.WAITING, case__in=Case.objects.visible_to(self.member))
            .select_related("case__client", "prepared_by", "extension")
            .order_by("prepared_at", "pk")[:MOST]
        )
        rows = []
        for approval in waiting:
            due = approval.extension.decide_by if approval.extension else approval.case.due_on
            rows.append(
                {
                    "url": reverse("approval", args=[approval.pk]),
                    "name": approval.case.client.name,
                    "ref": approval.case.ref,
                    "kind": str(ApprovalKind(approval.kind).label),
                    "limits": listed([str(Limit(limit).label) for limit in approval.limits]),
                    "prepared_by": approval.prepared_by.name,
                    "since": moment(approval.prepared_at),
                    "due": f"{day(due)}, {day_words(due, today)}" if due else "",
                    "case": approval.case_id,
                }
            )
        self.log_read(AccessKind.LIST, SubjectKind.CASE, [row["case"] for row in rows])
        return {"rows": rows}


class ApprovalPage(CaseFormPage):
    """Everything that the decision has. A manager answers; who prepared it can take it back; the others of the jobcentre read."""

    template = "cases/approval.html"
    form_class = ReturnForm
    may_write = staticmethod(can_read_cases)
    approval: Approval

    def load(self, approval: Any, **kwargs: Any) -> None:  # type: ignore[override]  # the address names the approval, not the case
        rows = Approval.objects.filter(case__in=Case.objects.visible_to(self.member))
        found = rows.select_related("case", "extension__recorded_by", "prepared_by", "closed_by").filter(pk=approval).first()
        if found is None:
            raise Http404
        self.approval = found
        super().load(ref=found.case.ref)
        found.case = self.case

    @property
    def waits(self) -> bool:
        return self.approval.state == ApprovalState.WAITING and self.case.is_open

    def approver(self) -> Answer:
        """Whether the member is the second person here (R119)."""
        answer = can_approve(self.member)
        if not answer:
            return answer
        request = self.approval.extension
        asked_by = request.recorded_by_id if request is not None and request.asked_by == AskedBy.CASEWORKER else None
        return approver_verdict(prepared_by=self.approval.prepared_by_id, asked_by=asked_by, approver=self.user.pk)

    def initial(self) -> dict[str, Any]:
        return {"version": self.approval.version}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        answer = self.approver() if {"approve", "return"} & set(request.POST) else self.preparer()
        if not answer:
            raise PermissionDenied(str(self.sentence(answer.code, answer.facts)))
        return super().post(request, **kwargs)

    def preparer(self) -> Answer:
        """Whether the member prepared it."""
        return Answer(True) if self.approval.prepared_by_id == self.user.pk else no("taken_back_by_other")

    def act(self, form: Form) -> str:
        known: dict[str, Any] = {
            "case_id": self.case.pk,
            "approval_id": self.approval.pk,
            "version": form.cleaned_data["version"] or 0,
            "by": self.user,
            "at": clock.now(),
        }
        posted = self.request.POST
        if "approve" in posted:
            approve(**known)
        elif "return" in posted:
            send_back(words=form.cleaned_data["words"], **known)
        elif "take_back" in posted:
            take_back(**known)
            return self.page_of_decision()
        else:
            raise Refused("approval_over")
        return reverse("approval_list")

    def done(self, form: Form) -> str:
        facts = {"ref": self.case.ref, "name": self.approval.prepared_by.name}
        if "approve" in self.request.POST and self.is_price:
            return _("The price in case %(ref)s is approved. The mentor can be assigned.") % facts
        if "return" in self.request.POST and self.is_price:
            return _("The price in case %(ref)s is sent back to %(name)s.") % facts
        if "approve" in self.request.POST:
            return _("The decision of case %(ref)s is approved and issued.") % facts
        if "return" in self.request.POST:
            return _("The decision of case %(ref)s is sent back to %(name)s.") % facts
        if self.is_price:
            return _("The question is taken back. Nothing was approved.")
        return _("The decision is taken back. Nothing was issued.")

    @property
    def is_price(self) -> bool:
        """Whether it is about what a new mentor costs: nothing is issued."""
        return self.approval.kind == ApprovalKind.TAKEOVER

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        if self.is_price:
            more["read"] = [(AccessKind.PAGE, SubjectKind.MENTOR, [uuid.UUID(self.approval.proposed["mentor"])])]
        return super().show(status, **more)

    def page_of_decision(self) -> str:
        """Where the decision is written."""
        if self.approval.kind == ApprovalKind.TAKEOVER:
            return reverse("case_proposal", args=[self.case.ref, self.approval.proposed["proposal"]])
        page = {ApprovalKind.FIRST: "case_assessment", ApprovalKind.EXTENSION: "case_extension"}.get(
            ApprovalKind(self.approval.kind), "case_hours"
        )
        return reverse(page, args=[self.case.ref])

    def context(self) -> dict[str, Any]:
        approval, today = self.approval, clock.today()
        try:
            scheme = SchemeRules.objects.for_jobcentre(self.case.jobcentre_id, on=today)
        except SchemeRules.DoesNotExist:
            scheme = None
        heading, background = approval_rows.background(approval)
        answer = self.approver()
        closed = ""
        if approval.state != ApprovalState.WAITING and approval.closed_at is not None:
            closed = _("%(state)s %(time)s by %(name)s") % {
                "state": approval.get_state_display(),
                "time": moment(approval.closed_at),
                "name": approval.closed_by.name if approval.closed_by else "MentorCase",
            }
        return {
            "heading": _("%(decision)s for %(name)s") % {"decision": approval.get_kind_display(), "name": self.case.client.name},
            "approval": approval,
            "waits": self.waits,
            "can_answer": self.waits and bool(answer),
            "why_not_answer": "" if answer or not self.waits else self.sentence(answer.code, answer.facts),
            "can_take_back": self.waits and bool(self.preparer()),
            "prepared": _("%(name)s, %(time)s") % {"name": approval.prepared_by.name, "time": moment(approval.prepared_at)},
            "limits": approval_rows.why_second(approval, settings_of(self.case.jobcentre)),
            "rows": approval_rows.decision_rows(approval, today=today, scheme=scheme),
            "background_heading": heading,
            "background_rows": background,
            "closed": closed,
            "page_url": self.page_of_decision(),
            "is_price": self.is_price,
            "is_manager": bool(can_approve(self.member)),
        }
