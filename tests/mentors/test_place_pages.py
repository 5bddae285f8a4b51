"""The pages of a place mentor's place: granted once, read with its clients, changed, ended; who may, and of whom."""

import datetime as dt
import uuid

import pytest

from accounts.enums import Role, SubjectKind
from accounts.models import AccessEvent, Draft
from core import clock
from mentors.models import PlaceGrant
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    DecisionFactory,
    MembershipFactory,
    MentorFactory,
    PlaceGrantFactory,
    WorkplaceFactory,
)
from tests.mentors.scene import of
from tests.pages import signed_in
from tests.statements import statements

pytestmark = pytest.mark.django_db

WEEK = dt.timedelta(days=7)


@pytest.fixture
def grant(mentor):
    place = WorkplaceFactory(jobcentre=mentor.jobcentre, name="Egebæk Genbrug", contact="Bo Lind", phone="20 11 22 33")
    return PlaceGrantFactory(mentor=mentor, workplace=place, minutes_a_week=480, most_clients=4, first_day=clock.today() - WEEK)


def at(grant):
    return f"{of(grant.mentor)}places/{grant.pk}/"


def client_at(grant, *, minutes=150, last_day=None):
    case = CaseFactory(jobcentre=grant.mentor.jobcentre, workplace=grant.workplace, state="startup")
    if last_day:
        DecisionFactory(case=case, first_day=grant.first_day, last_day=last_day)
    return AssignmentFactory(case=case, mentor=grant.mentor, place=grant, minutes_a_week=minutes, first_day=grant.first_day)


def typed(**more):
    return {
        "workplace_name": "Egebæk Genbrug",
        "workplace_kind": "workplace",
        "minutes_a_week": "8",
        "most_clients": "4",
        "first_day": clock.today().strftime("%d-%m-%Y"),
        "last_day": "",
        "reasons": "Fire borgere begynder samme sted",
        "key": str(uuid.uuid4()),
    } | more


def kept(grant, **more):
    return typed(version=grant.version, first_day=grant.first_day.strftime("%d-%m-%Y"), reasons=grant.reasons) | more


