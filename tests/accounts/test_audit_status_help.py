"""The auditor's list, the state of the jobs, the help page, and the notice that the jobs are silent."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils.translation import override

from accounts import views
from accounts.audit import seen
from accounts.enums import AccessKind, Role, SubjectKind
from accounts.models import AccessEvent, Heartbeat, Membership
from core import clock
from tests.factories import AT, CaseFactory, MembershipFactory, UserFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor() -> Membership:
    return MembershipFactory(role=Role.AUDITOR, user__language="en")


def of(member: Membership) -> Browser:
    browser = Browser()
    browser.force_login(member.user)
    return browser


def read(member: Membership, ids: list[uuid.UUID], at: dt.datetime = AT, kind: AccessKind = AccessKind.PAGE) -> None:
    seen(
        kind=kind,
        subject_kind=SubjectKind.CASE,
        subject_ids=ids,
        jobcentre_id=member.jobcentre_id,
        user_id=member.user_id,
        page="case",
        at=at,
    )


def test_reads_show_who_when_how_and_whose(auditor: Membership) -> None:
    clerk = MembershipFactory(jobcentre=auditor.jobcentre)
    case = CaseFactory(jobcentre=auditor.jobcentre)
    read(clerk, [case.pk], kind=AccessKind.REVEAL)
    response = of(auditor).get("/audit/")
    (row,) = response.context["rows"]
    with override("en"):  # the words are chosen when they are shown
        shown = (row["who"], str(row["how"]), row["whom"], str(row["page"]))
    assert shown == (clerk.user.name, "CPR number shown", case.ref, "The case")
    assert case.client.name not in response.content.decode()


def test_another_jobcentres_reads_are_not_shown(auditor: Membership) -> None:
    other = MembershipFactory()
    read(other, [CaseFactory(jobcentre=other.jobcentre).pk])
    assert of(auditor).get("/audit/").context["rows"] == []


def test_opening_the_log_is_logged(auditor: Membership) -> None:
    of(auditor).get("/audit/")
    event = AccessEvent.objects.get(user_id=auditor.user_id)
    assert (event.kind, event.subject_kind, event.subject_id) == (AccessKind.LOG, SubjectKind.JOBCENTRE, auditor.jobcentre_id)


def test_many_reads_of_one_instant_are_walked_without_losing_one(auditor: Membership) -> None:
    """A list of persons is logged in one instant, so the time alone cannot say where a page ended."""
    ids = [uuid.uuid4() for _ in range(120)]
    read(auditor, ids)
    found: list[str] = []
    address = "/audit/"
    while address:
        context = of(auditor).get(address).context
        found += [row["whom"] for row in context["rows"] if str(row["how"]) == "Opened"]
        address = f"/audit/{context['older_url']}" if context["older_url"] else ""
    assert sorted(found) == sorted(str(each)[:8] for each in ids)


@pytest.mark.parametrize("mark", ["x", "2026-01-01T00:00:00+00:00", "_", "2026-01-01T00:00:00+00:00_x", "9" * 400])
def test_an_invented_place_shows_the_top(auditor: Membership, mark: str) -> None:
    read(auditor, [uuid.uuid4()])
    response = of(auditor).get("/audit/", {"before": mark})
    assert response.status_code == 200
    assert len(response.context["rows"]) == 1
    assert "This place in the list does not exist." in response.content.decode()


def test_the_reads_of_one_case(auditor: Membership) -> None:
    case, other = CaseFactory(jobcentre=auditor.jobcentre), CaseFactory(jobcentre=auditor.jobcentre)
    read(auditor, [case.pk, other.pk])
    assert [row["whom"] for row in of(auditor).get("/audit/", {"case": case.ref}).context["rows"]] == [case.ref]


@pytest.mark.parametrize("ref", ["2026-9999", "x", "'\"><script>", "9" * 5000])
def test_a_case_that_is_not_there_is_said_at_the_field(auditor: Membership, ref: str) -> None:
    elsewhere = CaseFactory(number=4711)
    for text in (ref, elsewhere.ref):
        page = of(auditor).get("/audit/", {"case": text}).content.decode()
        assert "There is no case with this number in your jobcentre." in page
        assert "<script>" not in page


def test_the_log_costs_the_same_for_1_and_50_rows(auditor: Membership) -> None:
    cases = [CaseFactory(jobcentre=auditor.jobcentre) for _ in range(3)]
    read(auditor, [cases[0].pk])
    browser = of(auditor)
    with statements() as few:
        browser.get("/audit/")
    read(auditor, [case.pk for case in cases] * 20)
    with statements() as many:
        browser.get("/audit/")
    assert len(many) == len(few) <= 8, "\n".join(many)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.MANAGER, Role.ADMINISTRATOR])
def test_only_an_auditor_opens_the_log(role: Role) -> None:
    response = of(MembershipFactory(role=role, user__language="en")).get("/audit/")
    assert response.status_code == 403
    assert "Only an auditor opens the read log." in response.content.decode()


# The jobs


def words(response: Any) -> list[str]:
    return [str(row["words"]) for row in response.context["rows"]]


def test_jobs_that_run_are_said_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "broker_answers", lambda: True)
    for name in ("worker", "housekeeping"):
        Heartbeat.objects.create(name=name, at=clock.now())
    found = words(of(MembershipFactory(role=Role.ADMINISTRATOR, user__language="en")).get("/status/"))
    assert found[:3] == ["It answers.", "They run.", "It has run."]


def test_silence_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "broker_answers", lambda: False)
    Heartbeat.objects.create(name="worker", at=clock.now() - dt.timedelta(minutes=4))
    Heartbeat.objects.create(name="housekeeping", at=clock.now() - dt.timedelta(hours=37))
    found = words(of(MembershipFactory(role=Role.MANAGER, user__language="en")).get("/status/"))
    assert found[0].startswith("It does not answer.")
    assert found[1].startswith("They have been silent")
    assert found[2].startswith("It has not run last night")


def test_a_broker_that_is_not_there_is_no_fault(settings: Any) -> None:
    from celery import current_app

    before = current_app.conf.broker_url
    current_app.conf.broker_url = "redis://127.0.0.1:1/0"
    try:
        response = of(MembershipFactory(role=Role.MANAGER, user__language="en")).get("/status/")
    finally:
        current_app.conf.broker_url = before
    assert response.status_code == 200
    assert words(response)[0].startswith("It does not answer.")


def test_the_platform_administrator_sees_the_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "broker_answers", lambda: True)
    browser = Browser()
    browser.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert browser.get("/status/").status_code == 200


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUDITOR])
def test_others_do_not_see_the_jobs(role: Role) -> None:
    assert of(MembershipFactory(role=role)).get("/status/").status_code == 403


@pytest.mark.parametrize(("minutes", "notice"), [(0, False), (2, False), (4, True)])
def test_every_page_says_that_the_jobs_are_silent(minutes: int, notice: bool) -> None:
    Heartbeat.objects.create(name="worker", at=clock.now() - dt.timedelta(minutes=minutes))
    browser = of(MembershipFactory(user__language="en"))
    for address in ("/desk/", "/cases/", "/help/"):
        assert ("The background jobs have not answered since" in browser.get(address).content.decode()) == notice


# Help


@pytest.mark.parametrize(("language", "heading"), [("da", 'lang="da"'), ("en", "The five steps")])
@pytest.mark.parametrize("role", Role)
def test_help_opens_for_everybody_who_is_signed_in(role: Role, language: str, heading: str) -> None:
    page = of(MembershipFactory(role=role, user__language=language)).get("/help/").content.decode()
    assert heading in page
    assert "udtrapning" in page
    for anchor in ("scheme", "steps", "rules", "difference", "words", "six-months", "voluntary"):
        assert f'id="{anchor}"' in page


def test_help_keeps_the_pilots_figures_apart() -> None:
    page = of(MembershipFactory(user__language="en")).get("/help/").content.decode()
    for figure in ("208", "142", "66", "23", "4 in flexible jobs", "24", "20 had kept"):
        assert figure in page
