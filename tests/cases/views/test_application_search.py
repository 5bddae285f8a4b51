"""Search first: who is known is found by number, name or telephone, used for a new case, and every search is logged."""

import re

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Membership
from cases.enums import State
from cases.models import Case, Client, FormerCpr
from tests.cases.views.application_page_scene import NEW, looking_for, searches, typed
from tests.factories import CaseFactory, ClientFactory, replacement_cpr

pytestmark = pytest.mark.django_db


def test_a_search_by_cpr_finds_the_client_with_or_without_hyphen_and_is_logged(browser: Browser, member: Membership) -> None:
    number = replacement_cpr()
    known = ClientFactory(jobcentre=member.jobcentre, cpr=number)
    for text in (number, f" {number[:6]}-{number[6:]} "):
        answer = browser.post(NEW, looking_for(text))
        assert answer.status_code == 200
        assert f"Use {known.name}" in answer.text
        assert "The CPR number is the same." in answer.text
        assert f"{number[:6]}-••••" in answer.text
    assert searches() == [("client", known.pk)] * 2


def test_a_former_cpr_number_still_finds_the_client(browser: Browser, member: Membership) -> None:
    old = replacement_cpr()
    case = CaseFactory(jobcentre=member.jobcentre, client=ClientFactory(jobcentre=member.jobcentre, cpr=old))
    data = {"cpr": replacement_cpr(), "reason": "Nyt nummer", "version": case.version}
    assert browser.post(reverse("case_change_cpr", args=[case.ref]), data).status_code == 302
    assert FormerCpr.objects.count() == 1
    answer = browser.post(NEW, looking_for(old))
    assert "The client had this CPR number before." in answer.text
    assert f"Open case {case.ref}" in answer.text


@pytest.mark.parametrize("text", ["Ida Skovgaard", "ida skovgrad", "SKOVGÅRD", "Skovgård, Ída", "20001452", "+45 20 00 14 52"])
def test_accents_typing_errors_and_phone_numbers_are_forgiven(browser: Browser, member: Membership, text: str) -> None:
    ClientFactory(jobcentre=member.jobcentre, given_name="Ida M.", family_name="Skovgård", phone="20 00 14 52")
    ClientFactory(jobcentre=member.jobcentre, given_name="Bo", family_name="Holm", phone="20 00 14 53")
    answer = browser.post(NEW, looking_for(text))
    assert "Use Ida M. Skovgård" in answer.text
    assert "Bo Holm" not in answer.text


def test_a_client_of_another_jobcentre_is_not_found_and_the_miss_is_logged(browser: Browser) -> None:
    number = replacement_cpr()
    ClientFactory(cpr=number, given_name="Zenobia", family_name="Quist")
    for text in (number, "Zenobia Quist"):
        answer = browser.post(NEW, looking_for(text))
        assert "Nobody is like this." in answer.text
    assert searches() == [("client", None)] * 2


def test_an_empty_search_says_what_to_write(browser: Browser) -> None:
    answer = browser.post(NEW, looking_for(" \x00 "))
    assert answer.status_code == 422
    assert "Write a CPR number or a name." in answer.text
    assert browser.post(NEW, looking_for("x" * 1_000_000)).status_code == 200


def test_what_was_searched_for_is_filled_in_but_not_in_the_address(browser: Browser) -> None:
    answer = browser.post(NEW, looking_for("Ida Marie Skovgaard"))
    assert 'value="Ida Marie"' in answer.text
    assert 'value="Skovgaard"' in answer.text
    assert answer.request["QUERY_STRING"] == ""


