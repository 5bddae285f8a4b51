"""The state of the jobs, and the notice on every page that they or the nightly run are silent."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.utils.translation import override

from accounts import views_status
from accounts.enums import Role, RunState
from accounts.jobs import NIGHTLY
from accounts.messages import write_message
from accounts.models import Heartbeat, JobRun, Membership, User
from core import clock
from tests.factories import CaseFactory, MembershipFactory, UserFactory
from tests.pages import signed_in
from tests.statements import statements

pytestmark = pytest.mark.django_db

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers, and nothing waits."""
    monkeypatch.setattr(views_status, "queue_length", lambda: 0)


def manager(**fields: Any) -> Membership:
    return MembershipFactory(role=Role.MANAGER, user__language="en", **fields)


def status(member: Membership) -> Any:
    return signed_in(member).get("/status/")


def ran(**fields: Any) -> JobRun:
    at = clock.now()
    known = {"on": clock.today(), "begun_at": at - 2 * MINUTE, "beat_at": at, "finished_at": at, "state": RunState.DONE}
    return JobRun.objects.create(name=NIGHTLY, **{**known, **fields})


def words(response: Any) -> list[str]:
    return [str(row["words"]) for row in response.context["rows"]]


def job(response: Any, name: str) -> dict[str, Any]:
    (found,) = (row for row in response.context["jobs"] if row["label"] == views_status.JOBS[name])
    return found


def test_jobs_that_run_are_said_to_run() -> None:
    Heartbeat.objects.create(name="worker", at=clock.now())
    response = status(MembershipFactory(role=Role.ADMINISTRATOR, user__language="en"))
    assert words(response) == ["It answers.", "They run."]
    assert "Nothing waits in its queue." in response.content.decode()


def test_silence_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_status, "queue_length", lambda: None)
    Heartbeat.objects.create(name="worker", at=clock.now() - 4 * MINUTE)
    found = words(status(manager()))
    assert found[0].startswith("It does not answer.")
    assert found[1].startswith("They have been silent")


def test_what_waits_at_the_broker_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_status, "queue_length", lambda: 1)
    assert "1 job waits in its queue." in status(manager()).content.decode()
    monkeypatch.setattr(views_status, "queue_length", lambda: 4200)
    assert "4,200 jobs wait in its queue." in status(manager()).content.decode()


def test_a_broker_that_is_not_there_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    from celery import current_app

    monkeypatch.undo()
    before = current_app.conf.broker_url
    current_app.conf.broker_url = "redis://127.0.0.1:1/0"
    try:
        response = status(manager())
    finally:
        current_app.conf.broker_url = before
    assert response.status_code == 200
    assert words(response)[0].startswith("It does not answer.")


def test_each_job_tells_when_how_long_what_and_when_next() -> None:
    at = clock.now()
    Heartbeat.objects.create(name="mails", at=at, took_ms=1400, counts={"sent": 1200, "later": 0, "failed": 2})
    Heartbeat.objects.create(name="housekeeping", at=at, took_ms=90, error="OperationalError")
    response = status(manager())
    mails = job(response, "mails")
    assert (mails["at"], mails["took"], mails["words"], mails["ok"]) == (at, "1 second", "Failed: 2, sent: 1,200", True)
    assert mails["next_at"] == at + MINUTE
    housekeeping = job(response, "housekeeping")
    assert (housekeeping["words"], housekeeping["took"]) == ("It ended with an error: OperationalError", "under a second")
    assert not housekeeping["ok"]
    assert job(response, NIGHTLY)["words"] == "It has not run yet."
    assert "It ended with an error: OperationalError" in response.content.decode()


