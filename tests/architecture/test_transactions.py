"""One transaction helper, `core.db.jobcentre_transaction`: every view runs through it, every task of Celery, and every command that writes.

Read from the statements that reach the database: whatever writes stands in a transaction that says its jobcentre first (ADR 0002).
"""

import datetime as dt
import io
import smtplib
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail as outbox
from django.core.management import call_command, get_commands
from django.db import transaction
from django.test import Client as Browser
from django.urls import URLPattern, get_resolver

from accounts import messages
from accounts.drafts import KEPT_DAYS
from accounts.enums import MessageState, Role
from accounts.models import AccessEvent, AuditEvent, Draft, Heartbeat, JobRun, MemberAbsence, Message, OneTimeKey, User
from cases.enums import AllocationState, State
from cases.models import Allocation, AllocationLine, Case, Notice, NoticeRecipient
from core import clock
from core.db import jobcentre_transaction
from mentorcase.celery import app
from mentors.models import Mentor, MentorImport
from reports.actions.asking import ask_for_report
from reports.enums import ReportState
from reports.models import PreparedFigures, ReportFile, ReportJob
from tests.conftest import as_owner
from tests.factories import (
    CaseFactory,
    DecisionFactory,
    JobcentreFactory,
    MembershipFactory,
    MentorFactory,
    MentorImportFactory,
    NoticeRecipientFactory,
    UserFactory,
)
from tests.reports.actions.scene import choices
from tests.statements import WRITES, transactions, unset

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = dt.timedelta(days=KEPT_DAYS + 10)


def mail(**fields: Any) -> Message:
    found = messages.write_message(user=UserFactory(), kind="password_reset_key", subject="Emne", body="hemmeligt", at=clock.now())
    Message.objects.filter(pk=found.pk).update(**fields)
    return found


def one_mail_of_each_fate() -> None:
    mail()
    mail(state=MessageState.SENDING, due_at=clock.now())  # a killed worker had it in hand
    inactive = mail()
    User.objects.filter(pk=inactive.user_id).update(is_active=False)


def old_things() -> None:
    member = MembershipFactory()
    then = clock.now() - LONG_AGO
    Draft.objects.create(user=member.user, jobcentre=member.jobcentre, form="application", data={}, saved_at=then)
    OneTimeKey.objects.create(key=uuid.uuid4(), user=member.user, used_at=then, result_url="/")
    mail(state=MessageState.SENT, body="", closed_at=then)
    session = SessionStore()
    session.set_expiry(-1)
    session.save()


def two_files_of_mentors() -> None:
    MentorImportFactory(read_at=clock.now() - LONG_AGO)
    MentorImportFactory(read_at=clock.now())


def a_job_that_waits() -> None:
    case = CaseFactory(state=State.MATCH)
    DecisionFactory(case=case, first_day=clock.today(), last_day=clock.today() + dt.timedelta(days=90))
    MentorFactory(jobcentre=case.jobcentre)
    Allocation.objects.create(jobcentre=case.jobcentre, asked_by=case.caseworker, asked_at=clock.now())


def a_job_that_fell_silent() -> None:
    a_job_that_waits()
    Allocation.objects.update(state=AllocationState.RUNNING, attempts=2, beat_at=clock.now() - dt.timedelta(minutes=5))


def a_mail_that_failed() -> None:
    NoticeRecipientFactory(message=mail(state=MessageState.FAILED, body="", closed_at=clock.now()), to_mail=False)


def a_colleague_who_is_away() -> None:
    told = NoticeRecipientFactory()
    here = told.notice.jobcentre
    mette, ove = MembershipFactory(jobcentre=here, user=told.user), MembershipFactory(jobcentre=here)
    MemberAbsence.objects.create(member=mette, substitute=ove, first_day=clock.today(), last_day=clock.today())


def a_case_that_is_due() -> None:
    CaseFactory(notices_on=clock.today() - dt.timedelta(days=3))


