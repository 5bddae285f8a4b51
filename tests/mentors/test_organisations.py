"""Organisations: the list, one with mentors and courses, the form, who may (R81)."""

import pytest
from django.utils import translation

from accounts.enums import AccessKind, Role, SubjectKind
from accounts.models import AccessEvent, AuditEvent
from cases.enums import State
from core import clock
from core.verdicts import Refused
from mentors.actions import find_or_make_organisation
from mentors.actions_organisations import OrganisationDetails, add_organisation
from mentors.models import Organisation
from mentors.rules.organisations import cvr_verdict
from tests.factories import AssignmentFactory, CaseFactory, MembershipFactory, MentorFactory, OrganisationFactory
from tests.pages import signed_in
from tests.races import race
from tests.statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(member):
    return OrganisationFactory(jobcentre=member.jobcentre, name="LAP", kind="users")


def of(organisation):
    return f"/organisations/{organisation.pk}/"


def typed(**more):
    return {"name": "Mentorhuset", "kind": "provider", "cvr": "12 34 56 78", "contact": "Ulla Dahl"} | more


@pytest.mark.parametrize(
    ("cvr", "allowed"), [("", True), ("12345678", True), ("1234567", False), ("123456789", False), ("1234567x", False), ("١٢٣٤٥٦٧٨", False)]
)
def test_a_cvr_number_is_unknown_or_has_eight_digits(cvr, allowed):
    """R81"""
    assert bool(cvr_verdict(cvr=cvr)) is allowed


def test_an_organisation_is_added_once_even_when_the_button_is_pressed_twice(http, member):
    key = str(http.get("/organisations/new/").context["form"].initial["key"])
    first, second = http.post("/organisations/new/", typed(key=key)), http.post("/organisations/new/", typed(key=key))
    made = Organisation.objects.get()
    assert first.url == second.url == of(made)
    assert (made.cvr, made.jobcentre) == ("12345678", member.jobcentre)
    event = AuditEvent.objects.get()
    assert (event.kind, event.subject_kind, event.subject_id) == ("organisation.added", SubjectKind.ORGANISATION, made.pk)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("name", "  lap "),
        ("name", "L\x00"),
        ("kind", "club"),
        ("cvr", "123"),
        ("cvr", "9" * 999),
        ("email", "ulla"),
        ("address", "x" * 301),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_lost(http, organisation, field, value):
    """R81: the name stands once, in capitals or not."""
    answer = http.post("/organisations/new/", typed(**{field: value}))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Ulla Dahl" in answer.content.decode()
    assert Organisation.objects.count() == 1


def test_the_database_holds_the_name_once_whatever_its_case(organisation, member):
    """R81"""
    details = OrganisationDetails(name="lap", kind="users")
    with pytest.raises(Refused) as refused:
        add_organisation(jobcentre_id=member.jobcentre_id, details=details, by=member.user, at=clock.now())
    assert (refused.value.code, refused.value.field) == ("organisation_name_taken", "name")
    add_organisation(jobcentre_id=MembershipFactory().jobcentre_id, details=details, by=member.user, at=clock.now())
    assert find_or_make_organisation(jobcentre_id=member.jobcentre_id, name="Lap", kind="") == organisation


def test_changing_counts_the_version_and_says_which_fields(http, organisation):
    answer = http.post(of(organisation) + "change/", typed(version=1, name="LAP Danmark"))
    assert answer.url == of(organisation)
    organisation.refresh_from_db()
    assert (organisation.name, organisation.version) == ("LAP Danmark", 2)
    event = AuditEvent.objects.get(kind="organisation.changed")
    assert event.facts == {"fields": ["contact", "cvr", "kind", "name"]}
    assert "Details of the organisation changed" in http.get(of(organisation)).content.decode()


def test_a_stale_form_shows_both_texts_and_loses_nothing(http, organisation):
    http.post(of(organisation) + "change/", typed(version=1, address="Nordvej 1"))
    answer = http.post(of(organisation) + "change/", typed(version=1, address="Sydvej 2"))
    assert answer.status_code == 409
    assert "Nordvej 1" in answer.content.decode()
    assert 'value="Sydvej 2"' in answer.content.decode()
    organisation.refresh_from_db()
    assert organisation.address == "Nordvej 1"


def test_the_list_is_in_danish_order_by_kind_and_paged(http, member):
    for name in ["Zorn", "Ærø", "Aase", *[f"Hus {n:02d}" for n in range(24)]]:
        OrganisationFactory(jobcentre=member.jobcentre, name=name)
    OrganisationFactory(jobcentre=member.jobcentre, name="Skolen", kind="school")
    first = http.get("/organisations/")
    names = [row["name"] for row in first.context["rows"]]
    assert (names[0], len(names)) == ("Hus 00", 25)
    assert [row["name"] for row in http.get(first.context["next_url"]).context["rows"]] == ["Zorn", "Ærø", "Aase"]
    assert [row["name"] for row in http.get("/organisations/?kind=school").context["rows"]] == ["Skolen"]
    assert "No organisation is of this kind." in http.get("/organisations/?kind=employer").content.decode()


@pytest.mark.parametrize("query", ["kind=club", "after=x", "after=00000000-0000-0000-0000-000000000000"])
def test_an_unknown_part_of_the_address_is_named_and_left_out(http, organisation, query):
    page = http.get(f"/organisations/?{query}")
    assert [row["name"] for row in page.context["rows"]] == ["LAP"]
    assert page.context["unknown"]


