"""Step 5, the agreement: its versions, the signatures, and the start of the first period. All three forms stand on one page."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.agreements import save_agreement, sign
from cases.actions.periods import start_period
from cases.enums import Party, SignedHow, State
from cases.forms.agreement import AgreementForm, SignForm, StartForm
from cases.models import Agreement, Signature
from cases.permissions import can_change
from cases.startup_rows import StartupRows, startup_rows
from cases.views import agreement_parts as parts
from cases.views.base import CaseFormPage, CasePage
from cases.views.startup import known, meeting_rows, waits_for
from cases.views.startup_items import counted, missing_items, parties, suggested_first_day
from core import clock
from core.forms import Form


class AgreementBase(CaseFormPage):
    """What the three forms share: the rows, and the page that shows them all."""

    template = "cases/agreement.html"
    step = State.STARTUP
    creates = True
    rows: StartupRows

    def load(self, **kwargs: Any) -> None:
        super().load(**kwargs)
        self.rows = startup_rows(self.case)

    @property
    def number(self) -> int:
        """The newest version, 0 when there is none."""
        return self.rows.agreement.number if self.rows.agreement else 0

    def agreement_initial(self) -> dict[str, Any]:
        found: dict[str, Any] = {"version": self.number, "key": uuid.uuid4()}
        version, grant = self.rows.agreement, self.rows.grant
        if version:
            for name in ("tasks", "first_day", "minutes_a_week", "ways_of_meeting", *parts.TEXTS):
                found[name] = getattr(version, name)
            for goal in version.goals.all():
                found |= {f"goal{goal.position}": goal.words, f"by{goal.position}": goal.by_when}
        elif grant:
            found |= {
                "tasks": grant.tasks,
                "minutes_a_week": grant.minutes_a_week,
                "first_day": suggested_first_day(self.rows, clock.today()),
            }
        return found

    def agreement_form(self) -> Form:
        return AgreementForm(initial=self.agreement_initial(), auto_id="id_%s")

    def sign_form(self, data: QueryDict | None = None) -> SignForm:
        initial = {"version": self.number, "key": uuid.uuid4(), "signed_on": clock.today(), "how": SignedHow.PAPER}
        return SignForm(data, initial=initial, names=parties(self.case, self.rows))

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        form = more["form"]
        if form.is_bound and not isinstance(form, AgreementForm):
            # Whoever was told of a newer version sees it on this page, and the next press is about it.
            form.data = form.data.copy()
            form.data["version"] = self.number
        more.setdefault("agreement_form", form if isinstance(form, AgreementForm) else self.agreement_form())
        more.setdefault("sign_form", form if isinstance(form, SignForm) else self.sign_form())
        more["start_form"] = form if isinstance(form, StartForm) else StartForm(initial={"version": self.number, "key": uuid.uuid4()})
        assignment, grant = self.rows.assignment, self.rows.grant
        if self.case.state == State.STARTUP and can_change(self.member, self.case) and assignment and grant:
            more["five"] = parts.five(self.rows, more["agreement_form"], assignment=assignment, grant=grant)
        return super().show(status, more_facts=known(self.rows), editable="five" in more, **more)

    def context(self) -> dict[str, Any]:
        rows, case = self.rows, self.case
        version = rows.agreement
        names = parties(case, rows)
        found: dict[str, Any] = {
            "heading": _("Agreement for %(name)s") % {"name": case.client.name},
            "waits": None if version else waits_for(case),
            "rows": rows,
            "meeting_rows": meeting_rows(rows),
            "version": version,
            "terms": parts.terms_rows(version) if version else [],
            "signs": parts.sign_rows(rows, names),
            "void_heading": parts.void_heading(rows, names),
            "difference_url": reverse("case_agreement_version", args=[case.ref, version.number]) if version and version.number > 1 else "",
            "earlier": [{"number": n, "url": reverse("case_agreement_version", args=[case.ref, n])} for n in range(1, self.number + 1)],
            "period": rows.period_days,
            "in_step": case.state == State.STARTUP,
        }
        if case.state == State.STARTUP:
            items = missing_items(case, rows)
            found |= counted(items)
            found["ready"] = not rows.stops()
            found["why_not_granted"] = "" if rows.grant else self.sentence("no_grant", {})
        return found


class AgreementPage(AgreementBase):
    """The five facts and how to do it. Saving makes version 1; a change of substance makes the next one."""

    form_class = AgreementForm
    draft_name = "agreement"

    def initial(self) -> dict[str, Any]:
        return self.agreement_initial()

    def act(self, form: AgreementForm) -> str:  # type: ignore[override]  # `form_class` says which form comes
        typed = form.cleaned_data
        self.before, contact = self.number, self.rows.agreement.mentor_contact if self.rows.agreement else ""
        saved = save_agreement(
            case_id=self.case.pk,
            based_on=typed["version"] or 0,
            goals=form.goals(),
            tasks=typed["tasks"],
            first_day=typed["first_day"],
            minutes_a_week=typed["minutes_a_week"],
            ways_of_meeting=typed["ways_of_meeting"],
            when_where=typed["when_where"],
            cancelling=typed["cancelling"],
            may_write_down=typed["may_write_down"],
            with_workplace=typed["with_workplace"],
            by=self.user,
            at=clock.now(),
        )
        self.after, self.new_contact = saved.number, saved.mentor_contact != contact
        return reverse("case_agreement", args=[self.case.ref])

    def done(self, form: Form) -> str:
        if not hasattr(self, "after"):
            return ""
        if self.after == self.before and self.new_contact:
            return _("Version %(number)d has the mentor’s new phone or e-mail. The signatures still count.") % {"number": self.after}
        if self.after == self.before:
            return _("Nothing was changed: version %(number)d stands as it is.") % {"number": self.after}
        return _("The agreement is saved as version %(number)d.") % {"number": self.after}


class Sign(AgreementBase):
    """Records a signature on the newest version."""

    form_class = SignForm

    def make_form(self, data: QueryDict | None = None) -> Form:
        return self.sign_form(data)

    def act(self, form: SignForm) -> str:  # type: ignore[override]  # `make_form` makes this one
        typed = form.cleaned_data
        on_behalf_by, on_behalf_reason = form.on_behalf_of()
        sign(
            case_id=self.case.pk,
            version=typed["version"] or 0,
            party=Party(typed["party"]),
            signed_on=typed["signed_on"],
            how=SignedHow(typed["how"]),
            on_behalf_by=on_behalf_by,
            on_behalf_reason=on_behalf_reason,
            by=self.user,
            at=clock.now(),
        )
        return reverse("case_agreement", args=[self.case.ref]) + "#signatures"

    def done(self, form: Form) -> str:
        return _("The signature is recorded.")


class StartPeriod(AgreementBase):
    """Says what will be locked and which days the period gets; the button starts it."""

    template = "cases/start_period.html"
    form_class = StartForm

    def make_form(self, data: QueryDict | None = None) -> Form:
        return StartForm(data, initial={"version": self.number, "key": uuid.uuid4()})

    def act(self, form: Form) -> str:
        start_period(case_id=self.case.pk, version=form.cleaned_data["version"] or 0, by=self.user, at=clock.now())
        return reverse("case", args=[self.case.ref])

    def done(self, form: Form) -> str:
        return _("The agreement is locked, and the first period stands on the case with its first and last day.")

    def context(self) -> dict[str, Any]:
        found = super().context()
        found["heading"] = _("Lock the agreement and start the period")
        found["stops"] = [self.sentence(stop.code, stop.facts) for stop in self.rows.stops()] if found["in_step"] else []
        found["summary"] = parts.start_rows(self.rows)
        found["started"] = self.case.state in (State.RUNNING, State.ENDED)
        return found


class Version(CasePage):
    """One version beside the one before, field by field, with its signatures."""

    template = "cases/agreement_version.html"
    step = State.STARTUP

    def load(self, **kwargs: Any) -> None:
        super().load(**kwargs)
        numbers = (kwargs["number"], kwargs["number"] - 1)
        versions = Agreement.objects.filter(case=self.case, number__in=numbers).select_related("made_by").prefetch_related("goals")
        found = {version.number: version for version in versions}
        if kwargs["number"] not in found:
            raise Http404
        self.version, self.before = found[kwargs["number"]], found.get(kwargs["number"] - 1)

    def context(self) -> dict[str, Any]:
        signatures = Signature.objects.filter(agreement=self.version).select_related("recorded_by").order_by("pk")
        return {
            "heading": _("Agreement for %(name)s, version %(number)d") % {"name": self.case.client.name, "number": self.version.number},
            "version": self.version,
            "before": self.before,
            "lines": parts.compared(self.version, self.before),
            "signed": [{"label": Party(s.party).label, "value": parts.signature_words(s)} for s in signatures],
        }
