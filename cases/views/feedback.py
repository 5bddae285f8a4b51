"""What client, mentor and workplace say of the course: all of it, something new, and what was done about what does not work."""

import datetime as dt
import uuid
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.feedback import add_feedback, deal_with_feedback
from cases.course_read import CourseRead
from cases.course_settings import settings_of
from cases.course_shown import course_shown
from cases.enums import State
from cases.enums_course import FeedbackFrom, GivenHow
from cases.feedback_phrases import GOING
from cases.forms.feedback import DealForm, FeedbackForm
from cases.models import Case, CourseSettings, Feedback, Pause
from cases.permissions import can_add
from cases.rules.course import goes_on_until
from cases.rules.feedback import next_question
from cases.views.base import CaseFormPage, CasePage
from core import clock
from core.days import DaySpan
from core.forms import Form
from core.templatetags.ui import date_long, day_long, due_state

MOST = 200


def row(feedback: Feedback, *, today: dt.date, ref: str) -> dict[str, Any]:
    """One feedback in words. `tag` says whether something has to be done."""
    waits = feedback.not_working and feedback.dealt_with_on is None
    found: dict[str, Any] = {
        "id": feedback.pk,
        "who": feedback.get_said_by_display(),
        "going": f"{feedback.going} · {GOING[feedback.going]}" if feedback.going else "",
        "words": feedback.words,
        "day": day_long(feedback.day),
        "by": _("%(how)s, written down by %(name)s") % {"how": feedback.get_how_display(), "name": feedback.recorded_by.name},
        "tag": None,
        "dealt": "",
        "url": "",
    }
    if waits:
        over = due_state(feedback.answer_by, today) == "over"
        found["tag"] = {"label": _("Something does not work"), "state": "over" if over else "warn", "icon": "warning"}
        found["until"] = _("Deal with it by %(day)s") % {"day": day_long(feedback.answer_by)}
        found["url"] = reverse("case_feedback_deal", args=[ref, feedback.pk])
    elif feedback.not_working and feedback.dealt_with_by:
        found["tag"] = {"label": _("Dealt with"), "state": "ok", "icon": "check"}
        found["dealt"] = feedback.dealt_with_words
        found["dealt_by"] = _("%(day)s by %(name)s") % {"day": date_long(feedback.dealt_with_on), "name": feedback.dealt_with_by.name}
    return found


def asked_next(case: Case) -> dt.date | None:
    """When the client is asked next how it goes (R142); of a running course only."""
    if case.state != State.RUNNING:
        return None
    said = Feedback.objects.filter(case=case, said_by=FeedbackFrom.CLIENT).order_by("-day").values_list("day", flat=True)
    pauses = [DaySpan(pause.first_day, pause.last_day) for pause in Pause.objects.filter(case=case)]
    return _next(case, rules=settings_of(case.jobcentre), asked_on=list(said[:1]), pauses=pauses)


def question_due(case: Case, read: CourseRead) -> dt.date | None:
    """The same from rows that were read already."""
    return _next(case, rules=read.settings, asked_on=[read.client_asked] if read.client_asked else [], pauses=read.pauses)


def _next(case: Case, *, rules: CourseSettings, asked_on: Sequence[dt.date], pauses: Sequence[DaySpan]) -> dt.date | None:
    periods = course_shown(case).periods
    last_day = goes_on_until(periods=periods)
    return next_question(
        course=DaySpan(min(each.first_day for each in periods), last_day) if last_day else None,
        asked_on=asked_on,
        first_weeks=rules.feedback_first_weeks,
        every_months=rules.feedback_every_months,
        pauses=pauses,
    )


def question_words(due_on: dt.date | None, *, today: dt.date) -> str:
    """When the client is asked next, in words."""
    if due_on is None:
        return ""
    if due_on <= today:
        return _("Ask the client now how it goes: the day was %(day)s.") % {"day": day_long(due_on)}
    return _("Ask the client again how it goes on %(day)s.") % {"day": day_long(due_on)}


