"""Mails of reminders word for word, in both languages, as files that people read through: `tests/golden/*.txt` and `*.html`.

After a change of words, write them anew, and read what has changed before it is committed:

    GOLDEN=write script/test -n 0 tests/cases/test_golden_mails.py
    git diff tests/golden
"""

import datetime as dt
import os
import re
import uuid
from pathlib import Path
from typing import Any

import pytest

from accounts.enums import Language
from accounts.models import Jobcentre, Message, User
from cases.digest_mails import mail_of
from cases.enums_notice import NoticeKind, ToldAs
from cases.models import Case, Client, Notice, NoticeRecipient
from mentors.models import Mentor
from tests.factories import AT, DAY

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
ENDS = {"last_day": "2026-12-31", "day": "2026-12-16"}
FACTS: dict[NoticeKind, list[dict[str, Any]]] = {
    NoticeKind.ANSWER: [{"day": "2026-11-19"}],
    NoticeKind.PROPOSAL: [{"day": "2026-11-13", "who": "mentor"}, {"day": "2026-11-13", "who": "client"}],
    NoticeKind.AGREEMENT: [{"day": "2026-11-09"}],
    NoticeKind.EXTENSION: [ENDS],
    NoticeKind.EXTENSION_DECISION: [ENDS],
    NoticeKind.COURSE_OVER: [{"last_day": "2026-11-15"}],
    NoticeKind.SECOND_PERSON: [{"day": "2026-11-11"}],
    NoticeKind.QUIET: [
        {"since": "2026-11-02", "first_day": "2026-10-01", "days": 14},
        {"since": "", "first_day": "2026-11-02", "days": 14},
    ],
    NoticeKind.ENTRIES: [{"day": "2026-11-09"}],
    NoticeKind.QUESTION: [{"since": "2026-10-12", "first_day": "2026-07-01"}, {"since": "", "first_day": "2026-10-19"}],
    NoticeKind.NOT_WORKING: [{"day": "2026-11-18"}],
    NoticeKind.MEASUREMENT: [{"point": "during", "months": 3, "day": "2026-11-16"}],
    NoticeKind.FOLLOW_UP: [{"point": "m3", "day": "2026-11-16"}],
    NoticeKind.APPEAL: [{"day": "2026-11-23"}],
    NoticeKind.PROTECTION: [{"day": "2026-12-14", "case": "2026-0330"}],
    NoticeKind.DECLARATION: [{"day": "2026-12-16"}],
}
JOBCENTRE = Jobcentre(name="Jobcenter Egebæk")


def key(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)


def row(number: int, kind: NoticeKind, facts: dict[str, Any], told_as: ToldAs) -> NoticeRecipient:
    """In memory only, with keys that are the same each time. The client and the mentor have names, which no mail may show."""
    about: dict[str, Any] = {"case": Case(pk=key(number), year=2026, number=300 + number, jobcentre=JOBCENTRE)}
    if kind == NoticeKind.PROTECTION:
        about = {"client": Client(pk=key(number), given_name="Ida", family_name="Skovgaard")}
    if kind == NoticeKind.DECLARATION:
        about = {"mentor": Mentor(pk=key(number), name="Åse Ærø")}
    level = 4 if kind == NoticeKind.EXTENSION else 1
    notice = Notice(pk=key(number), kind=kind, level=level, due_on=DAY, about=key(900 + number), facts=facts, jobcentre=JOBCENTRE, **about)
    return NoticeRecipient(pk=key(number), notice=notice, told_as=told_as, told_at=AT)


def of_every_kind() -> list[NoticeRecipient]:
    every = [(kind, facts) for kind in NoticeKind for facts in FACTS[kind]]
    own = [row(number, kind, facts, ToldAs.CASEWORKER) for number, (kind, facts) in enumerate(every, 1)]
    others = [
        row(51, NoticeKind.EXTENSION, ENDS, ToldAs.SUBSTITUTE),
        row(52, NoticeKind.SECOND_PERSON, FACTS[NoticeKind.SECOND_PERSON][0], ToldAs.MANAGER),
        row(53, NoticeKind.QUIET, FACTS[NoticeKind.QUIET][0], ToldAs.MANAGER),
    ]
    return own + others


def mail(language: Language, listed: list[NoticeRecipient]) -> Message:
    user = User(name="Mette Lindegaard", email="mette@example.org", language=language)
    return mail_of(key="golden", user=user, jobcentre=JOBCENTRE, listed=listed, at=AT, due_at=AT)


MAILS = {
    "all-kinds": of_every_kind,
    "one": lambda: [row(12, NoticeKind.EXTENSION, ENDS, ToldAs.CASEWORKER)],
}


@pytest.fixture(autouse=True)
def address(settings: Any) -> None:
    settings.PUBLIC_URL = "https://mentor.example.dk"


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", MAILS)
def test_a_mail_is_as_it_was_read_through(name: str, language: Language) -> None:
    found = mail(language, MAILS[name]())
    for ending, text in (("txt", f"{found.subject}\n\n{found.body}"), ("html", found.html)):
        file = GOLDEN / f"mail-{name}-{language}.{ending}"
        if os.environ.get("GOLDEN") == "write":
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8"), f"{file.name} is another one now: see the top of this file"


def test_every_kind_of_reminder_stands_in_one_of_them() -> None:
    assert set(FACTS) == set(NoticeKind)


@pytest.mark.parametrize("language", list(Language))
def test_text_and_html_say_the_same(language: Language) -> None:
    found = mail(language, of_every_kind())
    plain = " ".join(re.sub(r"<[^>]+>", " ", found.html).split())
    for line in found.body.splitlines():
        words = line.removeprefix("* ").split(": https://")[0].strip()
        for part in words.split(": ", 1):
            assert part in plain.replace(" : ", ": ").replace("&#x27;", "'"), line


@pytest.mark.parametrize("language", list(Language))
def test_no_mail_names_anybody(language: Language) -> None:
    found = mail(language, of_every_kind())
    for name in ("Ida", "Skovgaard", "Åse", "Ærø", "Mette", "Lindegaard"):
        assert name not in found.subject + found.body + found.html


def test_a_days_end_is_a_day_of_the_calendar() -> None:
    """The facts above are days as the rules write them."""
    for rows in FACTS.values():
        for facts in rows:
            assert all(dt.date.fromisoformat(value) for name, value in facts.items() if "day" in name and name != "days")
