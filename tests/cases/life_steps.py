"""The right way through the five steps of a life: application, challenges, assessment and decision, match, start-up.

`the_right_next_step` is what a caseworker does when nothing goes wrong; a life can begin in every step, and has come there by these presses.
"""

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from cases.actions.applications import ApplicationFacts, change_application, open_case
from cases.actions.approving import approve
from cases.actions.assessments import save_assessment
from cases.actions.assignments import assign
from cases.actions.challenges import WishFacts, describe_challenges
from cases.actions.clients import ClientFacts
from cases.actions.decisions import decide
from cases.actions.meetings import arrange_startup_meeting, hold_meeting
from cases.actions.periods import start_period
from cases.actions.proposals import client_answers, give_new_day, mentor_answers, propose
from cases.actions.takeover_price import ask_for_price
from cases.enums import (
    OPEN_PROPOSALS,
    ArrivedBy,
    AskedHow,
    Consent,
    DecisionOutcome,
    Party,
    ProposalState,
    ProposedBy,
    SignedHow,
    State,
    Weight,
)
from cases.enums_course import ApprovalKind, ApprovalState
from cases.models import Approval, Assessment, CourseSettings, Proposal
from cases.rules.assessment import Answers
from cases.rules.challenges import AreaAnswer
from cases.rules.decisions import Proposed
from cases.startup_rows import startup_rows
from core.days import DAY, last_day_of_months
from mentors.enums import SupportArea
from mentors.models import SituationKind
from tests.cases.course_scene import next_mentor, raised
from tests.cases.decision_scene import COMPLETE
from tests.cases.extension_scene import TERMS, manager
from tests.cases.life_base import Life
from tests.cases.repair_scene import neighbour
from tests.cases.startup_scene import agreed, signs
from tests.factories import AT, replacement_cpr

BEGINS_IN = [State.CONTACT, State.CHALLENGES, State.ASSESSMENT, State.MATCH, State.STARTUP, *[State.RUNNING] * 5]
IDA = ClientFacts(given_name="Ida", family_name="Skovgaard")
DEAR = 50_000
"""Øre an hour: what a single day with this mentor costs is above the limit of the jobcentres that have one."""


