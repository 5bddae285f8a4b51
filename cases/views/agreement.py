"""The agreement: its versions, the signatures, and the start of the first period. In step 5, and in a running course (R75)."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import drafts
from cases.actions.agreements import save_agreement, sign
from cases.actions.periods import start_period
from cases.course_rows import course_days, holding_agreement
from cases.enums import Party, SignedHow, State
from cases.forms.agreement import AgreementForm, SignForm, StartForm
from cases.models import Agreement, Signature
from cases.permissions import can_change
from cases.startup_rows import StartupRows, startup_rows
from cases.views import agreement_parts as parts
from cases.views.agreement_parts import unmet_rows
from cases.views.base import CaseFormPage, CasePage
from cases.views.startup import known, meeting_rows, waits_for
from cases.views.startup_items import counted, missing_items, parties, signature_items, suggested_first_day
from cases.views.together import as_typed, html_names, is_typed
from core import clock
from core.forms import Form


class AgreementBase(CaseFormPage):
    """What the forms share: the rows, and the page that shows them all. Terms and signature are sent together, so that neither loses the other's text."""

    template = "cases/agreement.html"
    step = State.STARTUP
    tab = "case_agreement"
    creates = True
    draft_name = "agreement"
    rows: StartupRows
    typed: QueryDict | None = None
    """What was typed in both forms: as it was sent, or as it stands in the draft."""

    def load(self, **kwargs: Any) -> None:
        super().load(**kwargs)
        self.rows = startup_rows(self.case)
        self.running = self.case.state == State.RUNNING

    @property
    def number(self) -> int:
        """The newest version, 0 when there is none."""
        return self.rows.agreement.number if self.rows.agreement else 0

    def agreement_initial(self) -> dict[str, Any]:
        found: dict[str, Any] = {"version": self.number, "key": uuid.uuid4()}
        version, grant = self.rows.agreement, self.rows.grant
        if version:
            for name in ("tasks", "first_day", "minutes_a_week", "ways_of_meeting", "times", *parts.TEXTS):
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

    def terms_form(self, data: QueryDict | None = None) -> AgreementForm:
        return AgreementForm(data, initial=self.agreement_initial(), running=self.running)

    def sign_form(self, data: QueryDict | None = None) -> SignForm:
        initial = {"version": self.number, "key": uuid.uuid4(), "signed_on": clock.today(), "how": SignedHow.PAPER}
        return SignForm(data, initial=initial, names=parties(self.case, self.rows))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        draft = self.my_draft()
        self.typed = drafts.as_data(draft, key=str(uuid.uuid4())) if draft else None
        return self.show(form=as_typed(self.make_form, self.typed), draft=draft)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.typed = request.POST
        return super().post(request, **kwargs)

    def save_draft(self) -> HttpResponse:
        self.keep({*html_names(self.terms_form()), *html_names(self.sign_form())})
        messages.success(self.request, _("The draft is saved. Only you can see it."))
        return HttpResponseRedirect(self.request.path)

    def keep(self, names: set[str]) -> None:
        """Keep what was sent under these names as the draft."""
        data = {name: values for name, values in self.request.POST.lists() if name in names}
        drafts.keep(user=self.user, member=self.member, form=self.draft_name, subject_id=self.subject_id(), data=data, at=clock.now())

    def act_and_forget_draft(self, form: Form) -> str:
        """What was typed in the form that was not sent stays, as the draft."""
        if not self.draft_name:
            return super().act_and_forget_draft(form)
        rest = self.terms_form(self.request.POST) if isinstance(form, SignForm) else self.sign_form(self.request.POST)
        with transaction.atomic():
            address = super().act_and_forget_draft(form)
            if is_typed(rest, self.request.POST):
                self.keep(html_names(rest))
        return address

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        form = more["form"]
        sign_form = form if isinstance(form, SignForm) else as_typed(self.sign_form, self.typed)
        terms_form = form if isinstance(form, AgreementForm) else as_typed(self.terms_form, self.typed)
        for each in (sign_form, form):
            if each.is_bound and not isinstance(each, AgreementForm):
                # Whoever was told of a newer version sees it on this page, and the next press is about it.
                each.data = each.data.copy()
                each.data[each.add_prefix("version")] = self.number
        more |= {"agreement_form": terms_form, "sign_form": sign_form}
        more["start_form"] = form if isinstance(form, StartForm) else StartForm(initial={"version": self.number, "key": uuid.uuid4()})
        assignment, grant = self.rows.assignment, self.rows.grant
        writable = self.case.state in (State.STARTUP, State.RUNNING) and bool(can_change(self.member, self.case))
        stopped = assignment is not None and assignment.ended_on is not None and assignment.ended_on < clock.today()
        changing = not self.running or terms_form.is_bound or "change" in self.request.GET
        if writable and changing and assignment and grant and not stopped:
            more["five"] = parts.five(self.rows, terms_form, assignment=assignment, grant=grant, course=course_days(self.case))
        signable = writable and self.rows.agreement_counts and not stopped and len(self.rows.signed) < len(Party)
        return super().show(
            status,
            more_facts=known(self.rows),
            editable="five" in more,
            signable=signable,
            changeable=writable and self.running and not stopped and "five" not in more,
            **more,
        )

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
            "unmet": unmet_rows(rows.assignment.proposal) if rows.assignment and rows.agreement_counts else [],
            "signs": parts.sign_rows(rows, names),
            "void_heading": parts.void_heading(rows, names),
            "difference_url": reverse("case_agreement_version", args=[case.ref, version.number]) if version and version.number > 1 else "",
            "earlier": [{"number": n, "url": reverse("case_agreement_version", args=[case.ref, n])} for n in range(1, self.number + 1)],
            "period": rows.period_days,
            "in_step": case.state == State.STARTUP,
            "running": self.running,
        }
        if case.state == State.STARTUP:
            items = missing_items(case, rows)
            found |= counted(items)
            found["ready"] = not rows.stops()
            found["why_not_granted"] = "" if rows.grant else self.sentence("no_grant", {})
        if self.running and version is not None and version.locked_at is None:
            found |= counted(signature_items(case, rows))
            found["waiting"] = parts.waiting(rows, names, holding_agreement(case))
        return found


