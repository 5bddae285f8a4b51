"""The page of one proposal: the client's answer, then the mentor's, then the assignment; a new day when it has run out, a conflict of interest."""

import uuid
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import drafts
from accounts.enums import AccessKind, SubjectKind
from accounts.models import AuditEvent, Draft
from accounts.pages import shown
from cases import match_phrases
from cases.actions.assignments import assign
from cases.actions.conflicts import record_conflict
from cases.actions.proposals import client_answers, give_new_day, mentor_answers, withdraw_proposal
from cases.actions.takeover_price import ask_for_price
from cases.course_rows import takeover
from cases.enums import ProposalState, State
from cases.forms.match import AssignForm, ClientAnswerForm, ConflictForm, MentorAnswerForm, NewDayForm, PriceForm, StepForm
from cases.loads import client_of, facts_of, first_grant
from cases.models import Proposal
from cases.phrases import sentence
from cases.querysets import CaseQuerySet
from cases.rules.matching import hard_stops
from cases.rules.proposals import is_expired
from cases.takeover_rows import takeover_price, waiting_price
from cases.views.base import CaseFormPage
from cases.views.match_words import asked_words, proposal_row
from cases.views.meeting_rows import planned_meetings, still_planned, with_match_meetings
from core import clock
from core.days import add_working_days
from core.forms import Form
from core.templatetags.ui import day
from core.verdicts import Refused

DAYS_TO_ANSWER = 3
"""Working days proposed for an answer."""
ANSWERS = ("client", "mentor")
"""The steps in which words are typed: kept as a draft, and shown when somebody else was quicker."""


