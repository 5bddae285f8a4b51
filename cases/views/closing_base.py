"""What the page of the end and the page that confirms it share: the rows, the draft, the identity bar."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import drafts
from accounts.models import Draft
from cases.actions.course_views import views_of
from cases.course_ends import contacts_held, course_last_day, unsettled_of
from cases.course_rows import mentors_of
from cases.enums import State
from cases.enums_course import View
from cases.forms.closing import ClosingForm
from cases.models import Assignment, CourseView, Meeting
from cases.rules.closing import Unsettled, Wanted, closing_verdict, end_reasons, first_problem
from cases.views import closing_words as words
from cases.views.base import CaseFormPage
from core import clock
from core.templatetags.ui import date_long, day

DRAFT = "close"


class Closing(CaseFormPage):
    """The rows that both pages show."""

    case_last_day: dt.date | None
    unsettled: Unsettled
    mentor: Assignment | None

    def load(self, ref: str = "", **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        self.running = self.case.state == State.RUNNING
        self.unsettled = unsettled_of(self.case) if self.running else Unsettled()
        self.case_last_day = course_last_day(self.case) if self.running else None
        mentors = mentors_of(self.case)
        self.mentor = mentors[0] if mentors else None

    @property
    def client_name(self) -> str:
        return self.case.client.given_name

    @property
    def mentor_name(self) -> str:
        return words.first_name(self.mentor.mentor.name if self.mentor else "")

    @cached_property
    def contacts(self) -> int:
        return contacts_held(self.case)

    @cached_property
    def views(self) -> list[CourseView]:
        return list(views_of(self.case, extension_id=None).select_related("recorded_by"))

    @cached_property
    def seen_views(self) -> dict[View, bool]:
        found = {row.view for row in self.views}
        return {view: view in found for view in View}

    def closing_form(self, data: QueryDict | None = None, **more: Any) -> ClosingForm:
        reasons = end_reasons(today=clock.today(), last_day=self.case_last_day)
        return ClosingForm(data, name=self.client_name, reasons=reasons, **more)

    def problem(self, wanted: Wanted) -> tuple[str, Any]:
        """Why it cannot be closed like this, as the action will say it."""
        answer = closing_verdict(state=State(self.case.state), unsettled=self.unsettled, reason=wanted.reason)
        if not answer:
            return "reason" if answer.code == "closing_rematch" else "", answer
        return first_problem(wanted=wanted, last_day=self.case_last_day, today=clock.today())

    def consequences(self) -> list[str]:
        """What is true when the course is closed now."""
        coming = Meeting.objects.filter(case=self.case, held_on__isnull=True, cancelled_on__isnull=True).exists()
        return words.consequences(
            mentor=self.mentor, last_day=self.case_last_day, has_meetings=coming, today=clock.today(), client=self.client_name
        )

    def why_not_here(self) -> str:
        """Why this page has no form; "" when it has one."""
        if not self.running:
            return self.sentence("closing_not_running", {})
        answer = type(self).may_write(self.member)
        return "" if answer else self.sentence(answer.code, answer.facts)

    def find_draft(self) -> Draft | None:
        return drafts.find(user=self.user, member=self.member, form=DRAFT, subject_id=self.case.pk)

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        """The identity bar says whose course it is, until when, and that it runs."""
        today, last_day = clock.today(), self.case_last_day
        extra: dict[str, Any] = {"heading": _("Close the course of %(name)s") % {"name": self.case.client.name}}
        if last_day is not None and last_day <= today:
            note = _("Last day today") if last_day == today else _("Ran out on %(day)s") % {"day": date_long(last_day)}
            extra["badge"] = {"label": note, "state": "warn", "icon": "time"}
        known = []
        if self.mentor is not None:
            known.append({"label": _("Mentor"), "value": self.mentor.mentor.name, "url": reverse("mentor", args=[self.mentor.mentor_id])})
        if last_day is not None:
            known.append({"label": _("Last granted day"), "value": day(last_day)})
        return super().show(status, **{"more_facts": known, **extra, **more})
