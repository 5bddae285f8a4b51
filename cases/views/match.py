"""Step 4, and a second chance in a running course: the board with candidates and reasons, on which a caseworker proposes."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import drafts
from accounts.enums import AccessKind, SubjectKind
from accounts.models import Draft
from cases import match_phrases
from cases.actions.conflicts import record_conflict
from cases.actions.proposals import propose
from cases.board import SHOWN, CaseBoard, board_of
from cases.course_rows import takeover
from cases.enums import OPEN_PROPOSALS, AskedHow, ProposalState, State
from cases.forms.match import ProposeForm
from cases.loads import facts_of, first_grant
from cases.models import MatchWeights, Need, Proposal
from cases.permissions import can_change
from cases.querysets import CaseQuerySet
from cases.rules.matching import MOST_OPEN_PROPOSALS, Fit, can_propose, hard_stops
from cases.rules.proposals import is_expired
from cases.views.base import CaseFormPage
from cases.views.course_parts import left_words
from cases.views.match_words import (
    candidate_row,
    conflict_row,
    excluded_row,
    gone_row,
    proposal_row,
    stop_counts,
    weights_words,
    wish_rows,
    with_match_rows,
)
from cases.views.meeting_rows import planned_meetings, with_match_meetings
from cases.views.proposal import DAYS_TO_ANSWER
from core import clock
from core.days import add_working_days
from core.forms import Form
from core.prepared import Asked, Prepared
from core.templatetags.ui import date_long
from core.verdicts import Refused
from mentors.models import Mentor

_PROPOSALS = Prepared(lambda: Proposal.objects.filter(case=Asked("case")).select_related("mentor", "assignment").order_by("-proposed_at"))


class Board(CaseFormPage):
    """The candidates, and the form that proposes one of them or records a conflict of interest."""

    template = "cases/match.html"
    step = State.MATCH
    form_class = ProposeForm
    draft_name = "match"
    creates = True

    @classmethod
    def with_rows(cls, cases: CaseQuerySet) -> CaseQuerySet:
        return with_match_meetings(with_match_rows(super().with_rows(cases)))

    def load(self, ref: str, **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        self.today = clock.today()
        self.decision = first_grant(self.case)
        self.takeover = takeover(self.case, today=self.today)
        self.read_proposals()
        self.needs = [Need(case=self.case, **row) for row in self.case.need_rows]
        self.wishes = getattr(self.case, "wishes", None)
        self.found: CaseBoard | None = None
        self.too_late: Refused | None = None
        self.draft = self.draft_of_mine()
        if self.in_match() and self.decision:
            self.gather()

    def read_proposals(self) -> None:
        """All of the case, the newest first; and those that are open, as `most_pressing_first` orders them."""
        self.proposals = _PROPOSALS.rows(case=self.case.pk)
        self.open = sorted(
            (p for p in self.proposals if p.is_open), key=lambda p: (p.state != ProposalState.ACCEPTED, p.answer_by, str(p.pk))
        )

    def in_match(self) -> bool:
        """Whether somebody is looked for: in step 4, or in a running course with an open rematch (R71)."""
        return self.case.state == State.MATCH or self.takeover is not None

    def chosen(self) -> str:
        """The mentor chosen in what was sent, or in the draft."""
        if self.request.method == "POST":
            return self.request.POST.get("mentor", "")
        return (self.draft.data.get("mentor") or [""])[0] if self.draft else ""

    def gather(self) -> None:
        """The candidates, and some of the others with their reasons; the chosen one is among them, however far down the list."""
        try:
            found = board_of(
                self.case,
                decision=self.decision,
                proposals=self.proposals,
                today=self.today,
                needs=self.needs,
                wishes=self.wishes,
                shown=None if self.asked_for_all("shown") else SHOWN,
                named=None if self.asked_for_all("excluded") else 0,
                also=[self.chosen()],
                coming=self.takeover,
            )
        except MatchWeights.DoesNotExist:
            self.found, self.too_late = None, Refused("weights_missing")
            return
        self.found, self.too_late = (None, found.too_late) if found.too_late else (found, None)

    def asked_for_all(self, list_name: str) -> bool:
        """Whether the address asks for all of a list: of the candidates (`shown`), or of those who are not on the list (`excluded`)."""
        return self.request.GET.get(list_name) == "all"

    def address_of_all(self, list_name: str) -> str:
        """The address that asks for all of a list, and for all of the other where that is asked for already."""
        asked = [name for name in ("shown", "excluded") if name == list_name or self.asked_for_all(name)]
        return "?" + "&".join(f"{name}=all" for name in asked)

    def initial(self) -> dict[str, Any]:
        return {"answer_by": add_working_days(self.today, DAYS_TO_ANSWER)}

    def make_form(self, data: QueryDict | None = None) -> Form:
        chosen = self.fit_of(data.get("mentor", "")) if data is not None else None
        return ProposeForm(data, initial=self.initial_with_key(), unmet=chosen.unmet if chosen else ())

    def fit_of(self, pk: str) -> Fit | None:
        return self.found.fit_of(pk) if self.found else None

    def act(self, form: Form) -> str:
        values = form.cleaned_data
        who = {"case_id": self.case.pk, "mentor_id": values["mentor"], "by": self.user, "at": clock.now()}
        if form.has_conflict:
            record_conflict(kind=values["conflict_kind"], words=values["conflict_words"], **who)
        else:
            propose(
                reason=values["reason"],
                no_conflict=True,
                conflict_asked=AskedHow(values["conflict"]),
                unmet_wishes=form.unmet_reasons(),
                asked_how=values["asked_how"],
                answer_by=values["answer_by"],
                **who,
            )
        return reverse("case_match", args=[self.case.ref])

    def act_and_forget_draft(self, form: Form) -> str:
        """After a conflict the rest of what was typed waits for the next mentor, as a draft. After a refusal the list is as it is now."""
        try:
            address = super().act_and_forget_draft(form)
        except Refused:
            if self.found:
                self.read_proposals()
                self.gather()
            raise
        typed = {name: self.request.POST.getlist(name) for name in form.of_the_proposal if self.request.POST.get(name)}
        if form.has_conflict and "reason" in typed:
            drafts.keep(user=self.user, member=self.member, form=self.draft_name, subject_id=self.case.pk, data=typed, at=clock.now())
        return address

    def done(self, form: Form) -> str:
        chosen = self.fit_of(str(form.cleaned_data["mentor"]))
        name = chosen.mentor.name if chosen else _("The mentor")
        if form.has_conflict:
            if form.cleaned_data["reason"]:
                said = _(
                    "The conflict of interest with %(mentor)s is recorded, and nobody is proposed. Choose another mentor: your text is kept."
                )
            else:
                said = _("The conflict of interest with %(mentor)s is recorded, and nobody is proposed. Choose another mentor.")
            return said % {"mentor": name}
        facts = {"mentor": name, "day": date_long(form.cleaned_data["answer_by"])}
        return _("%(mentor)s is proposed. Type the client's answer here, by %(day)s.") % facts

    def sentence(self, code: str, facts: dict[str, Any]) -> str:
        """What stopped the chosen mentor is said with the name: in the list the mentor may stand no more, or stand again since a moment ago."""
        said = super().sentence(code, facts)
        if code in match_phrases.STOPS and (name := self.name_of_chosen()):
            return _("%(mentor)s cannot be proposed now. %(why)s") % {"mentor": name, "why": said}
        return said

    def name_of_chosen(self) -> str:
        if fit := self.fit_of(self.chosen()):
            return fit.mentor.name
        gone = self.gone()
        return gone["name"] if gone else ""

    def gone(self) -> dict[str, Any] | None:
        """The chosen mentor who is no candidate (any more), with what happened; looked up when there is one."""
        chosen = self.chosen()
        if not self.found or self.found.client is None or not chosen or self.fit_of(chosen):
            return None
        try:
            facts = facts_of(mentor_id=uuid.UUID(chosen), client=self.found.client, since=self.today)
        except ValueError:
            return None
        if facts is None:
            return None
        mentor = Mentor.objects.select_related("organisation", "workplace").get(pk=facts.id)
        return gone_row(mentor, hard_stops(client=self.found.client, mentor=facts))

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        form = more.get("form")
        chosen = str(form["mentor"].value() or "") if form is not None else ""
        gone = self.gone() if chosen else None
        shown = self.found.candidates if self.found else ()
        excluded = self.found.excluded if self.found else ()
        conflicts = [conflict_row(row, case=self.case) for row in self.case.conflict_rows]
        seen = [*(each.mentor.pk for each in (*shown, *excluded)), *(row["mentor"] for row in conflicts), *([gone["id"]] if gone else [])]
        candidates = [candidate_row(each.fit, each.mentor, number=n, today=self.today, chosen=chosen) for n, each in enumerate(shown)]
        return super().show(
            status,
            read=[(AccessKind.LIST, SubjectKind.MENTOR, dict.fromkeys(seen))],
            heading=self.heading(),
            decision=self.decision,
            takeover=self.takeover,
            left=left_words(self.takeover.left) if self.takeover else "",
            wishes=self.wishes,
            wish_rows=wish_rows(self.wishes, self.needs),
            open_proposals=[proposal_row(p, case=self.case, today=self.today) for p in self.open],
            expired=[p for p in self.open if is_expired(state=p.state, answer_by=p.answer_by, on=self.today)],
            earlier=[proposal_row(p, case=self.case, today=self.today) for p in self.proposals if self.is_earlier(p)],
            known_conflicts=conflicts,
            match_meetings=planned_meetings(self.case),
            chosen_proposal=None if self.in_match() else next((p for p in self.proposals if self.holds(p)), None),
            board=self.found,
            weights=weights_words(self.found) if self.found else None,
            why_no_board=self.why_no_board(),
            candidates=candidates,
            gone=gone,
            more_candidates=self.found.count - len(shown) if self.found else 0,
            all_candidates_url=self.address_of_all("shown"),
            excluded=self.excluded_rows(),
            all_excluded_url=self.address_of_all("excluded"),
            excluded_count=self.found.excluded_count if self.found else 0,
            stop_counts=stop_counts(self.found.stop_counts if self.found else {}),
            may_propose=self.may_propose(),
            full_of_proposals=len(self.open) >= MOST_OPEN_PROPOSALS,
            most_open=MOST_OPEN_PROPOSALS,
            mentor_new_url=reverse("mentor_new"),
            **more,
        )

    def excluded_rows(self) -> list[dict[str, Any]]:
        """By name; where nobody is on the list, who is free soon stands first."""
        if not self.found:
            return []
        rows = [excluded_row(each, today=self.today) for each in self.found.excluded]
        return rows if self.found.count else sorted(rows, key=lambda row: row["start"] or dt.date.max)

    def heading(self) -> str:
        if self.takeover:
            return _("Find a new mentor for %(name)s") % {"name": self.case.client.name}
        return _("Find a mentor for %(name)s") % {"name": self.case.client.name}

    def holds(self, proposal: Proposal) -> bool:
        """Whether the mentor of this proposal is the case's mentor now."""
        assignment = getattr(proposal, "assignment", None)
        return assignment is not None and assignment.ended_on is None

    def is_earlier(self, proposal: Proposal) -> bool:
        return proposal.state not in OPEN_PROPOSALS and not self.holds(proposal)

    def may_propose(self) -> bool:
        """Whether the page shows the form: somebody is looked for, the member may write, and fewer than three proposals are open."""
        return bool(self.found) and bool(can_change(self.member, self.case)) and bool(can_propose(open_proposals=len(self.open)))

    def why_no_board(self) -> str:
        """In words what cannot be done yet, or any more."""
        if self.too_late:
            return self.sentence(self.too_late.code, self.too_late.facts)
        if self.case.state in (State.CONTACT, State.CHALLENGES, State.ASSESSMENT):
            return _("A mentor can be proposed when the decision is made. You can look at the needs and wishes here until then.")
        if self.in_match():
            return self.sentence("no_grant", {}) if not self.decision else ""
        if self.case.state == State.RUNNING:
            return _("The match is made. A new mentor can be proposed when somebody has said that the match does not work.")
        if self.case.is_open:
            return _("The match is made. A new mentor can be proposed when the match is given up.")
        return self.sentence("case_closed", {})

    def draft_of_mine(self) -> Draft | None:
        """Read first, as the chosen mentor of a draft is shown, however far down the list."""
        return super().my_draft() if self.request.method == "GET" else None

    def my_draft(self) -> Draft | None:
        """A draft is only of use where one can propose."""
        return self.draft if self.may_propose() else None
