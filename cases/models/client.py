"""The person the course is for. CPR numbers are stored encrypted and found by a keyed hash; they are never a key and can change."""

import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Upper
from django.utils.translation import gettext_lazy as _

from accounts.models import Jobcentre
from cases.enums import Channel
from cases.querysets import ClientQuerySet
from core.constraints import choices_check
from core.sorting import danish_key
from mentors.enums import SpokenLanguage


class Client(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jobcentre = models.ForeignKey(Jobcentre, models.PROTECT, related_name="clients", verbose_name=_("jobcentre"))
    given_name = models.CharField(_("given name"), max_length=120)
    family_name = models.CharField(_("family name"), max_length=120)
    sort_key = models.GeneratedField(
        expression=danish_key("family_name", "given_name"), output_field=models.TextField(db_collation="C"), db_persist=True
    )
    cpr_sealed = models.BinaryField()
    cpr_index = models.BinaryField(max_length=32)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    address_protected = models.BooleanField(_("name and address protection"), default=False)
    protected_until = models.DateField(_("protected until"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=3, choices=SpokenLanguage, default=SpokenLanguage.DANISH)
    needs_interpreter = models.BooleanField(_("needs an interpreter"), default=False)
    channel = models.CharField(_("letters go by"), max_length=20, choices=Channel, default=Channel.DIGITAL_POST)
    contact_note = models.CharField(_("consideration in contact"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        indexes = [
            models.Index(fields=["jobcentre", "sort_key", "id"], name="client_by_name"),
            GinIndex(
                OpClass(Upper(Concat(F("given_name"), Value(" "), F("family_name"))), name="gin_trgm_ops"), name="client_name_trigram"
            ),
            # Whose protection runs out soon is asked each night in each jobcentre, and few have an end.
            models.Index(
                fields=["jobcentre", "protected_until"], condition=Q(protected_until__isnull=False), name="client_protection_ends"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["jobcentre", "cpr_index"], name="client_cpr_once_a_jobcentre"),
            choices_check("language", SpokenLanguage),
            choices_check("channel", Channel),
            models.CheckConstraint(
                condition=Q(protected_until__isnull=True) | Q(address_protected=True), name="client_protected_until_needs_protection"
            ),
        ]

    def __str__(self) -> str:
        # Never the name: this text reaches the admin's log and error messages.
        return str(self.id)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        return (self.given_name[:1] + self.family_name[:1]).upper()


class FormerCpr(models.Model):
    """A CPR number that the client had before: still finds the client, and says who changed it and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="former_cprs")
    cpr_sealed = models.BinaryField()
    cpr_index = models.BinaryField(max_length=32, db_index=True)
    replaced_at = models.DateTimeField()
    replaced_by_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=200)

    def __str__(self) -> str:
        return str(self.id)
