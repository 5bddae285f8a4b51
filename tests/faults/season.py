"""One season of an installation whose clock is moved: its cases are made before it begins, and everything runs through it."""

import datetime as dt
import re
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import redis
from aiosmtpd.controller import Controller
from icalendar import Calendar

from core.days import COPENHAGEN, DAY
from tests.faults.installation import Installation, free_port
from tests.faults.moved_clock import MovedClock
from tests.faults.people import person
from tests.faults.test_reminder_mails import Inbox

# For each day: courses of which the day before was the last, courses that end a week later, and cases that are to be answered; and meetings.
SCENE = """
import datetime as dt
from accounts.actions_profile import make_calendar
from accounts.models import Jobcentre, Membership, User
from cases.actions.notices import renew
from cases.models import Case
from core import clock
from core.db import jobcentre_transaction
from core.days import DAY as ONE, add_months
from tests.factories import *
days, meetings = [dt.date.fromisoformat(each) for each in {days!r}], {meetings!r}
office = Jobcentre.objects.get(municipality_code="901")
here, now, number = dict(jobcentre=office, workplace=None), clock.now(), Case.objects.count()
made = []
for name in ("ida", "mai"):
    user = User.objects.get(email=f"{{name}}@faults.example")
    for day in days:
        for last_day in (day - ONE, day + 7 * ONE):
            number += 1
            first_day = add_months(last_day, -5)
            facts = dict(received_on=first_day - 40 * ONE, consent_on=first_day - 40 * ONE, due_on=last_day, created_at=now)
            case = CaseFactory(**here, **facts, number=number, state=State.RUNNING, caseworker=user,
                               client=ClientFactory(jobcentre=office, cpr=replacement_cpr(number), created_at=now))
            decision = DecisionFactory(case=case, first_day=first_day, last_day=last_day)
            PeriodFactory(case=case, decision=decision, first_day=first_day, last_day=last_day, created_at=now)
            made.append(case)
        number += 1
        case = CaseFactory(**here, number=number, caseworker=user, client=ClientFactory(jobcentre=office, cpr=replacement_cpr(number)),
                           received_on=day - ONE, consent_on=day - ONE, answer_due_on=day, created_at=now)
        made.append(case)
for at in meetings:
    MeetingFactory(case=case, at=dt.datetime.fromisoformat(at))
with jobcentre_transaction(office.pk):
    renew(case_ids=[each.pk for each in made], on=clock.today(), at=now)
    member = Membership.objects.get(user=user, jobcentre=office)
    print(case.ref, make_calendar(member_id=member.pk, by=user, at=now))
"""
WORKS = "SELECT 1 FROM accounts_jobrun WHERE state = 'running'"
MANY = 20
"""Jobs at the broker: with more, the clock waits for the workers."""


class Post(Inbox):
    """A mail server that notes by the moved clock when each mail came."""

    def __init__(self, clock: MovedClock) -> None:
        super().__init__()
        self.clock = clock
        self.came: list[dt.datetime] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's)
        self.came.append(self.clock.now().astimezone(COPENHAGEN))
        return await super().handle_DATA(server, session, envelope)


class Season:
    """`days` are those on which something falls due, `meetings` the instants of meetings of one case."""

    def __init__(self, installation: Installation, clock: MovedClock, *, start: dt.datetime, days: list[str], meetings: list[str]) -> None:
        self.installation, self.clock, self.days = installation, clock, [dt.date.fromisoformat(each) for each in days]
        clock.leap(start)
        self.since = clock.now()
        self.ref, self.secret = installation.shell(SCENE.format(days=days, meetings=meetings)).split()
        self.cookies = installation.sign_in("mai@faults.example")
        self.post, self.port, self.beats_before = Post(clock), free_port(), len(self.beat_log())
        self.settings: dict[str, Any] = {
            "MENTORCASE_DEMO": "0",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.port),
            "EMAIL_FROM": "m@faults.example",
        }

    @contextmanager
    def running(self) -> Iterator[list[float]]:
        """Everything runs, and somebody opens pages; the seconds that each page took."""
        server = Controller(self.post, hostname="127.0.0.1", port=self.port)
        server.start()
        try:
            with person(
                self.installation, pages=("/healthz", "/desk/"), pause=0.1, signed_in=self.stay_signed_in, **self.settings
            ) as seconds:
                for _twice in range(2):
                    self.installation.start_worker(**self.settings)
                self.start_beat("beat")
                with self.busy() as self.clock.busy:
                    yield seconds
                for process in self.installation.others:
                    self.installation.stop(process)
        finally:
            server.stop()
            self.installation.stop_all()

    def start_beat(self, name: str) -> subprocess.Popen[bytes]:
        """The clock waits until it has ticked."""
        ticked = self.installation.var.run / "beat-ticked"
        ticked.unlink(missing_ok=True)
        beat = self.installation.start_beat(name, **self.settings)
        deadline = time.monotonic() + 60
        while not ticked.exists():
            assert time.monotonic() < deadline, self.installation.log(name)
            time.sleep(0.1)
        return beat

    @contextmanager
    def busy(self) -> Iterator[Callable[[], bool]]:
        """Whether jobs wait at the broker, or a nightly run works."""
        var = self.installation.var
        with (
            psycopg.connect(var.stored("DATABASE_OWNER_URL") or "", autocommit=True) as database,
            redis.Redis.from_url((var.stored("REDIS_URL") or "").replace("redis+socket", "unix")) as broker,
        ):
            try:
                yield lambda: broker.llen("celery") > MANY or database.execute(WORKS).fetchone() is not None
            finally:
                self.clock.busy = lambda: False

    def stay_signed_in(self, _cookies: str) -> None:
        """The one who opens pages, for longer than the ten hours of a working day."""
        self.ask("UPDATE django_session SET expire_date = %(until)s", until=self.since + 10 * DAY)

    # What is seen of it

    def ask(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.installation.var.stored("DATABASE_OWNER_URL") or "", autocommit=True) as connection:
            found = connection.execute(statement, {"since": self.since, "days": self.days, "last": self.days[-1], **values})
            return found.fetchall() if found.description else []

    def beat_log(self) -> str:
        return self.installation.log("beat") if (self.installation.var.path / "log" / "beat.log").exists() else ""

    def write_note(self, day: str) -> None:
        """As a caseworker does it now."""
        page = f"/cases/{self.ref}/notes/"
        typed = {"kind": "note", "received_on": day, "words": "Skrevet om natten", "key": str(uuid.uuid4())}
        answer = self.installation.post(page, typed, self.cookies)
        assert answer.status == 302, answer.body

    def hours_of_notes(self) -> list[str]:
        """The hours of the time line, newest first."""
        body = self.installation.get(f"/cases/{self.ref}/timeline/", self.cookies).body
        return re.findall(r"<p class=\"by\">(?:kl. )?(\d\d\.\d\d)", body)

    def calendar(self) -> list[tuple[str, str]]:
        """When the meetings of the feed begin, in Copenhagen, and how long they last."""
        events: list[Any] = Calendar.from_ical(self.installation.get(f"/calendar/{self.secret}.ics").body).walk("VEVENT")
        meetings = [(each.start, each.end) for each in events if isinstance(each.start, dt.datetime)]
        return [(f"{a.astimezone(COPENHAGEN):%d-%m %H:%M}", str(b.astimezone(dt.UTC) - a.astimezone(dt.UTC))) for a, b in meetings]