def test_a_search_loses_nothing_that_was_typed_and_complains_of_nothing(browser: Browser) -> None:
    form = typed(place="Havnebageriet", situation_starts_on="31-", given_name="", family_name="", cpr="010190")
    answer = browser.post(NEW, looking_for("Ida Skovgaard", **form))
    assert answer.status_code == 200
    for kept in ("Havnebageriet", "31-", "010190", "Ida", "Skovgaard"):
        assert f'value="{kept}"' in answer.text
    assert "form-error" not in answer.text
    own = browser.post(NEW, looking_for("Ida Skovgaard", **typed(given_name="Bo", family_name="")))
    assert 'value="Bo"' in own.text
    assert own.context["form"]["family_name"].value() == ""
    empty = browser.post(NEW, looking_for("", **form))
    assert (empty.status_code, "Havnebageriet" in empty.text) == (422, True)
    assert not Case.objects.exists()


def test_the_search_stands_in_the_form_of_the_application(browser: Browser) -> None:
    page = browser.get(NEW).text
    assert re.search(r'<input[^>]*name="find_text"[^>]*form="f_new"', page)
    assert re.search(r'<button[^>]*form="f_new"[^>]*name="find"', page)


def test_a_known_client_is_used_for_a_new_case_and_what_was_typed_stays(browser: Browser, member: Membership) -> None:
    known = ClientFactory(jobcentre=member.jobcentre, given_name="Ida M.", family_name="Skovgård", phone="20 00 14 52")
    CaseFactory(client=known, jobcentre=member.jobcentre, state=State.WITHDRAWN)
    page = browser.post(NEW, typed(use=str(known.pk), place="Havnebageriet"))
    assert page.status_code == 200
    assert "A new case for Ida M. Skovgård" in page.text
    assert 'value="Havnebageriet"' in page.text
    assert 'name="cpr"' not in page.text
    browser.post(NEW, typed(client=str(known.pk), given_name="Ida M.", family_name="Skovgård"))
    assert Case.objects.filter(client=known).count() == 2
    assert Client.objects.count() == 1


def test_a_client_with_an_open_case_leads_to_it(browser: Browser, member: Membership) -> None:
    case = CaseFactory(jobcentre=member.jobcentre)
    answer = browser.post(NEW, {"use": str(case.client_id)})
    assert (answer.status_code, answer.url) == (302, reverse("case", args=[case.ref]))


@pytest.mark.parametrize("use", ["", "x", "../..", "00000000-0000-4000-8000-000000000001"])
def test_an_unknown_client_cannot_be_used(browser: Browser, use: str) -> None:
    assert browser.post(NEW, {"use": use}).status_code == 404


def test_another_jobcentres_client_cannot_be_used_by_any_way(browser: Browser) -> None:
    stranger = ClientFactory(family_name="Quist")
    assert browser.post(NEW, {"use": str(stranger.pk)}).status_code == 404
    browser.post(NEW, typed(client=str(stranger.pk)))
    assert not Case.objects.filter(client=stranger).exists()


def test_a_known_cpr_number_at_the_end_offers_the_client_with_422(browser: Browser, member: Membership) -> None:
    number = replacement_cpr()
    known = ClientFactory(jobcentre=member.jobcentre, cpr=number)
    answer = browser.post(NEW, typed(cpr=number))
    assert answer.status_code == 422
    assert f"Use {known.name}" in answer.text
    assert searches() == [("client", known.pk)]
    case = CaseFactory(client=known, jobcentre=member.jobcentre)
    assert f"Open case {case.ref}" in browser.post(NEW, typed(cpr=number)).text


def test_a_probable_duplicate_needs_a_tick(browser: Browser, member: Membership) -> None:
    number = replacement_cpr(7000)
    twin = number[:6] + f"{int(number[6:]) + 1:04d}"
    ClientFactory(jobcentre=member.jobcentre, given_name="Ida", family_name="Skovgård", cpr=twin)
    answer = browser.post(NEW, typed(cpr=number))
    assert answer.status_code == 422
    assert "It is another person" in answer.text
    assert "Born on the same day." in answer.text
    assert browser.post(NEW, typed(cpr=number, other_person="on")).status_code == 302
