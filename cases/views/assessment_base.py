"""What both pages of step 3 read: the stored assessment, the wish, the rules in force, the decision."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from accounts import drafts
from accounts.models import Draft
from cases.actions.approvals import waiting_approval
from cases.actions.assessments import stored_answers
from cases.actions.decisions import wish_of, wish_when_decided
from cases.enums import DecisionKind, State
from cases.enums_course import ApprovalState
from cases.forms.assessment import AssessmentForm
from cases.models import Approval, Case, Decision, Discharge, SchemeRules, TargetGroup
from cases.rules import assessment as assessment_rules
from cases.rules import decisions as decision_rules
from cases.rules.assessment import WRITABLE, Gap, advice_of
from cases.views import assessment_parts as parts
from cases.views.base import CaseFormPage
from cases.views.discharge_parts import discharge_notices
from core import clock
from core.days import DaySpan

DRAFT = "assessment"


class StepThree(CaseFormPage):
    """What both pages share. Everything is read once a request."""

    step = State.ASSESSMENT

    @cached_property
    def stored(self) -> Case:
        """The case with its wishes and assessment, and whether it has what few cases have."""
        waits = Approval.objects.filter(case=OuterRef("pk"), state=ApprovalState.WAITING)
        annulled = Decision.objects.filter(case=OuterRef("pk"), annulled_on__isnull=False)
        told = Discharge.objects.filter(case=OuterRef("pk"))
        rows = Case.objects.annotate(waits_for_second=Exists(waits), has_annulled=Exists(annulled), has_discharge=Exists(told))
        return rows.select_related("wishes", "assessment").get(pk=self.case.pk)

    def has(self, what: str) -> bool:
        """One of the three, as `stored` read it."""
        return bool(vars(self.stored)[what])

    @cached_property
    def groups(self) -> dict[str, dt.date | None]:
        return dict(self.case.target_groups.order_by("group__position").values_list("group_id", "since"))

    @cached_property
    def group_rows(self) -> list[TargetGroup]:
        """The rows in force today, and those that the case already has: a group that was ended does not vanish from a case."""
        in_force = TargetGroup.objects.in_force(clock.today()) | TargetGroup.objects.filter(Q(pk__in=list(self.groups)))
        return list(in_force.order_by("position"))

    @cached_property
    def scheme(self) -> SchemeRules | None:
        try:
            return SchemeRules.objects.for_jobcentre(self.case.jobcentre_id, on=clock.today())
        except SchemeRules.DoesNotExist:
            return None

    @cached_property
    def decision(self) -> Decision | None:
        if self.case.state in WRITABLE:  # not decided yet
            return None
        found = Decision.objects.standing().filter(case=self.case, kind=DecisionKind.FIRST)
        return found.select_related("rules", "decided_by").first()

    @cached_property
    def approval(self) -> Approval | None:
        """The decision that waits for a second person: nothing that it builds on changes until then (R119)."""
        return waiting_approval(self.case) if self.case.state == State.ASSESSMENT and self.has("waits_for_second") else None

    @property
    def answers(self) -> assessment_rules.Answers:
        return stored_answers(getattr(self.stored, "assessment", None))

    @property
    def wish(self) -> decision_rules.Wish:
        return wish_of(case=self.case, wishes=getattr(self.stored, "wishes", None))

    def assessment_form(self, data: QueryDict | None = None, initial: dict[str, Any] | None = None) -> AssessmentForm:
        return AssessmentForm(data, initial=initial or {}, given_name=self.case.client.given_name, groups=self.group_rows)

    def forget_stored(self) -> None:
        """What is read from here on is as it is stored now."""
        for name in ("stored", "groups", "decision", "approval"):
            self.__dict__.pop(name, None)

    def find_draft(self) -> Draft | None:
        return drafts.find(user=self.user, member=self.member, form=DRAFT, subject_id=self.case.pk)

    def forget_draft(self) -> None:
        drafts.discard(user=self.user, member=self.member, form=DRAFT, subject_id=self.case.pk)

    def gaps(self, answers: assessment_rules.Answers, groups: dict[str, dt.date | None], proposed: decision_rules.Proposed) -> list[Gap]:
        """Everything that is missing before the decision can be issued today."""
        return decision_rules.gaps_of_all(
            answers=answers,
            groups=groups,
            proposed=proposed,
            wish=self.wish,
            on=clock.today(),
            longest_months=self.scheme.longest_months if self.scheme else None,
        )

    def annulled(self) -> Decision | None:
        """The newest decision of this case that was annulled: it can be read while a new one is made."""
        if not self.has("has_annulled"):
            return None
        return Decision.objects.filter(case=self.case, annulled_on__isnull=False).order_by("-created_at").first()

    def discharge(self, span: DaySpan | None) -> dict[str, Any]:
        """What is said of a coming discharge beside a first grant of these days."""
        return discharge_notices(self.case, proposed=span, periods=False) if self.has("has_discharge") else {}

    def notice(self) -> str:
        """Why nothing can be written or decided here now; "" when it can, and beside an issued decision."""
        if self.decision:
            return ""
        answer = self.may_write(self.member)
        if self.case.is_open and not answer:
            return self.sentence(answer.code, answer.facts)
        return parts.why_not_yet(self.case)

    def reading(self) -> dict[str, Any]:
        """Context for reading only: the stored assessment, and the decision with all its facts."""
        answers = self.answers
        context: dict[str, Any] = {
            "assessment_rows": parts.assessment_rows(
                form=self.assessment_form(), answers=answers, groups=self.groups, advice=advice_of(answers=answers)
            ),
        }
        if self.approval:
            context["second"] = self.approval
        if self.decision:
            context["decision"] = self.decision
            context["decided_rows"] = parts.issued_rows(decision=self.decision, wish=wish_when_decided(self.decision, now=self.wish))
            context["rule"] = parts.rule(self.decision.rules, past=True)
        return context
