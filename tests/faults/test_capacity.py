"""Thirty caseworkers assign, give up, propose and lower capacity on three mentors for a minute: no mentor is ever above capacity, nobody meets
a deadlock or a page that breaks, and who loses is told which mentor filled up and keeps what was chosen and typed."""

import html
import json
import random
import re
import threading
import time
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urlencode

import psycopg
import pytest

from tests.faults.installation import Answer, Installation

pytestmark = pytest.mark.drill

CASEWORKERS, SECONDS = 30, 60
WORDS = "Kender faget og kommer udefra <b>&amp;"

PEOPLE = """
import datetime as dt, json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from cases.enums import ProposalState, State
from core import clock
from mentors.models import Mentor
from tests.factories import *
office = JobcentreFactory(name="Jobcenter Kapacitet", municipality_code="905")
users = [MembershipFactory(jobcentre=office, user__email=f"k{n}@capacity.example").user for n in range(%(caseworkers)d)]
names = ("Karin Toft", "Ærø Ågård", "Bent Skov")
mentors = [MentorFactory(jobcentre=office, name=name, most_clients=3, most_minutes=600, confidentiality_valid_until=None) for name in names]
first = clock.today() + dt.timedelta(days=7)
last = first + dt.timedelta(days=150)
work = []
for user in users:
    mine = []
    for n in range(%(cases)d):
        case = CaseFactory(jobcentre=office, caseworker=user, state=State.MATCH, number=60_000 + len(work) * 100 + n)
        DecisionFactory(case=case, minutes_a_week=120, first_day=first, last_day=last)
        asked = None
        if n %% 4:
            asked = ProposalFactory(case=case, mentor=mentors[n %% 3], state=ProposalState.ACCEPTED, answer_by=last, client_answered_on=clock.today(),
                                    mentor_answered_on=clock.today(), proposed_at=clock.now(), proposed_by=user)
        mine.append([case.ref, str(asked.pk) if asked else "", str(mentors[n %% 3].pk)])
    work.append([user.email, mine])
sessions = {}
for user in users:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    sessions[user.email] = session.session_key
print(json.dumps({"work": work, "sessions": sessions, "mentors": {str(m.pk): m.name for m in mentors}}))
"""

# What is taken of each mentor, in one snapshot with what the mentor takes: clients and minutes from today on.
TAKEN = """
SELECT m.name, m.most_clients, m.most_minutes, count(a.id), coalesce(sum(a.minutes_a_week), 0)
FROM mentors_mentor m LEFT JOIN cases_assignment a ON a.mentor_id = m.id
    AND (a.ended_on IS NULL OR (a.ended_on >= current_date AND a.ended_on >= a.first_day))
WHERE m.name = ANY(%s) GROUP BY m.id
"""