class RightWay(Life):
    @initialize(start=st.sampled_from(BEGINS_IN), limited=st.booleans(), months_end=st.booleans(), again=st.booleans())
    def begins(self, start: State, limited: bool, months_end: bool, again: bool) -> None:
        """`again`: in a running course the match has failed already, and a dear mentor is ready to take over."""
        # The last day of August: six months later that day does not exist.
        self.at = dt.datetime(2026, 8, 31, 8, 0, tzinfo=dt.UTC) if months_end else AT
        self.member, self.there = neighbour(), neighbour()
        self.by = self.member.user
        self.manager = manager(self.member.jobcentre)
        if limited:
            CourseSettings.objects.create(
                jobcentre=self.member.jobcentre, second_minutes=60 * 80, second_extensions=1, second_cost=DEAR // 100
            )
        self.case = open_case(
            member=self.member,
            client_id=None,
            number=replacement_cpr(),
            client=IDA,
            application=self.application(),
            other_person=False,
            by=self.by,
            at=self.at,
        )
        while self.case.state != start:
            assert self.the_right_next_step() is not None, f"stuck in {self.case.state}"
        if again and start == State.RUNNING:
            self.press(lambda *, by, at: raised(self.case, by, at=at))
            while (found := self.proposal()) is None or found.state != ProposalState.ACCEPTED:
                assert self.next_of_the_match() is not None, "nobody to take over"

    def application(self, consent: Consent = Consent.NOT_ASKED, *, starts_in: int = 14) -> ApplicationFacts:
        return ApplicationFacts(
            proposed_by=ProposedBy.CLIENT,
            arrived_by=ArrivedBy.PHONE,
            received_on=self.today,
            situation=SituationKind.objects.get(code="new_job"),
            starts_on=self.today + starts_in * DAY,
            consent=consent,
            consent_on=self.today,
        )

    # The right way

    def the_right_next_step(self) -> Any:
        """What is next in the step of the case; None when it was refused, as days have passed or something waits."""
        ways = {
            State.CONTACT: lambda: self.change(Consent.ORAL),
            State.CHALLENGES: lambda: self.describe(),
            State.ASSESSMENT: self.next_of_the_assessment,
            State.MATCH: self.next_of_the_match,
            State.STARTUP: self.next_of_the_startup,
        }
        return ways[State(self.case.state)]()

    def next_of_the_assessment(self) -> Any:
        waiting = Approval.objects.filter(case=self.case, state=ApprovalState.WAITING).first()
        if waiting is not None:
            return self.press(approve, case_id=self.case.pk, approval_id=waiting.pk, version=None, by=self.manager)
        if not Assessment.objects.filter(case=self.case, advice="mentor").exists():
            return self.assess(COMPLETE)
        return self.press(decide, case_id=self.case.pk, version=self.case.version, proposed=self.grant())

    def next_of_the_match(self) -> Any:
        proposal = self.proposal()
        if proposal is None:
            return self.propose(dear=self.case.state == State.RUNNING)
        known: dict[str, Any] = {"proposal_id": proposal.pk, "version": proposal.version}
        if proposal.state == ProposalState.ACCEPTED:
            return self.press(assign, **known) or self.asks_for_the_price(proposal)
        if proposal.answer_by < self.today:
            return self.press(give_new_day, **known, answer_by=self.today + 3 * DAY)
        if proposal.state == ProposalState.MENTOR_ASKED:
            return self.press(mentor_answers, **known, answer="yes", words="", answered_on=self.today)
        return self.press(client_answers, **known, answer="yes", words="", answered_on=self.today, answer_by=self.today + 3 * DAY)

    def next_of_the_startup(self) -> Any:
        rows = startup_rows(self.case)
        if rows.meeting is None:
            return self.press(arrange_startup_meeting, case_id=self.case.pk, starts_at=self.at, place="Lokale 2", who_comes="Alle")
        if rows.meeting.held_on is None:
            known = {"meeting_id": rows.meeting.pk, "version": rows.meeting.version}
            return self.press(hold_meeting, case_id=self.case.pk, **known, held_on=self.today)
        if not rows.agreement_counts:
            return self.agree()
        for party in (Party.CLIENT, Party.MENTOR):
            if party not in rows.signed:
                return self.signs(party)
        return self.press(start_period, case_id=self.case.pk, version=rows.agreement.number if rows.agreement else 1)

    # Single presses

    def change(self, consent: Consent, *, starts_in: int = 14) -> Any:
        facts = self.application(consent, starts_in=starts_in)
        return self.press(change_application, case_id=self.case.pk, version=self.case.version, client=IDA, application=facts)

    def describe(self, *, weight: Weight | None = Weight.MUCH, complete: bool = True, minutes: int = 180) -> Any:
        answers = [AreaAnswer(area, weight, "Jeg mister overblikket" if weight else "") for area in SupportArea]
        wishes = WishFacts(minutes_a_week=minutes, months=6)
        return self.press(
            describe_challenges, case_id=self.case.pk, version=self.case.version, answers=answers, wishes=wishes, complete=complete
        )

    def assess(self, answers: Answers) -> Any:
        return self.press(
            save_assessment, case_id=self.case.pk, version=self.case.version, answers=answers, groups={"disability": self.today}
        )

    def grant(self, *, minutes: int = 180, months: int = 6, in_days: int = 0, **other: Any) -> Proposed:
        first_day = self.today + in_days * DAY
        days = {"first_day": first_day, "last_day": last_day_of_months(first_day, months), "sent_on": self.today}
        return Proposed(**{"outcome": DecisionOutcome.GRANTED, "minutes_a_week": minutes, **days, **TERMS, **other})

    def proposal(self) -> Proposal | None:
        return Proposal.objects.filter(case=self.case, state__in=OPEN_PROPOSALS).order_by("proposed_at", "pk").first()

    def propose(self, *, known: bool = False, no_conflict: bool = True, dear: bool = False) -> Any:
        """A new mentor, or (`known`) the first who was ever asked. The price of who is not `dear` is not known."""
        first = Proposal.objects.filter(case=self.case).order_by("proposed_at", "pk").first()
        mentor = first.mentor if known and first is not None else next_mentor(self.case, at=self.at, cost_an_hour=DEAR if dear else None)
        facts: dict[str, Any] = {"reason": "Kender stedet", "no_conflict": no_conflict, "unmet_wishes": {}, "asked_how": AskedHow.PHONE}
        return self.press(propose, case_id=self.case.pk, mentor_id=mentor.pk, answer_by=self.today + 3 * DAY, **facts)

    def asks_for_the_price(self, proposal: Proposal, *, in_days: int = 0) -> Any:
        """A second person is asked about a dear mentor who is to take over; who is asked already says yes."""
        waiting = Approval.objects.filter(case=self.case, state=ApprovalState.WAITING, kind=ApprovalKind.TAKEOVER).first()
        if waiting is not None:
            return self.press(approve, case_id=self.case.pk, approval_id=waiting.pk, version=waiting.version, by=self.manager)
        starts = self.today + in_days * DAY
        return self.press(ask_for_price, proposal_id=proposal.pk, version=proposal.version, first_day=starts)

    def agree(self, *, minutes: int = 180) -> Any:
        rows = startup_rows(self.case)
        granted = rows.granted.first_day if rows.granted else self.today
        known: dict[str, Any] = {"based_on": rows.agreement.number if rows.agreement else 0, "first_day": max(self.today, granted)}
        return self.press(lambda *, by, at: agreed(self.case, by, at=at, minutes_a_week=minutes, **known))

    def signs(self, party: Party, *, how: SignedHow = SignedHow.PAPER) -> Any:
        rows = startup_rows(self.case)
        number = rows.agreement.number if rows.agreement else 1
        self.press(lambda *, by, at: signs(self.case, by, party, version=number, at=at, how=how))
        return party in startup_rows(self.case).signed or None
