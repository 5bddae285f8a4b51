"""One entry of the contact log: written, read, asked about, corrected and struck out."""

import uuid
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.contact_approvals import answer_about_contact, approve_contacts, ask_about_contact
from cases.actions.contacts import Logged, correct_contact, log_contact, strike_contact
from cases.contact_rows import history_of, period_spans, usual_day
from cases.course_settings import settings_of
from cases.enums import State
from cases.enums_course import Attendance, ContactState, ToldBy
from cases.forms.log import AnswerForm, AskForm, CorrectForm, LogForm, StrikeForm
from cases.hours import account_of
from cases.models import Contact, ContactQuestion
from cases.permissions import can_add, can_change
from cases.rules.contacts import needs_another, writable
from cases.views import log_words as words
from cases.views.base import CaseFormPage
from core import clock
from core.forms import Form
from core.templatetags.ui import date_long, day, minutes_words


class EntryForm(CaseFormPage):
    """What the pages of a new entry and of a correction share."""

    tab = "case_log"

    @property
    def log_url(self) -> str:
        return reverse("case_log", args=[self.case.ref])

    def told(self, logged: Logged) -> None:
        """What the writer of an entry should know besides that it is saved."""
        if logged.week_over:
            over = minutes_words(logged.week_over)
            messages.info(self.request, _("The week now has %(over)s more than is granted a week.") % {"over": over})
        if logged.paused:
            messages.info(self.request, _("The course was paused on this day. The hours count all the same."))

    def may_log(self) -> dict[str, Any]:
        """Whether entries can be written here now, and if not, why."""
        answer = can_change(self.member, self.case)
        if answer:
            answer = writable(state=State(self.case.state), is_open=self.case.is_open)
        return {"may_log": bool(answer), "why_not_log": "" if answer else self.sentence(answer.code, answer.facts), "back": self.log_url}

    def hours_left(self) -> str:
        """How much of the period of now is left, in words."""
        today = clock.today()
        period = account_of(self.case, on=today).period_on(today)
        if period is None:
            return ""
        return _("%(left)s left of period %(number)s, which ends on %(day)s.") % {
            "left": minutes_words(period.left),
            "number": period.number,
            "day": date_long(period.ended_on or period.last_day),
        }


class NewEntry(EntryForm):
    """Registers a contact: everything on one page, today's day already there."""

    template = "cases/log_new.html"
    form_class = LogForm
    creates = True
    draft_name = "log"

    def initial(self) -> dict[str, Any]:
        usual = usual_day(today=clock.today(), periods=period_spans(self.case))
        return {"day": usual, "attendance": Attendance.ATTENDED, "told_by": ToldBy.MENTOR}

    def act(self, form: LogForm) -> str:
        why = form.cleaned_data["over_use_why"]
        logged = log_contact(case_id=self.case.pk, entry=form.entry(), over_use_why=why, by=self.user, at=clock.now())
        messages.success(self.request, _("Registered: %(contact)s.") % {"contact": words.short(logged.contact)})
        self.told(logged)
        return self.log_url

    def context(self) -> dict[str, Any]:
        return {
            "heading": _("Register a contact: %(name)s") % {"name": self.case.client.name},
            "hours_left": self.hours_left(),
            **self.may_log(),
        }


