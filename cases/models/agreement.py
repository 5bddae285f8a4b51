"""Step 5: the agreement, its versions and signatures. A change of substance is a new version, and old signatures do not count for it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums import Party, SignedHow
from cases.models.assignment import Assignment
from cases.models.case import Case
from core.constraints import array_check, choices_check
from core.days import FULL_TIME_MINUTES
from mentors.enums import TIMES, WayOfMeeting


class Agreement(models.Model):
    """One version. The five facts the law wants: goals, mentor and contact, tasks, duration, hours [law]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField(_("version"))
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="agreements")
    mentor_name = models.CharField(_("mentor"), max_length=120)
    mentor_contact = models.CharField(_("contact"), max_length=200)
    tasks = models.TextField(_("the mentor's tasks"), max_length=2000)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    minutes_a_week = models.PositiveIntegerField(_("minutes a week"))
    ways_of_meeting = ArrayField(models.CharField(max_length=20, choices=WayOfMeeting), default=list, verbose_name=_("how to meet"))
    times = ArrayField(models.CharField(max_length=12), default=list, blank=True, verbose_name=_("times of the week"))
    when_where = models.TextField(_("when and where"), max_length=2000, blank=True)
    cancelling = models.TextField(_("how to cancel"), max_length=2000, blank=True)
    may_write_down = models.TextField(_("what the mentor may write down"), max_length=2000, blank=True)
    with_workplace = models.TextField(_("agreed with the workplace"), max_length=2000, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    locked_at = models.DateTimeField(_("locked"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="agreement_version_once"),
            array_check("ways_of_meeting", WayOfMeeting),
            array_check("times", TIMES),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="agreement_ends_after_start"),
            models.CheckConstraint(condition=Q(minutes_a_week__range=(1, FULL_TIME_MINUTES)), name="agreement_minutes_range"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class AgreementGoal(models.Model):
    """A goal in the client's words, as it stands in one version."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="goals")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(_("goal"), max_length=300)
    by_when = models.CharField(_("when"), max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "position"], name="agreementgoal_position_once")]

    def __str__(self) -> str:
        return str(self.position)


class Signature(models.Model):
    """Who signed a version, when and how; on behalf of a party only with name and reason."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures")
    party = models.CharField(_("who"), max_length=20, choices=Party)
    signed_on = models.DateField(_("signed"))
    how = models.CharField(_("how"), max_length=20, choices=SignedHow)
    on_behalf_by = models.CharField(_("signed by"), max_length=120, blank=True)
    on_behalf_reason = models.CharField(_("why, and by what right"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "party"], name="signature_once_a_party"),
            choices_check("party", Party),
            choices_check("how", SignedHow),
            models.CheckConstraint(
                condition=Q(on_behalf_by="", on_behalf_reason="") | (~Q(on_behalf_by="") & ~Q(on_behalf_reason="")),
                name="signature_on_behalf_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.party}"
