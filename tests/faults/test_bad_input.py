"""What no form of ours sends, at every address: a message at the field or a 4xx page, never a 500, and what was typed is still there."""

import html
import json
import re
import uuid
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client as Browser

from accounts.enums import Role
from cases.models import Case, Client
from core import clock
from core.days import DAY, WEEK
from mentors.models import Mentor
from tests.cases.closing_scene import ended
from tests.cases.course_scene import running
from tests.cases.everything_scene import addressed, write_everything
from tests.cases.extension_scene import asked, prepared
from tests.cases.repair_scene import handed, neighbour
from tests.factories import CaseFactory, JobcentreFactory, MembershipFactory, MentorFactory, ProposalFactory
from tests.faults.addresses import addresses

pytestmark = pytest.mark.django_db

NAME = "Ærøskøbing'\"><script>alert(1)</script>"
NUL = "before\x00after"
MEGABYTE = "å" * 500_000
MARKS = [f"{instant}_{uuid.UUID(int=1)}" for instant in ("0001-01-01T00:00:00%2B23:59", "9999-12-31T23:59:59-23:59")]
OF_THE_END = re.compile("/(followup|reopen|benefit|view|feedback|appeals|contacts|goals|notes|repair|close)/")
ENDS_SESSION = ("/logout/", "/login/")
FIELD = re.compile(r"<(?:input|select|textarea|button)\b[^>]*?\bname=\"([^\"]+)\"")
TEXT_FIELD = re.compile(r"<(?:input[^>]*type=\"text\"|textarea)[^>]*?\bname=\"([^\"]+)\"")


@pytest.fixture
def office() -> Any:
    return JobcentreFactory()


@pytest.fixture
def every_address(office: Any, client: Any) -> list[str]:
    """Of the caseworker all; of the administrator and the manager what the caseworker cannot open."""
    case, mentor = CaseFactory(jobcentre=office), MentorFactory(jobcentre=office)
    proposal = ProposalFactory(case=case, mentor=mentor)
    found = addresses(ref=case.ref, proposal=str(proposal.pk), mentor=str(mentor.pk), pk=str(mentor.pk), id=str(mentor.pk))
    assert len(found) > 40
    if client.member.role == Role.ADMINISTRATOR:
        return [each for each in found if each.startswith(("/admin/", "/status/", "/audit/", "/jobcentre/"))]
    if client.member.role == Role.MANAGER:
        return ["/approvals/"]
    return [each for each in found if not each.startswith("/admin/") or each == "/admin/"]


@pytest.fixture
def with_courses(every_address: list[str], office: Any, client: Any) -> list[str]:
    """The same, and the pages of a course that runs and asks for an extension, of one whose decision waits for a manager, and of one that
    has ended."""
    if client.member.role == Role.ADMINISTRATOR:
        return every_address
    now = clock.now()
    runs, _assignment, by = running(at=now - 20 * WEEK)
    stopped, _assignment, _by = ended(at=now - 60 * DAY)
    second, _assignment, _by = running(at=now - 20 * WEEK)
    write_everything(runs, by, at=now)
    asked(runs, by, at=now, last_day=runs.periods.get().last_day + 90 * DAY)
    for case in (runs, stopped, second):
        Mentor.objects.filter(assignments__case=case).update(jobcentre=office)
        Client.objects.filter(pk=case.client_id).update(jobcentre=office)
        Case.objects.filter(pk=case.pk).update(jobcentre=office)
    there = neighbour()
    strange = CaseFactory(jobcentre=there.jobcentre, caseworker=there.user)
    places = {"approval": str(prepared(second).pk), "handover": str(handed(strange, office, there.user, at=now).pk)}
    found = addresses(**places, **addressed(runs)) + addresses(**places, **addressed(stopped))
    if client.member.role == Role.MANAGER:
        return [each for each in dict.fromkeys(found) if each.startswith("/approvals/")]
    shown = [each for each in dict.fromkeys(found) if runs.ref in each or each.startswith(("/approvals/", "/handovers/"))]
    return [*every_address, *shown, *(each for each in found if stopped.ref in each and OF_THE_END.search(each))]


