"""Signing in and out, passwords and the second factor, at our own addresses."""

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse

from accounts.enums import Role
from accounts.models import AuditEvent, Draft, Membership, Message, User
from tests.factories import JobcentreFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "en-lang-adgangskode"
WRONG = "The e-mail or the password is wrong."


@pytest.fixture(autouse=True)
def no_old_attempts(db: None) -> None:
    cache.clear()


@pytest.fixture
def member() -> Membership:
    return MembershipFactory(user__email="mette@example.org", user__password=PASSWORD, user__language="en")


def in_english() -> Browser:
    browser = Browser()
    browser.cookies["language"] = "en"
    return browser


def sign_in(browser: Browser, email: str = "mette@example.org", password: str = PASSWORD, **more: Any) -> Any:
    return browser.post("/login/", {"login": email, "password": password, **more})


def test_the_right_password_leads_to_the_desk(member: Membership) -> None:
    browser = in_english()
    assert sign_in(browser, email="METTE@example.org").url == "/"
    assert browser.get("/").url == "/desk/"


def test_where_one_wanted_to_go_is_where_one_lands_and_never_elsewhere(member: Membership) -> None:
    assert sign_in(in_english(), next="/cases/").url == "/cases/"
    assert sign_in(in_english(), next="https://evil.example/").url == "/"
    assert sign_in(in_english(), next="//evil.example/").url == "/"


@pytest.mark.parametrize(
    ("role", "address"),
    [(Role.CASEWORKER, "/desk/"), (Role.MANAGER, "/overview/"), (Role.AUDITOR, "/audit/"), (Role.ADMINISTRATOR, "/admin/")],
)
def test_each_role_has_a_first_page(role: Role, address: str) -> None:
    browser = Browser()
    browser.force_login(MembershipFactory(role=role, user__is_staff=role == Role.ADMINISTRATOR).user)
    assert browser.get("/").url == address
    assert browser.get(address).status_code == 200


@pytest.mark.parametrize(("email", "password"), [("mette@example.org", "forkert"), ("ukendt@example.org", PASSWORD)])
def test_a_wrong_sign_in_never_says_which_half_was_wrong(member: Membership, email: str, password: str) -> None:
    response = sign_in(in_english(), email=email, password=password)
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count(WRONG) == 2  # once in the summary, once at the fields
    assert f'value="{email}"' in page
    assert password not in page


@pytest.mark.parametrize("text", ["", "\x00", "x" * 1_000_000, "Ærøskøbing'\"><script>"])
def test_impossible_input_is_no_fault(member: Membership, text: str) -> None:
    response = in_english().post("/login/", {"login": text, "password": text})
    assert response.status_code in (200, 400, 413)
    assert "<script>" not in response.content.decode()


def test_a_closed_account_does_not_sign_in(member: Membership) -> None:
    member.user.is_active = False
    member.user.save()
    browser = in_english()
    response = sign_in(browser)
    if response.status_code == 302:
        assert response.url == reverse("account_inactive")
    assert browser.get("/desk/").status_code == 302


def test_after_five_failures_even_the_right_password_waits(member: Membership) -> None:
    """The count lives in the database's cache, so that it holds without a broker and for all processes."""
    browser = in_english()
    for _ in range(5):
        sign_in(browser, password="forkert")
    response = sign_in(browser)
    assert response.status_code == 200
    assert "Too many attempts." in response.content.decode()
    assert browser.get("/desk/").status_code == 302


def test_the_lock_of_one_account_is_no_lock_of_another(member: Membership) -> None:
    other = MembershipFactory(user__email="anne@example.org", user__password=PASSWORD).user
    for _ in range(5):
        sign_in(in_english(), password="forkert")
    assert sign_in(in_english(), email=other.email).status_code == 302


def test_demo_accounts_live_in_demo_mode_only(settings: Any) -> None:
    MembershipFactory(user__email="mette@demo.example", user__password=PASSWORD)
    settings.DEMO = True
    browser = in_english()
    assert sign_in(browser, email="mette@demo.example").status_code == 302
    settings.DEMO = False
    assert browser.get("/desk/").status_code == 302  # and who was signed in is out
    response = sign_in(in_english(), email="mette@demo.example")
    assert WRONG in response.content.decode()


def test_signing_out_ends_the_session(member: Membership) -> None:
    browser = in_english()
    sign_in(browser)
    assert browser.post("/logout/").url == "/login/"
    assert browser.get("/desk/").url.startswith("/login/")


def test_nobody_signs_up() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    for address in ("/signup/", "/accounts/signup/", "/register/", "/email/"):
        assert Browser().get(address).status_code == 404


# Passwords


