"""The match does not work in a running course: the page on which that is written and changed, and the one on which it is dropped."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.rematches import change_rematch, drop_rematch, raise_rematch
from cases.course_rows import course_days, holding_agreement, mentors_of, open_rematch, rematches_of
from cases.enums import MayRead, RaisedBy, RematchReason, State
from cases.forms.rematch import DropForm, RematchForm
from cases.models import Rematch
from cases.rules.rematches import Left, opening_verdict, what_is_left
from cases.views import course_parts as parts
from cases.views.base import CaseFormPage
from cases.views.startup import waits_for
from core import clock
from core.days import DaySpan
from core.forms import Form
from core.verdicts import Refused


class RematchBase(CaseFormPage):
    """The rows that both pages show."""

    creates = True
    course: DaySpan | None = None
    rematch: Rematch | None = None

    def load(self, **kwargs: Any) -> None:
        super().load(**kwargs)
        self.rematch = open_rematch(self.case)
        self.mentors = mentors_of(self.case)
        self.mentor = self.mentors[0] if self.mentors else None
        self.course = course_days(self.case) if self.case.state == State.RUNNING else None

    def left(self) -> Left:
        if self.course is None or self.mentor is None:
            return Left(0, 0)
        return what_is_left(course=self.course, today=clock.today(), minutes_a_week=self.mentor.minutes_a_week)

    def waits(self) -> dict[str, Any] | None:
        """Why nothing can be written here, and where to go instead."""
        if self.rematch is not None:
            return None
        answer = opening_verdict(state=State(self.case.state), has_open=False, course=self.course, today=clock.today())
        if answer and self.mentor is not None:
            return None
        if self.case.state == State.STARTUP:
            there = {"label": _("Give up the match"), "url": reverse("case_unassign", args=[self.case.ref]), "primary": True}
            return {"text": self.sentence(answer.code, answer.facts), "hint": "", "actions": [there]}
        if self.case.state == State.RUNNING:
            code, facts = (answer.code, answer.facts) if not answer else ("no_mentor", {})
            return {"text": self.sentence(code, facts), "hint": "", "actions": []}
        if not self.case.is_open:
            return {"text": self.sentence("case_closed", {"state": self.case.state}), "hint": "", "actions": []}
        return waits_for(self.case)

    def context(self) -> dict[str, Any]:
        agreement = holding_agreement(self.case) if self.course is not None else None
        carried = []
        if self.course is not None and self.mentor is not None:
            goals = len(agreement.goals.all()) if agreement else 0
            carried = parts.carried_rows(mentor=self.mentor, left=self.left(), period_last_day=self.course.last_day, goals=goals)
        return {
            "waits": self.waits(),
            "rematch": self.rematch,
            "carried": carried,
            "history": parts.history_rows(self.mentors, rematches_of(self.case)),
            "back": reverse("case", args=[self.case.ref]),
        }


class RematchPage(RematchBase):
    """Opens a rematch, and shows the open one so that it can be changed until somebody is assigned."""

    template = "cases/rematch.html"
    form_class = RematchForm
    draft_name = "rematch"

    def initial(self) -> dict[str, Any]:
        if self.rematch is None:
            return {"version": self.case.version, "raised_on": clock.today(), "may_read": MayRead.NOTHING}
        names = ("version", "raised_by", "raised_on", "reason", "words", "stops_on", "may_read", "summary")
        return {"rematch": self.rematch.pk, **{name: getattr(self.rematch, name) for name in names}}

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        if typed["rematch"] != (self.rematch.pk if self.rematch else None):
            raise Refused("rematch_open_already" if self.rematch else "rematch_not_open")
        write = change_rematch if self.rematch else raise_rematch
        write(
            case_id=self.case.pk,
            version=typed["version"] or 0,
            raised_by=RaisedBy(typed["raised_by"]),
            raised_on=typed["raised_on"],
            reason=RematchReason(typed["reason"]),
            words=typed["words"],
            stops_on=typed["stops_on"],
            may_read=MayRead(typed["may_read"]),
            summary=typed["summary"],
            by=self.user,
            at=clock.now(),
        )
        return reverse("case_rematch" if self.rematch else "case_match", args=[self.case.ref])

    def done(self, form: Form) -> str:
        if self.rematch:
            return _("The rematch is saved.")
        return _("It is written down. Find a new mentor here: goals, hours and period stay as they are.")

    def context(self) -> dict[str, Any]:
        return {**super().context(), "heading": _("The match does not work: %(name)s") % {"name": self.case.client.name}}


class DropRematch(RematchBase):
    """They go on together after all, with the reason."""

    template = "cases/rematch_drop.html"
    form_class = DropForm

    def initial(self) -> dict[str, Any]:
        return {"version": self.rematch.version if self.rematch else 0}

    def act(self, form: Form) -> str:
        drop_rematch(
            case_id=self.case.pk, version=form.cleaned_data["version"] or 0, why=form.cleaned_data["why"], by=self.user, at=clock.now()
        )
        return reverse("case", args=[self.case.ref])

    def done(self, form: Form) -> str:
        return _("They go on together. Nothing else has changed.")

    def context(self) -> dict[str, Any]:
        rows = parts.rematch_rows(self.rematch, self.left()) if self.rematch else []
        return {
            **super().context(),
            "heading": _("They go on together: %(name)s") % {"name": self.case.client.name},
            "rows": rows,
            "closed_words": self.sentence("rematch_not_open", {}),
        }
