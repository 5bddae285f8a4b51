"""A prepared query answers as Django's own, and anew each time."""

import pytest
from django.db import connection
from django.db.models import F
from django.forms import model_to_dict
from django.test.utils import CaptureQueriesContext

from core.prepared import Asked, Prepared
from mentors.models import Mentor
from tests.factories import JobcentreFactory, MentorFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def of_jobcentre(jobcentre_id):
    rows = Mentor.objects.filter(jobcentre=jobcentre_id).select_related("organisation", "workplace")
    return rows.annotate(places=F("most_clients") + 1).order_by("name")


@pytest.fixture
def prepared():
    return Prepared(lambda: of_jobcentre(Asked("jobcentre")))


def whole(mentor):
    return (
        model_to_dict(mentor),
        vars(mentor)["places"],
        mentor.organisation and mentor.organisation.name,
        mentor.workplace,
        mentor.languages,
    )


def test_rows_are_those_of_the_queryset_with_related_rows_and_annotations(prepared):
    here = JobcentreFactory()
    MentorFactory(jobcentre=here, name="Bo", organisation=OrganisationFactory(jobcentre=here), languages=["da", "ar"])
    MentorFactory(jobcentre=here, name="Anna", organisation=None)
    with CaptureQueriesContext(connection) as asked:
        found = [whole(each) for each in prepared.rows(jobcentre=here.pk)]
    assert len(asked) == 1, "the related rows come in the same statement"
    assert found == [whole(each) for each in of_jobcentre(here.pk)]


def test_each_call_has_its_own_value(prepared):
    one, other = MentorFactory(), MentorFactory()
    assert prepared.first(jobcentre=one.jobcentre_id) == one
    assert prepared.first(jobcentre=other.jobcentre_id) == other
    assert prepared.first(jobcentre=JobcentreFactory().pk) is None
    assert prepared.rows(jobcentre=None) == [], "no value finds no row"


def test_what_was_changed_since_is_shown(prepared):
    mentor = MentorFactory(name="Bo")
    assert prepared.first(jobcentre=mentor.jobcentre_id).name == "Bo"
    Mentor.objects.filter(pk=mentor.pk).update(name="Bodil")
    assert prepared.first(jobcentre=mentor.jobcentre_id).name == "Bodil"


def test_a_value_that_is_not_given_is_a_mistake(prepared):
    with pytest.raises(KeyError):
        prepared.rows()


def test_what_is_read_can_be_saved(prepared):
    mentor = MentorFactory(name="Bo")
    found = prepared.first(jobcentre=mentor.jobcentre_id)
    found.name = "Bodil"
    found.save()
    mentor.refresh_from_db()
    assert mentor.name == "Bodil"
