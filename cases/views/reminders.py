"""The reminders of a case and its client: what is told, put off and coming, and what became of the earlier ones; one put off or stopped."""

import datetime as dt
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.pages import mark_of, no_such_place, older_than
from accounts.permissions import can_read_cases
from cases.actions.notices import snooze, stop
from cases.enums_notice import NOTICED, OPEN_NOTICES, NoticeKind, NoticeState, ToldAs
from cases.forms.inbox import PutOffForm
from cases.forms.reminders import StopForm
from cases.models import Case, Notice, NoticeRecipient
from cases.notice_phrases import ledger_words, level_words, notice_action
from cases.views.base import CaseFormPage, CasePage
from core import clock
from core.forms import Form
from core.templatetags.ui import date_long, day, moment

ON_A_PAGE = 25
SAME_TIME = dt.timedelta(minutes=10)
TAGS = {
    NoticeState.TOLD: "info",
    NoticeState.SEEN: "info",
    NoticeState.SNOOZED: "line",
    NoticeState.PLANNED: "line",
    NoticeState.FAILED: "warn",
    NoticeState.UNCERTAIN: "warn",
    NoticeState.DONE: "ok",
    NoticeState.STOPPED: "line",
    NoticeState.SUPERSEDED: "line",
}


def of_case(case: Case) -> QuerySet[Notice]:
    """The reminders of the case, and of its client; with who was told."""
    told = Prefetch("recipients", NoticeRecipient.objects.select_related("user").order_by("told_at", "user__name"))
    rows = Notice.objects.filter(Q(case=case) | Q(client=case.client_id))
    return rows.select_related("case", "changed_by").prefetch_related(told)


class Reminders(CasePage):
    """Open ones on top, the coming ones by their day; the closed ones newest first, in pages."""

    template = "cases/reminders.html"

    def context(self) -> dict[str, Any]:
        mark, known = self.request.GET.get("after", ""), False
        closed = of_case(self.case).filter(closed_at__isnull=False).annotate(at=F("closed_at"))
        if mark:
            closed, known = older_than(rows=closed, mark=mark)
        past = list(closed.order_by("-at", "-pk")[: ON_A_PAGE + 1])
        more, past = len(past) > ON_A_PAGE, past[:ON_A_PAGE]
        waiting = [] if known else list(of_case(self.case).filter(state__in=OPEN_NOTICES).order_by("due_on", "-level", "pk"))
        piles = [
            (_("Told, and not done yet"), [row for row in waiting if row.state in NOTICED]),
            (str(NoticeState.SNOOZED.label), [row for row in waiting if row.state == NoticeState.SNOOZED]),
            (str(NoticeState.PLANNED.label), [row for row in waiting if row.state == NoticeState.PLANNED]),
        ]
        return {
            "heading": _("Reminders of %(name)s") % {"name": self.case.client.name},
            "piles": [
                {"id": f"h-{number}", "title": title, "rows": [self.row(row, tagged=not number) for row in rows]}
                for number, (title, rows) in enumerate(piles)
                if rows
            ],
            "past": [self.row(row) for row in past],
            "next_mark": mark_of(past[-1]) if more else "",
            "first_page": not known,
            "problem": no_such_place() if mark and not known else "",
        }

    def row(self, notice: Notice, *, tagged: bool = True) -> dict[str, Any]:
        """Without its state where the heading above it says that already."""
        found = reminder_row(notice, self.case)
        return found if tagged else {**found, "tag": None}


def reminder_row(notice: Notice, case: Case) -> dict[str, Any]:
    """A reminder in words. What is open can be put off or stopped."""
    state = NoticeState(notice.state)
    label, url = notice_action(notice)
    is_open = state in OPEN_NOTICES
    return {
        "title": ledger_words(notice),
        "day": day(_day_of(notice)),
        "level": level_words(NoticeKind(notice.kind), notice.level),
        "tag": {"label": str(state.label), "state": TAGS[state]},
        "told": _told(notice),
        "what": _what(notice),
        "label": label if is_open and state != NoticeState.PLANNED else "",
        "url": url,
        "put_off_url": reverse("case_reminder_snooze", args=[case.ref, notice.pk]) if is_open else "",
        "stop_url": reverse("case_reminder_stop", args=[case.ref, notice.pk]) if is_open else "",
    }