def a_report_that_waits() -> None:
    member = MembershipFactory()
    ask_for_report(jobcentre_id=member.jobcentre_id, choices=choices(member), by=member.user, at=clock.now())


def a_report_that_fell_silent() -> None:
    a_report_that_waits()
    ReportJob.objects.update(state=ReportState.RUNNING, attempts=2, beat_at=clock.now() - dt.timedelta(minutes=5))


def a_report_of_last_year() -> None:
    a_report_that_waits()
    ReportJob.objects.update(state=ReportState.DONE, checksum="a", kept_until=clock.today() - LONG_AGO)


TASKS: dict[str, tuple[Callable[[], None], int, type]] = {
    # What has to be there, how many transactions write at least, and rows of which there are some afterwards.
    "accounts.heartbeat": (lambda: None, 1, Heartbeat),
    "accounts.housekeeping": (old_things, 4, Heartbeat),
    "accounts.send_messages": (one_mail_of_each_fate, 6, Message),
    "mentors.forget_uploads": (two_files_of_mentors, 2, MentorImport),
    "cases.allocate": (a_job_that_waits, 3, AllocationLine),
    "cases.sweep_allocations": (a_job_that_fell_silent, 2, Allocation),
    "cases.note_deliveries": (a_mail_that_failed, 2, Notice),
    "cases.tell_stand_ins": (a_colleague_who_is_away, 1, NoticeRecipient),
    "reports.make": (a_report_that_waits, 8, ReportFile),
    "reports.sweep": (a_report_that_fell_silent, 2, ReportJob),
    "reports.keep": (a_report_of_last_year, 2, ReportJob),
    "reports.prepare": (a_report_that_waits, 7, PreparedFigures),  # the rows, each of five, and how it went
    "cases.nightly": (a_case_that_is_due, 5, JobRun),  # the lease, the case, who is told of what, the mails, the end
}
OF_EACH_JOBCENTRE = {"cases.nightly", "cases.tell_stand_ins"}
"""They work in the transactions of jobcentres; the lease of the night is of none."""
ARGUMENTS: dict[str, Callable[[], dict[str, Any]]] = {
    "cases.allocate": lambda: {"allocation_id": str(Allocation.objects.get().pk)},
    "cases.tell_stand_ins": lambda: {"jobcentre_id": str(Notice.objects.get().jobcentre_id)},
    "reports.make": lambda: {"report_id": str(ReportJob.objects.get().pk)},
}


@pytest.fixture
def tasks() -> dict[str, Any]:
    """All that a worker would find, but for Celery's own."""
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_every_task_is_looked_at(tasks: dict[str, Any]) -> None:
    assert set(tasks) == set(TASKS)


@pytest.mark.parametrize("name", TASKS)
def test_a_task_writes_in_transactions_that_say_their_jobcentre_first(tasks: dict[str, Any], name: str) -> None:
    scene, at_least, model = TASKS[name]
    scene()
    arguments = ARGUMENTS.get(name, dict)()
    with transactions() as found:
        tasks[name](**arguments)
    assert model._default_manager.exists()
    assert len(found) >= at_least, found
    others = unset(found)
    if name in OF_EACH_JOBCENTRE:
        assert others
        others = unset(others, Case.objects.get().jobcentre_id)
    assert others == []


def test_a_sweep_of_mails_holds_no_transaction_while_the_server_thinks(monkeypatch: pytest.MonkeyPatch) -> None:
    """And of a server that says no, that breaks off or that is away, the stamps are written in the same way."""
    faults: Iterator[Exception] = iter([smtplib.SMTPDataError(451, b"later"), smtplib.SMTPServerDisconnected("gone"), TimeoutError()])

    class Server:
        def open(self) -> None:
            assert not transaction.get_connection().in_atomic_block
            if (fault := next(faults, None)) is None:
                raise ConnectionRefusedError
            self.fault = fault

        def send_messages(self, messages: list[Any]) -> int:
            assert not transaction.get_connection().in_atomic_block
            raise self.fault

        def close(self) -> None:
            pass

    monkeypatch.setattr(messages, "get_connection", Server)
    for _each in range(4):
        mail()
    with transactions() as found:
        counts = messages.send_messages(at=clock.now())
    assert counts == {"sent": 0, "later": 1, "failed": 0, "away": 1, "uncertain": 2}
    assert outbox.outbox == []
    assert len(found) == 1 + 4 * 2  # the uncertain, and of each mail the claim and the stamp
    assert unset(found) == []