class Fields(HTMLParser):
    """What a browser would send of the page's form that has a field of this name."""

    def __init__(self, has: str) -> None:
        super().__init__(convert_charrefs=True)
        self.has, self.form, self.found = has, {}, {}
        self.select, self.text = "", ""

    def handle_starttag(self, tag, attributes) -> None:
        known = dict(attributes)
        name = known.get("name", "")
        if tag == "form":
            self.form = {}
        elif tag == "input" and name and known.get("type") not in ("submit", "button"):
            if known.get("type") not in ("checkbox", "radio") or "checked" in known:
                self.form.setdefault(name, []).append(known.get("value") or "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in known:
            self.form.setdefault(self.select, []).append(known.get("value") or "")
        elif tag == "textarea":
            self.text = name
            self.form.setdefault(name, [""])

    def handle_endtag(self, tag) -> None:
        if tag == "textarea":
            self.text = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form" and self.has in self.form:
            self.found = self.form

    def handle_data(self, data) -> None:
        if self.text:
            self.form[self.text][0] += data.removeprefix("\n")


def fields(page: str, has: str) -> dict[str, list[str]]:
    reader = Fields(has)
    reader.feed(page)
    assert reader.found, f"no form with {has}"
    return reader.found


class Caseworker(threading.Thread):
    """Presses one button after the other until the time is over; keeps what each page answered."""

    def __init__(self, number: int, installation: Installation, cookies: str, work: list[list[str]], mentors: dict[str, str]) -> None:
        super().__init__()
        self.chance = random.Random(number)
        self.at, self.cookies, self.work, self.mentors = installation, cookies, work, mentors
        self.until = 0.0
        self.seen: Counter[str] = Counter()
        self.wrong: list[str] = []

    def run(self) -> None:
        while time.monotonic() < self.until and self.work:
            ref, proposal, mentor = self.work.pop(0)
            try:
                if self.chance.random() < 0.15:
                    self.change_capacity(self.chance.choice(list(self.mentors)))
                if proposal:
                    self.assign(ref, proposal, mentor)
                else:
                    self.propose(ref, mentor)
            except Exception as error:
                self.wrong.append(repr(error))

    def send(self, what: str, path: str, data: dict[str, list[str]]) -> Answer:
        token = "t" * 32
        body = urlencode({**data, "csrfmiddlewaretoken": [token]}, doseq=True)
        answer = self.at.ask("POST", path, f"{self.cookies}; csrf={token}", body, {"Content-Type": "application/x-www-form-urlencoded"})
        self.seen[f"{what} {answer.status}"] += 1
        if answer.status not in (302, 409, 422):
            self.wrong.append(f"{what}: {answer.status} {answer.body[:300]}")
        return answer

    def assign(self, ref: str, proposal: str, mentor: str) -> None:
        path = f"/cases/{ref}/match/{proposal}/"
        page = self.at.get(path, self.cookies).body
        answer = self.send("assign", path, {"step": ["assign"], "version": fields(page, "version")["version"]})
        if answer.status == 302:
            time.sleep(1 + 2 * self.chance.random())
            self.give_up(ref)
        elif not self.is_told(answer, mentor):
            self.wrong.append(f"assign: not told that {self.mentors[mentor]} filled up: {self.summary(answer)}")

    def give_up(self, ref: str) -> None:
        path = f"/cases/{ref}/startup/unassign/"
        form = fields(self.at.get(path, self.cookies).body, "why")
        if self.send("give up", path, {**form, "why": ["Tiderne passer ikke"]}).status != 302:
            self.wrong.append("give up: refused")

    def propose(self, ref: str, mentor: str) -> None:
        """For a mentor who may be full by now."""
        path = f"/cases/{ref}/match/"
        form = fields(self.at.get(path, self.cookies).body, "answer_by")
        answer = self.send(
            "propose", path, {**form, "mentor": [mentor], "reason": [WORDS], "conflict": ["meeting"], "asked_how": ["phone"]}
        )
        if answer.status == 302:
            return
        if WORDS not in html.unescape(answer.body):
            self.wrong.append("propose: what was typed is lost")
        if not self.is_told(answer, mentor):
            self.wrong.append(f"propose: not told that {self.mentors[mentor]} filled up: {self.summary(answer)}")

    def change_capacity(self, mentor: str) -> None:
        path = f"/mentors/{mentor}/change/"
        form = fields(self.at.get(path, self.cookies).body, "most_clients")
        form["most_clients"] = [str(self.chance.randint(1, 4))]
        form["most_minutes"] = [self.chance.choice(["4", "6", "10"])]
        self.send("capacity", path, form)

    def is_told(self, answer: Answer, mentor: str) -> bool:
        return self.mentors[mentor] in self.summary(answer)

    def summary(self, answer: Answer) -> str:
        """The page's words at its top: the error summary and the alerts."""
        found = re.findall(r'class="[^"]*(?:mc-errsum|alert)[^"]*".*?</(?:section|div)>', answer.body, re.S)
        return html.unescape(re.sub(r"<[^>]+>", " ", " ".join(found)))


def test_thirty_caseworkers_and_three_mentors_for_a_minute(installation: Installation) -> None:
    told = json.loads(installation.shell(PEOPLE % {"caseworkers": CASEWORKERS, "cases": 24}))
    installation.start_web()
    people = [
        Caseworker(number, installation, f"session={told['sessions'][email]}; language=da", work, told["mentors"])
        for number, (email, work) in enumerate(told["work"])
    ]
    names, above, looks = list(told["mentors"].values()), [], 0
    with psycopg.connect(installation.var.stored("DATABASE_OWNER_URL") or "", autocommit=True) as owner:
        dead = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        (before,) = owner.execute(dead).fetchone()
        for person in people:
            person.until = time.monotonic() + SECONDS
            person.start()
        fullest = Counter()
        while any(person.is_alive() for person in people):
            looks += 1
            for name, clients, minutes, taken, taken_minutes in owner.execute(TAKEN, [names]).fetchall():
                fullest[name] = max(fullest[name], taken)
                if taken > clients or taken_minutes > minutes:
                    above.append((name, clients, minutes, taken, taken_minutes))
        time.sleep(1)  # the counters of a backend are written when it is idle
        (after,) = owner.execute(dead).fetchone()
    for person in people:
        person.join()
    seen = sum((person.seen for person in people), Counter())
    wrong = [each for person in people for each in person.wrong]
    print(
        f"{CASEWORKERS} caseworkers, {SECONDS} s: {dict(sorted(seen.items()))}; looked {looks} times, most clients at once {dict(fullest)}"
    )
    assert not above
    assert after == before, "a deadlock"
    assert not wrong, Counter(wrong).most_common(5)
    assert seen["assign 302"] and seen["assign 422"] and seen["propose 422"] and seen["capacity 302"] and seen["give up 302"]
    assert max(fullest.values()) >= 2