def _day_of(notice: Notice) -> dt.date:
    """The day on which it is told next, or was due."""
    return notice.snoozed_until or notice.due_on


def _told(notice: Notice) -> str:
    """To whom and when; nothing of what is still to come, and nothing of a level that a later one passed before anybody was told."""
    recipients = list(notice.recipients.all())
    if not recipients or notice.told_at is None:
        return ""
    names = ", ".join(_name(each, notice) for each in recipients)
    return _("Told %(time)s: %(names)s") % {"time": moment(notice.told_at), "names": names}


def _name(told: NoticeRecipient, notice: Notice) -> str:
    """Somebody who was told, with the role of who is not the caseworker, and the time where it is another one."""
    role = "" if told.told_as == ToldAs.CASEWORKER else str(ToldAs(told.told_as).label).lower()
    time = moment(told.told_at) if notice.told_at and told.told_at - notice.told_at > SAME_TIME else ""
    more = ", ".join(filter(None, [role, time]))
    return f"{told.user.name} ({more})" if more else told.user.name


def _what(notice: Notice) -> str:
    """What became of it: who put it off, stopped it or marked it done, and why."""
    facts = {
        "name": notice.changed_by.name if notice.changed_by else "",
        "why": notice.why,
        "time": moment(notice.closed_at) if notice.closed_at else "",
        "day": date_long(notice.snoozed_until) if notice.snoozed_until else "",
    }
    if notice.state == NoticeState.SNOOZED:
        return _("Put off until %(day)s by %(name)s: %(why)s") % facts
    if notice.state == NoticeState.STOPPED:
        return _("Stopped %(time)s by %(name)s: %(why)s") % facts
    if notice.state == NoticeState.DONE:
        return _("Done %(time)s, marked by %(name)s") % facts if notice.changed_by else _("Done %(time)s") % facts
    if notice.state == NoticeState.SUPERSEDED:
        return _("No longer applies since %(time)s") % facts
    return ""


class ReminderForm(CaseFormPage):
    """One reminder of the case, with a form. Whoever reads the case may put its reminders off or stop them, in a closed case, too."""

    template = "cases/reminder.html"
    may_write = staticmethod(can_read_cases)
    notice: Notice

    def load(self, ref: str, **kwargs: Any) -> None:
        super().load(ref=ref)
        found = of_case(self.case).filter(pk=kwargs["notice"]).first()
        if found is None:
            raise Http404
        self.notice = found

    def initial(self) -> dict[str, Any]:
        return {"version": self.notice.version}

    def known(self, form: Form) -> dict[str, Any]:
        typed = form.cleaned_data
        return {
            "notice_id": self.notice.pk,
            "version": typed["version"] or 0,
            "why": typed["why"],
            "by": self.user,
            "at": clock.now(),
        }

    def back(self) -> str:
        return reverse("case_reminders", args=[self.case.ref])

    def context(self) -> dict[str, Any]:
        return {
            "row": reminder_row(self.notice, self.case),
            "waits": self.notice.state in OPEN_NOTICES,
            "back": self.back(),
        }


class SnoozeReminder(ReminderForm):
    form_class = PutOffForm

    def act(self, form: Form) -> str:
        snooze(until=form.cleaned_data["until"], **self.known(form))
        return self.back()

    def done(self, form: Form) -> str:
        return _("The reminder is put off until %(day)s.") % {"day": date_long(form.cleaned_data["until"])}

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "heading": _("Put off a reminder of %(name)s") % {"name": self.case.client.name},
            "title": _("Put off a reminder"),
            "verb": _("Put off the reminder"),
        }


class StopReminder(ReminderForm):
    form_class = StopForm

    def act(self, form: Form) -> str:
        stop(**self.known(form))
        return self.back()

    def done(self, form: Form) -> str:
        return _("The reminder is stopped.")

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "heading": _("Stop a reminder of %(name)s") % {"name": self.case.client.name},
            "title": pgettext("reminder", "Stop a reminder"),
            "verb": _("Stop the reminder"),
            "intro": _("This one is not told any more. The other reminders of the case come as before."),
        }
