"""A place mentor on a client's board: how many are at the place, and how much of its hours is shared (R67, R84)."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from cases.enums import State
from tests.factories import AssignmentFactory, CaseFactory, DecisionFactory, MembershipFactory, PlaceGrantFactory, WorkplaceFactory

pytestmark = pytest.mark.django_db


def test_the_card_says_how_much_of_the_place_is_taken(client: Browser) -> None:
    member = MembershipFactory(user__language="en")
    client.force_login(member.user)
    place = WorkplaceFactory(jobcentre=member.jobcentre, name="Egebæk Genbrug")
    grant = PlaceGrantFactory(mentor__jobcentre=member.jobcentre, workplace=place, minutes_a_week=480, most_clients=4)
    for _n in range(2):
        AssignmentFactory(case__jobcentre=member.jobcentre, mentor=grant.mentor, place=grant, minutes_a_week=150)
    case = DecisionFactory(case=CaseFactory(jobcentre=member.jobcentre, workplace=place, state=State.MATCH)).case
    page = client.get(reverse("case_match", args=[case.ref])).text
    assert "Place mentor at Egebæk Genbrug: 2 of 4 clients, 5 of 8 hours a week shared" in page
    elsewhere = DecisionFactory(case=CaseFactory(jobcentre=member.jobcentre, state=State.MATCH)).case
    assert "Place mentor at" not in client.get(reverse("case_match", args=[elsewhere.ref])).text
