"""How a life ends, goes on after the end, and is put right: exits, the end of a course, re-opening, annulling, merging, another jobcentre.

After each press a way out is tried, for real and in a savepoint that is rolled back: no state holds a client.
"""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cases.actions.annulling import annul_decision
from cases.actions.applications import open_case
from cases.actions.approvals import take_back
from cases.actions.closing import close_course
from cases.actions.contact_approvals import approve_contacts
from cases.actions.exits import close_case
from cases.actions.extension_requests import withdraw_request
from cases.actions.follow_up_rows import Lives
from cases.actions.followups import answer_follow_up
from cases.actions.handover import hand_over, take_back_handover, take_handover
from cases.actions.merging import merge_clients
from cases.actions.reopening import reopen_course
from cases.course_rows import open_rematch
from cases.enums import EndReason, Outcome, OutcomePoint, State
from cases.enums_course import ApprovalState, BenefitKind, ContactState
from cases.models import Approval, Assignment, Case, Contact, Decision, Handover
from cases.models.repair import HANDED_TO_TAKE
from cases.rules.closing import Became
from cases.rules.lifecycle import Event
from core.days import DAY
from tests.cases.closing_scene import closing, reopening
from tests.cases.extension_scene import manager
from tests.cases.life_base import undone
from tests.cases.life_course import Course
from tests.cases.life_steps import IDA
from tests.cases.repair_scene import REASONS, twin


def has_gone_on(self: Any) -> bool:
    """A life that ends at once tells little."""
    return self.pressed > 12 and self.pressed % 3 == 0


def is_decided(self: Any) -> bool:
    return Decision.objects.filter(case=self.case).exists()


def is_offered(self: Any) -> bool:
    return Handover.objects.filter(HANDED_TO_TAKE, case=self.case).exists()