class OfEntry(EntryForm):
    """A page of one entry: 404 when it is none of this case."""

    def load(self, ref: str, contact: uuid.UUID, **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        self.contact_id = contact
        if self.contact is None:
            raise Http404

    @cached_property
    def contact(self) -> Contact:
        found = Contact.objects.filter(case=self.case, pk=self.contact_id)
        found = found.select_related("assignment__mentor", "written_by", "approved_by", "struck_by", "corrected_by")
        entry = found.first()
        if entry is None:
            raise Http404
        return entry

    @property
    def entry_url(self) -> str:
        return reverse("case_log_entry", args=[self.case.ref, self.contact_id])

    def show(self, status: int = 200, **more: Any) -> Any:
        if self.request.method == "POST":
            vars(self).pop("contact", None)  # somebody may have changed it while this was written
        return super().show(status, **more)

    def make_form(self, data: QueryDict | None = None) -> Form:
        if data is None:
            vars(self).pop("contact", None)
        return super().make_form(data)


class EntryPage(OfEntry):
    """An entry with its questions and its earlier states. The hidden field `do` says which of the page's forms was sent."""

    template = "cases/log_entry.html"
    creates = True
    FORMS: ClassVar[dict[str, type[Form]]] = {"approve": Form, "ask": AskForm, "answer": AnswerForm}
    sent = "ask"

    def build(self, name: str, data: QueryDict | None = None) -> Form:
        initial: dict[str, Any] = {"key": uuid.uuid4()}
        if name == "answer":
            waiting = [each for each in self.questions if not each.answer]
            initial |= {"question": waiting[0].pk if waiting else "", "answered_on": clock.today()}
        return self.FORMS[name](data, initial=initial, auto_id=f"id_{name}_%s")

    @cached_property
    def questions(self) -> list[ContactQuestion]:
        rows = ContactQuestion.objects.filter(contact_id=self.contact_id).select_related("asked_by", "answer_written_by")
        return list(rows.order_by("asked_at", "pk"))

    def make_form(self, data: QueryDict | None = None) -> Form:
        if data is not None:
            self.sent = data.get("do", "") if data.get("do") in self.FORMS else "ask"
        return self.build(self.sent, data)

    def act(self, form: Form) -> str:
        which: dict[str, Any] = {"case_id": self.case.pk, "by": self.user, "at": clock.now()}
        if isinstance(form, AnswerForm):
            typed = form.cleaned_data
            if typed["question"] not in [each.pk for each in self.questions]:
                raise Http404
            answer_about_contact(question_id=typed["question"], words=typed["answer"], answered_on=typed["answered_on"], **which)
            messages.success(self.request, _("The answer is saved."))
        elif isinstance(form, AskForm):
            ask_about_contact(contact_id=self.contact_id, words=form.cleaned_data["words"], **which)
            messages.success(self.request, _("The question is saved. Ask the mentor, and write the answer here."))
        else:
            found = approve_contacts(contact_ids=[self.contact_id], **which)
            said = words.approved_words(1, found.minutes) if found.entries else _("These contacts are already approved.")
            messages.success(self.request, said)
        return self.entry_url

    def show(self, status: int = 200, **more: Any) -> Any:
        form = more["form"]
        vars(self).pop("questions", None)
        more |= {f"{name}_form": form if name == self.sent else self.build(name) for name in self.FORMS}
        return super().show(status, **more)

    def context(self) -> dict[str, Any]:
        contact, case = self.contact, self.case
        may_settle = bool(can_add(self.member, case)) and case.state in (State.RUNNING, State.ENDED)
        counts = contact.state != ContactState.STRUCK
        limit = settings_of(case.jobcentre).second_entry_minutes
        waits = contact.state == ContactState.WAITING
        another = needs_another(minutes=contact.minutes, limit=limit) and contact.written_by_id == self.user.pk
        later = getattr(contact, "corrected_by", None)
        return {
            "heading": _("Contact: %(name)s") % {"name": case.client.name},
            "title": words.short(contact),
            "contact": contact,
            "tag": {"label": contact.get_state_display(), "state": words.TAGS[contact.state]},
            "rows": words.entry_rows(contact),
            "questions": [question(each) for each in self.questions],
            "open_question": any(not each.answer for each in self.questions),
            "history": [{"title": words.short(each), "rows": words.entry_rows(each)} for each in history_of(contact)],
            "later_url": reverse("case_log_entry", args=[case.ref, later.pk]) if later else "",
            "mentor": contact.assignment.mentor.name,
            "can_approve": may_settle and waits and not another,
            "another": self.sentence("contact_second_person", {"day": contact.day.isoformat(), "minutes": limit})
            if may_settle and waits and another
            else "",
            "can_undo": contact.state == ContactState.APPROVED and bool(can_change(self.member, case)),
            "can_ask": may_settle and counts,
            "can_answer": may_settle,
            "can_strike": may_settle and counts,
            "can_correct": counts and self.may_log()["may_log"],
            "back": self.log_url,
        }


def question(each: ContactQuestion) -> dict[str, Any]:
    """A question with its answer, in words."""
    answered = ""
    if each.answer and each.answer_written_by:
        answered = _("%(day)s, written down by %(name)s") % {"day": day(each.answered_on), "name": each.answer_written_by.name}
    asked = _("%(name)s asked on %(day)s") % {"name": each.asked_by.name, "day": day(each.asked_at)}
    return {"words": each.words, "asked": asked, "answer": each.answer, "answered": answered}


class CorrectEntry(OfEntry):
    """A new entry in the place of one that was wrong."""

    template = "cases/log_correct.html"
    form_class = CorrectForm
    creates = True

    def initial(self) -> dict[str, Any]:
        contact = self.contact
        names = ("version", "day", "time", "minutes", "form", "attendance", "cancelled_by", "areas", "note", "client_note", "told_by")
        return {**{name: getattr(contact, name) for name in names}, "over_use_why": contact.over_use_why}

    def act(self, form: CorrectForm) -> str:
        typed = form.cleaned_data
        logged = correct_contact(
            case_id=self.case.pk,
            contact_id=self.contact_id,
            version=typed["version"] or 0,
            entry=form.entry(),
            over_use_why=typed["over_use_why"],
            why=typed["why"],
            by=self.user,
            at=clock.now(),
        )
        messages.success(self.request, _("Corrected: %(contact)s. It is to be approved.") % {"contact": words.short(logged.contact)})
        self.told(logged)
        return reverse("case_log_entry", args=[self.case.ref, logged.contact.pk])

    def context(self) -> dict[str, Any]:
        found = self.may_log()
        if found["may_log"] and self.contact.state == ContactState.STRUCK:
            found |= {"may_log": False, "why_not_log": self.sentence("contact_struck", {})}
        later = getattr(self.contact, "corrected_by", None)
        if later is not None:
            found |= {"later": words.short(later), "later_rows": words.entry_rows(later), "later_ref": later.pk}
        return {
            **found,
            "heading": _("Correct a contact: %(name)s") % {"name": self.case.client.name},
            "title": words.short(self.contact),
            "is_approved": self.contact.state == ContactState.APPROVED,
            "hours_left": self.hours_left(),
            "back": self.entry_url,
        }


class StrikeEntry(OfEntry):
    """Strikes out an entry, with the reason."""

    template = "cases/log_strike.html"
    form_class = StrikeForm

    def initial(self) -> dict[str, Any]:
        return {"version": self.contact.version}

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        strike_contact(
            case_id=self.case.pk,
            contact_id=self.contact_id,
            version=typed["version"] or 0,
            why=typed["why"],
            by=self.user,
            at=clock.now(),
        )
        return self.log_url

    def done(self, form: Form) -> str:
        return _("The contact is struck out. It can still be read under “Struck out”.")

    def context(self) -> dict[str, Any]:
        answer = can_add(self.member, self.case)
        struck = self.contact.state == ContactState.STRUCK
        why_not = self.sentence(answer.code, answer.facts) if not answer else self.sentence("contact_struck", {}) if struck else ""
        return {
            "heading": _("Strike out a contact: %(name)s") % {"name": self.case.client.name},
            "rows": words.entry_rows(self.contact),
            "why_not_strike": why_not,
            "back": self.entry_url,
        }
