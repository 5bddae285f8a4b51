"""The five steps of a life: application, challenges, assessment and decision, match, start-up. And the search for another mentor later on.

`the_right_next_step` is what a caseworker does when nothing goes wrong; a life can begin in every step, and has come there by these presses.
"""

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from cases.actions.applications import ApplicationFacts, change_application, open_case
from cases.actions.approving import approve
from cases.actions.assessments import save_assessment
from cases.actions.assignments import assign
from cases.actions.challenges import WishFacts, describe_challenges
from cases.actions.clients import ClientFacts
from cases.actions.decisions import decide
from cases.actions.meetings import arrange_startup_meeting, cancel_meeting, hold_meeting
from cases.actions.periods import start_period
from cases.actions.proposals import client_answers, give_new_day, mentor_answers, propose, withdraw_proposal
from cases.actions.startup import unassign
from cases.course_rows import in_match, unsigned_agreement
from cases.enums import (
    OPEN_PROPOSALS,
    ArrivedBy,
    AskedHow,
    Consent,
    DecisionOutcome,
    MeetingKind,
    Party,
    ProposalState,
    ProposedBy,
    SignedHow,
    State,
    Weight,
)
from cases.enums_course import ApprovalState
from cases.models import Approval, Assessment, CourseSettings, Meeting, Proposal
from cases.rules.assessment import Answers
from cases.rules.challenges import AreaAnswer
from cases.rules.decisions import Proposed
from cases.startup_rows import startup_rows
from core.days import DAY, last_day_of_months
from mentors.enums import SupportArea
from mentors.models import SituationKind
from tests.cases.course_scene import next_mentor
from tests.cases.extension_scene import TERMS, manager
from tests.cases.life_base import Life
from tests.cases.repair_scene import neighbour
from tests.cases.rules.test_assessment import COMPLETE
from tests.cases.startup_scene import agreed, signs
from tests.factories import AT, MembershipFactory, replacement_cpr

BEGINS_IN = [State.CONTACT, State.CHALLENGES, State.ASSESSMENT, State.MATCH, State.STARTUP, *[State.RUNNING] * 5]
IDA = ClientFacts(given_name="Ida", family_name="Skovgaard")
BEFORE_THE_GRANT = (State.CONTACT, State.CHALLENGES, State.ASSESSMENT)


def in_the_first_steps(self: Any) -> bool:
    """Before the decision, and now and then later, where it must be refused."""
    return self.case.state in BEFORE_THE_GRANT or self.pressed % 9 == 0


def looks_for_a_mentor(self: Any) -> bool:
    return in_match(self.case)


def has_proposal(self: Any) -> bool:
    return self.proposal() is not None


def starts_up(self: Any) -> bool:
    return self.case.state == State.STARTUP or self.pressed % 9 == 0


