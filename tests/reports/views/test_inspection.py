"""The inspection: a sample that can be drawn again, each point with its reason, a sheet without names, and everything in the read log."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.enums import AccessKind, Role
from accounts.models import AccessEvent, Membership
from cases.models import Case
from core import clock
from reports.rules.audit_points import Held, Point
from tests.cases import log_scene
from tests.factories import MeetingFactory, MembershipFactory, UserFactory
from tests.pdf_rules import findings, words_of
from tests.reports.sheet_scene import course
from tests.statements import statements

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)
MONTHS = "first_month=06-2026&last_month=11-2026"
HOSTILE = "<script>alert(1)</script> =1+1 file:///etc/passwd \u202e{{7*7}}"


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


def ask(user: Any, *, size: object = 20, seed: object = 7, months: str = MONTHS, sheet: bool = False, language: str = "") -> Any:
    chosen = f"&language={language}" if language else ""
    return signed_in(user).get(f"/reports/inspection{'.pdf' if sheet else '/'}?{months}&size={size}&seed={seed}{chosen}")


def refs(response: Any) -> list[str]:
    return [row["ref"] for row in response.context["rows"]]


def test_the_same_number_draws_the_same_cases_again(manager: Membership) -> None:
    """R240."""
    for _n in range(8):
        course(manager)
    first, again, *others = (refs(ask(manager.user, size=3, seed=seed)) for seed in (7, 7, *range(8, 14)))
    assert len(first) == 3
    assert first == again
    assert any(set(first) != set(other) for other in others)
    page = ask(manager.user, size=3)
    assert (page.context["drawn"], page.context["of"], page.context["seed"]) == (3, 8, 7)


def test_without_a_number_one_is_drawn_and_stands_in_the_address(manager: Membership) -> None:
    course(manager)
    response = ask(manager.user, seed="")
    assert response.status_code == 302
    assert "seed=" in response.url
    assert signed_in(manager.user).get(response.url).context["seed"] > 0
    page = signed_in(manager.user).get("/reports/inspection/")
    assert "rows" not in page.context
    assert page.context["form"]["size"].value() == 20


def test_each_point_is_read_from_the_case(manager: Membership) -> None:
    good, poor = course(manager), course(manager)
    MeetingFactory(case=good, kind="status", held_on=dt.date(2026, 8, 1))
    log_scene.entry(good, manager.user, day=dt.date(2026, 11, 20))
    poor.decisions.update(purpose="Job", tasks="Støtte", mentor_type="professional")
    poor.proposals.update(reason=" ")
    log_scene.entry(poor, manager.user, day=dt.date(2026, 9, 1))
    page = ask(manager.user)
    told = {row["ref"]: [check["tag"]["label"] for check in row["checks"]] for row in page.context["rows"]}
    assert told[good.ref] == ["Yes"] * 9
    assert told[poor.ref] == ["No", "No", "No", "No", "Yes", "No", "Yes", "Yes", "No"]
    sums = {row["point"]: row for row in page.context["sums"]}
    assert (sums["Hours checked"][Held.YES], sums["Hours checked"][Held.NO]) == (1, 1)
    assert len(sums) == len(Point)
    assert "The purpose of a grant is one or two words." in page.content.decode()


def test_what_belongs_to_a_case_is_not_counted_twice(manager: Membership) -> None:
    case = course(manager)
    for day in (3, 4, 5):
        MeetingFactory(case=case, kind="status", held_on=dt.date(2026, 8, day))
        log_scene.entry(case, manager.user, day=dt.date(2026, 11, 10 + day))
    assert refs(ask(manager.user)) == [case.ref]


def test_managers_and_auditors_see_their_own_jobcentre_and_who_administers_the_platform_all(manager: Membership) -> None:
    elsewhere = MembershipFactory(role=Role.MANAGER)
    mine, other = course(manager), course(elsewhere)
    auditor = MembershipFactory(jobcentre=manager.jobcentre, role=Role.AUDITOR)
    assert refs(ask(manager.user)) == refs(ask(auditor.user)) == [mine.ref]
    assert set(refs(ask(UserFactory(is_superuser=True, is_staff=True)))) == {mine.ref, other.ref}
    for role in (Role.CASEWORKER, Role.ADMINISTRATOR):
        user = MembershipFactory(jobcentre=manager.jobcentre, role=role).user
        assert ask(user).status_code == ask(user, sheet=True).status_code == 403


def test_a_case_is_a_link_for_who_may_open_it(manager: Membership) -> None:
    case = course(manager)
    auditor = MembershipFactory(jobcentre=manager.jobcentre, role=Role.AUDITOR)
    assert f'href="/cases/{case.ref}/"' in ask(manager.user).content.decode()
    page = ask(auditor.user).content.decode()
    assert case.ref in page
    assert f"/cases/{case.ref}/" not in page


def test_the_cases_shown_stand_in_the_read_log(manager: Membership) -> None:
    course(manager)
    case = course(manager)
    course(manager)
    drawn = refs(ask(manager.user, size=2))
    assert sorted(AccessEvent.objects.values_list("kind", "subject_kind")) == [("list", "case")] * 2
    assert (case.pk in set(AccessEvent.objects.values_list("subject_id", flat=True))) == (case.ref in drawn)
    ask(manager.user, size=2, sheet=True)
    taken = AccessEvent.objects.filter(kind=AccessKind.EXPORT)
    assert taken.count() == 2
    assert set(taken.values_list("purpose", "page")) == {("inspection 7", "report_inspection_pdf")}


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_sheet_has_case_numbers_and_no_names_and_can_be_read_aloud(manager: Membership, language: str) -> None:
    case = course(manager, client__given_name="Ebba", client__family_name="Østerlund")
    Case.objects.update(caseworker=UserFactory(name="Vilhelm Sagsbehandler"))
    case.refresh_from_db()
    manager.user.language = language
    manager.user.save()
    response = ask(manager.user, sheet=True)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="inspection-7-{language}.pdf"'
    assert findings(response.content) == []
    words = words_of(response.content)
    assert case.ref in words
    for name in ("Ebba", "Østerlund", case.assignments.get().mentor.name, case.caseworker.name):
        assert name not in words


@pytest.mark.parametrize(("language", "words"), [("da", "Alle jobcentre"), ("en", "All jobcentres")])
def test_the_sheet_is_in_the_language_that_was_chosen_whoever_asks(manager: Membership, language: str, words: str) -> None:
    """R281."""
    course(manager)
    for user in (UserFactory(is_superuser=True, is_staff=True, language=own) for own in ("da", "en")):
        response = ask(user, sheet=True, language=language)
        assert response["Content-Disposition"] == f'attachment; filename="inspection-7-{language}.pdf"'
        assert words in words_of(response.content)
        page = ask(user, language=language)
        assert page.context["form"]["language"].value() == language
        assert f'lang="{user.language}"' in page.content.decode()
        assert 'formaction="/reports/inspection.pdf"' in page.content.decode()


def test_an_address_without_a_language_is_in_ones_own(manager: Membership) -> None:
    course(manager)
    assert ask(manager.user).context["form"]["language"].value() == "en"
    assert "language=en" in signed_in(manager.user).get(f"/reports/inspection/?{MONTHS}&size=20&seed=").url


def test_hostile_names_are_text_in_page_and_sheet(manager: Membership) -> None:
    manager.jobcentre.name = HOSTILE
    manager.jobcentre.save()
    course(manager)
    superuser = UserFactory(is_superuser=True, is_staff=True, language="en")
    page = ask(superuser).content.decode()
    assert "<script>alert" not in page
    made = ask(superuser, sheet=True).content
    assert "<script>alert(1)</script>" in words_of(made).replace(" ", "")
    assert "root:" not in words_of(made)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"size": 0}, "size"),
        ({"size": 101}, "size"),
        ({"size": "many"}, "size"),
        ({"language": "xx"}, "language"),
        ({"seed": "-1"}, "seed"),
        ({"seed": "9999999"}, "seed"),
        ({"months": "first_month=13-2026&last_month=11-2026"}, "first_month"),
        ({"months": "first_month=01-2027&last_month=02-2027"}, "first_month"),
        ({"months": "first_month=11-2026&last_month=10-2026"}, "last_month"),
        ({"months": "first_month=06-2026"}, "last_month"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(manager: Membership, query: dict[str, Any], field: str) -> None:
    for sheet in (False, True):
        response = ask(manager.user, **query, sheet=sheet)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        assert not AccessEvent.objects.exists()
    assert response.context["form"]["seed"].value() == str(query.get("seed", 7))


def test_months_without_a_course_say_so(manager: Membership) -> None:
    assert "No course was under way in these months." in ask(manager.user).content.decode()
    response = ask(manager.user, sheet=True)
    assert findings(response.content) == []
    assert "No course was under way in these months." in words_of(response.content)


def test_the_sheet_without_a_draw_leads_to_the_page(manager: Membership) -> None:
    assert signed_in(manager.user).get("/reports/inspection.pdf").url == "/reports/inspection/"


def test_a_larger_sample_costs_no_more_statements(manager: Membership) -> None:
    counts = []
    browser = signed_in(manager.user)
    for number in (1, 3):
        while manager.jobcentre.cases.count() < number:
            course(manager)
        with statements() as found:
            page = browser.get(f"/reports/inspection/?{MONTHS}&size=20&seed=7")
        assert len(refs(page)) == number
        counts.append(len(found))
    assert counts[0] == counts[1]
