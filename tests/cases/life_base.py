"""What every life of a case is made of: presses that go through or are refused in words, days that pass, and what always holds.

The ways of a life (`life_steps`, `life_presses`, `life_course`, `life_ends`) build on it; `test_whole_life` lives it.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from accounts.models import AuditEvent, Membership, User
from cases.actions.notices import Renewed, renew
from cases.course_rows import due_of_course
from cases.course_settings import settings_of
from cases.enums import CLOSED_STATES, OPEN_PROPOSALS, State
from cases.enums_course import PENDING_EXTENSIONS, ApprovalState, ContactState, Limit
from cases.enums_notice import NOTICED, OPEN_NOTICES, NoticeKind
from cases.hours import account_of
from cases.models import (
    Agreement,
    Approval,
    Assessment,
    Assignment,
    Case,
    ChangedWish,
    Client,
    ClientMerge,
    Contact,
    Decision,
    Extension,
    Feedback,
    FollowUp,
    FormerCpr,
    Handover,
    HourPlan,
    Meeting,
    Need,
    Notice,
    NoticeRecipient,
    Pause,
    Period,
    Proposal,
    Rematch,
    Signature,
    Wishes,
)
from cases.notice_phrases import notice_words
from cases.phrases import event as event_words
from cases.phrases import sentence
from core.days import DAY, DaySpan, day_of, last_day_of_months
from core.verdicts import Refused
from mentors.models import Mentor

OF_A_CASE = (
    Agreement,
    Approval,
    Assessment,
    Assignment,
    ChangedWish,
    Contact,
    Decision,
    Extension,
    Feedback,
    FollowUp,
    Handover,
    HourPlan,
    Meeting,
    Need,
    Notice,
    Pause,
    Period,
    Proposal,
    Rematch,
    Wishes,
)
OF_ALL = (Case, Client, ClientMerge, FormerCpr, Signature, AuditEvent, NoticeRecipient, Mentor)
TABLES = [model._meta.db_table for model in (*OF_A_CASE, *OF_ALL)]
_ROWS = "(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} AS t{})"
EVERYTHING = "SELECT " + ", ".join(
    [_ROWS.format(model._meta.db_table, " WHERE t.case_id = %(case)s") for model in OF_A_CASE]
    + [_ROWS.format(model._meta.db_table, "") for model in OF_ALL]
)
AFTER_THE_END = (NoticeKind.FOLLOW_UP, NoticeKind.MEASUREMENT, NoticeKind.APPEAL, NoticeKind.NOT_WORKING)
"""What can still fall due when a course has ended."""


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside really happens, and leaves no trace."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Life(RuleBasedStateMachine):
    """One case, wherever it goes. `at` is the instant of the next press; the granted days of each period are remembered.

    `member` works with the case, `manager` is the second person, `there` a colleague in another jobcentre; `before` are the cases of this
    client that were handed over. `news` counts what has gone through.
    """

    case: Case
    at: dt.datetime
    by: User
    manager: User
    member: Membership
    there: Membership

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.granted: dict[Any, tuple[dt.date, dt.date]] = {}
        self.before: list[Case] = []
        self.pressed = self.news = 0
        self.looked_at = -1
        self.heard: set[Any] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @property
    def today(self) -> dt.date:
        return day_of(self.at)

    def press(self, action: Callable[..., Any], **facts: Any) -> Any:
        """Through, or refused in words with nothing changed. None when it was refused."""
        self.pressed += 1
        # No two presses in one instant: which of two rows is the newest would be left to their random keys, and no life could be lived again.
        self.at += dt.timedelta(seconds=1)
        before = self.everything()
        try:
            done = action(by=self.by, at=self.at, **facts) if "by" not in facts else action(at=self.at, **facts)
        except Refused as refused:
            assert sentence(refused.code, refused.facts) != refused.code, f"{refused.code} has no sentence"
            changed = [table for table, rows in self.everything().items() if rows != before[table]]
            assert not changed, f"{refused.code} changed {changed}"
            return None
        self.case.refresh_from_db()
        self.news += 1
        return done

    def everything(self) -> dict[str, str]:
        """What stands in each table, of the case and of all clients: one statement, as it is asked at every press."""
        with connection.cursor() as cursor:
            cursor.execute(EVERYTHING, {"case": self.case.pk})
            return dict(zip(TABLES, cursor.fetchone(), strict=True))

    # Time

    @rule(days=st.sampled_from([1, 3, 7, 14, 30, 60, 95]), nightly=st.booleans())
    def days_pass(self, days: int, nightly: bool) -> None:
        self.at += dt.timedelta(days=days)
        self.news += 1
        if nightly:
            self.the_night_looks()
            self.case.refresh_from_db()

    def the_night_looks(self) -> None:
        """Reminders are made and told; a second look on the same day finds nothing to do, and an open case is looked at again in a week."""
        cases = [self.case.pk, *(each.pk for each in self.before)]
        renew(case_ids=cases, on=self.today, at=self.at)
        assert renew(case_ids=cases, on=self.today, at=self.at) == Renewed(), "told twice in one night"
        for case in Case.objects.filter(pk__in=cases):
            if case.is_open:
                assert case.notices_on is not None and self.today < case.notices_on <= self.today + 7 * DAY
                continue
            left = set(Notice.objects.filter(case=case, state__in=OPEN_NOTICES).values_list("kind", flat=True))
            known = set(AFTER_THE_END) if case.state == State.ENDED else {NoticeKind.APPEAL}
            assert left <= known, f"{case.state} reminds of {left}"

    # What always holds

    @invariant()
    def what_always_holds(self) -> None:
        """Looked at whenever something has changed: what was refused has changed nothing."""
        if self.looked_at != self.news:
            self.looked_at = self.news
            for look in self.looks():
                look()

    def looks(self) -> tuple[Callable[[], None], ...]:
        return (
            self.the_database_has_nothing_against_it,
            self.periods_are_as_the_law_says,
            self.one_mentor_at_a_time,
            self.one_request_and_one_decision_wait_at_most,
            self.nobody_decides_alone_above_a_limit,
            self.the_state_is_that_of_its_rows,
            self.an_ended_course_holds_no_day,
            self.the_account_adds_up,
            self.a_reminder_is_open_once_and_has_words,
            self.every_event_has_words,
        )

    def the_database_has_nothing_against_it(self) -> None:
        """The constraints that look at the end of a transaction, too."""
        connection.check_constraints()

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

    def one_mentor_at_a_time(self) -> None:
        places = list(Assignment.objects.filter(case=self.case).values_list("first_day", "ended_on"))
        assert sum(ended_on is None for _first_day, ended_on in places) <= 1, "two mentors without an end"
        held = [DaySpan(first_day, ended_on) for first_day, ended_on in places if ended_on is None or ended_on >= first_day]
        assert not any(one.overlaps(other) for number, one in enumerate(held) for other in held[number + 1 :])
        has_mentor = any(ended_on is None for _first_day, ended_on in places)
        if self.case.state in (State.CONTACT, State.CHALLENGES, State.ASSESSMENT, State.MATCH, *CLOSED_STATES):
            assert not has_mentor, f"a mentor's place is held in {self.case.state}"
        if self.case.state == State.STARTUP:
            assert has_mentor

    def one_request_and_one_decision_wait_at_most(self) -> None:
        pending = Extension.objects.filter(case=self.case, state__in=PENDING_EXTENSIONS).count()
        waiting = Approval.objects.filter(case=self.case, state=ApprovalState.WAITING).count()
        assert pending <= 1 and waiting <= 1
        assert not Decision.objects.filter(case=self.case, approval__closed_by=self.by, approval__state=ApprovalState.APPROVED).exists()
        if self.case.state in CLOSED_STATES:
            proposed = Proposal.objects.filter(case=self.case, state__in=OPEN_PROPOSALS).count()
            searched = Rematch.objects.filter(case=self.case, closed_on__isnull=True).count()
            assert (pending, waiting, proposed, searched) == (0, 0, 0, 0), "nothing waits in a closed case"
            paused = Pause.objects.filter(Q(last_day__isnull=True) | Q(last_day__gt=self.case.closed_on), case=self.case)
            assert not paused.exists(), "a pause goes on after the end"

    def nobody_decides_alone_above_a_limit(self) -> None:
        """R118, R119. A mentor whose price is known is dear (`life_steps.DEAR`): the price was approved before the place was given."""
        approved = Approval.objects.filter(case=self.case, state=ApprovalState.APPROVED)
        assert not approved.filter(closed_by=F("prepared_by")).exists(), "approved by who prepared it"
        if settings_of(self.case.jobcentre).second_cost is None:
            return
        for place in Assignment.objects.filter(case=self.case, mentor__cost_an_hour__isnull=False):
            asked = approved.filter(limits__contains=[Limit.COST], closed_at__lte=place.assigned_at)
            assert asked.exists(), "a dear mentor without a second person"

    def the_state_is_that_of_its_rows(self) -> None:
        case = self.case
        first = Decision.objects.standing().filter(case=case, kind="first")
        assert first.count() <= 1
        decided = case.state not in (State.CONTACT, State.CHALLENGES, State.ASSESSMENT, State.WITHDRAWN, State.NOT_RELEVANT)
        assert first.exists() or not decided, f"{case.state} without a decision"
        if case.state in (State.CONTACT, State.CHALLENGES, State.ASSESSMENT):
            assert not first.exists(), f"a decision that stands in {case.state}"
        assert (case.closed_on is not None) == (case.state in CLOSED_STATES)
        if case.state == State.RUNNING:
            assert case.due_on == due_of_course(case)
        elif case.is_open:
            assert case.due_on is not None, f"{case.state} without a deadline"
        else:
            assert case.due_on is None, f"{case.state} with a deadline"

    def an_ended_course_holds_no_day(self) -> None:
        if self.case.state != State.ENDED or self.case.closed_on is None:
            return
        for period in Period.objects.filter(case=self.case):
            last_day = period.ended_on or period.last_day
            assert last_day <= max(self.case.closed_on, period.first_day - DAY) or period.last_day < self.case.closed_on

    def the_account_adds_up(self) -> None:
        account = account_of(self.case, on=self.today)
        logged = sum(Contact.objects.filter(case=self.case).exclude(state=ContactState.STRUCK).values_list("minutes", flat=True))
        assert account.used == logged == account.approved + account.waiting
        assert sum(week.used for week in account.weeks) == logged
        assert sum(period.granted for period in account.periods) == account.granted
        assert all(week.granted >= 0 and week.planned >= 0 for week in account.weeks)

    def a_reminder_is_open_once_and_has_words(self) -> None:
        """R158: of the levels of one reminder only the newest is told and open."""
        told = []
        for notice in Notice.objects.filter(case=self.case, state__in=OPEN_NOTICES):
            assert notice_words(notice)
            if notice.state in NOTICED:
                told.append((notice.kind, notice.about))
        assert len(told) == len(set(told)), f"reminded twice of one thing: {sorted(told)}"

    def every_event_has_words(self) -> None:
        """Those of the case and of its mentors; each is read once."""
        for key, kind, facts in AuditEvent.objects.values_list("pk", "kind", "facts"):
            if key not in self.heard:
                assert event_words(kind, facts) != kind, f"{kind} has no words"
                self.heard.add(key)
