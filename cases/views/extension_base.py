"""What the pages of an extension share: the period that is extended, the request that waits, the rules, the wish, and what the case comes to."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.approvals import waiting_approval
from cases.course_settings import settings_of
from cases.enums import State
from cases.enums_course import AskedBy, ExtensionState
from cases.extension_rows import ToExtend, earlier_parts, extensions_granted, figures_with, pending_extension, to_extend
from cases.forms.extension import proposed_in
from cases.models import Approval, Assignment, CourseSettings, Extension, SchemeRules
from cases.rules import extensions as rules
from cases.rules.assessment import Gap
from cases.rules.extension_sums import Part, part_of
from cases.rules.extensions import Proposed, Wished
from cases.rules.second_person import Figures, Limits, limits_passed
from cases.startup_rows import current_assignment
from cases.views.base import CaseFormPage
from cases.views.extension_words import limit_words
from core import clock
from core.templatetags.ui import day, day_words, due_state
from core.verdicts import Answer, no

DRAFT = "extension_decision"
"""The draft of a decision, which the confirm page reads."""
BADGES = {"over": "over", "today": "warn", "soon": "warn", "later": "line"}


class ExtensionPage(CaseFormPage):
    """Everything is read once a request."""

    def load(self, **kwargs: Any) -> None:
        super().load(**kwargs)
        self.found: ToExtend | None = to_extend(self.case)
        self.extension: Extension | None = pending_extension(self.case)

    @cached_property
    def scheme(self) -> SchemeRules | None:
        """The rules of today, under which a decision of today is made."""
        try:
            return SchemeRules.objects.for_jobcentre(self.case.jobcentre_id, on=clock.today())
        except SchemeRules.DoesNotExist:
            return None

    @property
    def longest_months(self) -> int:
        return self.scheme.longest_months if self.scheme else 6

    @cached_property
    def assignment(self) -> Assignment | None:
        return current_assignment(self.case)

    @property
    def mentor_name(self) -> str:
        return self.assignment.mentor.name if self.assignment else ""

    @cached_property
    def approval(self) -> Approval | None:
        """The decision that waits for a second person."""
        if self.extension is None or self.extension.state != ExtensionState.SECOND:
            return None
        return waiting_approval(self.case)

    @cached_property
    def settings(self) -> CourseSettings:
        return settings_of(self.case.jobcentre)

    @property
    def limits(self) -> Limits:
        own = self.settings
        return Limits(minutes=own.second_minutes, cost=own.second_cost, extensions=own.second_extensions)

    @property
    def first_day(self) -> dt.date:
        """The first day of a period that is decided today (R113)."""
        today = clock.today()
        return rules.new_first_day(last_day=self.found.last_day, decided_on=today) if self.found else today

    @property
    def latest(self) -> dt.date:
        return rules.latest_day(first_day=self.first_day, longest_months=self.longest_months)

    @property
    def wished(self) -> Wished | None:
        return Wished(self.extension.minutes_a_week, self.extension.last_day) if self.extension else None

    @cached_property
    def parts(self) -> list[Part]:
        """What was granted so far."""
        return earlier_parts(self.case)

    @cached_property
    def extensions_before(self) -> int:
        return extensions_granted(self.case)

    def figures(self, part: Part | None) -> Figures:
        mentor = self.assignment.mentor if self.assignment else None
        return figures_with(self.case, parts=self.parts, new=part, mentor=mentor, extensions=self.extensions_before + 1)

    @property
    def open(self) -> bool:
        """Whether a request waits in an open case."""
        return self.extension is not None and self.case.is_open

    def proposed(self, values: dict[str, Any]) -> Proposed:
        """The decision in the values of the form, with the computed first day and without what was not chosen."""
        proposed = proposed_in(values, first_day=self.first_day)
        return rules.as_taken(proposed=proposed, wished=self.wished, first_day=self.first_day) if self.wished else proposed

    def gaps(self, proposed: Proposed) -> list[Gap]:
        """What the decision lacks."""
        if self.wished is None:
            return []
        found = rules.gaps(proposed=proposed, wished=self.wished, on=clock.today(), longest_months=self.longest_months)
        return found if self.scheme else [*found, Gap("", "no_rules_in_force")]

    def part(self, proposed: Proposed) -> Part | None:
        """The new period as it is proposed, as far as it can be told."""
        return part_of(steps=proposed.steps, span=proposed.span) if proposed.span and proposed.steps else None

    def second(self, part: Part | None) -> str:
        """Why a second person must approve a grant of this part; "" where nobody must (R118)."""
        if part is None:
            return ""
        figures = self.figures(part)
        passed = limits_passed(limits=self.limits, figures=figures)
        return limit_words(passed, figures, self.limits, jobcentre=self.case.jobcentre.name) if passed else ""

    def decider(self) -> Answer:
        """Whether the member decides the request that waits (R116)."""
        answer = self.may_write(self.member)
        if not answer:
            return answer
        if self.extension is None:
            return no("extension_over")
        asked_by = rules.requester(asked_by=AskedBy(self.extension.asked_by), recorded_by=self.extension.recorded_by_id)
        return rules.decider_verdict(state=ExtensionState(self.extension.state), asked_by=asked_by, decider=self.user.pk)

    def may_decide(self) -> str:
        """Why the member does not decide it; "" who does."""
        answer = self.decider()
        return "" if answer else self.sentence(answer.code, answer.facts)

    def opening(self) -> Answer:
        """Whether a request can be written down today."""
        return rules.opening_verdict(
            state=State(self.case.state),
            consent_withdrawn=self.case.consent_withdrawn_on is not None,
            is_pending=self.extension is not None,
            last_day=self.found.last_day if self.found else None,
            days=self.found.days if self.found else None,
            today=clock.today(),
        )

    def show(self, status: int = 200, **more: Any) -> Any:
        """The mentor, and while a request waits its deadline, stand in the identity bar of each page."""
        facts = []
        if self.assignment is not None:
            url = reverse("mentor", args=[self.assignment.mentor_id])
            facts.append({"label": _("Mentor"), "value": self.mentor_name, "url": url})
        if self.extension is not None:
            by, today = self.extension.decide_by, clock.today()
            more.setdefault("badge", {"label": day_words(by, today), "state": BADGES[due_state(by, today)], "icon": "time"})
            facts.append({"label": _("Decide by"), "value": day(by)})
        more["more_facts"] = facts
        return super().show(status, **more)
