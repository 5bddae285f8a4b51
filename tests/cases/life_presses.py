"""The five steps in any order, and the search for another mentor later on: what is next, and what is not its turn or not right."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cases.actions.assignments import assign
from cases.actions.decisions import decide
from cases.actions.meetings import arrange_startup_meeting, cancel_meeting, hold_meeting
from cases.actions.periods import start_period
from cases.actions.proposals import client_answers, give_new_day, mentor_answers, withdraw_proposal
from cases.actions.startup import unassign
from cases.course_rows import in_match, unsigned_agreement
from cases.enums import Consent, DecisionOutcome, MeetingKind, Party, SignedHow, State, Weight
from cases.models import Meeting
from cases.rules.assessment import Answers
from cases.startup_rows import startup_rows
from core.days import DAY
from tests.cases.decision_scene import COMPLETE
from tests.cases.life_steps import RightWay

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


class FirstSteps(RightWay):
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
    @rule(known=st.booleans(), no_conflict=st.sampled_from([True, True, True, False]), dear=st.booleans())
    def a_mentor_is_proposed(self, known: bool, no_conflict: bool, dear: bool) -> None:
        self.propose(known=known, no_conflict=no_conflict, dear=dear)

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
            # A mentor does not think about it: yes or no.
            self.press(mentor_answers, **{**known, "answer": "no" if answer == "thinking" else answer})
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

    @precondition(has_proposal)
    @rule(in_days=st.sampled_from([0, 0, 7, 300]))
    def the_price_of_a_new_mentor_is_asked_for(self, in_days: int) -> None:
        if (proposal := self.proposal()) is not None:
            self.asks_for_the_price(proposal, in_days=in_days)

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
