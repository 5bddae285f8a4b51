"""In which language and in which jobcentre somebody works who has signed in."""

import pytest
from django.test import Client as Browser

from accounts.enums import Role
from accounts.models import Draft, Membership
from tests.accounts.sign_in_scene import in_english, member, no_old_attempts, sign_in
from tests.factories import JobcentreFactory, MembershipFactory, UserFactory

__all__ = ["member", "no_old_attempts"]
pytestmark = pytest.mark.django_db


def test_a_language_is_kept_on_the_user(member: Membership) -> None:
    browser = in_english()
    sign_in(browser)
    assert browser.post("/language/", {"language": "da", "next": "/desk/"}).url == "/desk/"
    member.user.refresh_from_db()
    assert member.user.language == "da"
    assert '<html lang="da"' in browser.get("/desk/").content.decode()


def test_a_language_before_sign_in_is_a_cookie() -> None:
    browser = Browser()
    assert '<html lang="da"' in browser.get("/login/").content.decode()
    browser.post("/language/", {"language": "en", "next": "/login/"})
    assert '<html lang="en"' in browser.get("/login/").content.decode()


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"])
def test_choosing_a_language_leads_nowhere_else(next_page: str) -> None:
    assert Browser().post("/language/", {"language": "en", "next": next_page}).url == "/"


@pytest.mark.parametrize("language", ["", "de", "../../etc", "x" * 10_000])
def test_an_unknown_language_changes_nothing(member: Membership, language: str) -> None:
    browser = Browser()
    browser.force_login(member.user)
    browser.post("/language/", {"language": language})
    member.user.refresh_from_db()
    assert member.user.language == "en"


def test_choices_are_no_links() -> None:
    browser = Browser()
    browser.force_login(UserFactory())
    assert browser.get("/language/").status_code == 405
    assert browser.get("/jobcentre/").status_code == 405


def test_a_user_with_two_jobcentres_works_in_one_at_a_time(member: Membership) -> None:
    second = MembershipFactory(user=member.user, jobcentre=JobcentreFactory(name="Zealand"), role=Role.MANAGER)
    browser = Browser()
    browser.force_login(member.user)
    page = browser.get("/desk/").content.decode()
    assert f'value="{second.jobcentre_id}"' in page  # the choice stands in the user's menu
    assert browser.get("/desk/").context["jobcentre"] == member.jobcentre
    browser.post("/jobcentre/", {"jobcentre": str(second.jobcentre_id)})
    assert browser.get("/desk/").context["jobcentre"] == second.jobcentre
    assert not browser.get("/desk/").context["mine"]  # there the user is a manager


@pytest.mark.parametrize("chosen", ["", "x", "other"])
def test_another_jobcentre_cannot_be_chosen(member: Membership, chosen: str) -> None:
    browser = Browser()
    browser.force_login(member.user)
    browser.post("/jobcentre/", {"jobcentre": str(JobcentreFactory().pk) if chosen == "other" else chosen})
    assert browser.get("/desk/").context["jobcentre"] == member.jobcentre


def test_without_a_jobcentre_there_is_a_sentence() -> None:
    browser = Browser()
    browser.force_login(UserFactory(language="en"))
    response = browser.get("/")
    assert response.status_code == 403
    assert "You do not belong to a jobcentre yet." in response.content.decode()


def two_jobcentres() -> tuple[Browser, Membership, Membership]:
    """A caseworker in two jobcentres who has chosen the second."""
    first = MembershipFactory(jobcentre__name="Aarup", user__language="en")
    second = MembershipFactory(user=first.user, jobcentre=JobcentreFactory(name="Zealand"))
    browser = Browser()
    browser.force_login(first.user)
    browser.post("/jobcentre/", {"jobcentre": str(second.jobcentre_id)})
    return browser, first, second


def test_who_loses_the_chosen_jobcentre_is_told_and_never_lands_in_another_unasked() -> None:
    """R63"""
    browser, first, second = two_jobcentres()
    second.delete()
    answer = browser.get("/desk/")
    assert answer.status_code == 403
    assert "You no longer belong to the jobcentre that you had chosen." in answer.text
    assert browser.get("/", follow=True).context["jobcentre"] == first.jobcentre  # the button on that page


@pytest.mark.parametrize("address", ["/cases/new/", "/mentors/new/"])
@pytest.mark.parametrize("more", [{}, {"draft": "1"}])
def test_a_form_of_another_jobcentre_writes_nothing_into_this_one(address: str, more: dict[str, str]) -> None:
    """R63"""
    browser, first, second = two_jobcentres()
    assert f'name="jobcentre" value="{second.jobcentre_id}"' in browser.get(address).text
    browser.post("/jobcentre/", {"jobcentre": str(first.jobcentre_id)})
    answer = browser.post(address, {"name": "Ida", "given_name": "Ida", "jobcentre": str(second.jobcentre_id), **more})
    assert answer.status_code == 422
    assert "This form was opened in another of your jobcentres" in answer.text
    assert f'name="jobcentre" value="{second.jobcentre_id}"' in answer.text  # sent again, it is refused again
    assert not Draft.objects.exists()
