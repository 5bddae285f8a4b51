"""The nightly run: what is due by a day is told once, whatever was missed, and one bad case does not stop the others (R168, R169)."""

import datetime as dt
import json
import logging
import threading
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.enums import RunState
from accounts.jobs import NIGHTLY, take
from accounts.models import Heartbeat, JobRun, MemberAbsence, Membership, Message
from cases.actions import nightly
from cases.actions.nightly import Ended, Night, run_nightly
from cases.enums import State
from cases.enums_notice import NoticeKind, NoticeState, ToldAs
from cases.models import Case, Notice, NoticeRecipient
from core import clock
from core.days import DAY, WEEK
from tests.cases.night_scene import AT, ON, due, mend, night, spoil
from tests.factories import AssignmentFactory, CaseFactory, JobcentreFactory, MembershipFactory, MentorFactory
from tests.races import race
from tests.statements import statements

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    """Numbers of the cases of which a reminder was told."""
    return sorted(each.case.ref for each in Notice.objects.filter(state=NoticeState.TOLD).select_related("case"))


def ledger() -> list[tuple[Any, ...]]:
    names = ("case__number", "client", "mentor", "kind", "level", "due_on", "about", "state")
    return sorted(Notice.objects.values_list(*names), key=str)


class TestWhatIsDue:
    def test_is_told_in_every_jobcentre_and_once_r168(self) -> None:
        cases = [*due(2), *due(1)]
        found = night()
        assert (found.delivered, found.failed, found.failed_cases, found.ended) == (3, 0, (), Ended.DONE)
        assert found.created >= 3
        assert told() == sorted(each.ref for each in cases)
        before = ledger(), NoticeRecipient.objects.count(), Message.objects.count()
        again = night()
        assert (again.created, again.delivered, again.superseded, again.escalated, again.mails) == (0, 0, 0, 0, 0)
        assert (ledger(), NoticeRecipient.objects.count(), Message.objects.count()) == before

    def test_waits_for_its_day(self) -> None:
        due(1)
        assert night(ON - WEEK).delivered == 0
        assert Case.objects.get().notices_on == ON - 5 * DAY  # three working days before: Wednesday

    def test_is_told_after_nights_that_were_missed_and_only_the_newest_level_is_open_r168(self) -> None:
        due(1)
        assert night(ON + 3 * DAY).delivered == 1
        early, late = Notice.objects.order_by("due_on")
        assert (early.level, early.state) == (3, NoticeState.SUPERSEDED)
        assert (late.level, late.state, late.due_on) == (0, NoticeState.TOLD, ON)

    def test_of_a_closed_case_or_without_a_day_nobody_is_told(self) -> None:
        CaseFactory(state=State.WITHDRAWN, notices_on=None)
        assert night() == Night()

    def test_becomes_mails_and_what_nobody_answered_goes_up(self) -> None:
        (case,) = due(1)
        boss = MembershipFactory(jobcentre=case.jobcentre, role="manager")
        assert night().mails == 1
        found = night(ON + 3 * DAY)
        assert (found.delivered, found.escalated, found.mails) == (0, 1, 1)
        assert NoticeRecipient.objects.filter(user=boss.user).count() == 1

    def test_about_clients_and_mentors_is_told_by_their_own_days(self) -> None:
        (case,) = due(1)
        case.client.address_protected, case.client.protected_until = True, ON + 3 * DAY
        case.client.save()
        mentor = MentorFactory(jobcentre=case.jobcentre, confidentiality_signed_on=ON - 600 * DAY, confidentiality_valid_until=ON + 9 * DAY)
        AssignmentFactory(case=case, mentor=mentor)
        night()
        kinds = set(Notice.objects.filter(state=NoticeState.TOLD).values_list("kind", flat=True))
        assert kinds == {NoticeKind.ANSWER, NoticeKind.PROTECTION, NoticeKind.DECLARATION}
        mentor.confidentiality_valid_until = ON + 900 * DAY
        mentor.save()
        night(ON + DAY)
        assert not Notice.objects.filter(kind=NoticeKind.DECLARATION, state=NoticeState.TOLD).exists()