def test_mentors_and_courses_are_counted_and_listed_each_once(http, member, organisation):
    mentor = MentorFactory(jobcentre=member.jobcentre, organisation=organisation, name="Karin Toft")
    both = CaseFactory(jobcentre=member.jobcentre, state=State.RUNNING, partner=organisation)
    AssignmentFactory(case=both, mentor=mentor)
    its = CaseFactory(jobcentre=member.jobcentre, state=State.RUNNING)
    AssignmentFactory(case=its, mentor=mentor)
    before = CaseFactory(jobcentre=member.jobcentre, state=State.ENDED, partner=organisation)
    CaseFactory(jobcentre=member.jobcentre, state=State.RUNNING)
    (row,) = http.get("/organisations/").context["rows"]
    assert (row["mentors"], row["courses"]) == (1, 2)
    page = http.get(of(organisation))
    assert [(row["name"], row["taken"]) for row in page.context["mentors"]["rows"]] == [("Karin Toft", 2)]
    courses = {row["ref"]: (row["mentor"], row["partner"]) for row in page.context["courses"]["rows"]}
    assert courses == {both.ref: ("Karin Toft", True), its.ref: ("Karin Toft", False), before.ref: ("", True)}
    assert both.client.family_name not in page.content.decode()
    assert f"/cases/{its.ref}/" in page.content.decode()


def test_mentors_and_courses_are_paged_apart(http, member, organisation):
    MentorFactory.create_batch(26, jobcentre=member.jobcentre, organisation=organisation)
    CaseFactory.create_batch(26, jobcentre=member.jobcentre, partner=organisation)
    page = http.get(of(organisation))
    second = http.get(page.context["mentors"]["next_url"])
    assert (len(second.context["mentors"]["rows"]), len(second.context["courses"]["rows"])) == (1, 25)
    third = http.get(second.context["courses"]["next_url"])
    assert (len(third.context["mentors"]["rows"]), len(third.context["courses"]["rows"])) == (1, 1)
    assert http.get(of(organisation) + "?mentors_after=x&courses_after=1999-0001").context["unknown"]


@pytest.mark.parametrize("address", ["/organisations/", "one"])
def test_the_statements_do_not_grow_with_the_rows(http, member, organisation, address):
    address = of(organisation) if address == "one" else address

    def more(count):
        for n in range(count):
            OrganisationFactory(jobcentre=member.jobcentre, name=f"{count} {n}")
            mentor = MentorFactory(jobcentre=member.jobcentre, organisation=organisation)
            AssignmentFactory(case=CaseFactory(jobcentre=member.jobcentre, state=State.RUNNING, partner=organisation), mentor=mentor)

    more(1)
    with statements() as one:
        http.get(address)
    more(3)
    with statements() as many:
        http.get(address)
    assert len(many) == len(one) <= 13


def test_what_is_shown_is_logged(http, member, organisation):
    MentorFactory(jobcentre=member.jobcentre, organisation=organisation)
    CaseFactory(jobcentre=member.jobcentre, partner=organisation)
    http.get(of(organisation))
    seen = set(AccessEvent.objects.values_list("kind", "subject_kind"))
    assert seen == {
        (AccessKind.PAGE, SubjectKind.ORGANISATION),
        (AccessKind.LIST, SubjectKind.MENTOR),
        (AccessKind.LIST, SubjectKind.CASE),
    }


@pytest.mark.parametrize("end", ["", "change/"])
def test_another_jobcentres_organisation_is_not_there(http, end):
    assert http.get(of(OrganisationFactory()) + end).status_code == 404


def test_a_manager_reads_and_does_not_write(member, organisation):
    http = signed_in(MembershipFactory(jobcentre=member.jobcentre, role=Role.MANAGER, user__language="en"))
    assert "Change the organisation" not in http.get(of(organisation)).content.decode()
    assert http.get("/organisations/").status_code == 200
    assert http.post(of(organisation) + "change/", typed(version=1)).status_code == 403
    assert http.post("/organisations/new/", typed()).status_code == 403


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_does_not_read_the_register_reads_no_organisation(member, organisation, role):
    http = signed_in(MembershipFactory(jobcentre=member.jobcentre, role=role))
    assert http.get("/organisations/").status_code == http.get(of(organisation)).status_code == 403


def test_the_register_leads_to_organisations_and_to_the_import(http, member, organisation):
    mentor = MentorFactory(jobcentre=member.jobcentre, organisation=organisation)
    page = http.get("/mentors/").content.decode()
    for address in ("/organisations/", "/mentors/import/", of(organisation)):
        assert f'href="{address}"' in page
    assert f'href="{of(organisation)}"' in http.get(f"/mentors/{mentor.pk}/").content.decode()


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pages_speak_both_languages(member, organisation, language):
    member.user.language = language
    member.user.save()
    http = signed_in(member)
    with translation.override(language):
        for address in ("/organisations/", of(organisation), of(organisation) + "change/", "/organisations/new/", "/mentors/import/"):
            assert http.get(address).headers["Content-Language"] == language
            assert "LAP" in http.get(of(organisation)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_who_write_the_same_new_name_at_once_get_one_organisation():
    """R81"""
    member = MembershipFactory()
    calls = [
        lambda name=name: find_or_make_organisation(jobcentre_id=member.jobcentre_id, name=name, kind="users")
        for name in ("LAP", "lap", "Lap", "LAP")
    ]
    assert race(calls) == {"won": 4}
    assert Organisation.objects.count() == 1
