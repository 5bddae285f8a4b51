"""Every step has an exit: the page says what will happen, asks for the reason, and closes the case."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions.exits import close_case
from cases.course_rows import open_rematch
from cases.enums import OPEN_PROPOSALS, State
from cases.forms.exits import ExitForm
from cases.models import Assignment, Meeting, Period, Proposal
from cases.rules.exits import EXIT_EVENTS, exits_from, last_used_day
from cases.rules.lifecycle import Event
from cases.views.base import CaseFormPage
from core import clock
from core.templatetags.ui import day


class Exit(CaseFormPage):
    template = "cases/exit.html"
    form_class = ExitForm
    creates = True

    def initial(self) -> dict[str, Any]:
        return {"version": self.case.version}

    def make_form(self, data: QueryDict | None = None) -> ExitForm:
        # Of a closed case all are read, so that a form that is sent twice reaches its one-time key.
        return ExitForm(data, initial=self.initial_with_key(), exits=exits_from(state=State(self.case.state)) or EXIT_EVENTS)

    def act(self, form: ExitForm) -> str:
        close_case(
            case_id=self.case.pk,
            version=form.cleaned_data["version"] or 0,
            event=Event(form.cleaned_data["event"]),
            words=form.cleaned_data["words"],
            by=self.user,
            at=clock.now(),
        )
        return reverse("case", args=[self.case.ref])

    def done(self, form: ExitForm) -> str:
        return _("The case is closed. Nothing is deleted.")

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        return super().show(
            status,
            **{
                "heading": _("Close the case of %(name)s") % {"name": self.case.client.name},
                "rows": self.rows() if self.case.is_open else [],
                "cancel_url": reverse("case", args=[self.case.ref]),
                **more,
            },
        )

    def rows(self) -> list[dict[str, Any]]:
        """What ends with the case, before anybody presses the button."""
        today = clock.today()
        rows = [{"label": _("The case"), "value": _("closed today, in the step “%(step)s”") % {"step": State(self.case.state).label}}]
        held = Q(ended_on__isnull=True) | Q(ended_on__gt=today)
        for place in Assignment.objects.filter(held, case=self.case).select_related("mentor").order_by("first_day"):
            text = _("The place with %(mentor)s ends on %(day)s and is free after that")
            last = last_used_day(first_day=place.first_day, today=today)
            rows.append({"label": _("The mentor"), "value": text % {"mentor": place.mentor.name, "day": day(last)}})
        for period in Period.objects.filter(case=self.case, ended_on__isnull=True, last_day__gt=today):
            last = last_used_day(first_day=period.first_day, today=today)
            rows.append({"label": _("The period"), "value": _("ends on %(day)s") % {"day": day(last)}})
        if open_rematch(self.case) is not None:
            rows.append({"label": _("The rematch"), "value": _("is closed without a new mentor")})
        proposals = Proposal.objects.filter(case=self.case, state__in=OPEN_PROPOSALS).count()
        if proposals:
            text = ngettext("%(n)d open proposal is withdrawn", "%(n)d open proposals are withdrawn", proposals) % {"n": proposals}
            rows.append({"label": _("Proposals"), "value": text})
        if Meeting.objects.filter(case=self.case, held_on__isnull=True, cancelled_on__isnull=True).exists():
            rows.append({"label": _("Planned meetings"), "value": _("are cancelled")})
        rows.append({"label": _("What was written"), "value": _("stays in the case and can be read")})
        return rows