def test_a_job_that_does_not_come_is_late() -> None:
    Heartbeat.objects.create(name="mails", at=clock.now() - 5 * MINUTE)
    Heartbeat.objects.create(name=NIGHTLY, at=clock.now() - 25 * HOUR)
    response = status(manager())
    assert (job(response, "mails")["late"], job(response, NIGHTLY)["late"]) == (True, False)
    Heartbeat.objects.filter(name=NIGHTLY).update(at=clock.now() - 27 * HOUR)
    assert job(status(manager()), NIGHTLY)["late"]


def test_every_job_of_the_table_has_a_name_and_its_counts_have_words() -> None:
    """Beat's own tick is the row of the worker, and a night that was missed is the nightly run."""
    assert set(views_status.JOBS) == set(settings.CELERY_BEAT_SCHEDULE) - {"heartbeat", "nightly-missed"}
    with override("en"):
        assert views_status.counts_words(dict.fromkeys(views_status.COUNTS, 3)).startswith("Made: 3, told: 3")
        assert views_status.counts_words({}) == "There was nothing to do."


class TestNightlyRun:
    def test_the_last_run_is_told_with_the_own_cases_that_failed(self) -> None:
        boss = manager()
        mine, other = CaseFactory(jobcentre=boss.jobcentre), CaseFactory()
        counts = {"created": 40, "delivered": 12, "failed": 2}
        ran(state=RunState.FAILED, counts=counts, failed_cases=[mine.ref, other.ref], error="mails 901")
        page = status(boss).content.decode()
        for expected in (
            "something failed",
            "Made: 40, told: 12, failed: 2",
            "2 minutes",
            f'href="/cases/{mine.ref}/"',
            "Mails of reminders (municipality 901)",
        ):
            assert expected in page
        assert "1 case of another jobcentre failed." in page
        assert other.ref not in page

    def test_an_administrator_reads_the_number_without_a_link(self) -> None:
        boss = MembershipFactory(role=Role.ADMINISTRATOR)
        case = CaseFactory(jobcentre=boss.jobcentre)
        ran(state=RunState.FAILED, counts={"failed": 1}, failed_cases=[case.ref])
        page = status(boss).content.decode()
        assert case.ref in page
        assert f"/cases/{case.ref}/" not in page

    def test_the_platform_administrator_reads_all_numbers(self) -> None:
        cases = [CaseFactory(), CaseFactory()]
        ran(state=RunState.FAILED, counts={"failed": 2}, failed_cases=[each.ref for each in cases])
        browser = Browser()
        browser.force_login(UserFactory(is_staff=True, is_superuser=True))
        page = browser.get("/status/").content.decode()
        assert all(each.ref in page for each in cases)

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({}, "It has run to its end."),
            ({"state": RunState.RUNNING, "finished_at": None}, "It is running."),
            ({"state": RunState.SILENT, "error": "OperationalError"}, "It broke off."),
        ],
    )
    def test_how_it_went_stands_in_words(self, fields: dict[str, Any], said: str) -> None:
        ran(**fields)
        assert said in status(manager()).content.decode()

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            ("mails 901, clients 902", "Mails of reminders (municipality 901), Reminders about clients (municipality 902)"),
            ("no more time", "It had no more time."),
            ("OperationalError", "OperationalError"),
            ("", ""),
        ],
    )
    def test_what_else_went_wrong_stands_in_words(self, error: str, said: str) -> None:
        ran(state=RunState.FAILED, error=error)
        assert status(manager()).context["run"]["error"] == said

    def test_a_run_without_a_sign_of_life_is_said_to_be_silent(self) -> None:
        ran(state=RunState.RUNNING, finished_at=None, beat_at=clock.now() - 4 * MINUTE)
        response = status(manager())
        assert "It has been silent." in response.content.decode()
        assert not response.context["run"]["ok"]


