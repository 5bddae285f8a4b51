"""The list of mentors: order, filters, pages, statements."""

import datetime as dt
from html import unescape

import pytest

from core import clock
from mentors.models import Zone
from tests.factories import DAY, AssignmentFactory, MentorFactory, OrganisationFactory
from tests.statements import statements

pytestmark = pytest.mark.django_db


def test_the_list_is_in_danish_order_filtered_and_paged_by_key(http, member):
    for name in ["Zorn", "Ærø", "Øster", "Aase", *[f"Mentor {n:02d}" for n in range(24)]]:
        MentorFactory(jobcentre=member.jobcentre, name=name)
    first = http.get("/mentors/")
    assert [row["name"] for row in first.context["rows"]][-1] == "Zorn"
    assert len(first.context["rows"]) == 25
    second = http.get(first.context["next_url"])
    assert [row["name"] for row in second.context["rows"]] == ["Ærø", "Øster", "Aase"]
    assert [row["name"] for row in http.get(second.context["first_url"]).context["rows"]] == [row["name"] for row in first.context["rows"]]


def names(page):
    return [row["name"] for row in page.context["rows"]]


@pytest.fixture
def known(member):
    """One mentor whom every filter fits, and one of whom nothing is known."""
    zone = Zone.objects.create(jobcentre=member.jobcentre, name="Nord", first_day=DAY)
    MentorFactory(
        jobcentre=member.jobcentre,
        name="Pro",
        type="professional",
        languages=["da", "so"],
        zones=[zone.pk],
        support_areas={"practical": 2, "social": 0},
        confidentiality_valid_until=clock.today() - dt.timedelta(days=1),
    )
    full = MentorFactory(
        jobcentre=member.jobcentre,
        name="Ukendt",
        languages=[],
        support_areas=[],
        confidentiality_signed_on=None,
        confidentiality_valid_until=None,
    )
    AssignmentFactory.create_batch(3, mentor=full)
    return zone


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Pro", "Ukendt"]),
        ("type=professional", ["Pro"]),
        ("area=practical", ["Pro"]),
        ("area=social", []),
        ("area=tasks", []),
        ("language=so", ["Pro"]),
        ("free=yes", ["Pro"]),
        ("free=no", ["Ukendt"]),
        ("declaration=expired", ["Pro"]),
        ("declaration=missing", ["Ukendt"]),
        ("declaration=valid", []),
        ("declaration=ending", []),
        ("type=professional&area=practical&language=so&free=yes&declaration=expired", ["Pro"]),
        ("type=professional&free=no", []),
    ],
)
def test_filters_stand_in_the_address_and_go_together(http, known, query, found):
    """R79"""
    page = http.get(f"/mentors/?{query}")
    assert names(page) == found
    assert page.context["unknown"] == []
    assert names(http.get(f"/mentors/?{query}&zone={known.pk}")) == [name for name in found if name == "Pro"]


def test_a_declaration_that_ends_soon_is_a_filter_of_its_own(http, member):
    today = clock.today()
    for name, days in [("Snart", 90), ("Senere", 91), ("Forbi", -1)]:
        MentorFactory(jobcentre=member.jobcentre, name=name, confidentiality_valid_until=today + dt.timedelta(days=days))
    assert names(http.get("/mentors/?declaration=ending")) == ["Snart"]
    assert names(http.get("/mentors/?declaration=valid")) == ["Senere", "Snart"]
    page = http.get("/mentors/?declaration=expired")
    assert names(page) == ["Forbi"]
    assert "Expired" in page.content.decode()


def test_how_many_are_shown_of_how_many_there_are(http, member):
    MentorFactory.create_batch(27, jobcentre=member.jobcentre)
    MentorFactory(jobcentre=member.jobcentre, type="professional")
    assert "25 of 28 mentors." in http.get("/mentors/").content.decode()
    assert "1 mentor fits." in http.get("/mentors/?type=professional").content.decode()
    assert "25 of 27 mentors that fit." in http.get("/mentors/?type=external").content.decode()


def test_the_next_page_keeps_the_filters(http, member):
    MentorFactory.create_batch(27, jobcentre=member.jobcentre)
    address = http.get("/mentors/?type=external").context["next_url"]
    assert "type=external" in address
    assert "Mentor" not in address
    assert len(names(http.get(address))) == 2


def test_another_jobcentres_zone_is_no_choice(http, mentor):
    """R79"""
    zone = Zone.objects.create(jobcentre=MentorFactory().jobcentre, name="Fremmed", first_day=DAY)
    page = http.get(f"/mentors/?zone={zone.pk}")
    assert page.context["unknown"]
    assert "Fremmed" not in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "type=boss",
        "area=nord",
        "language=klingon",
        "zone=x",
        "free=maybe",
        "declaration=soon",
        "after=x",
        "after=00000000-0000-0000-0000-000000000000",
    ],
)
def test_what_is_unknown_in_the_address_is_named_and_left_out(http, mentor, query):
    """R79"""
    page = http.get(f"/mentors/?{query}")
    assert names(page) == ["Karin Toft"]
    assert len(page.context["unknown"]) == 1
    assert page.context["unknown"][0] in unescape(page.content.decode())


def test_the_list_reads_the_same_number_of_statements_for_any_number_of_mentors(http, member):
    MentorFactory.create_batch(3, jobcentre=member.jobcentre, organisation=OrganisationFactory(jobcentre=member.jobcentre))
    with statements() as few:
        http.get("/mentors/")
    MentorFactory.create_batch(30, jobcentre=member.jobcentre, organisation=OrganisationFactory(jobcentre=member.jobcentre))
    with statements() as many:
        http.get("/mentors/")
    assert len(many) == len(few) <= 8