@pytest.fixture(params=["new", pytest.param("courses", marks=pytest.mark.drill)])
def pages_and_turns(request: pytest.FixtureRequest) -> tuple[list[str], int]:
    """Every time those of a new case, each with a sixth of what is tried, by turns; in the drill those of a whole course, too, with all."""
    new = request.param == "new"
    return request.getfixturevalue("every_address" if new else "with_courses"), 6 if new else 1


@pytest.fixture(params=[Role.CASEWORKER, Role.MANAGER, Role.ADMINISTRATOR])
def client(request: pytest.FixtureRequest, office: Any) -> Iterator[Browser]:
    """Somebody signed in, and at the end the list of everything that ended in a 500."""
    client = Browser(raise_request_exception=False)
    member = MembershipFactory(jobcentre=office, role=request.param)
    member.user.is_staff = request.param == Role.ADMINISTRATOR
    member.user.save()
    client.member = member  # type: ignore[attr-defined]
    client.force_login(member.user)
    client.faults = []  # type: ignore[attr-defined]
    yield client
    assert client.faults == []  # type: ignore[attr-defined]


def refused_or_answered(client: Browser, method: str, address: str, **more: Any) -> Any:
    response = client.generic(method, address, **more)
    if response.status_code >= 500:
        client.faults.append(f"{method} {address[:200]} {str(more)[:120]}: {response.status_code}")  # type: ignore[attr-defined]
    if address.startswith(ENDS_SESSION):
        client.force_login(client.member.user)  # type: ignore[attr-defined]
    return response


@cache
def quoted(value: str) -> str:
    return quote(value)  # of a megabyte, and it goes to every form


def form(**fields: Any) -> dict[str, Any]:
    data = "&".join(
        f"{quoted(name)}={quoted(str(each))}" for name, value in fields.items() for each in (value if isinstance(value, list) else [value])
    )
    return {"data": data, "content_type": "application/x-www-form-urlencoded"}


def test_methods_nobody_uses(client: Browser, pages_and_turns: tuple[list[str], int]) -> None:
    pages, turns = pages_and_turns
    for number, address in enumerate(pages):
        for method in ("OPTIONS", "DELETE", "BREW")[number % min(3, turns) :: turns]:
            refused_or_answered(client, method, address)


def test_queries_nobody_types(client: Browser, pages_and_turns: tuple[list[str], int]) -> None:
    pages, turns = pages_and_turns
    queries = [
        "q=%00&page=%00",
        "%00=1",
        "page=-1&page=x&page=99999999999999999999&sort=%27%22%3B--&order=x&state=nothing&team=x&who=x&mentor=x&type=x&cpr=1&before=x&case=x&q="
        + "%ff%fe%ed%a0%80",
        f"q={quote(NAME)}&next=//evil.example&before=9999-99-99",
        "before=0001-01-01T00:00:00%2B23:59&day=0000-00-00&year=-5",
        *(f"before={mark}&after={mark}" for mark in MARKS),
    ]
    for number, address in enumerate(pages):
        for query in queries[number % turns :: turns]:
            response = refused_or_answered(client, "GET", f"{address}?{query}")
            assert b"<script>alert" not in response.content


def test_nul_bytes_and_broken_letters_in_the_path(client: Browser, every_address: list[str]) -> None:
    for address in every_address:
        for path in (f"{address}%00", f"{address}%00/", f"{address}%ff", f"{address}..%2f..%2fetc/passwd", f"{address}{'x' * 3000}"):
            assert refused_or_answered(client, "GET", path).status_code in (301, 302, 400, 403, 404), path
    for ref in ("9999-999999999", "0000-0000", "2026-٣٣٣٣", "2026-%00001", "2026-1"):
        assert refused_or_answered(client, "GET", f"/cases/{ref}/").status_code in (400, 403, 404)


