"""The contact log of a case: the list with the hours account, in which entries are approved, and the account by week."""

import datetime as dt
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.pages import no_such_place
from cases.actions.contact_approvals import approve_contacts, undo_approval
from cases.course_settings import settings_of
from cases.enums import State
from cases.enums_course import TOOK_PLACE, Attendance, ContactState
from cases.forms.log import ApproveForm
from cases.hours import account_of
from cases.models import Case, Contact, ContactQuestion
from cases.permissions import can_add, can_change, can_write_cases
from cases.rules.contacts import writable
from cases.views import log_words as words
from cases.views.base import CaseFormPage, CasePage
from cases.views.weeks_chart import weeks_chart
from core import clock
from core.verdicts import Refused

ON_A_PAGE = 50
MONTHS_SHOWN = 12
FILTERS: dict[str, tuple[Any, Q]] = {
    "": (gettext_lazy("All that count"), ~Q(state=ContactState.STRUCK)),
    "waiting": (gettext_lazy("To be approved"), Q(state=ContactState.WAITING)),
    "approved": (gettext_lazy("Approved"), Q(state=ContactState.APPROVED)),
    "asked": (gettext_lazy("With an open question"), Q(asked=True)),
    "struck": (gettext_lazy("Struck out"), Q(state=ContactState.STRUCK)),
}


def entries(case: Case) -> QuerySet[Contact]:
    """The entries of the case with what a row shows; `asked`: a question waits for its answer."""
    asked = ContactQuestion.objects.filter(contact=OuterRef("pk"), answer="")
    return Contact.objects.filter(case=case).select_related("assignment__mentor", "written_by").annotate(asked=Exists(asked))


def months(case: Case) -> list[dict[str, Any]]:
    """The months that have entries, newest first: minutes, how many took place, and how many rows of each state. One statement."""
    counts = Q(state=ContactState.WAITING) | Q(state=ContactState.APPROVED)
    is_approved = Q(state=ContactState.APPROVED)
    rows = entries(case).annotate(month=TruncMonth("day")).values("month")
    return list(
        rows.annotate(
            used=Coalesce(Sum("minutes", filter=counts), 0),
            done=Coalesce(Sum("minutes", filter=is_approved), 0),
            took_place=Count("pk", filter=counts & Q(attendance__in=TOOK_PLACE)),
            missed=Count("pk", filter=counts & Q(attendance__in=[Attendance.NO_SHOW, Attendance.CANCELLED])),
            waiting=Count("pk", filter=Q(state=ContactState.WAITING)),
            approved=Count("pk", filter=is_approved),
            struck=Count("pk", filter=Q(state=ContactState.STRUCK)),
            with_question=Count("pk", filter=Q(asked=True)),
        ).order_by("-month")
    )


def counts_of(found: list[dict[str, Any]]) -> dict[str, int]:
    """How many entries each filter shows."""
    sums = {name: sum(each[name] for each in found) for name in ("waiting", "approved", "struck", "with_question")}
    return {
        "": sums["waiting"] + sums["approved"],
        "waiting": sums["waiting"],
        "approved": sums["approved"],
        "asked": sums["with_question"],
        "struck": sums["struck"],
    }


def mark_of(contact: Contact) -> str:
    """The place of an entry in the list, for an address: `<day>_<instant>_<id>`."""
    return f"{contact.day.isoformat()}_{contact.written_at.isoformat()}_{contact.pk}"


def behind(rows: QuerySet[Contact], mark: str) -> tuple[QuerySet[Contact], bool]:
    """The entries behind a mark, and whether that is one."""
    parts = mark.split("_")
    try:
        day, at, key = dt.date.fromisoformat(parts[0]), clock.parse_instant(parts[1]), uuid.UUID(parts[2])
    except (ValueError, IndexError):
        return rows, False
    same_day = Q(day=day) & (Q(written_at__lt=at) | Q(written_at=at, pk__lt=key))
    return rows.filter(Q(day__lt=day) | same_day, day__lte=day), True


