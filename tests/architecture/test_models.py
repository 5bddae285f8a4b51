"""What every table keeps to: known values, a jobcentre, names for constraints, and kind messages for the ones people can meet."""

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

OURS = [model for app in ("accounts", "mentors", "cases", "reports") for model in apps.get_app_config(app).get_models()]


def constraint_names(model: type[models.Model]) -> set[str]:
    return {constraint.name for constraint in model._meta.constraints}


@pytest.mark.parametrize("model", [m for m in OURS if m._meta.managed], ids=lambda m: m._meta.label)
def test_each_field_with_choices_has_a_check_in_the_database(model: type[models.Model]) -> None:
    for field in model._meta.local_fields:
        inner = field.base_field if isinstance(field, ArrayField) else field
        if inner.choices:
            known = [f"{model._meta.model_name}_{field.name}_{end}" for end in ("known", "range")]
            assert constraint_names(model) & set(known), f"{model._meta.label}.{field.name} takes any value"


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_no_model_overrides_save_or_has_an_implicit_order(model: type[models.Model]) -> None:
    # Mixins of Django's own user have a save; ours have none.
    assert "save" not in vars(model)
    assert not model._meta.ordering


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_what_belongs_to_a_jobcentre_says_so(model: type[models.Model]) -> None:
    """Where there is a jobcentre column it is never empty, except on the logs, the installation's own events, national reference data, mails
    of somebody's account, such as a new password, and reports of all jobcentres."""
    if "jobcentre" not in {f.name for f in model._meta.local_fields}:
        return
    if model._meta.label in (
        "cases.SchemeRules",
        "cases.MatchWeights",
        "cases.LetterTemplate",
        "accounts.Message",
        "reports.ReportJob",
        "reports.PreparedFigures",
    ):
        return
    assert not model._meta.get_field("jobcentre").null


@pytest.mark.django_db
def test_the_database_knows_every_constraint_of_the_models() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        known = {name for (name,) in cursor.fetchall()}
    for model in OURS:
        if model._meta.managed:
            assert constraint_names(model) <= known


def test_nobody_listens_to_signals() -> None:
    from pathlib import Path

    root = Path(__file__).resolve().parents[2]
    listening = [
        str(path.relative_to(root))
        for app in ("core", "accounts", "mentors", "cases")
        for path in (root / app).rglob("*.py")
        if "@receiver" in path.read_text(encoding="utf-8") or ".connect(" in path.read_text(encoding="utf-8")
    ]
    assert listening == []