def test_bodies_that_are_no_form(client: Browser, pages_and_turns: tuple[list[str], int]) -> None:
    pages, turns = pages_and_turns
    bodies = [
        {"data": b"", "content_type": "application/x-www-form-urlencoded"},
        {"data": b"\xff\xfe%ff=%ff&%00=%00&=&&&", "content_type": "application/x-www-form-urlencoded"},
        {"data": json.dumps({"version": {"a": []}}), "content_type": "application/json"},
        {"data": b"--x\r\nbroken", "content_type": "multipart/form-data; boundary=x"},
        {"data": b"version=1", "content_type": "application/x-www-form-urlencoded; charset=klingon"},
        {"data": b"&".join(b"f%d=1" % n for n in range(600)), "content_type": "application/x-www-form-urlencoded"},
    ]
    for number, address in enumerate(pages):
        for body in bodies[number % turns :: turns]:
            refused_or_answered(client, "POST", address, **body)


VALUES: tuple[str | list[str], ...] = (
    NAME,
    NUL,
    "-1",
    "99999999999999999999",
    "31-02-2026",
    "0000-00-00",
    "NaN",
    "1e999",
    "٣",
    ["1", "2", NAME],
    "å" * 20_000,
    " ",
    "{{ x }}%(y)s",
)


@pytest.mark.parametrize("each_value", [False, pytest.param(True, marks=pytest.mark.drill)])
def test_values_that_nobody_types(client: Browser, with_courses: list[str], each_value: bool) -> None:
    """Each form is asked for its fields; then all of them get the same bad value (a quarter of these by turns, in the drill each)."""
    forms = 0
    for address in with_courses:
        page = refused_or_answered(client, "GET", address)
        if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
            continue
        fields = sorted(
            set(FIELD.findall(page.content.decode())) - {"csrfmiddlewaretoken", "draft", "discard_draft", "language", "jobcentre", "next"}
        )
        if not fields:
            continue
        forms += 1
        typed = set(TEXT_FIELD.findall(page.content.decode()))
        for value in VALUES if each_value else [NAME, *VALUES[1 + forms % 4 :: 4]]:
            response = refused_or_answered(client, "POST", address, **form(**dict.fromkeys(fields, value)))
            if response.headers["Content-Type"] == "application/pdf":
                continue  # a look at a letter; what stands in it is held to `tests/cases/actions/test_letters.py`
            text = response.content.decode()
            assert "<script>alert" not in text, address
            if response.status_code == 422 and value == NAME and typed:
                assert html.escape(NAME) in text, f"{address} lost what was typed"
        if each_value or forms % 2:
            refused_or_answered(client, "POST", address, **form(**{fields[0]: MEGABYTE, **dict.fromkeys(fields[1:], "x")}))
        if each_value or not forms % 2:
            refused_or_answered(client, "POST", address, **form(draft="1", **{**dict.fromkeys(fields, NUL), fields[-1]: MEGABYTE}))
    assert forms > {Role.CASEWORKER: 80, Role.MANAGER: 0}.get(client.member.role, -1)  # type: ignore[attr-defined]


def test_a_foreign_or_missing_token_is_our_page_and_changes_nothing(client: Browser, pages_and_turns: tuple[list[str], int]) -> None:
    pages, turns = pages_and_turns
    strict = Browser(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(client.member.user)  # type: ignore[attr-defined]
    for number, address in enumerate(pages):
        for more in ({}, {"csrfmiddlewaretoken": "x" * 64}, {"csrfmiddlewaretoken": NUL})[number % min(3, turns) :: turns]:
            response = strict.post(address, more)
            assert response.status_code == 403, address
            assert b"<h1" in response.content
            assert response.headers["Cache-Control"] == "no-store"
        strict.force_login(client.member.user)  # type: ignore[attr-defined]
