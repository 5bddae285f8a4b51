"""After the end: what became of the client at the end and 3, 6 and 12 months after, each answer, each day, and the benefit at the start."""

from typing import Any

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Draft
from cases.actions.follow_up_rows import Lives
from cases.actions.followups import answer_follow_up, move_follow_up, save_benefit
from cases.course_ends import ending_of, reopening_of
from cases.course_rows import mentors_of
from cases.enums import OutcomePoint, State
from cases.enums_course import BenefitKind
from cases.forms.closing import BenefitForm, DueForm, FollowUpForm
from cases.models import Benefit, CourseReopening, CourseView, FollowUp
from cases.permissions import can_add
from cases.rules.followup import asking_verdict
from cases.views.base import CaseFormPage, CasePage
from cases.views.both_views import both_views
from cases.views.closing_words import benefit_words
from cases.views.ending import earlier_ends, ending
from core import clock
from core.forms import Form


class FollowUps(CasePage):
    """Everything that is known of the client after the course, and what of it waits."""

    template = "cases/followup.html"

    def context(self) -> dict[str, Any]:
        case, today = self.case, clock.today()
        may_write = bool(can_add(self.member, case)) and case.state == State.ENDED
        mentors = mentors_of(case)
        rows = list(
            CourseView.objects.filter(case=case, extension__isnull=True).select_related("recorded_by").order_by("-replaced_on", "view")
        )
        counting, earlier = [row for row in rows if row.replaced_on is None], [row for row in rows if row.replaced_on is not None]
        before: dict[Any, list[CourseView]] = {}
        for row in earlier:
            before.setdefault(row.replaced_on, []).append(row)
        mentor = mentors[0].mentor.name if mentors else ""
        found = ending_of(case)
        return {
            "heading": _("Follow-up of %(name)s") % {"name": case.client.name},
            "has_ended": case.state == State.ENDED,
            "not_ended": self.sentence("not_ended", {}),
            "benefit_words": benefit_words(found.start),
            "may_write": may_write,
            "ending": ending(case, found, reopening_of(case, on=today), today=today, may_write=may_write)
            if case.state == State.ENDED
            else {},
            "both_views": both_views(case, counting, mentor=mentor, may_write=may_write),
            "earlier_views": [
                {"day": on, "both_views": both_views(case, of_end, mentor=mentor, may_write=False)} for on, of_end in before.items()
            ],
            "earlier_rows": earlier_ends(list(CourseReopening.objects.filter(case=case).order_by("-opened_on", "-closed_on"))),
        }