def test_a_place_is_granted_once_even_when_the_button_is_pressed_twice(http, mentor):
    page = http.get(of(mentor) + "places/new/")
    assert "Karin Toft has 10 hours a week left of 10 hours" in page.text
    data = typed(key=str(page.context["form"].initial["key"]))
    first, second = http.post(of(mentor) + "places/new/", data), http.post(of(mentor) + "places/new/", data)
    grant = PlaceGrant.objects.get()
    assert first.url == second.url == at(grant)
    assert (grant.minutes_a_week, grant.most_clients, grant.workplace.name) == (480, 4, "Egebæk Genbrug")
    assert "Place mentor at Egebæk Genbrug" in http.get(first.url).text


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"minutes_a_week": "10:01"}, "minutes_a_week", "The mentor has 10 hours a week left"),
        ({"minutes_a_week": "0"}, "minutes_a_week", "more than 0 and at most 37"),
        ({"minutes_a_week": "mange"}, "minutes_a_week", "is not a number of hours"),
        ({"most_clients": "100"}, "most_clients", "from 1 to 99"),
        ({"most_clients": "\x00"}, "most_clients", "from 1 to 99"),
        ({"last_day": "01-01-2020"}, "last_day", "lies before the first day"),
        ({"first_day": "x"}, "first_day", "is not a date"),
        ({"reasons": " "}, "reasons", "Write why the place needs"),
        ({"workplace_name": ""}, "workplace_name", "Write which workplace"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(http, mentor, more, field, words):
    answer = http.post(of(mentor) + "places/new/", typed(**more))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert words in answer.text
    if field != "reasons":
        assert "Fire borgere begynder samme sted" in answer.text
    assert not PlaceGrant.objects.exists()


def test_the_page_of_a_place_shows_who_shares_its_hours_and_is_logged(http, grant):
    first, second = client_at(grant, last_day=clock.today() + WEEK), client_at(grant)
    page = http.get(at(grant))
    for words in ("2 of 4 clients", "5 of 8 hours a week shared", first.case.ref, second.case.ref, "Bo Lind", first.case.client.name):
        assert words in page.text, words
    assert "<title>Place mentor " in page.text.replace("\n", "")
    seen = set(AccessEvent.objects.values_list("subject_kind", "subject_id"))
    assert {(SubjectKind.MENTOR, grant.mentor_id), (SubjectKind.CASE, first.case_id), (SubjectKind.CASE, second.case_id)} <= seen


def test_the_page_asks_the_database_as_often_with_three_clients_as_with_one(http, grant):
    client_at(grant, minutes=30)
    with statements() as one:
        http.get(at(grant))
    client_at(grant, minutes=30), client_at(grant, minutes=30)
    with statements() as three:
        http.get(at(grant))
    assert len(one) == len(three) <= 12


def test_a_place_is_changed_and_never_below_what_its_clients_take(http, grant):
    client_at(grant, minutes=300)
    answer = http.post(at(grant), kept(grant, minutes_a_week="4:59"))
    assert answer.status_code == 422
    assert "5 hours a week are taken now" in answer.context["form"].errors["minutes_a_week"][0]
    assert http.post(at(grant), kept(grant, minutes_a_week="5", most_clients="1")).status_code == 302
    grant.refresh_from_db()
    assert (grant.minutes_a_week, grant.most_clients, grant.version) == (300, 1, 2)


def test_two_who_change_the_place_both_see_both_texts(http, grant):
    http.post(at(grant), kept(grant, reasons="Den enes grund"))
    answer = http.post(at(grant), kept(grant, reasons="Den andens grund"))
    assert answer.status_code == 409
    assert "Den enes grund" in answer.text and "Den andens grund" in answer.text
    assert answer.context["form"].data["version"] == 2


def test_a_draft_of_a_new_place_is_kept_shown_and_found_from_the_desk(http, mentor):
    http.post(of(mentor) + "places/new/", typed(minutes_a_week="9", draft="1"))
    assert Draft.objects.get().subject_id == mentor.pk
    assert 'value="9"' in http.get(of(mentor) + "places/new/").text
    desk = http.get("/desk/").text
    assert "New place mentor" in desk and of(mentor) + "places/new/" in desk
    http.post(of(mentor) + "places/new/", typed())
    assert not Draft.objects.exists()


def test_a_place_with_clients_does_not_end_and_the_cases_are_named(http, grant):
    staying = client_at(grant, last_day=clock.today() + 4 * WEEK)
    page = http.get(at(grant) + "end/")
    assert staying.case.client.name in page.text
    early = (clock.today() + WEEK).strftime("%d-%m-%Y")
    answer = http.post(at(grant) + "end/", {"last_day": early, "version": grant.version})
    assert answer.status_code == 422
    assert staying.case.ref in answer.context["form"].errors["last_day"][0]
    later = (clock.today() + 4 * WEEK).strftime("%d-%m-%Y")
    answer = http.post(at(grant) + "end/", {"last_day": later, "version": grant.version}, follow=True)
    assert "The place ends on" in answer.text
    grant.refresh_from_db()
    assert grant.last_day == clock.today() + 4 * WEEK
    http.post(at(grant) + "end/", {"last_day": "", "version": grant.version})
    grant.refresh_from_db()
    assert grant.last_day is None


def test_an_end_needs_its_day(http, grant):
    answer = http.post(at(grant) + "end/", {"last_day": "", "version": grant.version})
    assert "Write a date" in answer.text


def test_a_place_that_is_over_is_read_and_not_changed(http, grant):
    PlaceGrant.objects.filter(pk=grant.pk).update(last_day=clock.today() - dt.timedelta(days=1))
    page = http.get(at(grant))
    assert "stays as it was" in page.text and 'id="f_place"' not in page.text
    assert http.post(at(grant), kept(grant)).status_code == 422


def test_a_manager_reads_a_place_and_changes_none(grant, mentor):
    manager = signed_in(MembershipFactory(jobcentre=mentor.jobcentre, role=Role.MANAGER, user__language="en"))
    page = manager.get(at(grant))
    assert page.status_code == 200
    assert "Flere borgere" in page.text and 'id="f_place"' not in page.text
    assert manager.post(at(grant), kept(grant)).status_code == 403
    for address in (of(mentor) + "places/new/", at(grant) + "end/"):
        assert manager.get(address).status_code == manager.post(address, {}).status_code == 403


def test_another_jobcentres_place_and_another_mentors_place_are_like_none(http, grant, mentor, member):
    theirs = PlaceGrantFactory()
    neighbour = MentorFactory(jobcentre=member.jobcentre)
    for address in (at(theirs), at(theirs) + "end/", f"{of(theirs.mentor)}places/new/", f"{of(neighbour)}places/{grant.pk}/"):
        assert http.get(address).status_code == http.post(address, typed()).status_code == 404
    stranger = signed_in(MembershipFactory())
    assert stranger.post(at(grant), kept(grant)).status_code == 404
    assert PlaceGrant.objects.count() == 2


def test_a_colleagues_own_workplace_is_offered(http, member):
    place = WorkplaceFactory(jobcentre=member.jobcentre, name="Egebæk Skole", kind="school")
    colleague = MentorFactory(jobcentre=member.jobcentre, type="colleague", workplace=place)
    form = http.get(of(colleague) + "places/new/").context["form"]
    assert (form["workplace_name"].value(), form["workplace_kind"].value()) == ("Egebæk Skole", "school")


def test_the_mentors_page_leads_to_the_places_and_to_a_new_one(http, grant, mentor):
    client_at(grant)
    page = http.get(of(mentor)).text
    for words in (at(grant), f"{of(mentor)}places/new/", "1 of 4 clients", "2.5 of 8 hours a week shared"):
        assert words in page, words
