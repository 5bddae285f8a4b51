"""Putting right: two records of one client merged, and a case handed to another jobcentre. Each with its reason; what was before can be read."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Jobcentre, User
from cases.models.case import Case
from cases.models.client import Client
from core.constraints import near_days


class ClientMerge(models.Model):
    """Two records of one person: the cases of `merged` were moved to `kept`. `cases` are the keys of those that were moved, `before` the facts as they were."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jobcentre = models.ForeignKey(Jobcentre, models.PROTECT, related_name="+")
    kept = models.ForeignKey(Client, models.PROTECT, related_name="merges")
    merged = models.OneToOneField(Client, models.PROTECT, related_name="merged_into")
    cases = models.JSONField(default=list)
    reason = models.CharField(_("reason"), max_length=500)
    merged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(kept=F("merged")), name="clientmerge_two_records")]

    def __str__(self) -> str:
        return str(self.id)


HANDED_TO_TAKE = Q(new_case__isnull=True, taken_back_on__isnull=True)
"""Nobody has taken it there, and nobody here has taken it back."""


class Handover(models.Model):
    """A case for another jobcentre: closed here, and begun there as a new application when somebody there takes it over.

    Until then the jobcentre that handed it over can take it back, with a reason.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="handovers")
    from_jobcentre = models.ForeignKey(Jobcentre, models.PROTECT, related_name="+")
    to_jobcentre = models.ForeignKey(Jobcentre, models.PROTECT, related_name="handovers", verbose_name=_("to"))
    reason = models.CharField(_("reason"), max_length=500)
    # What the client agreed to pass on, or the legal ground for passing it on without.
    ground = models.CharField(_("consent or legal ground"), max_length=300)
    with_challenges = models.BooleanField(_("challenges and wishes go along"), default=False)
    handed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    handed_on = models.DateField(_("handed over"))
    handed_at = models.DateTimeField()
    new_case = models.OneToOneField(Case, models.PROTECT, null=True, blank=True, related_name="handed_from")
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_back_on = models.DateField(_("taken back"), null=True, blank=True)
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_why = models.CharField(_("why it was taken back"), max_length=500, blank=True, default="", db_default="")

    class Meta:
        indexes = [models.Index(fields=["to_jobcentre", "handed_on"], condition=HANDED_TO_TAKE, name="handover_waiting")]
        constraints = [
            near_days("handed_on", "taken_back_on"),
            models.UniqueConstraint(fields=["case"], condition=Q(taken_back_on__isnull=True), name="handover_one_a_case"),
            models.CheckConstraint(
                condition=Q(taken_back_on__isnull=True) | Q(new_case__isnull=True) & ~Q(taken_back_why=""),
                name="handover_taken_or_taken_back",
            ),
            models.CheckConstraint(condition=~Q(from_jobcentre=F("to_jobcentre")), name="handover_to_another_jobcentre"),
        ]

    def __str__(self) -> str:
        return str(self.id)
