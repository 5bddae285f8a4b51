"""The open pages: the leaflet for clients and the help, for whoever comes, and what readers say of them."""

import datetime as dt
import uuid

import pytest
from django.conf import settings
from django.test import Client as Browser

from accounts.actions import MOST_OPINIONS
from accounts.enums import Role
from accounts.models import PageOpinion
from core import clock
from tests.factories import JobcentreFactory, MembershipFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db


def visitor(language: str) -> Browser:
    browser = Browser()
    browser.cookies["language"] = language
    return browser


def read(browser: Browser, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Five steps to a mentor", "Be open and honest", "Can my employer say no", "personal assistant", "priority access"]),
        ("da", ["Fem skridt til en mentor", "Vær åben og ærlig", "Kan min arbejdsgiver sige nej", "personlig assistent", "fortrinsadgang"]),
    ],
)
def test_the_leaflet_is_read_without_signing_in(language: str, words: list[str]) -> None:
    page = read(visitor(language), "/leaflet/")
    assert f'<html lang="{language}"' in page
    for each in words:
        assert each in page
    assert page.count("<li>") >= 5 + 6 + 5


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_help_is_read_without_signing_in_and_leads_to_nothing_that_needs_it(language: str) -> None:
    page = read(visitor(language), "/help/")
    assert 'id="steps"' in page
    assert "/profile/" not in page


def test_the_leaflet_of_a_jobcentre_ends_with_how_to_reach_it() -> None:
    JobcentreFactory(
        name="Jobcenter Egebæk", municipality_code="461", phone="12 34 56 78", email="job@egebaek.example", address="Torvet 1\n9999 By"
    )
    page = read(visitor("en"), "/leaflet/461/")
    for each in ("Jobcenter Egebæk", "Torvet 1<br>9999 By", "12 34 56 78", "mailto:job@egebaek.example"):
        assert each in page


def test_the_leaflet_of_a_jobcentre_that_is_not_there_leads_a_citizen_to_the_one_for_all() -> None:
    answer = visitor("en").get("/leaflet/462/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "There is no leaflet at this address" in page
    assert 'href="/leaflet/"' in page
    assert "case" not in page.split("<main")[1]


def test_without_a_jobcentre_all_are_named_and_it_costs_the_same() -> None:
    JobcentreFactory(municipality_code="461")
    browser = visitor("en")
    with statements() as few:
        browser.get("/leaflet/")
    for code in ("462", "463", "464"):
        JobcentreFactory(municipality_code=code)
    with statements() as many:
        page = read(browser, "/leaflet/")
    assert len(many) == len(few) <= 3, "\n".join(many)
    assert page.count('href="/leaflet/46') == 4


def test_who_is_signed_in_finds_the_own_jobcentre() -> None:
    member = MembershipFactory(user__language="en", jobcentre__phone="98 76 54 32")
    browser = Browser()
    browser.force_login(member.user)
    assert "98 76 54 32" in read(browser, "/leaflet/")


class TestWasThisHelpful:
    def answer(self, **fields: str) -> dict[str, str]:
        return {"key": str(uuid.uuid4()), "page": "leaflet", "next": "/leaflet/", "helpful": "yes", "words": "", **fields}

    def test_an_answer_is_kept_and_thanked_for(self) -> None:
        response = visitor("en").post("/opinion/", self.answer(words="Clear and short"), follow=True)
        assert "Thank you for your answer." in response.content.decode()
        (row,) = PageOpinion.objects.all()
        assert (row.page, row.language, row.helpful, row.words) == ("leaflet", "en", True, "Clear and short")

    def test_a_double_click_is_one_answer(self) -> None:
        browser, said = visitor("en"), self.answer(helpful="no")
        assert [browser.post("/opinion/", said).status_code for _click in range(2)] == [302, 302]
        assert list(PageOpinion.objects.values_list("helpful", flat=True)) == [False]

    def test_words_that_are_too_long_are_kept_on_the_page(self) -> None:
        words = "ord " * 126
        response = visitor("en").post("/opinion/", self.answer(words=words))
        assert response.status_code == 422
        assert words.strip() in response.content.decode()
        assert not PageOpinion.objects.exists()

    def test_a_page_that_is_none_and_a_button_that_is_none_are_told(self) -> None:
        browser = visitor("en")
        assert browser.post("/opinion/", self.answer(page="secret")).status_code == 422
        without = self.answer()
        del without["helpful"]
        response = browser.post("/opinion/", without)
        assert response.status_code == 422
        assert "Choose one of the two buttons." in response.content.decode()

    def test_nobody_is_sent_to_another_site_by_it(self) -> None:
        response = visitor("en").post("/opinion/", self.answer(next="https://evil.example/"))
        assert response["Location"] == "/?thanks=1#helpful"

    def test_nobody_fills_the_table(self) -> None:
        at = clock.now()
        PageOpinion.objects.bulk_create(
            PageOpinion(page="help", language="da", helpful=True, at=at - dt.timedelta(minutes=n % 50)) for n in range(MOST_OPINIONS)
        )
        response = visitor("en").post("/opinion/", self.answer(words="Too late"))
        assert response.status_code == 422
        assert "Please send it again in an hour." in response.content.decode()
        assert "Too late" in response.content.decode()

    def test_a_form_of_another_site_is_refused(self) -> None:
        browser = Browser(enforce_csrf_checks=True)
        assert browser.post("/opinion/", self.answer()).status_code == 403

    def test_administrators_read_the_answers_and_their_number_by_page(self) -> None:
        for helpful in (True, True, False):
            PageOpinion.objects.create(page="leaflet", language="da", helpful=helpful, words="<b>Godt</b>", at=clock.now())
        member = MembershipFactory(role=Role.ADMINISTRATOR, user__language="en", user__is_staff=True)
        browser = Browser()
        browser.force_login(member.user)
        page = read(browser, "/admin/accounts/pageopinion/")
        assert "The leaflet about the mentor scheme: 3 answers, 2 of them found it helpful" in page
        assert "&lt;b&gt;Godt&lt;/b&gt;" in page
        assert browser.get("/admin/accounts/pageopinion/add/").status_code == 403
        of_help = read(browser, "/admin/accounts/pageopinion/?page=help").partition('id="result_list"')[2]
        assert "Godt" not in of_help, "the filter names the pages"
        assert "The leaflet about the mentor scheme</a>" in page


def test_both_languages_can_be_chosen_by_who_is_not_signed_in() -> None:
    browser = visitor("da")
    browser.post("/language/", {"language": "en", "next": "/leaflet/"})
    assert "Five steps to a mentor" in read(browser, "/leaflet/")
    assert settings.LANGUAGE_CODE == "da"


def test_who_is_signed_in_is_asked_about_the_page_and_not_as_a_client() -> None:
    user = MembershipFactory(user__language="en").user
    browser = Browser()
    browser.force_login(user)
    page = browser.get("/help/").content.decode()
    assert "Write nothing that names a client." in page
    assert "ask your caseworker" not in page
