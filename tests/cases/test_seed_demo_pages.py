"""The pages of the demo data open, whichever case is picked."""

import random

import pytest
from django.urls import reverse

from accounts.models import Jobcentre, User
from cases.models import (
    Case,
)
from mentors.models import Mentor, PlaceGrant
from tests.cases.seed_scene import TODAY, seed

PAGES = (
    "case",
    "case_contact",
    "case_challenges",
    "case_assessment",
    "case_decide",
    "case_match",
    "case_startup",
    "case_agreement",
    "case_timeline",
    "case_exit",
    "case_rematch",
)


@pytest.mark.django_db
def test_mette_opens_every_page_of_ten_cases_picked_at_random(client):
    seed(today=None)
    mette = User.objects.get(email="mette@demo.example")
    client.force_login(mette)
    assert client.get(reverse("desk")).status_code == 200
    assert client.get(reverse("case_list")).status_code == 200
    cases = list(Case.objects.filter(jobcentre__name="Jobcenter Egebæk").order_by("year", "number"))
    second = [case for case in cases if case.rematches.exists()]
    for case in {*random.Random(TODAY.toordinal()).sample(cases, 10), *second}:
        for name in PAGES:
            assert client.get(reverse(name, args=[case.ref])).status_code == 200, (name, case.state)
        for proposal in case.proposals.all():
            assert client.get(reverse("case_proposal", args=[case.ref, proposal.pk])).status_code == 200
        for agreement in case.agreements.all():
            assert client.get(reverse("case_agreement_version", args=[case.ref, agreement.number])).status_code == 200


@pytest.mark.django_db
def test_mette_opens_the_pages_of_mentors_organisations_and_allocations(client):
    seed(today=None)
    client.force_login(User.objects.get(email="mette@demo.example"))
    at = Jobcentre.objects.get(name="Jobcenter Egebæk")
    addresses = [reverse(name) for name in ("mentor_list", "mentor_organisations", "allocation_list")]
    for mentor in Mentor.objects.filter(jobcentre=at):
        addresses += [reverse("mentor", args=[mentor.pk]), reverse("mentor_history", args=[mentor.pk])]
    addresses += [reverse("mentor_organisation", args=[each.pk]) for each in at.organisations.all()]
    addresses += [reverse("mentor_place", args=[each.mentor_id, each.pk]) for each in PlaceGrant.objects.all()]
    assert [address for address in addresses if client.get(address).status_code != 200] == []
