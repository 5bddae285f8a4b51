"""The mails of demo mode can be read by everybody, as text; outside demo mode the pages do not exist."""

import datetime as dt
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as usual
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client as Browser

from accounts.messages import write_message
from core import clock
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.DEMO = True
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def kept(folder: Path, *, subject: str = "MentorCase: 3 påmindelser", body: str = "2026-0312", name: str = "") -> str:
    """A mail as the file backend keeps it; the key of its page."""
    before = set(folder.glob("*.log"))
    mail = EmailMultiAlternatives(subject, body, to=["mette@demo.example"])
    mail.attach_alternative("<h1>Hej</h1><script>alert(1)</script>", "text/html")
    mail.connection = get_connection("accounts.demo_mail.EmailBackend", file_path=str(folder))
    mail.send()
    (file,) = set(folder.glob("*.log")) - before
    if name:
        file = file.rename(folder / f"{name}.log")
    return file.stem


def shown(address: str) -> str:
    browser = Browser()
    browser.cookies["language"] = "en"
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_newest_stand_first_and_say_that_this_is_a_demo(folder: Path) -> None:
    kept(folder, subject="Den første", name="20261116-070001-1")
    kept(folder, subject="Den anden", name="20261117-070001-1")
    text = shown("/demo/mails/")
    assert text.index("Den anden") < text.index("Den første")
    assert "demo" in text.lower()
    assert "mette@demo.example" in text


def test_nothing_yet(folder: Path) -> None:
    assert "No mail has been written yet." in shown("/demo/mails/")


@pytest.mark.parametrize("name", ["", "20261116-070001-1"])
def test_mails_that_wait_for_their_hour_are_told_by_number_and_hour_alone(folder: Path, name: str) -> None:
    at = clock.now()
    for n in range(2):
        write_message(user=UserFactory(), kind="digest", subject="Anna", body="x", at=at, due_at=at + dt.timedelta(hours=9 + n))
    if name:
        kept(folder, name=name)
    text = shown("/demo/mails/")
    assert "2 mails wait for their hour. The first is sent on " in text
    assert "Anna" not in text
    assert "No mail has been written yet." not in text


def test_one_mail_is_shown_as_text_and_its_html_is_not(folder: Path) -> None:
    key = kept(folder, body="Sag 2026-0312 <b>fed</b> http://127.0.0.1:8000/cases/2026-0312/ \n\nÆrø")
    text = shown(f"/demo/mails/{key}/")
    assert "&lt;b&gt;fed&lt;/b&gt;" in text
    assert '<a href="http://127.0.0.1:8000/cases/2026-0312/"' in text
    assert "Ærø" in text
    assert "alert(1)" not in text


def test_a_link_that_is_as_good_as_a_password_is_left_out(folder: Path) -> None:
    key = kept(folder, body="Åbn http://127.0.0.1:8000/password/reset/key/1-hemmelig/ nu")
    text = shown(f"/demo/mails/{key}/")
    assert "hemmelig" not in text
    assert "/password/reset/key/" not in text


def test_a_mail_stands_on_the_console_of_who_sends_it_too(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    kept(folder, body="Sag 2026-0312 på Ærø\nÅbn http://127.0.0.1:8000/password/reset/key/1-hemmelig/ nu")
    said = capfd.readouterr().out
    assert "To: mette@demo.example\nSubject: MentorCase: 3 påmindelser\n\nSag 2026-0312 på Ærø\nÅbn [a link" in said
    assert "hemmelig" not in said
    assert "<h1>" not in said


def test_a_console_that_is_gone_keeps_no_mail_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = StringIO()
    closed.close()
    monkeypatch.setattr("sys.__stdout__", closed)
    key = kept(folder)
    monkeypatch.setattr("sys.__stdout__", None)
    assert {key, kept(folder)} == {each.stem for each in folder.glob("*.log")}


@pytest.mark.parametrize(
    ("demo", "backend"), [("1", "accounts.demo_mail.EmailBackend"), ("0", "django.core.mail.backends.smtp.EmailBackend")]
)
def test_only_demo_mode_writes_mails_on_the_console(demo: str, backend: str) -> None:
    ask = "from django.conf import settings; print(settings.EMAIL_BACKEND)"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mentorcase.settings",
        "MENTORCASE_DEMO": demo,
        "DATABASE_URL": "postgresql://nobody@/none",
    }
    env |= {"SECRET_KEY": "x", "CPR_KEYS": "{}", "CPR_INDEX_KEY": "x"}
    done = subprocess.run([sys.executable, "-c", ask], cwd=usual.BASE_DIR, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == backend


@pytest.mark.parametrize("key", ["20200101-000000-1", "no-key", "..", "..%2f..%2fenv%2fSECRET_KEY"])
def test_what_is_no_mail_is_not_there(folder: Path, key: str) -> None:
    kept(folder)
    assert Browser().get(f"/demo/mails/{key}/").status_code == 404


def test_half_a_mail_is_passed_over(folder: Path) -> None:
    key = kept(folder)
    (folder / "20261118-070001-1.log").write_bytes(b"")
    assert key in shown("/demo/mails/")


def test_outside_demo_mode_there_are_no_such_pages(folder: Path, settings: Any) -> None:
    key = kept(folder)
    settings.DEMO = False
    assert Browser().get("/demo/mails/").status_code == 404
    assert Browser().get(f"/demo/mails/{key}/").status_code == 404
