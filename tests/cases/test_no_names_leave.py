"""No mail, no argument of a task and no line of the log has a name or a CPR number: read over the demo data, with every mail it makes.

The words of each kind of reminder stand in `tests/golden` as well, for kinds that the demo data do not have on these days.
"""

import ast
import datetime as dt
import inspect
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from celery.signals import before_task_publish
from django.core import mail as outbox
from django.core.management import call_command
from django.test import Client as Browser

from accounts import cpr, messages
from accounts.enums import MailRhythm
from accounts.models import Membership, Message, User
from cases.actions.deliveries import note_deliveries
from cases.actions.nightly import run_nightly
from cases.digest_mails import KIND
from cases.models import Client, NoticeRecipient
from core.days import DAY
from mentorcase.celery import app
from mentors.models import Mentor, Workplace
from tests.conftest import as_owner

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 17)
NIGHT = dt.datetime(2026, 11, 17, 4, 0, tzinfo=dt.UTC)


@pytest.fixture
def published() -> Iterator[list[str]]:
    """What is handed to the broker, whether it answers or not."""
    found: list[str] = []

    def keep(body: Any = None, **_more: Any) -> None:
        found.append(repr(body))

    before_task_publish.connect(keep)
    yield found
    before_task_publish.disconnect(keep)


def forbidden() -> re.Pattern[str]:
    """Every client, mentor, colleague and workplace of the demo data, as whole words, and CPR numbers with and without hyphen."""
    words: set[str] = set()
    for each in Client.objects.all():
        number = cpr.decrypt(bytes(each.cpr_sealed), row_id=each.pk)
        words |= {each.given_name, each.family_name, number, f"{number[:6]}-{number[6:]}"}
    words |= set(Mentor.objects.values_list("name", flat=True)) | set(Workplace.objects.values_list("name", flat=True))
    words |= set(User.objects.values_list("name", flat=True))
    assert len(words) > 150, "the demo data were not found"
    return re.compile(r"\b(" + "|".join(re.escape(each) for each in sorted(words - {""}, key=len, reverse=True)) + r")\b")


def test_no_name_and_no_number_leaves_with_the_reminders_of_a_week(
    capfd: pytest.CaptureFixture[str], published: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with as_owner():
        call_command("seed_demo", size="small", seed=1, today=TODAY, stdout=StringIO())
    Membership.objects.filter(user__email="mette@demo.example").update(mail_rhythm=MailRhythm.AT_ONCE)
    NoticeRecipient.objects.update(to_mail=True, message=None)  # what the demo data have told already is mailed, too
    texts: list[str] = []
    with django_capture_on_commit_callbacks(execute=True):
        Browser().post("/password/reset/", {"email": "anne@demo.example"})
        for number in range(7):
            at = NIGHT + number * DAY
            assert run_nightly(on=TODAY + number * DAY, now=lambda at=at: at).failed == 0  # type: ignore[misc]
            texts += [each.subject + each.body + each.html for each in Message.objects.exclude(body="")]
            messages.send_messages(at=at + dt.timedelta(hours=3))
            note_deliveries(at=at + dt.timedelta(hours=3))
        for task in tasks_without_arguments():
            task()
    assert set(Message.objects.values_list("kind", flat=True)) == kinds_of_mails()
    assert len(outbox.outbox) > 10
    assert published
    log = capfd.readouterr().err
    assert "INFO cases.tasks nightly run" in log
    names = forbidden()
    sent = [each.message().as_string() for each in outbox.outbox]
    for where, lines in {
        "mails": texts,
        "sent mails": sent,
        "tasks": published,
        "log": log.splitlines(),
    }.items():
        assert [(found[0], line[:200]) for line in lines if (found := names.search(line))] == [], where


def tasks_without_arguments() -> list[Any]:
    """What a worker runs by the clock, with its lines in the log."""
    app.loader.import_default_modules()
    found = [task for name, task in app.tasks.items() if not name.startswith("celery.") and not inspect.signature(task.run).parameters]
    assert len(found) > 5
    return found


def kinds_of_mails() -> set[str]:
    """As the code writes them: every `kind=` of a message, and what allauth's templates are called."""
    found = {file.name.removesuffix("_message.txt") for file in (ROOT / "templates/account/email").glob("*_message.txt")}
    for path in (ROOT / "cases").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("write_message", "Message")):
                found |= {
                    KIND if ast.unparse(each.value) == "KIND" else ast.unparse(each.value) for each in node.keywords if each.arg == "kind"
                }
    return found


def test_a_task_takes_keys_and_days_only() -> None:
    """By keyword, so that what stands in the broker says nothing about anybody."""
    app.loader.import_default_modules()
    for name, task in app.tasks.items():
        if not name.startswith("celery."):
            for each in inspect.signature(task.run).parameters.values():
                assert re.fullmatch(r"\w+_ids?|on", each.name), f"{name}: {each.name}"
                assert each.kind == each.KEYWORD_ONLY, f"{name}: {each.name}"
