"""The administration in a browser, for both kinds of administrators: accessible, no wider than the screen, nothing inline, every form can be sent."""

import datetime as dt
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Jobcentre, MemberAbsence, Membership, PageOpinion, User
from cases.enums import State
from cases.enums_letter import LetterKind
from cases.models import CourseSettings, LetterTemplate, MatchWeights, SchemeRules
from reports.models import ReportSettings
from tests.browser.steps import resize, sign_in
from tests.factories import AT, CaseFactory, JobcentreFactory, MembershipFactory, TeamFactory, UserFactory, ZoneFactory

pytestmark = pytest.mark.django_db(transaction=True)

KINDS = ("changelist", "add", "change", "history")
SOME = {(User, "changelist"), (User, "add"), (SchemeRules, "change"), (User, "history")}
"""One page of each kind, those with the most in them; the drill looks at all."""


@pytest.fixture
def office() -> Jobcentre:
    office = JobcentreFactory(name="Jobcenter Søndre Vestermark og Omegn")
    team = TeamFactory(jobcentre=office)
    MembershipFactory(jobcentre=office, team=team, user__name="Maximiliane-Alexandra Ærøskøbing-Østergaard Vestermark")
    CaseFactory(jobcentre=office, state=State.MATCH)
    ZoneFactory(jobcentre=office, name="Søndre Vestermark og Omegn, nord for fjorden")
    MatchWeights.objects.create(jobcentre=office, first_day=dt.date(2026, 1, 1))
    CourseSettings.objects.create(jobcentre=office, second_minutes=4200)
    SchemeRules.objects.create(
        jobcentre=office, first_day=dt.date(2026, 1, 1), legal_basis_da="a", legal_basis_en="a", complaint_da="a", complaint_en="a"
    )
    MemberAbsence.objects.create(member=office.memberships.get(), first_day=AT.date(), last_day=AT.date())
    PageOpinion.objects.create(page="help", language="da", helpful=True, words="Godt, men langt: " + "æøå" * 40, at=AT)
    ReportSettings.objects.create(jobcentre=office)
    LetterTemplate.objects.create(
        jobcentre=office, kind=LetterKind.GRANT, language="da", number=1, title="Du får en mentor", decision="Ja", made_at=AT
    )
    return office


def administrator(kind: str, office: Jobcentre, language: str) -> User:
    if kind == "platform":
        return UserFactory(is_staff=True, is_superuser=True, language=language)
    return MembershipFactory(jobcentre=office, role=Role.ADMINISTRATOR, user__is_staff=True, user__language=language).user


def row(model: type[models.Model], office: Jobcentre, user: User) -> Any:
    """A row of the office that both administrators may see, and change where anybody may."""
    rows = model._default_manager.exclude(user=user) if model is Membership else model._default_manager.all()
    if model is User:
        rows = rows.filter(memberships__jobcentre=office).exclude(pk=user.pk)
    elif model is Jobcentre:
        rows = rows.filter(pk=office.pk)
    elif hasattr(model, "jobcentre"):
        rows = rows.filter(jobcentre=office)
    return rows.first()


def entry(found: Any, user: User) -> None:
    """A line in the journal, so that the history has a table."""
    kind = ContentType.objects.get_for_model(found)
    LogEntry.objects.create(
        user=user, content_type=kind, object_id=str(found.pk), object_repr="x", action_flag=CHANGE, change_message="navn"
    )


def addresses(office: Jobcentre, user: User, wanted: Any) -> list[str]:
    pages = [reverse("admin:index")]
    for model in admin.site._registry:
        for kind in KINDS:
            if not wanted(model, kind):
                continue
            found = row(model, office, user) if kind in ("change", "history") else None
            if kind == "history":
                entry(found, user)
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}"
            pages.append(reverse(name, args=[found.pk] if found else []))
    return pages


def look(page: Any, axe: Any, address: str, language: str) -> list[str]:
    """What is wrong with one page."""
    found = []
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} headings of the first level")
    if page.locator("html").get_attribute("lang") != language:
        found.append(f"not in {language}")
    for form in page.locator("form").all():
        if not form.locator("input:not([type=hidden]):enabled, select:enabled, textarea:enabled, button:enabled").count():
            continue  # shown to somebody who only reads
        if not form.locator("button[type=submit], input[type=submit]").count():
            found.append("a form that cannot be sent")
    for width in (1366, 320):
        resize(page, width, 900)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{wide} wide on a screen of {width}")
        found += [f"at {width}: {each}" for each in axe(page)]
    return [f"{address} {each}" for each in found]


def walk(page: Any, server: Any, axe: Any, user: User, pages: list[str]) -> list[str]:
    sign_in(page, server, user)
    found: list[str] = []
    for address in pages:
        resize(page, 1366, 900)
        answer = page.goto(server.url + address)
        if answer.status == 403:  # what this administrator may not add
            assert address.endswith("/add/"), address
            continue
        assert answer.status == 200, address
        found += look(page, axe, address, user.language)
    return found


@pytest.mark.parametrize(("kind", "language"), [("platform", "en"), ("office", "da")])
def test_a_list_a_new_row_a_change_and_a_history(
    page: Any, live_server: Any, axe: Any, office: Jobcentre, kind: str, language: str
) -> None:
    user = administrator(kind, office, language)
    pages = addresses(office, user, lambda model, page_kind: (model, page_kind) in SOME)
    assert len(pages) == 1 + len(SOME)
    assert walk(page, live_server, axe, user, pages) == []


def test_there_is_a_row_of_everything_that_is_administered(office: Jobcentre) -> None:
    """So that the drill looks at all."""
    user = administrator("office", office, "da")
    assert len(addresses(office, user, lambda model, kind: True)) == 1 + len(admin.site._registry) * len(KINDS)


@pytest.mark.drill
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("kind", ["platform", "office"])
def test_every_page_of_the_administration(page: Any, live_server: Any, axe: Any, office: Jobcentre, kind: str, language: str) -> None:
    user = administrator(kind, office, language)
    pages = addresses(office, user, lambda model, page_kind: True)
    found = walk(page, live_server, axe, user, pages)
    print(f"administration, {kind}, {language}: {len(pages)} pages, 2 widths, {len(found)} findings")
    assert not found, "\n" + "\n".join(found)