class TestANightWithNothingDue:
    """R168: one statement says where there is anything to do."""

    def costs(self, on: dt.date) -> int:
        with statements() as found:
            assert night(on).ended == Ended.DONE
        return len(found)

    def test_costs_the_same_in_one_jobcentre_as_in_six(self) -> None:
        JobcentreFactory()
        alone = self.costs(ON)
        for _each in range(5):
            MembershipFactory()
        assert self.costs(ON + DAY) == alone

    def test_leaves_what_waits_for_a_mail_and_may_not_go_up_yet_unread(self) -> None:
        nothing = self.costs(ON - 30 * DAY)
        cases = due(3)
        friday = ON + 4 * DAY
        Case.objects.update(answer_due_on=friday + DAY)
        assert night(friday + DAY).delivered == 3  # a Saturday
        assert NoticeRecipient.objects.filter(to_mail=True).count() == len(cases)
        assert self.costs(friday + 2 * DAY) == nothing
        assert night(friday + 3 * DAY).mails == 1

    def test_visits_where_somebody_is_away_today(self) -> None:
        (case,) = due(1)
        night()
        mette = Membership.objects.get(user=case.caseworker)
        ove = MembershipFactory(jobcentre=case.jobcentre)
        MemberAbsence.objects.create(member=mette, substitute=ove, first_day=ON + DAY, last_day=ON + DAY)
        night(ON + DAY)
        assert NoticeRecipient.objects.filter(user=ove.user, told_as=ToldAs.SUBSTITUTE).count() == 1

    def test_notes_protection_that_ran_out_while_no_night_came(self) -> None:
        """R165, R168: it was never told, and its row says so."""
        (case,) = due(1)
        case.client.address_protected, case.client.protected_until = True, ON + 40 * DAY
        case.client.save()
        night()
        night(ON + 50 * DAY)
        found = Notice.objects.filter(kind=NoticeKind.PROTECTION)
        assert [(row.level, row.state, row.told_at) for row in found.order_by("-level")] == [
            (4, NoticeState.SUPERSEDED, None),
            (1, NoticeState.SUPERSEDED, None),
        ]


class TestFaults:
    def test_one_bad_case_is_named_and_the_others_are_done_r169(self, caplog: pytest.LogCaptureFixture) -> None:
        bad, *others = due(5)
        elsewhere = due(1)
        spoil(bad.pk)
        with caplog.at_level(logging.INFO):
            found = night()
        assert (found.failed, found.failed_cases, found.delivered) == (1, (bad.ref,), 5)
        assert told() == sorted(each.ref for each in [*others, *elsewhere])
        run = JobRun.objects.get()
        assert (run.state, run.failed_cases, run.counts["failed"], run.counts["delivered"]) == (RunState.FAILED, [bad.ref], 1, 5)
        assert Heartbeat.objects.get(name=NIGHTLY).error
        said = " ".join(record.getMessage() for record in caplog.records)
        assert bad.ref in said
        assert "Skovgaard" not in said
        mend()
        assert (again := night()).delivered == 1, again
        assert told() == sorted(each.ref for each in [bad, *others, *elsewhere])

    def test_what_is_not_of_a_case_fails_by_itself(self) -> None:
        here, there = due(2), due(2)
        spoil(here[0].caseworker_id, table="accounts_message", column="user_id")
        found = night()
        assert (found.delivered, found.mails, found.failed, found.failed_cases) == (4, 1, 1, ())
        assert JobRun.objects.get().error == f"mails {here[0].jobcentre.municipality_code}"
        assert Message.objects.get().user == there[0].caseworker