class AgreementPage(AgreementBase):
    """The five facts and how to do it. Saving makes version 1; a change of substance makes the next one."""

    form_class = AgreementForm

    def initial(self) -> dict[str, Any]:
        return self.agreement_initial()

    def make_form(self, data: QueryDict | None = None) -> Form:
        return self.terms_form(data)

    def act(self, form: AgreementForm) -> str:  # type: ignore[override]  # `form_class` says which form comes
        typed = form.cleaned_data
        self.before, contact = self.number, self.rows.agreement.mentor_contact if self.rows.agreement else ""
        saved = save_agreement(
            case_id=self.case.pk,
            based_on=typed["version"] or 0,
            goals=form.goals(),
            tasks=typed["tasks"],
            first_day=typed.get("first_day"),
            minutes_a_week=typed["minutes_a_week"],
            ways_of_meeting=typed["ways_of_meeting"],
            times=typed["times"],
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
        if self.running:
            return _("Version %(number)d is saved. It holds when client and mentor have signed it.") % {"number": self.after}
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
    draft_name = ""

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
    """One version beside another (`?beside=1`; without it the one before), field by field, with its signatures."""

    template = "cases/agreement_version.html"
    step = State.STARTUP
    tab = "case_agreement"

    def load(self, **kwargs: Any) -> None:
        super().load(**kwargs)
        versions = Agreement.objects.filter(case=self.case).select_related("made_by", "assignment__proposal").prefetch_related("goals")
        self.versions = {version.number: version for version in versions.order_by("number")}
        if kwargs["number"] not in self.versions:
            raise Http404
        self.version = self.versions[kwargs["number"]]
        beside = self.request.GET.get("beside", "")
        other = int(beside) if beside.isdecimal() and len(beside) < 6 else self.version.number - 1
        self.before = self.versions.get(other) if other != self.version.number else None

    def context(self) -> dict[str, Any]:
        signatures = Signature.objects.filter(agreement=self.version).select_related("recorded_by").order_by("pk")
        here = self.request.path
        others = [number for number in self.versions if number != self.version.number]
        return {
            "heading": _("Agreement for %(name)s, version %(number)d") % {"name": self.case.client.name, "number": self.version.number},
            "version": self.version,
            "before": self.before,
            "pills": [
                {
                    "label": _("Version %(number)d") % {"number": number},
                    "url": f"{here}?beside={number}",
                    "current": self.before is not None and number == self.before.number,
                }
                for number in others
            ],
            "lines": parts.compared(self.version, self.before),
            "unmet": unmet_rows(self.version.assignment.proposal),
            "signed": [{"label": Party(s.party).label, "value": parts.signature_words(s)} for s in signatures],
        }
