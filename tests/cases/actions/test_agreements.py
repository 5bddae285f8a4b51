"""Versions of the agreement and signatures on them."""

import pytest

from accounts.models import AuditEvent
from cases.enums import Party
from cases.models import Agreement, Signature
from cases.startup_rows import startup_rows
from core.days import DAY, day_of
from core.verdicts import Stale
from tests.cases.startup_scene import agreed, assigned, signs
from tests.factories import AT, AssignmentFactory
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


def test_the_first_save_is_version_one_with_contact_and_last_day_from_register_and_grant():
    case, assignment, by = assigned(phone="20 00 31 77", email="susanne@example.org")
    version = agreed(case, by)
    grant = case.decisions.get()
    assert (version.number, version.mentor_name, version.last_day) == (1, assignment.mentor.name, grant.last_day)
    assert version.mentor_contact == "20 00 31 77 · susanne@example.org"
    assert [goal.words for goal in version.goals.all()] == ["Møder til tiden mindst 4 af 5 dage"]


def test_a_change_of_substance_makes_a_new_version_and_names_whose_signature_is_void():
    """R51, R54"""
    case, _assignment, by = assigned()
    agreed(case, by)
    signs(case, by, Party.MENTOR)
    second = agreed(case, by, based_on=1, minutes_a_week=120)
    assert second.number == 2
    rows = startup_rows(case)
    assert (rows.signed, rows.void) == ({}, {Party.MENTOR: 1})
    facts = AuditEvent.objects.get(subject_id=case.pk, kind="case.agreement_changed").facts
    assert facts == {"version": 2, "changed": ["minutes_a_week"], "void": ["mentor"]}


def test_saving_without_a_change_makes_no_version():
    """R51"""
    case, _assignment, by = assigned()
    agreed(case, by)
    again = agreed(case, by, based_on=1, tasks=" Gennemgå vagtplanen \r\nom mandagen")
    assert again.number == 1
    assert Agreement.objects.filter(case=case).count() == 1
    assert AuditEvent.objects.filter(subject_id=case.pk).count() == 1


def test_a_new_phone_number_is_no_new_version_and_keeps_the_signatures():
    """R51"""
    case, assignment, by = assigned()
    agreed(case, by)
    signs(case, by, Party.CLIENT)
    assignment.mentor.phone = "20 99 99 99"
    assignment.mentor.save()
    case.refresh_from_db()
    before = case.version
    version = agreed(case, by, based_on=1)
    assert (version.number, version.mentor_contact.startswith("20 99 99 99")) == (1, True)
    assert set(startup_rows(case).signed) == {Party.CLIENT}
    event = AuditEvent.objects.get(subject_id=case.pk, kind="case.agreement_contact")
    assert event.facts == {"version": 1}
    case.refresh_from_db()
    assert case.version == before + 1


def test_who_saves_an_old_version_is_told():
    case, _assignment, by = assigned()
    agreed(case, by)
    with pytest.raises(Stale) as stale:
        agreed(case, by, based_on=0, minutes_a_week=60)
    assert stale.value.facts["by"] == by.name


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"minutes_a_week": 181}, ("more_than_granted", "minutes_a_week")),
        ({"minutes_a_week": 0}, ("fact_missing", "minutes_a_week")),
        ({"goals": [(" ", "snart")]}, ("fact_missing", "goal1")),
        ({"tasks": "  "}, ("fact_missing", "tasks")),
        ({"first_day": day_of(AT) - DAY}, ("starts_before_grant", "first_day")),
        ({"first_day": day_of(AT) + 400 * DAY}, ("starts_after_grant", "first_day")),
    ],
)
def test_what_the_grant_and_the_law_do_not_allow_is_refused_at_its_field(other, found):
    """R50, R52, R53"""
    case, _assignment, by = assigned()
    assert refusal(agreed, case, by, **other) == found
    assert not Agreement.objects.filter(case=case).exists()


def test_a_jobcentres_shorter_rule_holds():
    """R53: the decision's own dated rules."""
    case, _assignment, by = assigned()
    grant = case.decisions.get()
    rules = grant.rules
    rules.pk, rules.longest_months, rules.jobcentre = None, 3, case.jobcentre
    rules.save()
    type(grant).objects.filter(pk=grant.pk).update(rules=rules)
    assert refusal(agreed, case, by) == ("period_too_long", "first_day")


def test_signatures_are_recorded_with_day_and_way():
    """R55"""
    case, _assignment, by = assigned()
    agreed(case, by)
    signs(case, by, Party.CLIENT)
    facts = AuditEvent.objects.get(subject_id=case.pk, kind="case.agreement_signed").facts
    assert facts == {"version": 1, "party": "client", "how": "paper", "day": day_of(AT).isoformat(), "on_behalf": False}


def test_a_party_signs_a_version_once():
    """R55"""
    case, _assignment, by = assigned()
    agreed(case, by)
    signs(case, by, Party.CLIENT)
    assert refusal(signs, case, by, Party.CLIENT) == ("signed_already", "party")
    assert Signature.objects.count() == 1


def test_nobody_signs_what_was_agreed_with_an_earlier_mentor():
    """R55"""
    case, assignment, by = assigned()
    agreed(case, by)
    assignment.ended_on = assignment.first_day - DAY
    assignment.save()
    AssignmentFactory(case=case, first_day=assignment.first_day, assigned_by=by, assigned_at=AT)
    assert refusal(signs, case, by, Party.CLIENT) == ("agreement_other_mentor", "")
    assert not Signature.objects.exists()


def test_on_behalf_needs_name_and_reason():
    """R56"""
    case, _assignment, by = assigned()
    agreed(case, by)
    assert refusal(signs, case, by, Party.CLIENT, on_behalf_by="Kirsten") == ("on_behalf_needs_both", "on_behalf_reason")
    assert refusal(signs, case, by, Party.CLIENT, on_behalf_reason="Værge") == ("on_behalf_needs_both", "on_behalf_by")
    signs(case, by, Party.CLIENT, on_behalf_by="Kirsten", on_behalf_reason="Værge")
    assert Signature.objects.get().on_behalf_by == "Kirsten"


def test_the_day_of_a_signature_lies_between_the_version_and_today():
    """R55"""
    case, _assignment, by = assigned()
    agreed(case, by)
    assert refusal(signs, case, by, Party.CLIENT, signed_on=day_of(AT) - DAY) == ("signed_before_version", "signed_on")
    assert refusal(signs, case, by, Party.CLIENT, signed_on=day_of(AT) + DAY) == ("signed_in_future", "signed_on")


def test_a_signature_on_a_version_that_is_no_longer_the_newest_is_refused():
    case, _assignment, by = assigned()
    agreed(case, by)
    agreed(case, by, based_on=1, cancelling="Ring i god tid")
    assert refusal(signs, case, by, Party.CLIENT, version=1) == ("newer_version", "")


def test_without_an_agreement_nobody_signs():
    case, _assignment, by = assigned()
    assert refusal(signs, case, by, Party.CLIENT, version=0) == ("agreement_not_made", "")
