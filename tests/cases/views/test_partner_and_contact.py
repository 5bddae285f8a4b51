"""Who works with the jobcentre on a course, and whom one asks at the client's place: written in step 1, shown on the case."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import AuditEvent, Membership
from cases.models import Case
from cases.phrases import event
from mentors.models import Workplace
from tests.cases.views.application_page_scene import typed
from tests.factories import CaseFactory, OrganisationFactory, WorkplaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(member: Membership) -> Case:
    return CaseFactory(jobcentre=member.jobcentre, workplace__name="Egebæk Genbrug", workplace__contact="Bo Lind")


def address(case: Case) -> str:
    return reverse("case_contact", args=[case.ref])


def changed(case: Case, **changes) -> dict:
    """The form as the page shows it, with changes."""
    place = case.workplace
    known = {"place": place.name, "place_contact": place.contact, "contact_was": place.contact, "partner": str(case.partner_id or "")}
    days = {name: getattr(case, name).strftime("%d-%m-%Y") for name in ("received_on", "consent_on", "situation_starts_on")}
    names = {"given_name": case.client.given_name, "family_name": case.client.family_name, "consent": case.consent}
    return {**typed(**names), **days, **known, "version": case.version, **changes}


def test_a_new_case_gets_its_partner_and_its_contact_person(browser: Browser, member: Membership) -> None:
    partner = OrganisationFactory(jobcentre=member.jobcentre, name="LAP Egebæk")
    browser.post("/cases/new/", typed(place="Havnebageriet", place_contact="Karin Toft", partner=str(partner.pk)))
    case = Case.objects.get()
    assert (case.partner, case.workplace.contact) == (partner, "Karin Toft")
    page = browser.get(reverse("case", args=[case.ref])).text
    assert "LAP Egebæk" in page and "Karin Toft" in page
    assert reverse("mentor_organisation", args=[partner.pk]) in page


def test_without_organisations_the_partner_is_not_asked(browser: Browser, case: Case, member: Membership) -> None:
    OrganisationFactory(name="Et andet jobcenters")
    assert 'name="partner"' not in browser.get(address(case)).text
    OrganisationFactory(jobcentre=member.jobcentre, name="LAP Egebæk")
    page = browser.get(address(case)).text
    assert "LAP Egebæk" in page and "Et andet jobcenters" not in page


def test_the_partner_is_changed_and_taken_away_and_the_time_line_says_what_changed(browser: Browser, case: Case) -> None:
    partner = OrganisationFactory(jobcentre=case.jobcentre)
    assert browser.post(address(case), changed(case, partner=str(partner.pk))).status_code == 302
    case.refresh_from_db()
    assert case.partner == partner
    told = AuditEvent.objects.get(subject_id=case.pk, kind="case.application_changed")
    assert "partner_id" in told.facts["fields"]
    assert event(told.kind, told.facts)
    browser.post(address(case), changed(case, partner=""))
    case.refresh_from_db()
    assert case.partner is None


def test_another_jobcentres_organisation_is_refused(browser: Browser, case: Case) -> None:
    OrganisationFactory(jobcentre=case.jobcentre)
    answer = browser.post(address(case), changed(case, partner=str(OrganisationFactory().pk)))
    assert answer.status_code == 422
    assert "partner" in answer.context["form"].errors


def test_the_contact_person_is_shown_and_changed_for_the_place(browser: Browser, case: Case) -> None:
    assert "Bo Lind" in browser.get(reverse("case", args=[case.ref])).text
    assert browser.post(address(case), changed(case, place_contact="Karin Toft")).status_code == 302
    assert Workplace.objects.get(pk=case.workplace_id).contact == "Karin Toft"
    told = AuditEvent.objects.get(subject_id=case.pk, kind="case.application_changed")
    assert "place_contact" in told.facts["fields"]
    assert "Karin" not in str(told.facts)


def test_a_contact_person_that_nobody_touched_is_not_carried_to_another_place(browser: Browser, case: Case) -> None:
    other = WorkplaceFactory(jobcentre=case.jobcentre, name="Havnebageriet", contact="Ulla Bech")
    assert browser.post(address(case), changed(case, place="Havnebageriet")).status_code == 302
    other.refresh_from_db()
    assert other.contact == "Ulla Bech"
    assert Workplace.objects.get(name="Egebæk Genbrug").contact == "Bo Lind"


def test_what_a_colleague_wrote_meanwhile_in_another_case_of_the_place_stays(browser: Browser, case: Case) -> None:
    """The form was opened with Bo Lind in it, and nobody changed that field."""
    as_opened = changed(case)
    Workplace.objects.filter(pk=case.workplace_id).update(contact="Den nye leder")
    assert browser.post(address(case), {**as_opened, "phone": "20 00 00 09"}).status_code == 302
    assert Workplace.objects.get(pk=case.workplace_id).contact == "Den nye leder"


def test_a_contact_person_needs_a_place(browser: Browser) -> None:
    answer = browser.post("/cases/new/", typed(place="", place_contact="Karin Toft"))
    assert answer.status_code == 422
    assert "Write the workplace or school of the contact person" in answer.text
    assert 'value="Karin Toft"' in answer.text
    assert not Case.objects.exists()
