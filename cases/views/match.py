"""Step 4: the board with candidates and reasons, and the page on which the answers to a proposal are typed."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import AccessKind, SubjectKind
from accounts.models import Draft
from cases.actions.assignments import assign
from cases.actions.proposals import client_answers, mentor_answers, propose, withdraw_proposal
from cases.board import SHOWN, CaseBoard, board_of
from cases.enums import OPEN_PROPOSALS, ProposalState, State
from cases.forms.match import ClientAnswerForm, MentorAnswerForm, ProposeForm, StepForm
from cases.loads import client_of, facts_of, first_grant
from cases.models import Proposal
from cases.permissions import can_change
from cases.rules.matching import MOST_OPEN_PROPOSALS, Fit, can_propose, hard_stops
from cases.views.base import CaseFormPage
from cases.views.match_words import candidate_row, excluded_row, proposal_row, stop_counts, wish_rows
from core import clock
from core.days import add_working_days
from core.forms import Form
from core.verdicts import Refused

DAYS_TO_ANSWER = 3
"""Working days proposed for the client's answer."""


class Board(CaseFormPage):
    """The candidates, and the form that proposes one of them."""

    template = "cases/match.html"
    step = State.MATCH
    form_class = ProposeForm
    draft_name = "match"
    creates = True

    def load(self, ref: str, **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        self.today = clock.today()
        self.decision = first_grant(self.case)
        self.proposals = list(Proposal.objects.filter(case=self.case).select_related("mentor").order_by("-proposed_at"))
        self.open = [p for p in self.proposals if p.is_open]
        self.needs = list(self.case.needs.all())
        self.wishes = getattr(self.case, "wishes", None)
        self.found: CaseBoard | None = None
        self.too_late: Refused | None = None
        if self.case.state == State.MATCH and self.decision:
            self.gather()

    def gather(self) -> None:
        """The candidates, and some of the others with their reasons; the chosen one is among them, however far down the list."""
        found = board_of(
            self.case,
            decision=self.decision,
            proposals=self.proposals,
            today=self.today,
            needs=self.needs,
            wishes=self.wishes,
            shown=None if self.request.GET.get("shown") == "all" else SHOWN,
            also=[self.request.POST.get("mentor", "")],
        )
        self.found, self.too_late = (None, found.too_late) if found.too_late else (found, None)

    def initial(self) -> dict[str, Any]:
        return {"answer_by": add_working_days(self.today, DAYS_TO_ANSWER)}

    def make_form(self, data: QueryDict | None = None) -> Form:
        chosen = self.fit_of(data.get("mentor", "")) if data is not None else None
        initial = self.initial()
        initial["key"] = uuid.uuid4()
        return ProposeForm(data, initial=initial, unmet=chosen.unmet if chosen else ())

    def fit_of(self, pk: str) -> Fit | None:
        return self.found.fit_of(pk) if self.found else None

    def act(self, form: Form) -> str:
        values = form.cleaned_data
        propose(
            case_id=self.case.pk,
            mentor_id=values["mentor"],
            reason=values["reason"],
            no_conflict=values["no_conflict"],
            unmet_wishes=form.unmet_reasons(),
            asked_how=values["asked_how"],
            answer_by=values["answer_by"],
            by=self.user,
            at=clock.now(),
        )
        return reverse("case_match", args=[self.case.ref])

    def done(self, form: Form) -> str:
        chosen = self.fit_of(str(form.cleaned_data["mentor"]))
        name = chosen.mentor.name if chosen else _("The mentor")
        return _("%(mentor)s is proposed. Type the answer here when the client has given it.") % {"mentor": name}

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        form = more.get("form")
        chosen = str(form["mentor"].value() or "") if form is not None else ""
        shown = self.found.candidates if self.found else ()
        excluded = self.found.excluded if self.found else ()
        self.log_read(AccessKind.LIST, SubjectKind.MENTOR, [each.mentor.pk for each in (*shown, *excluded)])
        writable = self.may_propose()
        return super().show(
            status,
            heading=_("Find a mentor for %(name)s") % {"name": self.case.client.name},
            decision=self.decision,
            wishes=self.wishes,
            wish_rows=wish_rows(self.wishes, self.needs),
            open_proposals=[proposal_row(p, case=self.case) for p in self.open],
            earlier=[proposal_row(p, case=self.case) for p in self.proposals if p.state not in OPEN_PROPOSALS],
            chosen_proposal=next((p for p in self.proposals if p.state == ProposalState.ASSIGNED), None),
            board=self.found,
            why_no_board=self.why_no_board(),
            candidates=[candidate_row(each.fit, each.mentor, today=self.today, chosen=chosen) for each in shown],
            more_candidates=self.found.count - len(shown) if self.found else 0,
            excluded=[excluded_row(each.facts, each.verdict, each.mentor) for each in excluded],
            excluded_more=bool(self.found) and self.found.excluded_count > len(excluded),
            stop_counts=stop_counts(self.found.stop_counts if self.found else {}),
            may_propose=writable,
            full_of_proposals=len(self.open) >= MOST_OPEN_PROPOSALS,
            most_open=MOST_OPEN_PROPOSALS,
            **more,
        )

    def may_propose(self) -> bool:
        return bool(self.found) and bool(can_change(self.member, self.case)) and bool(can_propose(open_proposals=len(self.open)))

    def why_no_board(self) -> str:
        """In words what cannot be done yet, or any more."""
        if self.too_late:
            return self.sentence(self.too_late.code, self.too_late.facts)
        if self.case.state in (State.CONTACT, State.CHALLENGES, State.ASSESSMENT):
            return _("A mentor can be proposed when the decision is made. You can look at the needs and wishes here until then.")
        if self.case.state == State.MATCH:
            return self.sentence("no_grant", {}) if not self.decision else ""
        if self.case.is_open:
            return _("The match is made. A new mentor can be proposed when the match is given up.")
        return self.sentence("case_closed", {})

    def my_draft(self) -> Draft | None:
        """A draft is only of use where one can propose."""
        return super().my_draft() if self.may_propose() else None


class Answer(CaseFormPage):
    """One proposal: the client's answer, then the mentor's, then the assignment."""

    template = "cases/proposal.html"
    step = State.MATCH
    draft_name = "proposal"
    forms = {"client": ClientAnswerForm, "mentor": MentorAnswerForm, "assign": StepForm, "withdraw": StepForm}

    def load(self, ref: str, proposal: Any, **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        self.today = clock.today()
        self.proposal = (
            Proposal.objects.filter(case=self.case, pk=proposal)
            .select_related("mentor__organisation", "mentor__workplace", "proposed_by")
            .first()
        )
        if self.proposal is None:
            raise Http404

    def subject_id(self) -> Any:
        return self.proposal.pk

    def current(self) -> str:
        """What comes next for this proposal; "" when it is closed."""
        state = self.proposal.state
        if self.case.state != State.MATCH or not self.proposal.is_open:
            return ""
        return {ProposalState.MENTOR_ASKED: "mentor", ProposalState.ACCEPTED: "assign"}.get(state, "client")

    def initial(self) -> dict[str, Any]:
        return {
            "version": self.proposal.version,
            "answered_on": self.today,
            "words": self.proposal.client_words if self.current() == "client" else "",
        }

    def make_form(self, data: QueryDict | None = None) -> Form:
        step = data.get("step", "") if data is not None else self.current()
        form_class = self.forms.get(step, StepForm)
        return form_class(data, initial={**self.initial(), "step": step})

    def my_draft(self) -> Draft | None:
        draft = super().my_draft() if self.current() in ("client", "mentor") else None
        return draft if draft and draft.data.get("step") == [self.current()] else None

    def act(self, form: Form) -> str:
        values = form.cleaned_data
        who = {"proposal_id": self.proposal.pk, "version": values.get("version") or 0, "by": self.user, "at": clock.now()}
        board, here = reverse("case_match", args=[self.case.ref]), self.request.path
        if values["step"] == "client":
            client_answers(
                answer=values["answer"], words=values["words"], answered_on=values["answered_on"], answer_by=values["answer_by"], **who
            )
            return here if values["answer"] == "yes" else board
        if values["step"] == "mentor":
            mentor_answers(answer=values["answer"], words=values["words"], answered_on=values["answered_on"], **who)
            return here if values["answer"] == "yes" else board
        if values["step"] == "assign":
            assign(**who)
            return reverse("case_startup", args=[self.case.ref])
        if values["step"] == "withdraw":
            withdraw_proposal(**who)
            return board
        raise Refused("not_in_this_step", state=self.case.state)

    def done(self, form: Form) -> str:
        name, answer = self.proposal.mentor.name, form.cleaned_data.get("answer", "")
        return {
            ("client", "yes"): _("The client's yes is saved. Now you can tell %(mentor)s about the client and ask."),
            ("client", "no"): _("The client's no to %(mentor)s is saved. Choose the next mentor."),
            ("client", "thinking"): _("Saved. The client answers about %(mentor)s by the new day."),
            ("mentor", "yes"): _("%(mentor)s said yes. The place is the client's when you assign the mentor."),
            ("mentor", "no"): _("The no of %(mentor)s is saved. Choose the next mentor."),
            ("assign", ""): _("%(mentor)s is assigned. Plan the start-up now."),
            ("withdraw", ""): _("The proposal of %(mentor)s is taken back."),
        }[form.cleaned_data["step"], answer] % {"mentor": name}

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
        return [self.sentence(s.code, s.facts) for s in hard_stops(client=client, mentor=mentor).stops] if mentor else []

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        self.log_read(AccessKind.PAGE, SubjectKind.MENTOR, [self.proposal.mentor_id])
        form, current = more["form"], self.current()
        # What was sent may not be what comes next, as somebody else was quicker: then the next form is shown, and what was typed beside it.
        mine = type(form) is self.forms.get(current)
        return super().show(
            status,
            next_form=form if mine else self.make_form(),
            kept_words="" if mine else form.data.get("words", ""),
            heading=_("Proposal of %(mentor)s") % {"mentor": self.proposal.mentor.name},
            proposal=self.proposal,
            row=proposal_row(self.proposal, case=self.case),
            current=current,
            stops=self.stops(),
            **more,
        )
