"""The list of mentors: order, filters, pages, statements."""

import pytest

from tests.factories import AssignmentFactory, MentorFactory, OrganisationFactory
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
    professional = MentorFactory(jobcentre=member.jobcentre, name="Pro", type="professional", area="Nordby")
    AssignmentFactory.create_batch(3, mentor=professional)
    assert [row["name"] for row in http.get("/mentors/?type=professional").context["rows"]] == ["Pro"]
    assert [row["name"] for row in http.get("/mentors/?area=nord").context["rows"]] == ["Pro"]
    assert http.get("/mentors/?type=professional&free=1").context["rows"] == []


@pytest.mark.parametrize("query", ["type=boss&area=++", "after=x", "after=00000000-0000-0000-0000-000000000000", "free=maybe"])
def test_a_bad_parameter_of_the_list_is_ignored(http, mentor, query):
    assert [row["name"] for row in http.get(f"/mentors/?{query}").context["rows"]] == ["Karin Toft"]


def test_the_list_reads_the_same_number_of_statements_for_any_number_of_mentors(http, member):
    MentorFactory.create_batch(3, jobcentre=member.jobcentre, organisation=OrganisationFactory(jobcentre=member.jobcentre))
    with statements() as few:
        http.get("/mentors/")
    MentorFactory.create_batch(30, jobcentre=member.jobcentre, organisation=OrganisationFactory(jobcentre=member.jobcentre))
    with statements() as many:
        http.get("/mentors/")
    assert len(many) == len(few) <= 8
