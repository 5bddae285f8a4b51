"""Demo mode only: the mails that would have been sent, read from the files in which they are kept. Outside it these pages do not exist."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.demo_mail import SECRET
from accounts.messages import message_counts
from core import clock

MOST = 50
FILE = re.compile(r"\d{8}-\d{6}-\d+")
"""As Django's file backend names them: when, and which connection."""
AFTER_EACH = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True, slots=True)
class DemoMail:
    """What a page shows of a mail. `text` is its plain part; links that are as good as a password are left out of it."""

    key: str
    to: str
    subject: str
    at: dt.datetime | None
    text: str

    @property
    def url(self) -> str:
        return reverse("demo_mail", args=[self.key])


@login_not_required
def mails(request: HttpRequest) -> HttpResponse:
    """The newest mails, and how many wait for their hour."""
    _demo_only()
    return render(request, "accounts/demo_mails.html", {"mails": list(newest()), "mail": message_counts(at=clock.now())})


@login_not_required
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """One mail, as text: whatever stands in its HTML is not run."""
    _demo_only()
    found = _read(_folder() / f"{key}.log") if FILE.fullmatch(key) else None
    if found is None:
        raise Http404
    return render(request, "accounts/demo_mail.html", {"mail": found})


def newest() -> Iterator[DemoMail]:
    """The newest first, at most fifty. The names of the files begin with their time."""
    files = sorted((each for each in _folder().glob("*.log") if FILE.fullmatch(each.stem)), key=lambda each: each.name, reverse=True)
    for file in files[:MOST]:
        if (found := _read(file)) is not None:
            yield found


def _demo_only() -> None:
    if not settings.DEMO:
        raise Http404


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _read(file: Path) -> DemoMail | None:
    """None for a file that is gone or not written yet."""
    try:
        raw = file.read_bytes().split(AFTER_EACH)[0]
    except OSError:
        return None
    message = message_from_bytes(raw, policy=policy.default)
    plain = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
    if not raw or plain is None:
        return None
    left_out = _("[a link that works once; it stands in the file of the mail]")
    return DemoMail(
        key=file.stem,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        at=_instant(str(message["Date"] or "")),
        text=SECRET.sub(left_out, str(plain.get_content())).strip(),
    )


def _instant(text: str) -> dt.datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
