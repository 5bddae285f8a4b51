"""Mails of demo mode go nowhere: each is a file, which a page shows, and its text stands on the console of whoever sends it."""

import re
import sys
from contextlib import suppress

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend as FileBackend

SECRET = re.compile(r"\S+/password/reset/key/\S+")
"""Links that are as good as a password: they stand in the file alone, because a console is kept as a log and the page is open to everybody."""


class EmailBackend(FileBackend):
    def write_message(self, message: EmailMessage) -> None:
        super().write_message(message)
        with suppress(OSError, ValueError):  # with a console that is full or gone it is sent all the same
            # Celery makes lines of the log of what is printed; this is the console itself.
            print(on_console(message), file=sys.__stdout__, flush=True)


def on_console(message: EmailMessage) -> str:
    """To whom, what about, and its plain text."""
    text = SECRET.sub("[a link that works once; it stands in the file of the mail]", str(message.body)).strip()
    return f"{'-' * 30} mail {'-' * 30}\nTo: {', '.join(message.to)}\nSubject: {message.subject}\n\n{text}\n{'-' * 66}"