class FeedbackList(CasePage):
    """Everything that was said, newest first, and when the client is asked next."""

    template = "cases/feedback.html"
    tab = "case_feedback"

    def context(self) -> dict[str, Any]:
        case, today = self.case, clock.today()
        found = Feedback.objects.filter(case=case).select_related("recorded_by", "dealt_with_by").order_by("-day", "-recorded_at", "pk")
        due_on = asked_next(case)
        can_write = bool(can_add(self.member, case))
        new = {"label": _("Write down feedback"), "url": reverse("case_feedback_new", args=[case.ref]), "primary": True, "icon": "plus"}
        return {
            "heading": _("Feedback: %(name)s") % {"name": case.client.name},
            "rows": [row(each, today=today, ref=case.ref) for each in found[:MOST]],
            "question": question_words(due_on, today=today),
            "ask_now": due_on is not None and due_on <= today,
            "can_add": can_write,
            "actions": [new] if can_write else [],
        }


class NewFeedback(CaseFormPage):
    """Somebody has said something: who, when, how, how it goes and in which words."""

    template = "cases/feedback_new.html"
    tab = "case_feedback"
    form_class = FeedbackForm
    creates = True
    draft_name = "feedback"

    def initial(self) -> dict[str, Any]:
        return {"day": clock.today(), "going": ""}

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        add_feedback(
            case_id=self.case.pk,
            said_by=FeedbackFrom(typed["said_by"]),
            day=typed["day"],
            how=GivenHow(typed["how"]),
            going=typed["going"],
            words=typed["words"],
            not_working=typed["not_working"],
            by=self.user,
            at=clock.now(),
        )
        return reverse("case_feedback", args=[self.case.ref])

    def done(self, form: Form) -> str:
        if form.cleaned_data["not_working"]:
            return _("The feedback is saved. It stands on the desk until somebody has written what was done.")
        return _("The feedback is saved.")

    def context(self) -> dict[str, Any]:
        answer = can_add(self.member, self.case)
        return {
            "heading": _("Write down feedback: %(name)s") % {"name": self.case.client.name},
            "can_add": bool(answer),
            "why_not_add": "" if answer else self.sentence(answer.code, answer.facts),
            "back": reverse("case_feedback", args=[self.case.ref]),
        }


class DealWithFeedback(CaseFormPage):
    """What was done about something that does not work."""

    template = "cases/feedback_deal.html"
    tab = "case_feedback"
    form_class = DealForm

    def load(self, ref: str, feedback: uuid.UUID, **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        self.feedback_id = feedback
        if self.feedback is None:
            raise Http404

    @cached_property
    def feedback(self) -> Feedback | None:
        rows = Feedback.objects.filter(case=self.case, pk=self.feedback_id)
        return rows.select_related("recorded_by", "dealt_with_by").first()

    def initial(self) -> dict[str, Any]:
        return {"version": self.feedback.version if self.feedback else 0}

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        deal_with_feedback(
            case_id=self.case.pk,
            feedback_id=self.feedback_id,
            version=typed["version"] or 0,
            words=typed["words"],
            by=self.user,
            at=clock.now(),
        )
        return reverse("case_feedback", args=[self.case.ref])

    def done(self, form: Form) -> str:
        return _("What was done is saved, and the feedback has left the desk.")

    def context(self) -> dict[str, Any]:
        if self.request.method == "POST":
            vars(self).pop("feedback", None)  # somebody may have dealt with it while this was written
        feedback = self.feedback
        if feedback is None:
            raise Http404
        answer = can_add(self.member, self.case)
        said = row(feedback, today=clock.today(), ref=self.case.ref)
        waits = feedback.not_working and feedback.dealt_with_on is None
        return {
            "heading": _("Something does not work: %(name)s") % {"name": self.case.client.name},
            "said": said,
            "rows": [
                {"label": _("From"), "value": said["who"], "note": f"{said['day']}. {said['by']}"},
                {"label": _("How it goes"), "value": said["going"]},
                {"label": _("In their own words"), "value": said["words"]},
                *([{"label": _("What was done"), "value": said["dealt"], "note": said["dealt_by"]}] if said["dealt"] else []),
            ],
            "waits": waits,
            "can_add": bool(answer),
            "why_not_add": "" if answer else self.sentence(answer.code, answer.facts),
            "back": reverse("case_feedback", args=[self.case.ref]),
        }