class Answer(CaseFormPage):
    """One proposal. `current` says what comes next; the other forms of the page stand beside it."""

    template = "cases/proposal.html"
    step = State.MATCH
    draft_name = "proposal"
    forms: dict[str, type[Form]] = {
        "client": ClientAnswerForm,
        "mentor": MentorAnswerForm,
        "assign": AssignForm,
        "price": PriceForm,
        "withdraw": StepForm,
        "new_day": NewDayForm,
        "conflict": ConflictForm,
    }

    @classmethod
    def with_rows(cls, cases: CaseQuerySet) -> CaseQuerySet:
        return with_match_meetings(super().with_rows(cases))

    def load(self, ref: str, proposal: uuid.UUID, **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        self.today = clock.today()
        self.takeover = takeover(self.case, today=self.today)
        self.find(proposal)

    def find(self, pk: uuid.UUID) -> None:
        rows = Proposal.objects.filter(case=self.case, pk=pk)
        self.proposal = rows.select_related("mentor__organisation", "mentor__workplace", "proposed_by", "assignment").first()
        if self.proposal is None:
            raise Http404

    def subject_id(self) -> uuid.UUID:
        return self.proposal.pk

    def current(self) -> str:
        """What comes next for this proposal; "" when it is closed, or when nobody is looked for any more."""
        if not self.proposal.is_open or not (self.case.state == State.MATCH or self.takeover):
            return ""
        if self.proposal.state == ProposalState.ACCEPTED and self.too_dear():
            return "price"
        return {ProposalState.MENTOR_ASKED: "mentor", ProposalState.ACCEPTED: "assign"}.get(self.proposal.state, "client")

    def too_dear(self) -> str:
        """Why a second person is asked before this mentor takes over (R118); "" where nobody is."""
        if self.takeover is None:
            return ""
        if not hasattr(self, "price"):
            known = {"rematch": self.takeover.rematch, "mentor": self.proposal.mentor, "first_day": self.takeover.first_day}
            self.price = takeover_price(self.case, **known)[0]
        return "" if self.price else sentence(self.price.code, self.price.facts)

    def expired(self) -> bool:
        return bool(self.current()) and is_expired(state=self.proposal.state, answer_by=self.proposal.answer_by, on=self.today)

    def initial(self) -> dict[str, Any]:
        return {
            "version": self.proposal.version,
            "answered_on": self.today,
            "words": self.proposal.client_words if self.current() == "client" else "",
            "first_day": self.takeover.first_day if self.takeover else None,
            "mentor_answer_by": add_working_days(self.today, DAYS_TO_ANSWER),
        }

    def make_form(self, data: QueryDict | None = None) -> Form:
        return self.build(data.get("step", "") if data is not None else self.current(), data)

    def build(self, step: str, data: QueryDict | None = None) -> Form:
        """The form of a step; the ids of the smaller ones are their own, as several stand on the page."""
        initial = {**self.initial(), "step": step}
        if step == "new_day":
            initial["answer_by"] = add_working_days(self.today, DAYS_TO_ANSWER)
        ids = f"id_{step}_%s" if step in ("new_day", "conflict") else "id_%s"
        return self.forms.get(step, StepForm)(data, initial=initial, auto_id=ids)

    def my_draft(self) -> Draft | None:
        draft = super().my_draft() if self.current() in ANSWERS else None
        return draft if draft and draft.data.get("step") == [self.current()] else None

    def act(self, form: Form) -> str:
        values = form.cleaned_data
        who = {"proposal_id": self.proposal.pk, "version": values.get("version") or 0, "by": self.user, "at": clock.now()}
        board, here = reverse("case_match", args=[self.case.ref]), self.request.path
        match values["step"]:
            case "client":
                next_day = values["mentor_answer_by"] if values["answer"] == "yes" else values["answer_by"]
                said = {"answer": values["answer"], "words": values["words"], "answered_on": values["answered_on"]}
                client_answers(**said, answer_by=next_day, **who)
                return here if values["answer"] == "yes" else board
            case "mentor":
                mentor_answers(answer=values["answer"], words=values["words"], answered_on=values["answered_on"], **who)
                return here if values["answer"] == "yes" else board
            case "assign":
                assign(first_day=values["first_day"], **who)
                return reverse("case_startup" if self.case.state == State.MATCH else "case_agreement", args=[self.case.ref])
            case "price":
                ask_for_price(first_day=values["first_day"], **who)
                return here
            case "withdraw":
                withdraw_proposal(**who)
                return board
            case "new_day":
                give_new_day(answer_by=values["answer_by"], **who)
                return here
            case "conflict":
                told = {"kind": values["conflict_kind"], "words": values["conflict_words"], "by": self.user, "at": clock.now()}
                record_conflict(case_id=self.case.pk, mentor_id=self.proposal.mentor_id, **told)
                return board
        raise Refused("not_in_this_step", state=self.case.state)

    def act_and_forget_draft(self, form: Form) -> str:
        """What was typed outlives a new day, and the refusal that asks for one (R69)."""
        step = form.cleaned_data["step"]
        if step == "new_day":
            with transaction.atomic():
                before = self.proposal.version
                address = self.act(form)
                if (draft := super().my_draft()) and draft.data.get("version") == [str(before)]:
                    self.keep(draft.data | {"version": [str(before + 1)]})
                return address
        try:
            return super().act_and_forget_draft(form)
        except Refused as refused:
            if refused.code == "answer_after_expiry":
                self.keep({name: self.request.POST.getlist(name) for name in form.fields if name in self.request.POST and name != "key"})
            raise

    def keep(self, data: dict[str, list[str]]) -> None:
        drafts.keep(user=self.user, member=self.member, form=self.draft_name, subject_id=self.subject_id(), data=data, at=clock.now())

    def done(self, form: Form) -> str:
        name, answer = self.proposal.mentor.name, form.cleaned_data.get("answer", "")
        told = {
            ("client", "yes"): _("The client's yes is saved. Now you can tell %(mentor)s about the client and ask."),
            ("client", "no"): _("The client's no to %(mentor)s is saved. Choose the next mentor."),
            ("client", "thinking"): _("Saved. The client answers about %(mentor)s by the new day."),
            ("mentor", "yes"): _("%(mentor)s said yes. The place is the client's when you assign the mentor."),
            ("price", ""): _("A second person is asked. The mentor can be assigned when the price is approved."),
            ("mentor", "no"): _("The no of %(mentor)s is saved. Choose the next mentor."),
            ("assign", ""): _("%(mentor)s is assigned. Plan the start-up now."),
            ("withdraw", ""): _("The proposal of %(mentor)s is taken back."),
            ("new_day", ""): _("The proposal of %(mentor)s waits until the new day."),
            ("conflict", ""): _(
                "The conflict of interest with %(mentor)s is recorded, and the proposal is taken back. Choose the next mentor."
            ),
        }
        if form.cleaned_data["step"] == "assign" and self.case.state != State.MATCH:
            return _("%(mentor)s is assigned. The agreement has a new version to sign.") % {"mentor": name}
        step = form.cleaned_data["step"]
        said = told[step, answer] % {"mentor": name}
        closed = answer == "no" or step in ("withdraw", "conflict")
        return f"{said} {still_planned(self.case)}".rstrip() if closed else said

    def sentence(self, code: str, facts: dict[str, Any]) -> str:
        """What stops the mentor when the button is pressed is said with the name: a page may lie open beside others."""
        said = super().sentence(code, facts)
        if code in match_phrases.STOPS:
            return _("%(mentor)s cannot be assigned now. %(why)s") % {"mentor": self.proposal.mentor.name, "why": said}
        return said

    def stops(self) -> list[str]:
        """What has come between since the proposal: the mentor is full, away, no longer declared."""
        decision = first_grant(self.case)
        if not self.current() or decision is None:
            return []
        try:
            client = client_of(case=self.case, decision=decision, proposals=[], today=self.today)
        except Refused as refused:
            return [self.sentence(refused.code, refused.facts)]
        mentor = facts_of(mentor_id=self.proposal.mentor_id, client=client, since=self.today)
        return [sentence(s.code, s.facts) for s in hard_stops(client=client, mentor=mentor).stops] if mentor else []

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        if status != 200:
            vars(self).pop("price", None)
            self.find(self.proposal.pk)  # somebody else may have been quicker
        form, current = more["form"], self.current()
        sent = form["step"].value()
        shows = current if status == 200 else sent
        return super().show(
            status,
            read=[(AccessKind.PAGE, SubjectKind.MENTOR, [self.proposal.mentor_id])],
            next_form=form if shows == current else self.build(current),
            new_day_form=form if shows == "new_day" else self.build("new_day"),
            conflict_form=form if shows == "conflict" else self.build("conflict"),
            conflict_open=shows == "conflict",
            kept=self.kept(form) if sent in ANSWERS and shows != current else None,
            heading=_("Proposal of %(mentor)s") % {"mentor": self.proposal.mentor.name},
            proposal=self.proposal,
            conflict_asked=asked_words(self.proposal),
            row=proposal_row(self.proposal, case=self.case, today=self.today),
            current=current,
            takeover=self.takeover,
            too_dear=self.too_dear() if current == "price" else "",
            asked_price=waiting_price(self.case) if current == "price" else None,
            expired=self.expired(),
            stops=self.stops(),
            match_meetings=planned_meetings(self.case),
            meeting_new_url=reverse("case_match_meeting", args=[self.case.ref, self.proposal.pk]) if current else "",
            **more,
        )

    def kept(self, form: Form) -> dict[str, Any]:
        """What was typed and cannot be saved, beside what somebody else typed first."""
        step, proposal = form["step"].value(), self.proposal
        first = (
            AuditEvent.objects.filter(subject_id=self.case.pk, kind=f"case.{step}_answered", facts__proposal=str(proposal.pk))
            .order_by("-at")
            .first()
        )
        of_client = step == "client"
        saved = {
            "answer": first.facts["answer"] if first else "",
            "words": proposal.client_words if of_client else proposal.mentor_words,
            "answered_on": proposal.client_answered_on if of_client else proposal.mentor_answered_on,
        }
        rows = []
        for name in ("answer", "words", "answered_on"):
            field = form.fields[name]
            stored = day(saved[name]) if name == "answered_on" else shown(field, saved[name])
            rows.append({"label": field.label, "saved": stored, "typed": shown(field, form[name].value())})
        return {"by": first.by_name if first else "", "at": first.at if first else None, "rows": rows}
