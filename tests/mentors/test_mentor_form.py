"""Adding and changing a mentor: what is typed, refused, kept and told."""

import datetime as dt

import pytest
from django.utils import translation

from accounts.models import AuditEvent, Draft
from core import clock
from core.verdicts import Refused
from mentors.actions import Around, Details, add_mentor
from mentors.enums import time_label
from mentors.models import Absence, Competence, Mentor, Organisation, Workplace, Zone
from tests.factories import AT, AssignmentFactory, MentorFactory, OrganisationFactory
from tests.mentors.scene import of, typed

pytestmark = pytest.mark.django_db


def test_a_mentor_is_added_once_even_when_the_button_is_pressed_twice(http, member):
    form = http.get("/mentors/new/").context["form"]
    data = typed(
        key=str(form.initial["key"]),
        organisation_name="LAP",
        organisation_kind="users",
        times=["1_morning", "5_evening"],
        cost_an_hour="410,50",
        confidentiality_signed_on="05-01-2026",
        away_from="24-12-2026",
        away_until="01-01-2027",
    )
    first, second = http.post("/mentors/new/", data), http.post("/mentors/new/", data)
    found = Mentor.objects.get()
    assert first.url == second.url == of(found)
    assert (found.most_minutes, found.cost_an_hour, found.organisation.kind) == (600, 41050, "users")
    assert found.times == ["1_morning", "5_evening"]
    assert dict(Competence.objects.values_list("area", "level")) == {"practical": 2, "social": 1}
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
        ("times", "8_night"),
        ("level_practical", "3"),
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


def test_a_draft_comes_back_as_typed(http, mentor):
    http.post(of(mentor) + "change/", typed(version=1, name="", area="Halvt skrevet", draft="1"))
    page = http.get(of(mentor) + "change/").content.decode()
    assert "Halvt skrevet" in page
    assert "alert-error" not in page


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
        danish = time_label("1_morning")
    with translation.override("en"):
        assert time_label("1_morning") == "Monday, morning" != danish


def levels_of(mentor):
    return {row.area: (row.level, row.assessed_on, row.assessed_by) for row in Competence.objects.filter(mentor=mentor)}


def test_who_changes_a_level_has_assessed_it_today_and_the_others_keep_their_day(http, member, mentor):
    Competence.objects.filter(mentor=mentor).delete()
    old = dt.date(2025, 2, 3)
    for area, level in [("practical", 2), ("social", 2), ("tasks", 0)]:
        Competence.objects.create(mentor=mentor, area=area, level=level, assessed_on=old)
    data = typed(version=1, name="Karin Toft", level_practical="2", level_social="1", level_routines="0", level_tasks="")
    assert http.post(of(mentor) + "change/", data).status_code == 302
    today = clock.today()
    assert levels_of(mentor) == {"practical": (2, old, None), "social": (1, today, member.user), "routines": (0, today, member.user)}
    assert "experience" in AuditEvent.objects.get(kind="mentor.changed").facts["fields"]


def test_a_change_of_levels_alone_has_words_of_its_own(http, mentor):
    http.post(of(mentor) + "change/", typed(version=1))
    http.post(of(mentor) + "change/", typed(version=2, level_social="2"))
    assert AuditEvent.objects.filter(kind="mentor.changed").latest("at").facts == {"fields": ["experience"]}
    assert "Experience within the support areas changed" in http.get(of(mentor)).content.decode()


def test_the_table_of_levels_shows_what_is_known_and_none_is_not_the_same_as_unknown(http, mentor):
    Competence.objects.filter(mentor=mentor).delete()
    Competence.objects.create(mentor=mentor, area="practical", level=0)
    rows = http.get(of(mentor) + "change/").context["form"].levels()
    assert [[radio["checked"] for radio in row["radios"]] for row in rows][:2] == [[False, True, False, False], [True, False, False, False]]


def zone(jobcentre, name="Nord", **more):
    return Zone.objects.create(jobcentre=jobcentre, name=name, **{"first_day": dt.date(2020, 1, 1)} | more)


def test_zones_in_force_can_be_chosen_and_an_ended_one_that_stands_there_may_stay(http, member, mentor):
    north, over = zone(member.jobcentre), zone(member.jobcentre, "Gammel", last_day=dt.date(2025, 12, 31))
    Mentor.objects.filter(pk=mentor.pk).update(zones=[over.pk])
    page = http.get(of(mentor) + "change/").content.decode()
    assert "Nord" in page
    assert "Gammel" in page
    assert "Gammel" not in http.get("/mentors/new/").content.decode()
    http.post(of(mentor) + "change/", typed(version=1, zones=[str(north.pk), str(over.pk)]))
    mentor.refresh_from_db()
    assert set(mentor.zones) == {north.pk, over.pk}


def test_a_zone_of_another_jobcentre_is_refused_by_form_and_action(http, member, mentor):
    foreign = zone(MentorFactory().jobcentre)
    answer = http.post(of(mentor) + "change/", typed(version=1, zones=[str(foreign.pk)]))
    assert answer.status_code == 422
    assert "Nord" not in answer.content.decode()
    details = Details(name="Ny", type="external", zones=[foreign.pk])
    with pytest.raises(Refused) as refused:
        add_mentor(jobcentre_id=member.jobcentre_id, details=details, around=Around(), by=member.user, at=AT)
    assert (refused.value.code, refused.value.field) == ("zone_not_here", "zones")


def test_nonsense_for_a_zone_is_told_at_its_field(http):
    answer = http.post("/mentors/new/", typed(zones=["nord"]))
    assert answer.status_code == 422
    assert "zones" in answer.context["form"].errors
