"""The mentor register: what it takes (R46, R47), its pages, who may, and what is logged."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.enums import AccessKind, Role, SubjectKind
from accounts.models import AccessEvent, AuditEvent, Draft
from cases.enums import ProposalState
from core import clock
from mentors.forms import TIMES
from mentors.models import Absence, Availability, Mentor, Organisation, Workplace
from mentors.rules.register import capacity_verdict, details_verdict
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    MembershipFactory,
    MentorFactory,
    OrganisationFactory,
    PeriodFactory,
    ProposalFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MembershipFactory(user__language="en")


def signed_in(member):
    browser = Browser()
    browser.force_login(member.user)
    return browser


@pytest.fixture
def http(member):
    return signed_in(member)


@pytest.fixture
def mentor(member):
    return MentorFactory(jobcentre=member.jobcentre, name="Karin Toft", confidentiality_valid_until=None)


def typed(**more):
    return {
        "name": "Åse Ærø",
        "type": "external",
        "most_clients": "3",
        "most_minutes": "10",
        "support_areas": ["practical", "social"],
        "languages": ["da"],
    } | more


def of(mentor):
    return f"/mentors/{mentor.pk}/"


VALID = {
    "type": "external",
    "subtype": "",
    "has_workplace": False,
    "available_from": None,
    "available_until": None,
    "signed_on": None,
    "valid_until": None,
    "on": dt.date(2026, 11, 16),
}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, ""),
        ({"subtype": "workplace"}, "subtype_of_other_type"),
        ({"subtype": "volunteer"}, ""),
        ({"type": "colleague"}, "colleague_needs_workplace"),
        ({"type": "colleague", "has_workplace": True}, ""),
        ({"available_from": dt.date(2026, 2, 1), "available_until": dt.date(2026, 1, 31)}, "available_until_before_from"),
        ({"signed_on": dt.date(2026, 11, 17)}, "declaration_ahead"),
        ({"signed_on": dt.date(2026, 11, 16)}, ""),
        ({"valid_until": dt.date(2026, 11, 16)}, "declaration_not_signed"),
        ({"signed_on": dt.date(2026, 11, 16), "valid_until": dt.date(2026, 11, 15)}, "declaration_ends_before_signed"),
    ],
)
def test_details_must_go_together(more, code):
    """R46"""
    assert details_verdict(**VALID | more).code == code


def test_capacity_is_never_set_below_what_is_taken():
    """R47"""
    assert capacity_verdict(most_clients=2, most_minutes=300, taken=2, taken_minutes=300)
    assert capacity_verdict(most_clients=1, most_minutes=300, taken=2, taken_minutes=300).facts == {"taken": 2}
    assert capacity_verdict(most_clients=2, most_minutes=299, taken=2, taken_minutes=300).code == "fewer_minutes_than_taken"


def test_a_mentor_is_added_once_even_when_the_button_is_pressed_twice(http, member):
    form = http.get("/mentors/new/").context["form"]
    data = typed(
        key=str(form.initial["key"]),
        organisation_name="LAP",
        organisation_kind="users",
        times=["1-morning", "5-evening"],
        cost_an_hour="410,50",
        confidentiality_signed_on="05-01-2026",
        away_from="24-12-2026",
        away_until="01-01-2027",
    )
    first, second = http.post("/mentors/new/", data), http.post("/mentors/new/", data)
    found = Mentor.objects.get()
    assert first.url == second.url == of(found)
    assert (found.most_minutes, found.cost_an_hour, found.organisation.kind) == (600, 41050, "users")
    assert set(Availability.objects.values_list("weekday", "part")) == {(1, "morning"), (5, "evening")}
    assert Absence.objects.get().last_day == dt.date(2027, 1, 1)
    assert list(AuditEvent.objects.filter(subject_id=found.pk).order_by("at", "kind").values_list("kind", flat=True)) == [
        "mentor.absence_added",
        "mentor.added",
    ]


def test_changing_keeps_what_is_known_and_counts_the_version(http, mentor, member):
    OrganisationFactory(jobcentre=member.jobcentre, name="Mentorhuset")
    page = http.get(of(mentor) + "change/")
    assert page.status_code == 200
    data = typed(version=mentor.version, name="Karin Toft", organisation_name="mentorhuset", most_clients="4")
    assert http.post(of(mentor) + "change/", data).status_code == 302
    mentor.refresh_from_db()
    assert (mentor.version, mentor.most_clients, mentor.organisation.name) == (2, 4, "Mentorhuset")
    assert Organisation.objects.count() == 1
    event = AuditEvent.objects.get(subject_id=mentor.pk, kind="mentor.changed")
    assert event.facts["most_clients"] == [3, 4]
    assert "Karin" not in str(event.facts)


def test_a_stale_form_shows_both_texts_and_loses_nothing(http, mentor):
    http.post(of(mentor) + "change/", typed(version=1, area="Nord"))
    answer = http.post(of(mentor) + "change/", typed(version=1, area="Syd"))
    assert answer.status_code == 409
    assert "Nord" in answer.content.decode()
    assert 'value="Syd"' in answer.content.decode()


def test_capacity_below_what_is_taken_is_refused_with_the_number(http, mentor):
    """R47"""
    AssignmentFactory.create_batch(2, mentor=mentor)
    answer = http.post(of(mentor) + "change/", typed(version=1, most_clients="1"))
    assert answer.status_code == 422
    assert "2 places are taken" in answer.context["form"].errors["most_clients"][0]
    answer = http.post(of(mentor) + "change/", typed(version=1, most_minutes="5:59"))
    assert "most_minutes" in answer.context["form"].errors


def test_absences_are_ended_removed_and_never_overlap(http, mentor):
    today = clock.today()
    first = Absence.objects.create(mentor=mentor, first_day=today)
    second = Absence.objects.create(mentor=MentorFactory(), first_day=today)
    data = typed(version=1, away_from=(today + dt.timedelta(days=3)).isoformat())
    assert http.post(of(mentor) + "change/", data).context["form"].errors["away_from"]
    ended = typed(
        version=1, **{f"absence_{first.pk}": (today + dt.timedelta(days=1)).isoformat(), f"absence_{second.pk}": today.isoformat()}
    )
    http.post(of(mentor) + "change/", ended)
    first.refresh_from_db(), second.refresh_from_db()
    assert first.last_day == today + dt.timedelta(days=1)
    assert second.last_day is None
    http.post(of(mentor) + "change/", typed(version=2, **{f"absence_{first.pk}_gone": "on"}))
    assert not Absence.objects.filter(mentor=mentor).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "Karin\x00"),
        ("type", "boss"),
        ("most_clients", "0"),
        ("most_clients", "mange"),
        ("most_clients", "9" * 400),
        ("most_minutes", "38"),
        ("most_minutes", "2,333"),
        ("cost_an_hour", "-3"),
        ("cost_an_hour", "999999"),
        ("email", "karin"),
        ("languages", "klingon"),
        ("situations", "no-such-thing"),
        ("times", "8-night"),
        ("available_from", "31-02-2026"),
        ("about", "x" * 1_000_000),
        ("away_until", "01-02-2027"),
        ("subtype", "workplace"),
        ("organisation_name", "Helt ny"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_lost(http, field, value):
    answer = http.post("/mentors/new/", typed(about="Kan lide skak") | {field: value})
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert field == "about" or "Kan lide skak" in answer.content.decode()
    assert not Mentor.objects.exists()


def test_names_that_look_like_code_are_shown_as_names(http, member):
    name = "Ærøskøbing'\"><script>"
    http.post("/mentors/new/", typed(name=name, workplace_name=name))
    found = Mentor.objects.get()
    for address in ["/mentors/", of(found), of(found) + "change/"]:
        page = http.get(address).content.decode()
        assert "><script>" not in page
        assert "Ærøskøbing&#x27;&quot;&gt;&lt;script&gt;" in page
    assert Workplace.objects.get().name == name


def test_the_list_is_in_danish_order_filtered_and_paged_by_key(http, member):
    for name in ["Zorn", "Ærø", "Øster", "Aase", *[f"Mentor {n:02d}" for n in range(24)]]:
        MentorFactory(jobcentre=member.jobcentre, name=name)
    first = http.get("/mentors/")
    assert [row["name"] for row in first.context["rows"]][-1] == "Zorn"
    assert len(first.context["rows"]) == 25
    second = http.get(f"/mentors/?after={first.context['more']}")
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
    with CaptureQueriesContext(connection) as few:
        http.get("/mentors/")
    MentorFactory.create_batch(30, jobcentre=member.jobcentre, organisation=OrganisationFactory(jobcentre=member.jobcentre))
    with CaptureQueriesContext(connection) as many:
        http.get("/mentors/")
    assert len(many) == len(few) <= 8


def test_a_mentors_page_shows_clients_papers_and_history(http, mentor, member):
    case = PeriodFactory(case__jobcentre=member.jobcentre).case
    AssignmentFactory(case=case, mentor=mentor)
    waiting = ProposalFactory(case=CaseFactory(jobcentre=member.jobcentre), mentor=mentor)
    Availability.objects.create(mentor=mentor, weekday=1, part="morning")
    with CaptureQueriesContext(connection) as statements:
        page = http.get(of(mentor)).content.decode()
    assert len(statements) <= 14
    for words in [case.ref, waiting.case.ref, "1 proposal waits", "Mon", "Karin Toft", "of 3 taken"]:
        assert words in page
    assert "<title>Mentor " in page.replace("\n", "")
    seen = set(AccessEvent.objects.values_list("subject_kind", "subject_id"))
    assert {(SubjectKind.MENTOR, mentor.pk), (SubjectKind.CASE, case.pk), (SubjectKind.CASE, waiting.case.pk)} <= seen


@pytest.mark.parametrize(
    ("signed", "until", "words"),
    [(None, None, "is not signed"), (-900, -1, "expired on"), (-900, 30, "is valid until")],
)
def test_a_declaration_that_does_not_hold_is_the_pages_alert(http, mentor, signed, until, words):
    today = clock.today()
    mentor.confidentiality_signed_on = signed and today + dt.timedelta(days=signed)
    mentor.confidentiality_valid_until = until and today + dt.timedelta(days=until)
    mentor.save()
    assert f"The declaration of confidentiality {words}" in http.get(of(mentor)).content.decode()


def test_every_page_of_the_register_logs_the_read(http, mentor):
    for address in ["/mentors/", of(mentor), of(mentor) + "change/"]:
        before = AccessEvent.objects.filter(subject_id=mentor.pk).count()
        http.get(address)
        assert AccessEvent.objects.filter(subject_id=mentor.pk).count() == before + 1
    assert AccessEvent.objects.filter(kind=AccessKind.LIST, subject_id=mentor.pk).exists()


def test_another_jobcentres_mentor_is_not_found(http):
    stranger = MentorFactory()
    for address in [of(stranger), of(stranger) + "change/"]:
        assert http.get(address).status_code == 404
        assert http.post(address, typed(version=1)).status_code in (404, 405)
    assert http.get("/mentors/").context["rows"] == []


def test_a_manager_reads_and_cannot_write(member, mentor):
    manager = signed_in(MembershipFactory(jobcentre=member.jobcentre, role=Role.MANAGER, user__language="en"))
    page = manager.get(of(mentor)).content.decode()
    assert "Change the details" not in page
    for address, status in [("/mentors/new/", 403), (of(mentor) + "change/", 200)]:
        page = manager.get(address)
        assert page.status_code == status
        assert "Your role reads the mentor register" in page.content.decode()
        assert manager.post(address, typed(version=1)).status_code == 403
    assert Mentor.objects.count() == 1


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_other_roles_do_not_open_the_register(member, mentor, role):
    other = signed_in(MembershipFactory(jobcentre=member.jobcentre, role=role))
    for address in ["/mentors/", "/mentors/new/", of(mentor), of(mentor) + "change/"]:
        assert other.get(address).status_code == 403


def test_a_draft_comes_back_as_typed(http, mentor):
    http.post(of(mentor) + "change/", typed(version=1, name="", area="Halvt skrevet", draft="1"))
    page = http.get(of(mentor) + "change/").content.decode()
    assert "Halvt skrevet" in page
    assert "alert-error" not in page


def test_an_open_proposal_is_told_on_the_mentors_page_but_a_closed_one_is_not(http, mentor, member):
    ProposalFactory(case=CaseFactory(jobcentre=member.jobcentre), mentor=mentor, state=ProposalState.CLIENT_DECLINED)
    assert "waits for an answer" not in http.get(of(mentor)).content.decode()


def test_a_draft_keeps_the_fields_of_the_form_and_nothing_else(http, mentor):
    answer = http.post(of(mentor) + "change/", typed(version=1, area="Nord", draft="1", **{"a\x00b": "x", "made_up": "x"}))
    assert answer.status_code == 302
    kept = Draft.objects.get().data
    assert kept["area"] == ["Nord"]
    assert {"a\x00b", "made_up", "draft"} & set(kept) == set()


def test_a_form_without_a_version_is_told_what_stands_there(http, mentor):
    answer = http.post(of(mentor) + "change/", typed(area="Nord"))
    assert answer.status_code == 409


def test_the_times_of_the_week_follow_the_language():
    with translation.override("da"):
        danish = str(dict(TIMES)["1-morning"])
    with translation.override("en"):
        assert str(dict(TIMES)["1-morning"]) != danish