class Log(CaseFormPage):
    """The list, newest first and by week; ticked entries, or those of a week, are approved by one press (R92)."""

    template = "cases/log.html"
    tab = "case_log"
    form_class = ApproveForm

    def act(self, form: ApproveForm) -> str:
        at = clock.now()
        found = approve_contacts(case_id=self.case.pk, contact_ids=form.chosen(), by=self.user, at=at)
        if found.entries:
            undo = reverse("case_log_undo", args=[self.case.ref]) + "?" + urlencode({"at": at.isoformat()})
            messages.success(self.request, words.approved_words(found.entries, found.minutes), extra_tags=undo)
        else:
            messages.info(self.request, _("These contacts are already approved."))
        return self.request.get_full_path()

    def context(self) -> dict[str, Any]:
        case, today = self.case, clock.today()
        may_approve = bool(can_add(self.member, case)) and case.state in (State.RUNNING, State.ENDED)
        may_log = bool(can_change(self.member, case)) and bool(writable(state=State(case.state), is_open=case.is_open))
        chosen = self.request.GET.get("show", "")
        chosen = chosen if chosen in FILTERS else ""
        rows, mark, known = entries(case).filter(FILTERS[chosen][1]), self.request.GET.get("after", ""), False
        if mark:
            rows, known = behind(rows, mark)
        page = list(rows.order_by("-day", "-written_at", "-pk")[: ON_A_PAGE + 1])
        more = len(page) > ON_A_PAGE
        page = page[:ON_A_PAGE]
        by_month = months(case)
        counts = counts_of(by_month)
        settings, found = settings_of(case.jobcentre), account_of(case, on=today)
        shown = words.weeks(page, ref=case.ref, user=self.user, limit=settings.second_entry_minutes, may_approve=may_approve)
        here = reverse("case_log", args=[case.ref])
        pills = [
            {"label": label, "url": f"{here}?show={name}" if name else here, "count": counts[name], "current": name == chosen}
            for name, (label, _which) in FILTERS.items()
            if counts[name] or name in ("", "waiting", chosen)
        ]
        new = {"label": _("Register a contact"), "url": reverse("case_log_new", args=[case.ref]), "primary": True, "icon": "plus"}
        return {
            "heading": _("Contacts: %(name)s") % {"name": case.client.name},
            "actions": [new] if may_log else [],
            "pills": pills,
            "chosen": chosen,
            "weeks": shown,
            # One alone is approved by its week's button.
            "can_choose": sum(week["waiting"] for week in shown) > 1,
            "next_mark": mark_of(page[-1]) if more else "",
            "first_page": not known,
            "problem": no_such_place() if mark and not known else "",
            "figures": words.figures(found, today=today, waiting=counts["waiting"]),
            "notice": words.notice(found, today=today, settings=settings) if case.state == State.RUNNING else "",
            "chart": weeks_chart(_around(found.weeks, today), today=today),
            "months": words.month_rows(by_month[:MONTHS_SHOWN]),
            "begun": bool(found.periods),
            "may_log": may_log,
        }


def _around(weeks: Any, today: dt.date) -> Any:
    """The weeks of the period of now, or of the last one: a chart of years says nothing about today."""
    now = next((week.period for week in weeks if week.last_day >= today), weeks[-1].period if weeks else 0)
    return [week for week in weeks if week.period == now]


class Hours(CasePage):
    """The hours account by period and by week."""

    template = "cases/log_hours.html"
    tab = "case_log"

    def context(self) -> dict[str, Any]:
        found = account_of(self.case, on=clock.today())
        return {
            "heading": _("Hours account: %(name)s") % {"name": self.case.client.name},
            "periods": words.period_rows(found),
            "weeks": words.week_rows(found),
            "sums": {**words.amounts(found), "left": words.hours(found.left), "forecast": words.hours(found.forecast)},
            "back": reverse("case_log", args=[self.case.ref]),
        }


class Undo(CasePage):
    """Takes an approval back: of one press by the person who pressed (`?at=`), or of one entry (`contact`)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("case_log", args=[self.case.ref]))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        answer = can_write_cases(self.member)
        page = reverse("case_log", args=[self.case.ref])
        rows = Contact.objects.filter(case=self.case, state=ContactState.APPROVED)
        try:
            if not answer:
                raise Refused(answer.code, "", **answer.facts)
            if key := request.POST.get("contact", ""):
                rows = rows.filter(pk=uuid.UUID(key))
                page = reverse("case_log_entry", args=[self.case.ref, key])
            else:
                rows = rows.filter(approved_by=self.user, approved_at=clock.parse_instant(request.GET.get("at", "")))
            count = undo_approval(case_id=self.case.pk, contact_ids=[row.pk for row in rows], by=self.user, at=clock.now())
        except ValueError:
            messages.error(request, self.sentence("contact_not_approved", {}))
        except Refused as refused:
            messages.error(request, self.sentence(refused.code, refused.facts))
        else:
            messages.success(request, words.undone_words(count))
        return HttpResponseRedirect(page)