def test_the_page_costs_the_same_for_one_failed_case_and_for_many() -> None:
    boss = manager()
    counts = []
    for number in (1, 5):
        cases = [CaseFactory(jobcentre=boss.jobcentre) for _each in range(number)]
        ran(state=RunState.FAILED, counts={"failed": number}, failed_cases=[each.ref for each in cases])
        browser = signed_in(boss)
        with statements() as found:
            browser.get("/status/")
        counts.append(len(found))
    assert counts[0] == counts[1] <= 14, found


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUDITOR])
def test_others_do_not_see_the_jobs(role: Role) -> None:
    assert signed_in(MembershipFactory(role=role)).get("/status/").status_code == 403


# What every page tells


PAGES = ("/desk/", "/cases/", "/help/")


@pytest.mark.parametrize(("minutes", "notice"), [(0, False), (2, False), (4, True)])
def test_every_page_says_that_the_jobs_are_silent(minutes: int, notice: bool) -> None:
    Heartbeat.objects.create(name="worker", at=clock.now() - minutes * MINUTE)
    browser = signed_in(MembershipFactory(user__language="en"))
    for address in PAGES:
        assert ("The background jobs have not answered since" in browser.get(address).content.decode()) == notice


@pytest.mark.parametrize(("hours", "notice"), [(1, False), (25, False), (27, True)])
def test_every_page_says_that_the_nightly_run_is_missing(hours: int, notice: bool) -> None:
    Heartbeat.objects.create(name="worker", at=clock.now())
    Heartbeat.objects.create(name=NIGHTLY, at=clock.now() - hours * HOUR)
    browser = signed_in(MembershipFactory(user__language="en"))
    for address in PAGES:
        assert ("The nightly run has not come since" in browser.get(address).content.decode()) == notice


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_has_no_desk_is_not_sent_to_it(role: Role) -> None:
    Heartbeat.objects.create(name="worker", at=clock.now())
    Heartbeat.objects.create(name=NIGHTLY, at=clock.now() - 27 * HOUR)
    page = signed_in(MembershipFactory(user__language="en", role=role)).get("/help/").content.decode()
    assert "Reminders may be missing." in page
    assert "look at your desk" not in page


@pytest.mark.parametrize(("hours", "notice"), [(25, False), (27, True)])
def test_who_administers_the_platform_is_told_without_a_jobcentre(hours: int, notice: bool) -> None:
    Heartbeat.objects.create(name="worker", at=clock.now())
    Heartbeat.objects.create(name=NIGHTLY, at=clock.now() - hours * HOUR)
    browser = Browser()
    browser.force_login(UserFactory(is_superuser=True, is_staff=True, language="en"))
    for address in ("/overview/", "/help/"):
        assert ("The nightly run has not come since" in browser.get(address).content.decode()) == notice


@pytest.mark.parametrize(("hours", "notice"), [(1, False), (27, True)])
def test_a_run_that_never_came_is_missed_after_the_first_day(hours: int, notice: bool) -> None:
    Heartbeat.objects.create(name="worker", at=clock.now())
    member = MembershipFactory(user__language="en")
    User.objects.filter(pk=member.user_id).update(date_joined=clock.now() - hours * HOUR)
    assert ("The nightly run has not come yet." in signed_in(member).get("/desk/").content.decode()) == notice


def test_the_notices_cost_no_statement_of_their_own() -> None:
    browser = signed_in(MembershipFactory(user__language="en"))
    with statements() as without:
        browser.get("/help/")
    Heartbeat.objects.create(name=NIGHTLY, at=clock.now() - 27 * HOUR)
    Heartbeat.objects.create(name="worker", at=clock.now())
    with statements() as found:
        browser.get("/help/")
    assert len(found) == len(without)


def test_mails_that_wait_for_their_hour_are_no_trouble_and_are_told_with_it() -> None:
    member, at = manager(), clock.now()
    assert "None waits." in status(member).content.decode()
    write_message(user=member.user, kind="digest", subject="x", body="x", at=at, due_at=at + 9 * HOUR)
    page = status(member).content.decode()
    assert "1 mail waits for its hour. It is sent on " in page
    assert "None waits." not in page
    assert "mail server or the jobs are away" not in page
