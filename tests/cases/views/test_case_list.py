"""The list of cases: newest first, filtered by the address, from row to row, in few statements and few bytes."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.enums import AccessKind, Role
from accounts.models import AccessEvent, Membership
from cases.enums import State
from cases.views import lists
from tests.factories import AssignmentFactory, CaseFactory, MembershipFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db


def refs(response: Any) -> list[str]:
    return [row["ref"] for row in response.context["rows"]]


def test_newest_first_with_mentor_and_deadline(browser: Browser, member: Membership) -> None:
    old = CaseFactory(jobcentre=member.jobcentre, year=2025, number=9000)
    new = CaseFactory(jobcentre=member.jobcentre, year=2026, number=1, state=State.STARTUP, due_on=dt.date(2026, 1, 2))
    mentor = AssignmentFactory(case=new).mentor
    response = browser.get("/cases/")
    assert refs(response) == [new.ref, old.ref]
    row = response.context["rows"][0]
    assert (row["name"], row["mentor"], row["caseworker"], row["over"]) == (new.client.name, mentor.name, new.caseworker.name, True)
    assert row["due"] == "Fri 2 Jan 2026"


def test_a_mentor_whose_assignment_was_given_up_is_not_shown(browser: Browser, member: Membership) -> None:
    case = CaseFactory(jobcentre=member.jobcentre, state=State.MATCH)
    AssignmentFactory(case=case, first_day=dt.date(2026, 12, 1), ended_on=dt.date(2026, 11, 30))
    assert browser.get("/cases/").context["rows"][0]["mentor"] == ""


def test_another_jobcentres_cases_do_not_exist(browser: Browser) -> None:
    CaseFactory()
    response = browser.get("/cases/")
    assert refs(response) == []
    assert "No case fits these choices." in response.content.decode()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_reads_no_cases_gets_no_list(role: Role) -> None:
    browser = Browser()
    browser.force_login(MembershipFactory(role=role).user)
    assert browser.get("/cases/").status_code == 403


def test_filters_stand_in_the_address(browser: Browser, member: Membership) -> None:
    mine = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.MATCH)
    theirs = CaseFactory(jobcentre=member.jobcentre, state=State.CHALLENGES)
    closed = CaseFactory(jobcentre=member.jobcentre, state=State.ENDED)

    def found(query: str) -> set[str]:
        return set(refs(browser.get(f"/cases/{query}")))

    assert found("") == {mine.ref, theirs.ref}
    assert found("?whose=mine") == {mine.ref}
    assert found("?step=challenges") == {theirs.ref}
    assert found("?which=closed") == {closed.ref}
    assert found("?which=all") == {mine.ref, theirs.ref, closed.ref}
    assert found("?step=ended") == {closed.ref}
    assert found("?step=match&whose=mine&which=open") == {mine.ref}


def test_every_pill_can_be_taken_back(browser: Browser, member: Membership) -> None:
    found = browser.get("/cases/?step=match&whose=mine").context
    assert [pill["url"] for pill in found["which_pills"]] == [
        "/cases/?whose=mine",
        "/cases/?whose=mine&which=closed",
        "/cases/?whose=mine&which=all",
    ]
    assert found["step_pills"][0]["url"] == "/cases/?whose=mine"
    assert found["whose_pills"][0]["url"] == "/cases/?step=match&whose=all"
    assert [str(pill["label"]) for pill in [*found["which_pills"], *found["step_pills"], *found["whose_pills"]] if pill["current"]] == [
        "Match",
        "Mine",
    ]


def test_an_unknown_choice_is_named_and_left_out(browser: Browser, member: Membership) -> None:
    case = CaseFactory(jobcentre=member.jobcentre)
    response = browser.get("/cases/?step=<b>&whose=x&which=y&after=abc&before=")
    assert refs(response) == [case.ref]
    assert "There is no choice “&lt;b&gt;” here." in response.content.decode()
    assert len(response.context["unknown"]) == 4


def test_walking_down_and_up_again_loses_nothing(browser: Browser, member: Membership) -> None:
    cases = [CaseFactory(jobcentre=member.jobcentre, year=2024 + n % 3, number=5000 + n) for n in range(60)]
    expected = [case.ref for case in sorted(cases, key=lambda case: (case.year, case.number), reverse=True)]
    pages, address = [], "/cases/"
    while address:
        response = browser.get(address)
        pages.append(refs(response))
        address = response.context["older_url"]
    assert [ref for page in pages for ref in page] == expected
    address = response.context["newer_url"]
    assert refs(browser.get(address)) == pages[-2]
    assert refs(browser.get(browser.get(address).context["newer_url"])) == pages[0]
    assert browser.get(browser.get(address).context["newer_url"]).context["newer_url"] == ""


@pytest.mark.parametrize("mark", ["2026-99999999999", "2026-12x", "0000-0000", "9999-999999999", "-"])
def test_an_impossible_place_is_no_fault(browser: Browser, member: Membership, mark: str) -> None:
    CaseFactory(jobcentre=member.jobcentre)
    assert browser.get("/cases/", {"after": mark}).status_code == 200
    assert browser.get("/cases/", {"before": mark}).status_code == 200


def test_beyond_a_thousand_nobody_counts(browser: Browser, member: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "COUNTED", 3)
    for number in range(3):
        CaseFactory(jobcentre=member.jobcentre, number=7000 + number)
    assert browser.get("/cases/").context["count_words"] == "3 cases"
    CaseFactory(jobcentre=member.jobcentre, number=7003)
    assert browser.get("/cases/").context["count_words"] == "over 3 cases"


def test_who_is_shown_is_logged(browser: Browser, member: Membership) -> None:
    case = CaseFactory(jobcentre=member.jobcentre)
    browser.get("/cases/")
    rows = AccessEvent.objects.filter(kind=AccessKind.LIST, user_id=member.user_id, page="case_list")
    assert [row.subject_id for row in rows] == [case.pk]


def test_the_list_costs_the_same_for_1_and_25_rows_and_is_small(browser: Browser, member: Membership) -> None:
    AssignmentFactory(case=CaseFactory(jobcentre=member.jobcentre, state=State.STARTUP))
    with statements() as few:
        browser.get("/cases/")
    for _ in range(29):
        AssignmentFactory(case=CaseFactory(jobcentre=member.jobcentre, state=State.STARTUP))
    with statements() as many:
        response = browser.get("/cases/")
    assert len(refs(response)) == 25
    assert len(many) == len(few) <= 8, "\n".join(many)
    assert len(set(many)) == len(many)
    assert len(response.content) < 60_000


def test_no_cpr_number_is_opened_for_a_list(browser: Browser, member: Membership) -> None:
    CaseFactory(jobcentre=member.jobcentre)
    with statements() as found:
        browser.get("/cases/")
    assert not [each for each in found if "cpr" in each]
