"""The overview: exact figures for managers, what leaves the system for who opens no case, prepared by night, each number with its cases."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client as Browser

from accounts.enums import AccessKind, Role
from accounts.models import AccessEvent, Jobcentre, Membership, Team
from cases.enums import State
from cases.enums_course import ApprovalKind, Limit
from cases.models import Approval, Case
from core import clock
from reports.actions.preparing import prepare_figures
from reports.enums import FileFormat
from reports.models import PreparedFigures, ReportJob
from reports.views.overview_chart import NARROW, Bar, chart
from tests.conftest import as_owner
from tests.factories import CaseFactory, MembershipFactory, TeamFactory, UserFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 17, 8, 0, tzinfo=dt.UTC)
AT_NIGHT = dt.datetime(2026, 11, 17, 3, 5, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())


def signed_in(user: Any) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


@pytest.fixture
def manager() -> Membership:
    return MembershipFactory(role=Role.MANAGER, user__language="en")


@pytest.fixture
def pilot(db: None) -> None:
    with as_owner():
        call_command("seed_demo", size="pilot", today=NOW.date())


def manager_of(name: str) -> Membership:
    return MembershipFactory(jobcentre=Jobcentre.objects.get(name=name), role=Role.MANAGER, user__language="en")


def numbers(response: Any) -> dict[str, str]:
    return {card["label"]: card["words"] for card in response.context["cards"]}


def links(response: Any) -> list[tuple[str, str]]:
    """Address and number of every link to the cases behind a figure."""
    found = re.findall(r'<a (?:class="[^"]*" )?href="([^"]*/overview/cases/[^"]*)">(.*?)</a>', response.content.decode(), re.DOTALL)
    return [(unescape(address), re.sub(r"<span.*|<[^>]*>", "", words).strip()) for address, words in found]


def test_the_pilots_numbers_stand_on_the_overview(pilot: None) -> None:
    told: dict[str, int] = {}
    for town in ("Odense", "Herlev", "Viborg"):
        found = numbers(signed_in(manager_of(f"Jobcenter {town}").user).get("/overview/"))
        assert float(found.pop("From application to start-up")) > 0
        for label, words in found.items():
            told[label] = told.get(label, 0) + int(words)
    assert [told[label] for label in ("Courses that began", "Courses completed", "Courses under way")] == [208, 142, 66]
    assert told["In work or education"] == 71
    prepare_figures(now=lambda: NOW)
    page = signed_in(UserFactory(is_superuser=True, is_staff=True, language="en")).get("/overview/")
    assert list(numbers(page).values())[:4] == ["208", "142", "66", "71"]
    text = page.content.decode()
    assert "71" in text
    assert "of 142" in text
    assert [row["words"] for row in page.context["results"].rows[:5]] == ["24", "23", "20", "4", "71"]


def test_every_number_leads_to_as_many_cases(pilot: None) -> None:
    browser = signed_in(manager_of("Jobcenter Herlev").user)
    prepare_figures(now=lambda: AT_NIGHT)
    for address in ("/overview/", "/overview/?period=12&fresh=1"):
        page = browser.get(address)
        found = links(page)
        assert len(found) > 20
        figures = [(url, words) for url, words in found if "caseworker=" not in url]
        assert {"reached", "completed", "ongoing", "extended", "in_work", "ordinary_job", "other", "waited_whole"} <= {
            re.search(r"figure=(\w+)", url)[1]  # type: ignore[index]
            for url, _words in figures
        }
        for url, words in figures:
            if "figure=waited_whole" in url and url == page.context["cards"][4]["url"]:
                continue  # a median: its cases are those that it is of
            behind = browser.get(url)
            assert behind.status_code == 200, url
            assert behind.context["count_words"].split()[0] == words.split()[0], url
    of_people = {url for url, _words in found if "caseworker=" in url}
    for row in page.context["caseworkers"]:
        for kind in ("open", "over", "extensions"):
            assert browser.get(row[kind]).context["count_words"].split()[0] == str(getattr(row["load"], kind))
        assert row["open"] in of_people


def test_the_team_and_target_group_narrow_figures_and_cases(pilot: None) -> None:
    browser = signed_in(manager_of("Jobcenter Odense").user)
    page = browser.get("/overview/")
    group = page.context["group_options"][0]["value"]
    team = page.context["team_options"][0]["value"]
    for query in (f"target_group={group}", f"team={team}"):
        narrowed = browser.get(f"/overview/?{query}")
        assert 0 < int(numbers(narrowed)["Courses that began"]) <= int(numbers(page)["Courses that began"])
        url = narrowed.context["cards"][0]["url"]
        assert query in url
        assert browser.get(url).context["count_words"].split()[0] == numbers(narrowed)["Courses that began"]
        assert query in narrowed.context["new_report_url"]


def test_prepared_figures_say_of_which_night_they_are(manager: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    CaseFactory(jobcentre=manager.jobcentre)
    prepare_figures(now=lambda: AT_NIGHT)
    browser = signed_in(manager.user)
    page = browser.get("/overview/")
    assert page.context["as_of"] == "The figures are as of the end of 16 November 2026. They were counted Tue 17 Nov 2026 at 04:05."
    assert not page.context["is_old"]
    assert "counted just now" in browser.get("/overview/?fresh=1").context["as_of"]
    monkeypatch.setattr(clock, "now", lambda: AT_NIGHT + dt.timedelta(hours=26, minutes=1))
    page = browser.get("/overview/")
    assert page.context["is_old"]
    assert "The figures are older than a day" in page.content.decode()


def test_before_the_first_night_a_manager_waits_for_nobody(manager: Membership) -> None:
    page = signed_in(manager.user).get("/overview/")
    assert page.status_code == 200
    assert "counted just now" in page.context["as_of"]
    assert "No course began in" in page.content.decode()
    assert page.context["longer_url"] == "/overview/?period=60"


def test_who_opens_no_case_sees_what_leaves_the_system(pilot: None) -> None:
    prepare_figures(now=lambda: AT_NIGHT)
    boss = UserFactory(is_superuser=True, is_staff=True, language="en")
    browser = signed_in(boss)
    assert links(browser.get("/overview/")) == []
    hidden = 0
    for jobcentre in Jobcentre.objects.all():
        page = browser.get(f"/overview/?jobcentre={jobcentre.pk}")
        assert page.context["is_outward"]
        assert links(page) == []
        assert page.context["caseworkers"] == []
        shown = [row["words"] for row in page.context["results"].rows]
        assert not {"1", "2"} & set(shown)
        hidden += shown.count("hidden")
    assert hidden
    assert browser.get("/overview/cases/?figure=reached&from=2026-01&to=2026-11&on=2026-11-16").status_code == 403


def test_the_authority_asks_for_figures_that_are_not_counted_yet() -> None:
    here = MembershipFactory().jobcentre
    browser = signed_in(UserFactory(is_superuser=True, is_staff=True, language="en"))
    address = f"/overview/?jobcentre={here.pk}&period=12"
    assert "These figures are not counted yet." in browser.get(address).content.decode()
    answer = browser.post(address, {"what": "update"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/overview/?period=12&jobcentre={here.pk}"
    assert PreparedFigures.objects.get(jobcentre=here, months=12, outward=True).wanted
    prepare_figures(now=lambda: NOW)
    page = browser.get(address)
    assert "as of the end of 17 November 2026" in page.context["as_of"]
    assert not PreparedFigures.objects.filter(wanted=True).exists()


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_others_have_no_overview(role: Role) -> None:
    page = signed_in(MembershipFactory(role=role, user__language="en").user).get("/overview/")
    assert page.status_code == 403
    assert "The overview is for managers." in page.content.decode()


def test_a_manager_begins_with_the_overview(manager: Membership) -> None:
    browser = signed_in(manager.user)
    assert browser.get("/").headers["Location"] == "/overview/"
    nav = browser.get("/overview/").context["nav"]
    assert (nav[0]["url"], nav[0]["current"]) == ("/overview/", True)


def test_caseworkers_with_their_deadlines_and_extensions(manager: Membership) -> None:
    team = TeamFactory(jobcentre=manager.jobcentre)
    first = CaseFactory(jobcentre=manager.jobcentre, state=State.RUNNING, due_on=dt.date(2026, 11, 16), team=team)
    mate = first.caseworker
    CaseFactory(jobcentre=manager.jobcentre, caseworker=mate, due_on=NOW.date())
    CaseFactory(jobcentre=manager.jobcentre, caseworker=mate, state=State.ENDED)
    CaseFactory(caseworker=mate)
    asked = {"case": first, "limits": [Limit.HOURS], "proposed": {}, "prepared_by": mate, "prepared_at": NOW}
    Approval.objects.create(kind=ApprovalKind.EXTENSION, **asked)
    browser = signed_in(manager.user)
    (row,) = browser.get("/overview/").context["caseworkers"]
    assert (row["load"].name, row["load"].open, row["load"].over, row["load"].extensions) == (mate.name, 2, 1, 1)
    (of_team,) = browser.get(f"/overview/?team={team.pk}").context["caseworkers"]
    assert (of_team["load"].open, of_team["load"].over) == (1, 1)
    assert browser.get(of_team["open"]).context["rows"][0]["ref"] == first.ref
    assert [each["ref"] for each in browser.get(row["extensions"]).context["rows"]] == [first.ref]


def test_a_workbook_of_the_figures_is_a_report_with_the_same_choices(manager: Membership) -> None:
    browser = signed_in(manager.user)
    answer = browser.post("/overview/?period=12", {"what": "workbook"})
    job = ReportJob.objects.get()
    assert answer.headers["Location"] == f"/reports/{job.pk}/"
    assert job.formats == [FileFormat.XLSX]
    assert (job.scope["from"], job.scope["to"]) == ("2025-12-01", "2026-11-30")
    assert job.scope["jobcentres"] == [str(manager.jobcentre_id)]
    page = browser.get("/overview/")
    assert page.context["jobs"][0]["can_stop"]
    assert "Stop the report" in page.content.decode()


def test_too_many_reports_are_refused_in_words(manager: Membership) -> None:
    browser = signed_in(manager.user)
    for query in ("period=36", "period=12", "period=60", "period=y2025", "period=y2024"):
        assert browser.post(f"/overview/?{query}", {"what": "workbook"}).status_code == 302
    answer = browser.post("/overview/?period=y2023", {"what": "workbook"})
    assert answer.status_code == 422
    assert "5 reports are being made already" in answer.content.decode()


def test_the_form_of_a_report_begins_with_the_same_choices(manager: Membership) -> None:
    team = TeamFactory(jobcentre=manager.jobcentre)
    browser = signed_in(manager.user)
    address = browser.get(f"/overview/?team={team.pk}&from=3-2025&to=08-2026").context["new_report_url"]
    form = browser.get(address).context["form"]
    assert [form[name].value() for name in ("first_month", "last_month", "team")] == ["03-2025", "08-2026", str(team.pk)]


def test_what_is_no_choice_is_named_and_left_out(manager: Membership) -> None:
    elsewhere = TeamFactory()
    page = signed_in(manager.user).get(f"/overview/?period=x&team={elsewhere.pk}&target_group=<b>&from=13-2026&to=2027")
    assert page.status_code == 200
    assert len(page.context["unknown"]) == 4
    assert "These are no months that have begun" in page.content.decode()
    for query in ("from=1-2027&to=2-2027", "from=5-2026&to=4-2026", "from=5-2026"):
        assert len(signed_in(manager.user).get(f"/overview/?{query}").context["unknown"]) == 1


@pytest.mark.parametrize(
    "query",
    [
        "",
        "figure=reached",
        "figure=x&from=2026-01&to=2026-11&on=2026-11-16",
        "figure=reached&from=2026-01&to=2026-11&on=2026-11-18",
        "figure=reached&from=2026-01&to=2025-11&on=2026-11-16",
        "figure=reached&from=2026-01&to=2026-11&on=x",
        "figure=reached&from=2026-01&to=2026-11&on=2026-11-16&team=x",
        "figure=open",
        "figure=open&caseworker=x",
        "figure=open&caseworker=00000000-0000-0000-0000-000000000000",
    ],
)
def test_what_names_no_figure_does_not_exist(manager: Membership, query: str) -> None:
    assert signed_in(manager.user).get(f"/overview/cases/?{query}").status_code == 404


def test_the_cases_of_another_jobcentre_are_not_among_them(pilot: None) -> None:
    browser = signed_in(manager_of("Jobcenter Viborg").user)
    whole = browser.get("/overview/cases/?figure=reached&from=2023-12&to=2026-11&on=2026-11-16")
    assert 0 < int(whole.context["count_words"].split()[0]) < 208
    stranger = Case.objects.filter(jobcentre__name="Jobcenter Odense").first()
    assert stranger is not None
    assert browser.get(f"/overview/cases/?figure=open&caseworker={stranger.caseworker_id}").status_code == 404


def test_the_cases_behind_a_figure_are_read_page_by_page_and_logged(pilot: None) -> None:
    browser = signed_in(manager_of("Jobcenter Odense").user)
    address, seen = "/overview/cases/?figure=reached&from=2023-12&to=2026-11&on=2026-11-16", []
    while address:
        page = browser.get(address)
        seen += [row["ref"] for row in page.context["rows"]]
        address = page.context["older_url"]
    assert f"{len(seen)} cases" == page.context["count_words"]
    assert len(set(seen)) == len(seen) > 25
    assert page.context["newer_url"]
    assert AccessEvent.objects.filter(kind=AccessKind.LIST, page="overview_cases").count() == len(seen)
    lost = browser.get("/overview/cases/?figure=reached&from=2023-12&to=2026-11&on=2026-11-16&after=x")
    assert "This place in the list does not exist." in lost.content.decode()


def test_few_statements_whatever_there_is(manager: Membership) -> None:
    prepare_figures(now=lambda: AT_NIGHT)
    browser = signed_in(manager.user)
    counted = []
    for _turn in (1, 3):
        for _each in range(1 if not counted else 2):
            Team.objects.create(jobcentre=manager.jobcentre, name=f"Team {Team.objects.count()}")
            CaseFactory(jobcentre=manager.jobcentre)
            browser.post(f"/overview/?period=y{2026 - ReportJob.objects.count()}", {"what": "workbook"})
        browser.get("/overview/")
        with statements() as found:
            assert browser.get("/overview/").status_code == 200
        counted.append(len(found))
    assert counted[0] == counted[1] <= 14
    people = browser.get("/overview/").context["caseworkers"]
    with statements() as one:
        assert browser.get(people[0]["open"]).status_code == 200
    CaseFactory.create_batch(2, jobcentre=manager.jobcentre, caseworker_id=people[0]["load"].caseworker)
    with statements() as three:
        assert len(browser.get(people[0]["open"]).context["rows"]) == 3
    assert len(one) == len(three) <= 12


def test_on_a_phone_a_charts_labels_stand_over_its_bars_and_all_of_it_is_within_the_width() -> None:
    bars = [Bar("Ordinary job", 24, "24", "17 %"), Bar("Application to assessment", 9, "9 days", goal=21, goal_words="goal 21")]
    found = chart(bars, title="x", width=620, left=200, right=95)
    assert found.narrow is not None
    for wide, slim in zip(found.rows, found.narrow.rows, strict=True):
        assert (wide.label_y, slim.bar) == (wide.text_y, wide.bar)
        assert float(slim.label_y) < float(slim.y)
        assert float(slim.words_x) <= NARROW - 60