class WholeLife(Course):
    # The end, and what comes after

    @precondition(has_gone_on)
    @rule(reason=st.sampled_from([EndReason.GOAL_REACHED, EndReason.RAN_OUT, EndReason.HEALTH, EndReason.MATCH_FAILED]))
    def the_course_is_closed(self, reason: EndReason) -> None:
        facts = closing(self.at, reason=reason)
        facts.pop("at")
        self.press(close_course, case_id=self.case.pk, **facts)

    @precondition(has_gone_on)
    @rule(event=st.sampled_from([Event.WITHDRAWN, Event.WITHDRAWN, Event.NOT_RELEVANT, Event.ENDED]))
    def the_steps_are_left(self, event: Event) -> None:
        self.press(close_case, case_id=self.case.pk, version=None, event=event, words="Vil ikke mere")

    @precondition(lambda self: self.case.state == State.ENDED)
    @rule(same=st.booleans())
    def the_course_is_opened_again(self, same: bool) -> None:
        facts = reopening(self.at, same_mentor=same)
        facts.pop("at")
        self.press(reopen_course, case_id=self.case.pk, **facts)

    @precondition(lambda self: self.case.state == State.ENDED)
    @rule(point=st.sampled_from(list(OutcomePoint)), reached=st.booleans())
    def the_client_is_asked_again(self, point: OutcomePoint, reached: bool) -> None:
        answered = self.case.outcomes.filter(point=point, replaced_on__isnull=True).first()
        facts: dict[str, Any] = {
            "version": answered.version if answered else 0,
            "reached": reached,
            "became": Became(Outcome.ORDINARY_JOB) if reached else None,
            "lives": Lives(BenefitKind.WAGE),
            "words": "",
        }
        self.press(answer_follow_up, case_id=self.case.pk, point=point, **facts)

    # Putting right

    @precondition(is_decided)
    @rule(newest=st.booleans(), why=st.sampled_from(["Truffet ved en fejl", "Truffet ved en fejl", ""]))
    def a_decision_is_annulled(self, newest: bool, why: str) -> None:
        decisions = Decision.objects.filter(case=self.case).order_by("created_at", "pk")
        decision = decisions.last() if newest else decisions.first()
        if decision is not None:
            self.press(annul_decision, case_id=self.case.pk, version=None, decision_id=decision.pk, why=why)

    @precondition(lambda self: self.pressed % 4 == 0)
    @rule(keep_other=st.booleans(), state=st.sampled_from([State.WITHDRAWN, State.WITHDRAWN, State.CHALLENGES]))
    def two_records_become_one(self, keep_other: bool, state: State) -> None:
        """The same person was written down twice; one with an open case is refused while this one is open."""
        if Case.objects.filter(jobcentre=self.case.jobcentre).count() > 4:
            return
        other = twin(self.case, state=state)
        Case.objects.filter(pk=other.pk, state=State.WITHDRAWN).update(due_on=None)
        facts = {"other_id": other.client_id, "keep_other": keep_other, "reason": "Samme person"}
        self.press(merge_clients, case_id=self.case.pk, version=self.case.version, **facts)

    @precondition(has_gone_on)
    @rule(with_challenges=st.booleans(), elsewhere=st.sampled_from([True, True, False]))
    def the_case_is_handed_over(self, with_challenges: bool, elsewhere: bool) -> None:
        to = self.there.jobcentre_id if elsewhere else self.case.jobcentre_id
        self.press(hand_over, case_id=self.case.pk, version=None, to_id=to, with_challenges=with_challenges, **REASONS)

    @precondition(is_offered)
    @rule()
    def the_other_jobcentre_takes_the_case(self) -> None:
        """The life goes on there, and may come back."""
        offer = Handover.objects.get(HANDED_TO_TAKE, case=self.case)
        case = self.press(take_handover, handover_id=offer.pk, member=self.there, by=self.there.user)
        if case is None:
            return
        self.before.append(self.case)
        self.case, self.member, self.there = case, self.there, self.member
        self.by, self.manager = self.member.user, manager(case.jobcentre)
        self.case.refresh_from_db()

    @precondition(is_offered)
    @rule(why=st.sampled_from(["Hun bliver boende", "Hun bliver boende", ""]))
    def the_case_is_taken_back(self, why: str) -> None:
        self.press(take_back_handover, case_id=self.case.pk, why=why)

    # No state without a way on

    def looks(self) -> tuple[Callable[[], None], ...]:
        return (
            *super().looks(),
            self.the_client_can_leave_today,
            self.a_course_can_be_closed_when_it_is_settled,
            self.who_has_left_can_come_again,
        )

    def the_client_can_leave_today(self) -> None:
        """R02, R08: whatever waits, a withdrawal goes through, and nothing goes on after it."""
        if not self.case.is_open:
            return
        with undone():
            left = close_case(case_id=self.case.pk, version=None, event=Event.WITHDRAWN, words="Vil ikke mere", by=self.by, at=self.at)
            assert left.consent_withdrawn_on == self.today or left.consent_on is None
            self.nothing_goes_on(left)

    def a_course_can_be_closed_when_it_is_settled(self) -> None:
        """R122: what waits can be settled on any day, and then the course can be closed."""
        if self.case.state != State.RUNNING:
            return
        with undone():
            known: dict[str, Any] = {"by": self.manager, "at": self.at, "case_id": self.case.pk}
            waiting = Contact.objects.filter(case=self.case, state=ContactState.WAITING).values_list("pk", flat=True)
            if entries := list(waiting):
                approve_contacts(contact_ids=entries, **known)
            if (request := self.pending()) is not None:
                withdraw_request(extension_id=request.pk, version=None, **known)
            for approval in Approval.objects.filter(case=self.case, state=ApprovalState.WAITING):
                take_back(approval_id=approval.pk, version=None, **{**known, "by": self.by})
            reason = EndReason.MATCH_FAILED if open_rematch(self.case) else EndReason.OTHER_SOLUTION
            self.nothing_goes_on(close_course(case_id=self.case.pk, by=self.by, **closing(self.at, reason=reason)))

    def nothing_goes_on(self, case: Case) -> None:
        """After the press, and after the night."""
        assert not case.is_open
        assert case.due_on is None
        assert not Assignment.objects.filter(case=case, ended_on__isnull=True).exists()
        for place in Assignment.objects.filter(case=case, ended_on__gt=self.today):
            assert place.ended_on == place.first_day - DAY, "a place is held after the end"
        self.the_night_looks()

    def who_has_left_can_come_again(self) -> None:
        """A closed case is a way to a new application, unless there is one already; what was wrongly refused is decided again."""
        if self.case.is_open or Case.objects.filter(client=self.case.client).open().exists():
            return
        known: dict[str, Any] = {"by": self.by, "at": self.at}
        with undone():
            again = open_case(
                member=self.member,
                client_id=self.case.client_id,
                number="",
                client=IDA,
                application=self.application(),
                other_person=False,
                **known,
            )
            assert again.state == State.CONTACT
        if self.case.state == State.REFUSED:
            refusal = Decision.objects.standing().get(case=self.case)
            with undone():
                annul_decision(case_id=self.case.pk, version=None, decision_id=refusal.pk, why="Truffet ved en fejl", **known)
