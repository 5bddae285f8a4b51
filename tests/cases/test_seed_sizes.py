"""The larger sizes: the pilot in every run, the city as a drill; and what emptying leaves alone."""

from collections import Counter

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import F

from accounts.enums import Role
from accounts.models import Jobcentre, User
from cases.demo import store
from cases.enums import OPEN_STATES, Outcome, OutcomePoint, State
from cases.models import Assignment, Case, Conflict, CourseOutcome, Period, Rematch
from mentors.models import Mentor, PlaceGrant
from tests.cases.seed_scene import assert_room_everywhere, check_all_constraints, seed


@pytest.mark.django_db
def test_the_pilot_has_the_numbers_of_the_practice_sheet():
    seed("pilot")
    assert sorted(Jobcentre.objects.values_list("municipality", flat=True)) == ["Herlev", "Odense", "Viborg"]
    assert Counter(Case.objects.values_list("state", flat=True)) == {State.ENDED: 142, State.RUNNING: 66}
    completed = {"goal_reached", "manages_without", "other_solution", "ran_out"}
    assert set(Case.objects.filter(state=State.ENDED).values_list("end_reason", flat=True)) == completed
    outcomes = Counter(CourseOutcome.objects.filter(point=OutcomePoint.END).values_list("outcome", flat=True))
    assert outcomes.total() == 142
    assert [outcomes[name] for name in (Outcome.ORDINARY_JOB, Outcome.FLEXIBLE_JOB, Outcome.ORDINARY_EDUCATION, Outcome.KEPT_JOB)] == [
        23,
        4,
        24,
        20,
    ]
    ended_early = Period.objects.filter(case__state=State.ENDED, ended_on__isnull=False)
    assert not ended_early.filter(ended_on__gt=F("last_day")).exists()
    assert not Period.objects.filter(case__state=State.ENDED, case__end_reason="ran_out", ended_on__isnull=False).exists()
    check_all_constraints()


@pytest.mark.drill
@pytest.mark.django_db
def test_a_city_has_its_numbers_and_its_mentors_have_room():
    before = constraints()
    said = seed("city")
    assert "all rows are written" in said
    assert Case.objects.count() == 40_000
    assert Mentor.objects.count() == 800
    assert User.objects.filter(memberships__role=Role.CASEWORKER).count() == 100
    assert Case.objects.filter(caseworker__email="mette@demo.example", state__in=OPEN_STATES).count() == 40
    assert_room_everywhere()
    assert 24 <= PlaceGrant.objects.count() <= 28
    assert Assignment.objects.filter(place__isnull=False).count() >= PlaceGrant.objects.count()
    assert_second_chances_and_conflicts()
    assert constraints() == before, "what rested while rows were copied is back"


def assert_second_chances_and_conflicts() -> None:
    """Some four of a hundred courses that ran for more than two months had another mentor first; some of a hundred matches have a conflict."""
    assert 500 <= Rematch.objects.filter(closed_on__isnull=False, new_assignment__isnull=False).count() <= 1500
    assert not Rematch.objects.filter(assignment__ended_on__gte=F("new_assignment__first_day")).exists()
    assert 1 <= Conflict.objects.count() <= 12


def constraints() -> list[tuple[str, str]]:
    """Names and tables of every constraint and index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname::text FROM pg_constraint WHERE connamespace = 'public'::regnamespace "
            "UNION ALL SELECT tablename::text, indexname::text FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2"
        )
        return cursor.fetchall()


def test_the_tables_that_stay_are_reference_data_and_nothing_else():
    """A new table is emptied with the others unless somebody names it here."""
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    kept = {name for name in store.REFERENCE if name in tables}
    assert kept == {
        "django_content_type",
        "auth_permission",
        "mentors_situationkind",
        "cases_targetgroup",
        "cases_schemerules",
        "cases_matchweights",
        "cases_questionnaire",
        "cases_question",
        "cases_answerlabel",
        "cases_lettertemplate",
        "accounts_jobcentre",
    }
    assert all(issubclass(tables[name], models.Model) for name in kept)