class FirstSteps(Life):
    @initialize(start=st.sampled_from(BEGINS_IN), limited=st.booleans(), months_end=st.booleans())
    def begins(self, start: State, limited: bool, months_end: bool) -> None:
        # The last day of August: six months later that day does not exist.
        self.at = dt.datetime(2026, 8, 31, 8, 0, tzinfo=dt.UTC) if months_end else AT
        self.member, self.there = MembershipFactory(), neighbour()
        self.by = self.member.user
        self.manager = manager(self.member.jobcentre)
        if limited:
            CourseSettings.objects.create(jobcentre=self.member.jobcentre, second_minutes=60 * 80, second_extensions=1)
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
            return self.propose()
        known: dict[str, Any] = {"proposal_id": proposal.pk, "version": proposal.version}
        if proposal.state == ProposalState.ACCEPTED:
            return self.press(assign, **known)
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

    def propose(self, *, known: bool = False, no_conflict: bool = True) -> Any:
        """A new mentor, or (`known`) the first who was ever asked."""
        first = Proposal.objects.filter(case=self.case).order_by("proposed_at", "pk").first()
        mentor = first.mentor if known and first is not None else next_mentor(self.case, at=self.at)
        facts: dict[str, Any] = {"reason": "Kender stedet", "no_conflict": no_conflict, "unmet_wishes": {}, "asked_how": AskedHow.PHONE}
        return self.press(propose, case_id=self.case.pk, mentor_id=mentor.pk, answer_by=self.today + 3 * DAY, **facts)

    def agree(self, *, minutes: int = 180) -> Any:
        rows = startup_rows(self.case)
        granted = rows.granted.first_day if rows.granted else self.today
        known = {"based_on": rows.agreement.number if rows.agreement else 0, "first_day": max(self.today, granted)}
        return self.press(lambda *, by, at: agreed(self.case, by, at=at, minutes_a_week=minutes, **known))

    def signs(self, party: Party, *, how: SignedHow = SignedHow.PAPER) -> Any:
        rows = startup_rows(self.case)
        number = rows.agreement.number if rows.agreement else 1
        self.press(lambda *, by, at: signs(self.case, by, party, version=number, at=at, how=how))
        return party in startup_rows(self.case).signed or None

    # What is pressed in any order

    @rule()
    def what_is_next_is_done(self) -> None:
        """In the steps; in a running course the search goes on, and a version that waits is signed."""
        if self.case.state == State.RUNNING:
            if in_match(self.case):
                self.next_of_the_match()
            elif unsigned_agreement(self.case) is not None:
                for party in (Party.CLIENT, Party.MENTOR):
                    self.signs(party)
        elif self.case.is_open:
            self.the_right_next_step()

    @precondition(in_the_first_steps)
    @rule(consent=st.sampled_from([Consent.ORAL, Consent.WRITTEN, Consent.NOT_ASKED]), starts_in=st.sampled_from([-30, 0, 14, 60]))
    def the_application_is_changed(self, consent: Consent, starts_in: int) -> None:
        self.change(consent, starts_in=starts_in)

    @precondition(in_the_first_steps)
    @rule(weight=st.sampled_from([None, Weight.NONE, Weight.MUCH]), complete=st.booleans(), minutes=st.sampled_from([60, 180, 240, 5000]))
    def the_challenges_are_told(self, weight: Weight | None, complete: bool, minutes: int) -> None:
        self.describe(weight=weight, complete=complete, minutes=minutes)

    @precondition(in_the_first_steps)
    @rule(whole=st.booleans())
    def an_assessment_is_written(self, whole: bool) -> None:
        self.assess(COMPLETE if whole else Answers(impairment="yes", voluntary="no"))

    @precondition(lambda self: self.case.state == State.ASSESSMENT or self.pressed % 9 == 0)
    @rule(
        outcome=st.sampled_from(DecisionOutcome.values),
        minutes=st.sampled_from([120, 180, 240]),
        months=st.sampled_from([3, 6, 7]),
        in_days=st.sampled_from([0, 14, 45]),
    )
    def it_is_decided(self, outcome: str, minutes: int, months: int, in_days: int) -> None:
        found = DecisionOutcome(outcome)
        why: dict[str, Any] = {"reasons": "Behovet er mindre", "offered_instead": "Vejledning"}
        why |= dict.fromkeys(("why_fewer_hours", "why_shorter", "why_later", "why_other_mentor"), "Det er vurderet til mindre")
        proposed = self.grant(minutes=minutes, months=months, in_days=in_days, outcome=found, **why)
        self.press(decide, case_id=self.case.pk, version=self.case.version, proposed=proposed)

    @precondition(looks_for_a_mentor)
    @rule(known=st.booleans(), no_conflict=st.sampled_from([True, True, True, False]))
    def a_mentor_is_proposed(self, known: bool, no_conflict: bool) -> None:
        self.propose(known=known, no_conflict=no_conflict)

    @precondition(has_proposal)
    @rule(answer=st.sampled_from(["yes", "yes", "no", "thinking"]), ago=st.sampled_from([0, 0, 2, -1]), of_the_mentor=st.booleans())
    def somebody_answers(self, answer: str, ago: int, of_the_mentor: bool) -> None:
        proposal = self.proposal()
        if proposal is None:
            return
        known: dict[str, Any] = {
            "proposal_id": proposal.pk,
            "version": proposal.version,
            "answer": answer,
            "words": "Jeg vil hellere vente",
        }
        known["answered_on"] = self.today - ago * DAY
        if of_the_mentor:
            self.press(mentor_answers, **known)
        else:
            self.press(client_answers, **known, answer_by=self.today + 7 * DAY)

    @precondition(has_proposal)
    @rule(what=st.sampled_from(["assigned", "assigned", "prolonged", "withdrawn"]), in_days=st.sampled_from([0, 0, 7, 300]))
    def a_proposal_is(self, what: str, in_days: int) -> None:
        proposal = self.proposal()
        if proposal is None:
            return
        known: dict[str, Any] = {"proposal_id": proposal.pk, "version": proposal.version}
        if what == "assigned":
            self.press(assign, **known, first_day=self.today + in_days * DAY)
        elif what == "prolonged":
            self.press(give_new_day, **known, answer_by=self.today + in_days * DAY)
        else:
            self.press(withdraw_proposal, **known)

    @precondition(starts_up)
    @rule(what=st.sampled_from(["arranged", "held", "cancelled"]), in_days=st.sampled_from([-3, 0, 4]))
    def the_startup_meeting_is(self, what: str, in_days: int) -> None:
        found = Meeting.objects.filter(case=self.case, kind=MeetingKind.STARTUP).order_by("-at", "pk").first()
        if what == "arranged" or found is None:
            self.press(arrange_startup_meeting, case_id=self.case.pk, starts_at=self.at + in_days * DAY, place="Lokale 2", who_comes="Alle")
        elif what == "held":
            known = {"meeting_id": found.pk, "version": found.version}
            self.press(hold_meeting, case_id=self.case.pk, **known, held_on=self.today + in_days * DAY)
        else:
            self.press(cancel_meeting, case_id=self.case.pk, meeting_id=found.pk, version=found.version)

    @precondition(lambda self: self.case.state in (State.STARTUP, State.RUNNING) or self.pressed % 9 == 0)
    @rule(minutes=st.sampled_from([0, 60, 120, 180, 240]))
    def the_agreement_is_written(self, minutes: int) -> None:
        self.agree(minutes=minutes)

    @precondition(lambda self: self.case.state in (State.STARTUP, State.RUNNING) or self.pressed % 9 == 0)
    @rule(party=st.sampled_from([Party.CLIENT, Party.MENTOR, Party.JOBCENTRE]))
    def the_agreement_is_signed(self, party: Party) -> None:
        self.signs(party, how=SignedHow.DIGITAL)

    @precondition(starts_up)
    @rule(given_up=st.sampled_from([False, False, True]))
    def the_course_starts_or_the_match_is_given_up(self, given_up: bool) -> None:
        if given_up:
            self.press(unassign, case_id=self.case.pk, version=self.case.version, why="De passer ikke sammen")
        else:
            newest = startup_rows(self.case).agreement
            self.press(start_period, case_id=self.case.pk, version=newest.number if newest else 1)
