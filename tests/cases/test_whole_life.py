"""The whole life of a course, in any order: whatever is tried, no rule of the scheme breaks and no state is without a way on.

Days pass, somebody logs, asks, decides, pauses, changes, closes and opens again. Each press goes through or is refused with a sentence and
nothing changed; after each the course is looked at as a whole.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from accounts.models import AuditEvent
from cases.actions.approvals import send_back, take_back
from cases.actions.approving import approve
from cases.actions.closing import close_course
from cases.actions.contact_approvals import approve_contacts, undo_approval
from cases.actions.contacts import log_contact, strike_contact
from cases.actions.exits import close_case
from cases.actions.extensions import decide_extension, request_extension, send_request_back, withdraw_request
from cases.actions.feedback import add_feedback, deal_with_feedback
from cases.actions.follow_up_rows import Lives
from cases.actions.followups import answer_follow_up
from cases.actions.hour_changes import change_hours
from cases.actions.pauses import end_pause, record_pause, take_back_pause
from cases.actions.plans import save_plan
from cases.actions.rematches import drop_rematch
from cases.actions.reopening import reopen_course
from cases.course_rows import due_of_course
from cases.enums import CLOSED_STATES, EXITS, EndReason, Outcome, OutcomePoint, State
from cases.enums_course import (
    PENDING_EXTENSIONS,
    ApprovalState,
    Attendance,
    BenefitKind,
    CancelledBy,
    ContactForm,
    ContactState,
    FeedbackFrom,
    GivenHow,
    PauseReason,
    PlanShape,
)
from cases.hours import account_of
from cases.models import (
    Approval,
    Assignment,
    Case,
    Contact,
    CourseSettings,
    Decision,
    Extension,
    Feedback,
    FollowUp,
    HourPlan,
    Pause,
    Period,
)
from cases.phrases import event as event_words
from cases.phrases import sentence
from cases.rules.closing import Became
from cases.rules.contacts import Entry
from cases.rules.extensions import Choice
from cases.rules.hour_changes import Change
from cases.rules.hours import Step
from cases.rules.lifecycle import TRANSITIONS, Event
from core.days import DAY, DaySpan, day_of, last_day_of_months
from core.verdicts import Refused
from tests.cases import extension_scene
from tests.cases.closing_scene import closing, reopening
from tests.cases.course_scene import raised, running
from tests.factories import AT

MINUTES = st.sampled_from([0, 15, 45, 60, 90, 180, 600])
HOURS_A_WEEK = st.sampled_from([30, 60, 120, 180, 240, 600])
AGO = st.integers(min_value=-3, max_value=40)


def runs_mostly(self: Any) -> bool:
    """A running course, and now and then a closed one, in which everything must be refused."""
    return self.case.state == State.RUNNING or self.pressed % 7 == 0


def has_gone_on(self: Any) -> bool:
    """A course that ends at once tells little of its life."""
    return self.pressed > 12 and self.pressed % 3 == 0


def has_waiting_entries(self: Any) -> bool:
    return Contact.objects.filter(case=self.case, state=ContactState.WAITING).exists()


def has_request(self: Any) -> bool:
    return self.pending() is not None


def has_approval(self: Any) -> bool:
    return Approval.objects.filter(case=self.case, state=ApprovalState.WAITING).exists()


def has_trouble(self: Any) -> bool:
    return Feedback.objects.filter(case=self.case, not_working=True, dealt_with_on__isnull=True).exists()


def has_pause(self: Any) -> bool:
    return Pause.objects.filter(case=self.case).exists()


class LifeOfACourse(RuleBasedStateMachine):
    """One course from its first day on. `at` is the instant of the next press; the granted days of each period are remembered."""

    @initialize(limited=st.booleans(), months_end=st.booleans())
    def begins(self, limited: bool, months_end: bool) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        # The last day of August: six months later that day does not exist.
        self.at = dt.datetime(2026, 8, 31, 8, 0, tzinfo=dt.UTC) if months_end else AT
        self.case, _assignment, self.by = running(at=self.at)
        self.manager = extension_scene.manager(self.case.jobcentre)
        if limited:
            CourseSettings.objects.create(jobcentre=self.case.jobcentre, second_minutes=60 * 80, second_extensions=1)
        self.granted: dict[Any, tuple[dt.date, dt.date]] = {}
        self.pressed = 0

    def teardown(self) -> None:
        if hasattr(self, "transaction"):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @property
    def today(self) -> dt.date:
        return day_of(self.at)

    def press(self, action: Callable[..., Any], **facts: Any) -> Any:
        """Through, or refused in words with nothing changed. None when it was refused."""
        self.pressed += 1
        before = self.everything()
        try:
            done = action(by=self.by, at=self.at, **facts) if "by" not in facts else action(at=self.at, **facts)
        except Refused as refused:
            assert sentence(refused.code, refused.facts) != refused.code, f"{refused.code} has no sentence"
            assert self.everything() == before, f"{refused.code} changed something"
            return None
        self.case.refresh_from_db()
        return done

    def everything(self) -> tuple[Any, ...]:
        """All rows of the course, as values."""
        tables = (Period, Extension, Decision, Approval, Contact, Pause, Assignment, FollowUp, Feedback, HourPlan)
        rows = tuple(tuple(table.objects.filter(case=self.case).order_by("pk").values_list()) for table in tables)
        return (*rows, tuple(Case.objects.filter(pk=self.case.pk).values_list()), AuditEvent.objects.count())

    # Time

    @rule(days=st.sampled_from([1, 3, 7, 14, 30, 60, 95]))
    def days_pass(self, days: int) -> None:
        self.at += dt.timedelta(days=days)

    # The log

    @rule(
        ago=AGO, minutes=MINUTES, form=st.sampled_from(list(ContactForm)), attendance=st.sampled_from(list(Attendance)), why=st.booleans()
    )
    def somebody_logs(self, ago: int, minutes: int, form: ContactForm, attendance: Attendance, why: bool) -> None:
        by = CancelledBy.CLIENT if attendance == Attendance.CANCELLED else ""
        entry = Entry(day=self.today - ago * DAY, minutes=minutes, form=form, attendance=attendance, cancelled_by=by)
        self.press(log_contact, case_id=self.case.pk, entry=entry, over_use_why="Der var brug for det" if why else "")

    @precondition(has_waiting_entries)
    @rule()
    def all_entries_are_approved(self) -> None:
        waiting = Contact.objects.filter(case=self.case, state=ContactState.WAITING).values_list("pk", flat=True)
        self.press(approve_contacts, case_id=self.case.pk, contact_ids=list(waiting))

    @precondition(runs_mostly)
    @rule()
    def an_approval_is_undone(self) -> None:
        done = Contact.objects.filter(case=self.case, state=ContactState.APPROVED).order_by("day").values_list("pk", flat=True)[:1]
        self.press(undo_approval, case_id=self.case.pk, contact_ids=list(done))

    @rule()
    def an_entry_is_struck_out(self) -> None:
        if contact := Contact.objects.filter(case=self.case).order_by("written_at").last():
            self.press(strike_contact, case_id=self.case.pk, contact_id=contact.pk, version=contact.version, why="Skrevet ved en fejl")

    # Hours, plan, pause

    @precondition(runs_mostly)
    @rule(minutes=st.sampled_from([0, 60, 90, 120, 180, 240]), in_days=st.integers(min_value=-5, max_value=60))
    def hours_are_changed(self, minutes: int, in_days: int) -> None:
        first = self.today + in_days * DAY
        change = Change(first_day=first, minutes_a_week=minutes, reasons="Behovet er et andet", offered_instead="", sent_on=self.today)
        self.press(change_hours, case_id=self.case.pk, version=None, change=change)

    @precondition(runs_mostly)
    @rule(part=st.sampled_from([(180,), (180, 90), (120, 60, 30), (60, 120), (3000,), (180, 0)]))
    def a_plan_is_made(self, part: tuple[int, ...]) -> None:
        period = Period.objects.filter(case=self.case).order_by("number").last()
        if period is None:
            return
        plan = HourPlan.objects.filter(period=period, replaced_at__isnull=True).first()
        mondays = [period.first_day + (7 * each + 7 - period.first_day.weekday()) * DAY for each in range(0, 20, 5)]
        days = [period.first_day, *mondays]
        steps = [Step(day, minutes) for day, minutes in zip(days, part, strict=False)]
        self.press(
            save_plan,
            case_id=self.case.pk,
            period=period.number,
            based_on=plan.number if plan else 0,
            shape=PlanShape.OWN,
            steps=steps,
            words="",
        )

    @precondition(runs_mostly)
    @rule(in_days=st.integers(min_value=-3, max_value=20), length=st.sampled_from([None, 0, 6, 40]))
    def a_pause_is_recorded(self, in_days: int, length: int | None) -> None:
        first = self.today + in_days * DAY
        last = None if length is None else first + length * DAY
        facts = {"first_day": first, "last_day": last, "reason": PauseReason.HOLIDAY, "words": ""}
        self.press(record_pause, case_id=self.case.pk, version=None, **facts)

    @precondition(has_pause)
    @rule(back=st.booleans())
    def a_pause_ends(self, back: bool) -> None:
        pause = Pause.objects.filter(case=self.case).order_by("first_day").last()
        if pause is None:
            return
        known = {"case_id": self.case.pk, "pause_id": pause.pk, "version": pause.version}
        if back:
            self.press(take_back_pause, **known)
        else:
            self.press(end_pause, **known, last_day=self.today)

    # Extension

    @precondition(runs_mostly)
    @rule(minutes=HOURS_A_WEEK, months=st.sampled_from([1, 3, 6, 7]))
    def an_extension_is_asked_for(self, minutes: int, months: int) -> None:
        period = Period.objects.filter(case=self.case).order_by("number").last()
        if period is None:
            return
        first = max(period.last_day + DAY, self.today)
        facts = {**extension_scene.ASKED, "asked_on": self.today, "minutes_a_week": minutes, "last_day": last_day_of_months(first, months)}
        self.press(request_extension, case_id=self.case.pk, **facts)

    def pending(self) -> Extension | None:
        return Extension.objects.filter(case=self.case, state__in=PENDING_EXTENSIONS).first()

    @precondition(has_request)
    @rule(choice=st.sampled_from([Choice.AS_WISHED, Choice.AS_WISHED, Choice.LESS, Choice.REFUSE]), months=st.sampled_from([1, 2, 4]))
    def the_extension_is_decided(self, choice: Choice, months: int) -> None:
        extension = self.pending()
        if extension is None:
            return
        first = max(extension.period.last_day + DAY, self.today)
        other: dict[str, Any] = {"sent_on": self.today}
        if choice == Choice.LESS:
            other |= {"last_day": last_day_of_months(first, months), "steps": (Step(first, min(60, extension.minutes_a_week)),)}
        proposed = extension_scene.proposal(choice, **other)
        self.press(decide_extension, case_id=self.case.pk, extension_id=extension.pk, version=extension.version, proposed=proposed)

    @precondition(has_request)
    @rule(withdrawn=st.booleans())
    def the_request_goes_back(self, withdrawn: bool) -> None:
        extension = self.pending()
        if extension is None:
            return
        known = {"case_id": self.case.pk, "extension_id": extension.pk, "version": extension.version}
        if withdrawn:
            self.press(withdraw_request, **known)
        else:
            self.press(send_request_back, **known, words="Mentorens syn mangler", answers="Mentoren")

    @precondition(has_approval)
    @rule(what=st.sampled_from(["approve", "approve", "own", "back", "taken back"]))
    def the_second_person_looks(self, what: str) -> None:
        approval = Approval.objects.filter(case=self.case, state=ApprovalState.WAITING).first()
        if approval is None:
            return
        known = {"case_id": self.case.pk, "approval_id": approval.pk, "version": approval.version}
        if what == "taken back":
            self.press(take_back, **known)
        elif what == "back":
            self.press(send_back, **known, words="Hvorfor så længe?", by=self.manager)
        else:
            done = self.press(approve, **known, by=self.by if what == "own" else self.manager)
            assert done is None or what == "approve", "nobody approves the own decision"

    # Feedback, rematch

    @precondition(runs_mostly)
    @rule(going=st.sampled_from([1, 3, 5]), trouble=st.booleans())
    def the_client_says_how_it_goes(self, going: int, trouble: bool) -> None:
        facts = {"said_by": FeedbackFrom.CLIENT, "day": self.today, "how": GivenHow.PHONE, "going": going, "words": "Sådan er det"}
        self.press(add_feedback, case_id=self.case.pk, not_working=trouble, **facts)

    @precondition(has_trouble)
    @rule()
    def trouble_is_dealt_with(self) -> None:
        row = Feedback.objects.filter(case=self.case, not_working=True, dealt_with_on__isnull=True).first()
        if row is not None:
            self.press(deal_with_feedback, case_id=self.case.pk, feedback_id=row.pk, version=row.version, words="Talt med begge")

    @rule(drop=st.booleans())
    def the_match_does_not_work(self, drop: bool) -> None:
        open_one = self.case.rematches.filter(closed_on__isnull=True).first()
        if open_one is None:
            self.press(lambda *, by, at: raised(self.case, by, at=at))
        elif drop:
            self.press(drop_rematch, case_id=self.case.pk, version=open_one.version, why="De prøver igen")

    # The end, and what comes after

    @precondition(has_gone_on)
    @rule(reason=st.sampled_from([EndReason.GOAL_REACHED, EndReason.RAN_OUT, EndReason.HEALTH]))
    def the_course_is_closed(self, reason: EndReason) -> None:
        facts = closing(self.at, reason=reason)
        facts.pop("at")
        self.press(close_course, case_id=self.case.pk, **facts)

    @precondition(has_gone_on)
    @rule()
    def the_client_withdraws(self) -> None:
        self.press(close_case, case_id=self.case.pk, version=None, event=Event.WITHDRAWN, words="Vil ikke mere")

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

    # What always holds

    @invariant()
    def periods_are_as_the_law_says(self) -> None:
        spans = []
        for period in Period.objects.filter(case=self.case).order_by("number"):
            known = self.granted.setdefault(period.pk, (period.first_day, period.last_day))
            assert known == (period.first_day, period.last_day), "granted days never move"
            assert period.last_day <= last_day_of_months(period.first_day, 6)
            last = period.ended_on or period.last_day
            if last >= period.first_day:
                spans.append(DaySpan(period.first_day, last))
        assert not any(one.overlaps(other) for place, one in enumerate(spans) for other in spans[place + 1 :])

    @invariant()
    def one_request_and_one_decision_wait_at_most(self) -> None:
        pending = Extension.objects.filter(case=self.case, state__in=PENDING_EXTENSIONS).count()
        waiting = Approval.objects.filter(case=self.case, state=ApprovalState.WAITING).count()
        assert pending <= 1 and waiting <= 1
        assert not Decision.objects.filter(case=self.case, approval__closed_by=self.by, approval__state=ApprovalState.APPROVED).exists()
        if self.case.state in CLOSED_STATES:
            assert (pending, waiting) == (0, 0), "nothing waits in a closed case"

    @invariant()
    def the_state_has_a_way_on(self) -> None:
        ways = [event for state, event in TRANSITIONS if state == self.case.state]
        assert ways or self.case.state in EXITS
        if self.case.state == State.RUNNING:
            assert self.case.due_on == due_of_course(self.case)
            assert self.case.closed_on is None
        else:
            assert self.case.closed_on is not None

    @invariant()
    def an_ended_course_holds_no_mentor_and_no_day(self) -> None:
        if self.case.state != State.ENDED or self.case.closed_on is None:
            return
        assert not Assignment.objects.filter(case=self.case, ended_on__isnull=True).exists()
        for period in Period.objects.filter(case=self.case):
            assert (period.ended_on or period.last_day) <= max(
                self.case.closed_on, period.first_day - DAY
            ) or period.last_day < self.case.closed_on

    @invariant()
    def the_account_adds_up(self) -> None:
        account = account_of(self.case, on=self.today)
        logged = sum(Contact.objects.filter(case=self.case).exclude(state=ContactState.STRUCK).values_list("minutes", flat=True))
        assert account.used == logged == account.approved + account.waiting
        assert sum(week.used for week in account.weeks) == logged
        assert sum(period.granted for period in account.periods) == account.granted
        assert all(week.granted >= 0 and week.planned >= 0 for week in account.weeks)

    @invariant()
    def every_event_has_words(self) -> None:
        for kind, facts in AuditEvent.objects.filter(subject_id=self.case.pk).values_list("kind", "facts"):
            assert event_words(kind, facts) != kind


def lived(*, lives: int, steps: int) -> None:
    """So many courses, each with so many presses at most."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        LifeOfACourse, settings=settings(max_examples=lives, stateful_step_count=steps, deadline=None, suppress_health_check=checks)
    )


@pytest.mark.django_db
def test_no_order_of_presses_breaks_a_rule_of_the_scheme() -> None:
    lived(lives=12, steps=25)


@pytest.mark.drill
@pytest.mark.django_db
def test_no_order_of_many_presses_breaks_a_rule_of_the_scheme() -> None:
    lived(lives=250, steps=60)
