"""A meeting: what, when, where, who comes. Used by match, start-up and the desk's agenda."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import MeetingKind
from cases.models.assignment import Assignment
from cases.models.case import Case
from core.constraints import choices_check


class Meeting(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="meetings")
    # A start-up meeting is held with a mentor: it does not count for the next one.
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, blank=True, related_name="meetings")
    kind = models.CharField(_("what"), max_length=20, choices=MeetingKind)
    at = models.DateTimeField(_("when"))
    place = models.CharField(_("where"), max_length=200)
    who_comes = models.CharField(_("who comes"), max_length=300, blank=True)
    held_on = models.DateField(_("held"), null=True, blank=True)
    cancelled_on = models.DateField(_("cancelled"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["case", "at"], name="meeting_of_case"),
            models.Index(fields=["at"], condition=Q(cancelled_on__isnull=True), name="meeting_agenda"),
        ]
        constraints = [
            choices_check("kind", MeetingKind),
            models.CheckConstraint(condition=Q(held_on__isnull=True) | Q(cancelled_on__isnull=True), name="meeting_held_or_cancelled"),
        ]

    def __str__(self) -> str:
        return str(self.id)
