"""A running course in a life: log, hours, plan, pauses, wishes, extension with its second person, feedback, and a match that does not work."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cases.actions.approvals import send_back, take_back
from cases.actions.approving import approve
from cases.actions.changed_wishes import record_wish, take_back_wish
from cases.actions.contact_approvals import approve_contacts, undo_approval
from cases.actions.contacts import correct_contact, log_contact, strike_contact
from cases.actions.extension_requests import change_request, request_extension, send_request_back, withdraw_request
from cases.actions.extensions import decide_extension
from cases.actions.feedback import add_feedback, deal_with_feedback
from cases.actions.hour_changes import change_hours
from cases.actions.pauses import end_pause, record_pause, take_back_pause
from cases.actions.plans import save_plan
from cases.actions.rematches import drop_rematch
from cases.enums import State
from cases.enums_course import (
    PENDING_EXTENSIONS,
    ApprovalState,
    Attendance,
    CancelledBy,
    ContactForm,
    ContactState,
    FeedbackFrom,
    GivenHow,
    PauseReason,
    PlanShape,
)
from cases.hour_rows import open_wish
from cases.models import Approval, Contact, Extension, Feedback, HourPlan, Pause, Period
from cases.rules.contacts import Entry
from cases.rules.extensions import Choice
from cases.rules.hour_changes import Change
from cases.rules.hours import Step
from core.days import DAY, last_day_of_months
from tests.cases import extension_scene
from tests.cases.course_scene import raised
from tests.cases.life_presses import FirstSteps

MINUTES = st.sampled_from([0, 15, 45, 60, 90, 180, 600])
HOURS_A_WEEK = st.sampled_from([30, 60, 120, 180, 240, 600])
AGO = st.integers(min_value=-3, max_value=40)


def runs_mostly(self: Any) -> bool:
    """A running course, and now and then a closed one, in which everything must be refused."""
    return self.case.state == State.RUNNING or self.pressed % 7 == 0


def has_waiting_entries(self: Any) -> bool:
    return Contact.objects.filter(case=self.case, state=ContactState.WAITING).exists()


def has_entries(self: Any) -> bool:
    return Contact.objects.filter(case=self.case).exists()


def has_request(self: Any) -> bool:
    return self.pending() is not None


def has_approval(self: Any) -> bool:
    return Approval.objects.filter(case=self.case, state=ApprovalState.WAITING).exists()


def has_trouble(self: Any) -> bool:
    return Feedback.objects.filter(case=self.case, not_working=True, dealt_with_on__isnull=True).exists()


def has_pause(self: Any) -> bool:
    return Pause.objects.filter(case=self.case).exists()


class Course(FirstSteps):
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
        done = (
            Contact.objects.filter(case=self.case, state=ContactState.APPROVED)
            .order_by("day", "written_at")
            .values_list("pk", flat=True)[:1]
        )
        self.press(undo_approval, case_id=self.case.pk, contact_ids=list(done))

    @rule()
    def an_entry_is_struck_out(self) -> None:
        if contact := Contact.objects.filter(case=self.case).order_by("written_at", "pk").last():
            self.press(strike_contact, case_id=self.case.pk, contact_id=contact.pk, version=contact.version, why="Skrevet ved en fejl")

    @precondition(has_entries)
    @rule(minutes=MINUTES, ago=AGO, why=st.sampled_from(["Mentoren skrev forkert", ""]))
    def an_entry_is_corrected(self, minutes: int, ago: int, why: str) -> None:
        contact = Contact.objects.filter(case=self.case).order_by("written_at", "pk").last()
        if contact is None:
            return
        entry = Entry(day=self.today - ago * DAY, minutes=minutes, form=ContactForm.PHONE, attendance=Attendance.ATTENDED)
        known = {"case_id": self.case.pk, "contact_id": contact.pk, "version": contact.version}
        self.press(correct_contact, **known, entry=entry, over_use_why="Der var brug for det", why=why)

    # Hours, plan, pause, wishes

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

    @precondition(runs_mostly)
    @rule(minutes=st.sampled_from([None, 60, 180, 300]), in_months=st.sampled_from([None, 2, 8]), taken_back=st.booleans())
    def the_client_wishes_something_else(self, minutes: int | None, in_months: int | None, taken_back: bool) -> None:
        wish = open_wish(self.case)
        if wish is not None and taken_back:
            self.press(take_back_wish, case_id=self.case.pk, wish_id=wish.pk)
            return
        last_day = None if in_months is None else last_day_of_months(self.today, in_months)
        facts = {"day": self.today, "minutes_a_week": minutes, "last_day": last_day, "words": "Det er nok med mindre"}
        self.press(record_wish, case_id=self.case.pk, version=self.case.version, **facts)

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
    @rule(minutes=HOURS_A_WEEK, months=st.sampled_from([2, 6]))
    def the_request_is_changed(self, minutes: int, months: int) -> None:
        extension = self.pending()
        if extension is None:
            return
        first = max(extension.period.last_day + DAY, self.today)
        wish = {"minutes_a_week": minutes, "last_day": last_day_of_months(first, months)}
        facts = {**extension_scene.ASKED, "asked_on": extension.asked_on, **wish}
        self.press(change_request, case_id=self.case.pk, extension_id=extension.pk, version=extension.version, **facts)

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

    @precondition(runs_mostly)
    @rule(drop=st.booleans(), stops_in=st.sampled_from([None, 0, 10]))
    def the_match_does_not_work(self, drop: bool, stops_in: int | None) -> None:
        open_one = self.case.rematches.filter(closed_on__isnull=True).first()
        if open_one is None:
            stops_on = None if stops_in is None else self.today + stops_in * DAY
            self.press(lambda *, by, at: raised(self.case, by, at=at, stops_on=stops_on))
        elif drop:
            self.press(drop_rematch, case_id=self.case.pk, version=open_one.version, why="De prøver igen")
