"""Closing a course: one page with five parts, which is kept as a draft. `closing_confirm.py` confirms it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from accounts import drafts
from accounts.models import Draft
from cases.actions.contact_approvals import approve_contacts
from cases.course_ends import benefit_at_start
from cases.course_settings import settings_of
from cases.enums import EndReason, Outcome, State
from cases.enums_course import ContactState
from cases.forms.closing import ClosingForm, reason_words
from cases.goals import goals_of
from cases.hours import account_of
from cases.models import Contact
from cases.rules.closing import COMPLETED
from cases.rules.followup import MONTHS, follow_up_days
from cases.views import closing_words as words
from cases.views.both_views import both_views
from cases.views.closing_base import DRAFT, Closing
from cases.views.goal_words import goal_levels
from cases.views.log_words import approved_words
from core import clock
from core.days import day_of
from core.forms import Form
from core.verdicts import Refused

MOST_ENTRIES = 25


class CloseCourse(Closing):
    """The five parts: contacts to approve, why, where the client is, both views, the days to ask again. It only keeps a draft."""

    template = "cases/close.html"
    form_class = ClosingForm
    draft_name = DRAFT

    def initial(self) -> dict[str, Any]:
        return {f"day_{point}": due_on for point, due_on in follow_up_days(closed_on=clock.today()).items()}

    def make_form(self, data: QueryDict | None = None) -> ClosingForm:
        return self.closing_form(data, initial=self.initial())

    def my_draft(self) -> Draft | None:
        """A draft of an earlier day: the days to ask again that stood in it by themselves are those of today."""
        draft = super().my_draft()
        if draft is not None:
            before, now = follow_up_days(closed_on=day_of(draft.saved_at)), follow_up_days(closed_on=clock.today())
            for point in MONTHS:
                if draft.data.get(f"day_{point}") == [before[point].strftime("%d-%m-%Y")]:
                    draft.data[f"day_{point}"] = [now[point].strftime("%d-%m-%Y")]
        return draft

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.why_not_here():
            return super().get(request, **kwargs)
        draft = self.my_draft()  # what was typed is still to be read, when a colleague has closed the course meanwhile
        return self.show(form=self.closing_form(drafts.as_data(draft)) if draft else self.make_form(), draft=None)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_write()
        if "approve" in request.POST:
            return self.approve(request.POST["approve"])
        return super().post(request, **kwargs)

    def approve(self, entry: str) -> HttpResponse:
        """Approve one of the contacts, or all that are shown; what was typed is kept as a draft."""
        waiting = {str(row.pk): row for row in self.waiting()}
        chosen = list(waiting) if entry == "all" else [entry]
        self.keep_typed()
        try:
            found = approve_contacts(
                case_id=self.case.pk, contact_ids=[waiting[each].pk for each in chosen if each in waiting], by=self.user, at=clock.now()
            )
        except Refused as refused:
            messages.error(self.request, self.sentence(refused.code, refused.facts))
        else:
            messages.success(self.request, approved_words(found.entries, found.minutes))
        return HttpResponseRedirect(f"{self.request.path}#s1")

    def keep_typed(self) -> None:
        """What stands in the form is the draft from now on."""
        names = set(ClosingForm.base_fields) - {"key", "version"}
        data = {name: values for name, values in self.request.POST.lists() if name in names}
        drafts.keep(user=self.user, member=self.member, form=DRAFT, subject_id=self.case.pk, data=data, at=clock.now())

    def waiting(self) -> list[Contact]:
        """The contacts that wait, the oldest first."""
        rows = Contact.objects.filter(case=self.case, state=ContactState.WAITING).select_related("assignment__mentor")
        return list(rows.order_by("day", "written_at")[:MOST_ENTRIES])

    def act_and_forget_draft(self, form: Form) -> str:
        """Nothing is forgotten here: what was sent stays the draft that the confirm page reads."""
        return self.act(form)  # type: ignore[arg-type]  # the form of this page

    def act(self, form: ClosingForm) -> str:  # type: ignore[override]  # the form of this page
        field, answer = self.problem(form.wanted())
        Refused.unless(answer, field)
        self.keep_typed()
        return reverse("case_close_confirm", args=[self.case.ref])

    def context(self) -> dict[str, Any]:
        today, why_not = clock.today(), self.why_not_here()
        mentor = self.mentor.mentor.name if self.mentor else ""
        found: dict[str, Any] = {
            "why_not_here": why_not,
            "ended": self.case.state == State.ENDED,
            "both_views": both_views(self.case, self.views, mentor=mentor, may_write=not why_not),
            "levels": goal_levels(goals_of(self.case), client=self.client_name, mentor=self.mentor_name),
        }
        if not self.running:
            return found
        settings = settings_of(self.case.jobcentre)
        waiting = self.waiting() if self.unsettled.entries else []
        minutes = (
            Contact.objects.filter(case=self.case, state=ContactState.WAITING).aggregate(sum=Sum("minutes"))["sum"] or 0 if waiting else 0
        )
        return found | {
            "entries": [words.entry(row, ref=self.case.ref, user=self.user, limit=settings.second_entry_minutes) for row in waiting],
            "entry_count": self.unsettled.entries,
            "waiting_head": words.waiting_head(self.unsettled.entries),
            "waiting_lead": words.waiting_lead(self.unsettled.entries, minutes, self.mentor_name),
            "hours_line": words.hours_line(account_of(self.case, on=today)),
            "mentor_name": self.mentor_name,
            "client_name": self.client_name,
            "completing": [str(reason) for reason in COMPLETED],
            "counts": words.counts_words(self.contacts),
            "benefit_words": words.benefit_words(benefit_at_start(self.case)),
            "button_words": words.button_words(self.unsettled, self.client_name),
            "consequences": self.consequences(),
            "last_day": self.case_last_day,
        }

    def show_form(self, form: ClosingForm) -> dict[str, Any]:
        """What the page says of the values that stand in the form now."""
        today = clock.today()
        reason, outcome = form["reason"].value() or "", form["outcome"].value() or ""
        lines, field_days = words.follow_up_lines(self.client_name), form.fields["day_m3"]
        days = []
        for point in MONTHS:
            value = form[f"day_{point}"].value()
            try:
                due_on = field_days.clean(value)
            except ValidationError:  # the field says what is wrong
                due_on = None
            days.append(
                {
                    "field": form[f"day_{point}"],
                    "day": due_on,
                    "months": MONTHS[point],
                    "line": lines[point],
                    "moved": words.moved_words(closed_on=today, point=point, due_on=due_on) if due_on else "",
                }
            )
        rows = words.checklist(
            unsettled=self.unsettled,
            reason=reason_words(EndReason(reason), self.client_name) if reason in EndReason.values else "",
            outcome=str(Outcome(outcome).label) if outcome in Outcome.values else "",
            seen=self.seen_views,
            days=sum(1 for each in days if each["day"]),
            client=self.client_name,
            mentor=self.mentor_name,
            ref=self.case.ref,
        )
        return {"follow_ups": days, "checklist": rows}

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        extra = self.show_form(more["form"]) if self.running else {}
        return super().show(status, **{**extra, **more})
