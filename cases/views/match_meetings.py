"""The meeting at which the client meets a mentor who is proposed (R285): arranged here, moved and cancelled on its own page."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import AccessKind, SubjectKind
from cases.actions.meetings import arrange_match_meeting
from cases.course_rows import takeover
from cases.enums import ProposalState, State
from cases.forms.startup import MeetingForm
from cases.models import Proposal
from cases.querysets import CaseQuerySet
from cases.views.base import CaseFormPage
from cases.views.meeting_rows import planned_meetings, with_match_meetings
from core import clock
from core.forms import Form

CLIENT_SAYS_YES = (ProposalState.MENTOR_ASKED, ProposalState.ACCEPTED)
"""The client has said yes: before that the mentor is told nothing."""


class ArrangeMatchMeeting(CaseFormPage):
    """When, where and who comes, for one proposal. Afterwards the invitation is offered on the page of the meeting."""

    template = "cases/match_meeting.html"
    step = State.MATCH
    form_class = MeetingForm
    creates = True
    draft_name = "match_meeting"

    @classmethod
    def with_rows(cls, cases: CaseQuerySet) -> CaseQuerySet:
        return with_match_meetings(super().with_rows(cases))

    def load(self, ref: str, proposal: uuid.UUID, **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        found = Proposal.objects.filter(case=self.case, pk=proposal).select_related("mentor").first()
        if found is None:
            raise Http404
        self.proposal = found

    def subject_id(self) -> uuid.UUID:
        return self.proposal.pk

    def initial(self) -> dict[str, Any]:
        known = {"client": self.case.client.given_name, "mentor": self.proposal.mentor.name}
        return {"who_comes": _("%(client)s, %(mentor)s (mentor)") % known}

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        meeting = arrange_match_meeting(
            proposal_id=self.proposal.pk,
            starts_at=form.starts_at(),  # type: ignore[attr-defined]
            place=typed["place"],
            who_comes=typed["who_comes"],
            by=self.user,
            at=clock.now(),
        )
        return reverse("case_meeting", args=[self.case.ref, meeting.pk])

    def done(self, form: Form) -> str:
        return _("The match meeting is arranged. Now you can make the invitation.")

    def is_open(self) -> bool:
        """Whether a meeting can be arranged: somebody is looked for, and this proposal waits."""
        return self.proposal.is_open and (self.case.state == State.MATCH or takeover(self.case, today=clock.today()) is not None)

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        is_open = self.is_open()
        return super().show(
            status,
            read=[(AccessKind.PAGE, SubjectKind.MENTOR, [self.proposal.mentor_id])],
            heading=_("Match meeting with %(name)s") % {"name": self.case.client.name},
            proposal=self.proposal,
            is_open=is_open,
            not_asked=is_open and self.proposal.state not in CLIENT_SAYS_YES,
            match_meetings=planned_meetings(self.case),
            back=reverse("case_proposal", args=[self.case.ref, self.proposal.pk]),
            **more,
        )
