"""A proposed allocation of mentors to all waiting clients. It assigns nobody: each accepted line becomes a proposal, which the client answers."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Jobcentre, User
from cases.enums import AllocationState, LineState
from cases.models.assignment import Proposal
from cases.models.case import Case
from cases.models.weights import MatchWeights
from core.constraints import choices_check
from mentors.models import Mentor


class Allocation(models.Model):
    """One calculation: how far it is (`done` of `clients`), and with which weights. The data are those of `asked_at`, or of the job's last beginning."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jobcentre = models.ForeignKey(Jobcentre, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=AllocationState, default=AllocationState.WAITING)
    weights = models.ForeignKey(MatchWeights, models.PROTECT, null=True, blank=True, related_name="+")
    clients = models.PositiveIntegerField(_("waiting clients"), default=0)
    done = models.PositiveIntegerField(_("clients looked at"), default=0)
    # Clients in the match who are not among them: an answer to a proposal is awaited; the grant has run out.
    asked_already = models.PositiveIntegerField(_("clients with an open proposal"), default=0)
    run_out = models.PositiveIntegerField(_("clients whose grant has run out"), default=0)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # How often it was begun, and the last sign of life of the job: one that has been silent for long is begun again, once.
    attempts = models.PositiveSmallIntegerField(default=0)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["jobcentre", "-asked_at"], name="allocation_newest")]
        constraints = [
            choices_check("state", AllocationState),
            models.UniqueConstraint(
                fields=["jobcentre"],
                condition=Q(state__in=[AllocationState.WAITING, AllocationState.RUNNING]),
                name="allocation_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class AllocationLine(models.Model):
    """One waiting client: the mentor that is best for all in sum, and the client's own first choice beside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    allocation = models.ForeignKey(Allocation, models.CASCADE, related_name="lines")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Mentor, models.PROTECT, null=True, blank=True, related_name="+")
    first_choice = models.ForeignKey(Mentor, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=LineState, default=LineState.OPEN)
    # Why the line could not be accepted, as the code of the refusal and what fills its sentence.
    code = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    # What the board said of the pair when it was calculated: the main reason and the unmet wishes; of a line without a mentor the stops.
    board = models.JSONField(default=dict, blank=True)
    proposal = models.OneToOneField(Proposal, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["allocation", "case"], name="allocationline_once_a_case"),
            choices_check("state", LineState),
            models.CheckConstraint(
                condition=Q(state=LineState.NOBODY, mentor__isnull=True) | (~Q(state=LineState.NOBODY) & Q(mentor__isnull=False)),
                name="allocationline_has_a_mentor",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
