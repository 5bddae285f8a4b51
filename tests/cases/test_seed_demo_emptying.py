"""Demo data are loaded over demo data and never over anything else."""

import hashlib

import pytest
from django.apps import apps
from django.core.management import CommandError

from accounts import cpr as sealed
from accounts.models import AuditEvent, Jobcentre, User
from cases.demo import store
from cases.models import (
    Case,
    Client,
    SchemeRules,
)
from core import clock
from mentors.models import SituationKind
from tests.cases.seed_scene import TODAY, seed
from tests.factories import CaseFactory, JobcentreFactory

NOT_COMPARED = {"cpr_sealed", "password"}
"""Differ by a nonce or a salt each time."""


def checksum() -> str:
    """A digest of every row of every table that the demo fills, with CPR numbers opened."""
    total = hashlib.sha256()
    for table in store.Store().tables():
        model = next(each for each in apps.get_models() if each._meta.db_table == table.name)
        names = [field.attname for field in model._meta.concrete_fields if field.name not in NOT_COMPARED]
        for row in sorted(map(repr, model._default_manager.values_list(*names))):
            total.update(row.encode())
    for key, number in sorted((each.pk, sealed.decrypt(each.cpr_sealed, row_id=each.pk)) for each in Client.objects.all()):
        total.update(f"{key} {number}".encode())
    return total.hexdigest()


@pytest.mark.django_db
class TestEmptying:
    def test_run_twice_it_is_the_same_and_another_seed_gives_others(self):
        seed()
        first = checksum()
        seed()
        assert checksum() == first
        seed(number=2)
        assert checksum() != first

    def test_everything_but_reference_data_goes_first_logs_included(self):
        case = CaseFactory()
        AuditEvent.objects.create(at=clock.now(), kind="case.opened", subject_kind="case", subject_id=case.pk)
        own = SchemeRules.objects.create(
            jobcentre=case.jobcentre, first_day=TODAY, legal_basis_da="a", legal_basis_en="a", complaint_da="a", complaint_en="a"
        )
        kinds = SituationKind.objects.count()
        seed()
        assert not Case.objects.filter(pk=case.pk).exists()
        assert not AuditEvent.objects.filter(subject_id=case.pk).exists()
        assert not SchemeRules.objects.filter(pk=own.pk).exists()
        assert SchemeRules.objects.count() == 1
        assert SituationKind.objects.count() == kinds > 0

    def test_outside_demo_mode_it_refuses_where_somebody_works(self, settings):
        settings.DEMO = False
        centre = JobcentreFactory()
        with pytest.raises(CommandError, match="not a demo installation"):
            seed()
        assert list(Jobcentre.objects.all()) == [centre]

    def test_outside_demo_mode_nobody_gets_the_password_of_the_documentation(self, settings):
        settings.DEMO = False
        seed()
        assert not any(user.has_usable_password() for user in User.objects.all())

    def test_too_little_disk_is_said_before_anything_is_removed(self, monkeypatch):
        centre = JobcentreFactory()
        monkeypatch.setattr(store, "free_bytes", lambda: 3_000_000)
        with pytest.raises(CommandError, match="needs 50 MB of free disk, and there are 3 MB"):
            seed()
        assert list(Jobcentre.objects.all()) == [centre]