class OfPoint(CaseFormPage):
    """A page about one point after the end, which the address names; the end itself has no day to ask."""

    def load(self, ref: str = "", after: str = "", **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        if after not in OutcomePoint.values:
            raise Http404
        self.point = OutcomePoint(after)
        self.known = ending_of(self.case)
        self.follow_up: FollowUp | None = self.known.follow_ups.get(self.point)
        if self.follow_up is None and self.point != OutcomePoint.END and self.request.method != "POST":
            raise Http404  # who types an answer while the course is opened again reads the own words once more

    def back(self) -> str:
        return reverse("case_followup", args=[self.case.ref])

    def context(self) -> dict[str, Any]:
        return {
            "back": self.back(),
            "point_label": str(self.point.label),
            "may_write": bool(can_add(self.member, self.case)) and self.case.state == State.ENDED,
            "why_not_here": self.why_not_here(),
        }

    def why_not_here(self) -> str:
        answer = can_add(self.member, self.case)
        if not answer:
            return self.sentence(answer.code, answer.facts)
        return "" if self.case.state == State.ENDED else self.sentence("not_ended", {})


class AnswerFollowUp(OfPoint):
    """What became of the client at one point. A corrected answer keeps the one before."""

    template = "cases/followup_answer.html"
    form_class = FollowUpForm
    creates = True

    @property
    def draft_name(self) -> str:  # type: ignore[override]  # each point has a draft of its own
        return f"followup_{self.point}"

    def initial(self) -> dict[str, Any]:
        row, lives = self.known.outcomes.get(self.point), self.known.benefits.get(self.point)
        found: dict[str, Any] = {"version": row.version if row else 0}
        if row is not None:
            found |= {"reached": "yes" if row.reached else "no", "words": row.words, "where": row.where, "since": row.since}
            found |= {"minutes_a_week": row.minutes_a_week, "outcome": row.outcome if row.reached else ""}
        if lives is not None:
            found |= {"benefit": lives.kind, "benefit_since": lives.since}
        return found

    def make_form(self, data: QueryDict | None = None) -> FollowUpForm:
        return FollowUpForm(data, initial=self.initial_with_key(), name=self.case.client.given_name)

    def my_draft(self) -> Draft | None:
        return None if self.why_not_here() else super().my_draft()

    def why_not_here(self) -> str:
        if found := super().why_not_here():
            return found
        if self.follow_up is not None:
            answer = asking_verdict(due_on=self.follow_up.due_on, today=clock.today())
            return "" if answer else self.sentence(answer.code, answer.facts)
        return ""

    def act(self, form: FollowUpForm) -> str:  # type: ignore[override]  # the form of this page
        reached = form.cleaned_data["reached"] == "yes"
        answer_follow_up(
            case_id=self.case.pk,
            point=self.point,
            version=form.cleaned_data["version"] or 0,
            reached=reached,
            became=form.became() if reached else None,
            lives=form.lives() if reached else Lives(),
            words=form.cleaned_data["words"],
            by=self.user,
            at=clock.now(),
        )
        return self.back()

    def done(self, form: Form) -> str:
        return _("The answer is written down.")

    def context(self) -> dict[str, Any]:
        found = super().context()
        start = self.known.start
        heading = _("%(point)s: where is %(name)s?") % {"point": found["point_label"], "name": self.case.client.given_name}
        return found | {"heading": heading, "start": start, "is_correction": self.point in self.known.outcomes}


class MoveFollowUp(OfPoint):
    """The client is asked on another day."""

    template = "cases/followup_day.html"
    form_class = DueForm

    def initial(self) -> dict[str, Any]:
        return {"version": self.follow_up.version, "due_on": self.follow_up.due_on} if self.follow_up else {}

    def why_not_here(self) -> str:
        if found := super().why_not_here():
            return found
        if self.follow_up is None:
            return self.sentence("follow_up_not_planned", {})
        if self.follow_up.answered_on is not None:
            return self.sentence("follow_up_answered", {"day": self.follow_up.answered_on.isoformat()})
        return ""

    def act(self, form: Form) -> str:
        move_follow_up(
            case_id=self.case.pk,
            point=self.point,
            version=form.cleaned_data["version"] or 0,
            due_on=form.cleaned_data["due_on"],
            by=self.user,
            at=clock.now(),
        )
        return self.back()

    def done(self, form: Form) -> str:
        return _("The day is changed.")

    def context(self) -> dict[str, Any]:
        found = super().context()
        return found | {"heading": _("The day of the follow-up %(point)s") % {"point": found["point_label"].lower()}}


class BenefitPage(CaseFormPage):
    """What the client lived on at the start of the course, and since when."""

    template = "cases/benefit.html"
    form_class = BenefitForm

    def load(self, ref: str = "", **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        rows = list(Benefit.objects.filter(case=self.case, point="").select_related("recorded_by").order_by("-recorded_on", "-replaced_on"))
        self.stored = next((row for row in rows if row.replaced_on is None), None)
        self.earlier = [row for row in rows if row.replaced_on is not None]

    def initial(self) -> dict[str, Any]:
        if self.stored is None:
            return {}
        return {"seen": self.stored.pk, "kind": self.stored.kind, "since": self.stored.since}

    def act(self, form: Form) -> str:
        save_benefit(
            case_id=self.case.pk,
            seen=form.cleaned_data["seen"],
            kind=BenefitKind(form.cleaned_data["kind"]),
            since=form.cleaned_data["since"],
            by=self.user,
            at=clock.now(),
        )
        return self.back()

    def back(self) -> str:
        pages = {State.RUNNING: "case_close", State.ENDED: "case_followup"}
        page = "case" if self.request.GET.get("from") == "case" else pages.get(State(self.case.state), "case")
        return reverse(page, args=[self.case.ref])

    def done(self, form: Form) -> str:
        return _("The benefit is written down.")

    def show_both(self, form: Form, stale: Any) -> Any:
        """The answer on the page is the one that is stored now."""
        self.load(ref=self.case.ref)
        typed = self.request.POST.copy()
        typed["seen"] = str(self.stored.pk) if self.stored else ""
        form.data = typed
        return super().show_both(form, stale)

    def context(self) -> dict[str, Any]:
        answer = can_add(self.member, self.case)
        return {
            "heading": _("Benefit of %(name)s at the start") % {"name": self.case.client.name},
            "back": self.back(),
            "why_not_here": "" if answer else self.sentence(answer.code, answer.facts),
            "earlier": self.earlier,
        }