class TestRuns:
    def test_a_dry_run_says_the_same_and_keeps_nothing(self) -> None:
        due(3)
        before = ledger(), list(Case.objects.values_list("notices_on", flat=True))
        dry = night(dry_run=True)
        assert (ledger(), list(Case.objects.values_list("notices_on", flat=True))) == before
        assert not JobRun.objects.exists()
        assert not Heartbeat.objects.exists()
        real = night()
        assert (dry.created, dry.delivered, dry.superseded, dry.failed) == (real.created, real.delivered, real.superseded, 0)

    def test_while_another_works_nothing_is_begun(self) -> None:
        due(1)
        assert take(name=NIGHTLY, on=ON, now=lambda: AT) is not None
        assert night().ended == Ended.BUSY
        assert night(dry_run=True).delivered == 1
        assert told() == []

    def test_a_second_beat_of_the_day_does_nothing_r168(self) -> None:
        due(1)
        assert night(once=True).delivered == 1
        assert night(once=True).ended == Ended.DONE_BEFORE
        assert JobRun.objects.count() == 1
        assert night(ON + DAY, once=True).ended == Ended.DONE

    def test_whoever_has_no_more_time_stops_between_two_steps_and_the_next_goes_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(nightly, "BATCH", 2)
        due(6)
        ticks = iter(AT + n * dt.timedelta(seconds=10) for n in range(10_000))
        found = run_nightly(on=ON, now=lambda: next(ticks), once=True, stop_at=AT + dt.timedelta(seconds=40))
        assert found.ended == Ended.STOPPED
        assert found.delivered in (2, 4)
        assert JobRun.objects.get().state == RunState.SILENT
        rest = run_nightly(on=ON, now=lambda: next(ticks), once=True)
        assert (rest.ended, rest.delivered) == (Ended.DONE, 6 - found.delivered)

    def test_a_batch_takes_as_many_statements_for_three_cases_as_for_thirty(self) -> None:
        few, many = JobcentreFactory(), JobcentreFactory()
        due(3, few)
        due(30, many)
        counts = []
        for here in (few, many):
            with statements() as found:
                run = nightly._Run(on=ON, now=lambda: AT, lease=None, stop_at=None)
                run.cases(here.pk, nightly.due_cases(jobcentre_id=here.pk, on=ON))
            assert run.counts["failed"] == 0
            counts.append(len(found))
        assert counts[0] == counts[1] <= 20, counts


@pytest.mark.django_db(transaction=True)
class TestReal:
    def test_two_runs_at_once_tell_each_reminder_once(self) -> None:
        cases = due(12)
        found: list[Night] = []
        assert race([lambda: found.append(night())] * 4) == {"won": 4}
        assert sum(each.delivered for each in found) == 12
        assert told() == sorted(each.ref for each in cases)
        assert NoticeRecipient.objects.count() == 12

    def test_a_case_that_somebody_saves_just_then_is_waited_for(self) -> None:
        case, *_others = due(3)
        locked, go = threading.Event(), threading.Event()

        def save() -> None:
            with transaction.atomic():
                Case.objects.select_for_update().get(pk=case.pk)
                locked.set()
                go.wait(20)
            connection.close()

        somebody = threading.Thread(target=save)
        somebody.start()
        locked.wait(20)
        threading.Timer(1, go.set).start()
        found = night()
        somebody.join()
        assert (found.delivered, found.failed) == (3, 0)


class TestCommand:
    def call(self, *arguments: str) -> str:
        out = StringIO()
        call_command("nightly", *arguments, stdout=out)
        return out.getvalue()

    def test_json_has_the_counts_and_the_cases_that_failed(self) -> None:
        due(2)
        found = json.loads(self.call("--on", ON.isoformat(), "--format", "json"))
        types = {name: type(found[name]) for name in ("created", "delivered", "superseded", "failed", "failed_cases")}
        assert types == {"created": int, "delivered": int, "superseded": int, "failed": int, "failed_cases": list}
        assert (found["delivered"], found["failed"], found["failed_cases"]) == (2, 0, [])
        assert json.loads(self.call("--on", ON.isoformat(), "--format", "json"))["created"] == 0

    def test_a_failure_ends_with_1_and_is_named(self) -> None:
        bad, _other = due(2)
        spoil(bad.pk)
        out = StringIO()
        with pytest.raises(SystemExit) as left:
            call_command("nightly", "--on", ON.isoformat(), "--format", "json", stdout=out)
        assert left.value.code == 1
        assert json.loads(out.getvalue())["failed_cases"] == [bad.ref]

    def test_a_dry_run_says_that_nothing_was_kept(self) -> None:
        due(1)
        said = self.call("--on", ON.isoformat(), "--dry-run")
        assert "1 told" in said
        assert "Nothing of this was kept. What goes up and is mailed is counted as things stand before it." in said
        assert told() == []

    @pytest.mark.parametrize("day", ["i morgen", "2026-02-30", "31-11-2026", "9999-12-31", "0001-01-01", "2026", "-1"])
    def test_what_is_no_date_is_said_in_one_sentence(self, day: str) -> None:
        with pytest.raises(CommandError, match=r"is not a date\. Write it as 2026-11-16\."):
            self.call(f"--on={day}")
        assert not JobRun.objects.exists()

    def test_another_run_is_waited_for_and_then_told_of(self) -> None:
        assert take(name=NIGHTLY, on=ON, now=clock.now) is not None
        with pytest.raises(CommandError, match="Another nightly run is working"):
            self.call("--on", ON.isoformat(), "--wait", "0")