COMMANDS: dict[str, tuple[list[str], type]] = {
    "create_admin": (["--email", "chef@example.org"], AuditEvent),
    "nightly": (["--on", "2026-11-16"], JobRun),
    "seed_demo": (["--size", "small"], Case),
}
NOT_AN_ACTION = {"migrate", "period", "evaluation"}
"""One makes tables, each migration in Django's own transaction; the others calculate and write nothing but a file."""
OF_ONE_JOBCENTRE = {"course", "import_mentors", "match"}
"""Names its jobcentre; tested below."""


def test_every_command_is_looked_at() -> None:
    ours = {each.name for each in apps.get_app_configs() if Path(each.path).parent == settings.BASE_DIR}
    assert {name for name, where in get_commands().items() if where in ours} == set(COMMANDS) | NOT_AN_ACTION | OF_ONE_JOBCENTRE


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_writes_in_transactions_that_say_their_jobcentre_first(name: str) -> None:
    arguments, model = COMMANDS[name]
    with as_owner(), transactions() as found:
        call_command(name, *arguments)
    assert model._default_manager.exists()
    assert found
    assert unset(found) == []


def test_an_import_says_its_jobcentre_before_it_writes(tmp_path: Path) -> None:
    here = JobcentreFactory()
    file = tmp_path / "mentors.csv"
    file.write_text("name;type;most clients;hours a week\nÅse Ærø;external;3;10\n", encoding="utf-8")
    with transactions() as found:
        call_command("import_mentors", str(file), "--jobcentre", here.municipality_code, stdout=io.StringIO())
    assert Mentor.objects.get().jobcentre == here
    assert len(found) == 1
    assert unset(found, here.pk) == []


def test_a_board_on_the_command_line_says_its_jobcentre_before_it_logs() -> None:
    case = DecisionFactory(first_day=clock.today(), last_day=clock.today() + dt.timedelta(days=100)).case
    for_case(case, "match")


def test_a_course_on_the_command_line_says_its_jobcentre_before_it_logs() -> None:
    for_case(CaseFactory(), "course")


def for_case(case: Case, command: str) -> None:
    """The command logs the case as seen, in one transaction of its jobcentre."""
    with transactions() as found:
        call_command(command, "--case", case.ref, stdout=io.StringIO())
    assert AccessEvent.objects.get().subject_id == case.pk
    assert len(found) == 1
    assert unset(found, case.jobcentre_id) == []


def test_a_page_says_its_jobcentre_before_it_reads_or_logs() -> None:
    member = MembershipFactory(role=Role.CASEWORKER)
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user)
    browser = Browser()
    browser.force_login(member.user)
    with transactions() as found:
        assert browser.get(f"/cases/{case.ref}/").status_code == 200
    assert len(found) == 1
    assert unset(found, member.jobcentre_id) == []
    assert any(sql.startswith(WRITES) for sql in found[0])


def views(patterns: list[Any] | None = None) -> list[URLPattern]:
    found: list[URLPattern] = []
    for each in get_resolver().url_patterns if patterns is None else patterns:
        found += views(each.url_patterns) if hasattr(each, "url_patterns") else [each]
    return found


def test_only_the_sign_of_life_runs_without() -> None:
    assert [each.name for each in views() if getattr(each.callback, "no_transaction", False)] == ["healthz"]


def test_nothing_inside_changes_the_jobcentre() -> None:
    with jobcentre_transaction(None), pytest.raises(RuntimeError, match="durable"), jobcentre_transaction(uuid.uuid4()):
        pass