def test_a_password_is_changed_with_the_old_one(member: Membership) -> None:
    browser = in_english()
    sign_in(browser)
    wrong = browser.post(
        "/password/change/", {"oldpassword": "forkert", "password1": "en-ny-adgangskode", "password2": "en-ny-adgangskode"}
    )
    assert wrong.status_code == 200
    browser.post("/password/change/", {"oldpassword": PASSWORD, "password1": "en-ny-adgangskode", "password2": "en-ny-adgangskode"})
    member.user.refresh_from_db()
    assert member.user.check_password("en-ny-adgangskode")


@pytest.mark.parametrize("weak", ["kort", "password1234", "mette@example.org"])
def test_a_weak_password_is_refused(member: Membership, weak: str) -> None:
    browser = in_english()
    sign_in(browser)
    assert browser.post("/password/change/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak}).status_code == 200
    member.user.refresh_from_db()
    assert member.user.check_password(PASSWORD)


def test_a_forgotten_password_is_set_by_a_link_that_works_once(member: Membership) -> None:
    browser = in_english()
    assert browser.post("/password/reset/", {"email": "mette@example.org"}).url == "/password/reset/done/"
    mail = Message.objects.get()
    assert member.user.name not in mail.subject + mail.body
    assert "mette" not in mail.subject + mail.body
    address = re.search(r"https?://[^/]+(/password/reset/key/\S+)", mail.body)[1]
    assert choose_password(address, "en-ny-adgangskode")
    member.user.refresh_from_db()
    assert member.user.check_password("en-ny-adgangskode")
    assert not choose_password(address, "en-tredje-adgangskode")
    member.user.refresh_from_db()
    assert member.user.check_password("en-ny-adgangskode")


def choose_password(address: str, password: str) -> bool:
    """Open the link in a fresh browser and choose a password; whether the link still worked."""
    browser = in_english()
    response = browser.get(address)
    if response.status_code != 302:
        assert response.status_code == 200
        return False
    browser.post(response.url, {"password1": password, "password2": password})
    return True


def test_an_unknown_address_gets_the_same_answer_and_no_mail(member: Membership) -> None:
    known, unknown = (
        in_english().post("/password/reset/", {"email": "mette@example.org"}),
        in_english().post("/password/reset/", {"email": "x@example.org"}),
    )
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert Message.objects.count() == 1


def test_create_admin_prints_a_link_that_works_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_admin", "--email", "Chef@Example.org", "--name", "Chef")
    user = User.objects.get(email="chef@example.org")
    assert (user.is_superuser, user.is_staff, user.has_usable_password()) == (True, True, False)
    address = re.fullmatch(r"https?://[^/]+(/password/reset/key/\S+)\n", capsys.readouterr().out)[1]
    assert choose_password(address, PASSWORD)
    assert not choose_password(address, "en-anden-adgangskode")
    browser = in_english()
    sign_in(browser, email="chef@example.org")
    assert browser.get("/", follow=True).redirect_chain[-1][0] == "/admin/"
    call_command("create_admin", "--email", "chef@example.org")
    user.refresh_from_db()
    assert user.check_password(PASSWORD)  # found, and not locked out
    assert list(AuditEvent.objects.values_list("kind", flat=True)) == ["user.made_superuser"]


# Two factors


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_second_factor_is_turned_on_and_asked_for(member: Membership) -> None:
    browser = in_english()
    sign_in(browser)
    assert browser.get("/2fa/").status_code == 200
    assert browser.get("/2fa/totp/activate/").url.startswith("/reauthenticate/")  # the password once more
    browser.post("/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert browser.post("/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    assert browser.post("/2fa/totp/activate/", {"code": code(secret)}).status_code == 302
    assert browser.get("/2fa/recovery-codes/").status_code == 200
    again = in_english()
    assert sign_in(again).url == reverse("mfa_authenticate")
    assert again.get("/desk/").status_code == 302  # the password alone is not enough
    cache.clear()  # a code is taken once; the test is quicker than the clock
    assert again.post(reverse("mfa_authenticate"), {"code": code(secret)}).url == "/"
    assert again.get("/desk/").status_code == 200


# Language and jobcentre


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


@pytest.mark.parametrize(("proxies", "known_by"), [(1, "the visitor"), (0, "the proxy")])
def test_behind_a_proxy_the_limit_counts_the_visitor(settings: Any, proxies: int, known_by: str) -> None:
    """Else ten wrong passwords of one stranger would keep everybody out."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    def is_stopped(number: int, visitor: str) -> bool:
        browser = in_english()
        browser.defaults["HTTP_X_FORWARDED_FOR"] = f"192.0.2.77, {visitor}"
        answer = sign_in(browser, email=f"ukendt{number}@example.org")
        return WRONG not in answer.text

    assert not any(is_stopped(number, "192.0.2.1") for number in range(10))
    assert is_stopped(10, "192.0.2.1")
    assert is_stopped(11, "192.0.2.2") == (known_by == "the proxy")
