"""Step 4: proposals, which reserve nothing, and assignments, which take a place from the second they are made."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums import OPEN_PROPOSALS, AskedHow, ConflictKind, MayRead, ProposalState, RaisedBy, RematchReason
from cases.models.case import Case
from cases.models.client import Client
from cases.models.weights import MatchWeights
from cases.querysets import ProposalQuerySet
from core.constraints import choices_check, day_range, near_days
from core.days import FULL_TIME_MINUTES
from mentors.models import Mentor, PlaceGrant


class Proposal(models.Model):
    """A mentor proposed to the client. The mentor gets no client data before the client's yes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="proposals")
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="proposals")
    state = models.CharField(_("state"), max_length=20, choices=ProposalState, default=ProposalState.CLIENT_ASKED)
    reason = models.TextField(_("why this mentor"), max_length=2000)
    asked_how = models.CharField(_("how the client is asked"), max_length=20, choices=AskedHow)
    answer_by = models.DateField(_("answer by"))
    no_conflict = models.BooleanField(_("no conflict of interest"), default=False)
    # Empty for proposals made before the question was kept.
    conflict_asked = models.CharField(
        _("how a conflict was asked about"), max_length=20, choices=AskedHow, blank=True, default="", db_default=""
    )
    # What the board said about the mentor when the proposal was made: codes of wishes not met, each with the reason typed for it.
    unmet_wishes = models.JSONField(default=dict, blank=True)
    # The weights of the board on which the mentor was chosen; null for proposals made before boards had weights.
    weights = models.ForeignKey(MatchWeights, models.PROTECT, null=True, blank=True, related_name="+")
    client_answered_on = models.DateField(null=True, blank=True)
    client_words = models.TextField(_("the client's words"), max_length=2000, blank=True)
    mentor_answered_on = models.DateField(null=True, blank=True)
    mentor_words = models.TextField(_("the mentor's words"), max_length=2000, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "-proposed_at"], name="proposal_newest"),
            models.Index(fields=["answer_by"], condition=Q(state__in=OPEN_PROPOSALS), name="proposal_unanswered"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "mentor"], condition=Q(state__in=OPEN_PROPOSALS), name="proposal_open_once_a_mentor"),
            choices_check("state", ProposalState),
            choices_check("asked_how", AskedHow),
            choices_check("conflict_asked", AskedHow, blank=True),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_PROPOSALS


class Assignment(models.Model):
    """A mentor's place taken by a case, from `first_day` to `ended_on` inclusive; without an end it is running or about to begin."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="assignments")
    proposal = models.OneToOneField(Proposal, models.PROTECT, null=True, blank=True, related_name="assignment")
    # Set: the client shares a place mentor's hours, and is counted by the place and not by the mentor's own capacity.
    place = models.ForeignKey(PlaceGrant, models.PROTECT, null=True, blank=True, related_name="assignments")
    minutes_a_week = models.PositiveIntegerField(_("minutes a week"))
    first_day = models.DateField(_("first day"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    days = models.GeneratedField(expression=day_range("first_day", "ended_on"), output_field=DateRangeField(), db_persist=True)
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    # Why the match did not work after all; read by those who read the case.
    ended_why = models.TextField(_("why it ended"), max_length=2000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["mentor"], condition=Q(ended_on__isnull=True), name="assignment_load")]
        constraints = [
            models.CheckConstraint(condition=Q(minutes_a_week__range=(1, FULL_TIME_MINUTES)), name="assignment_minutes_range"),
            near_days("first_day", "ended_on"),
            # One day before the first: it was given up before it began.
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("first_day") - 1), name="assignment_ends_after_start"
            ),
            ExclusionConstraint(
                name="assignment_one_mentor_at_a_time",
                expressions=[("case", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
                violation_error_message=_("The case already has a mentor on one of these days."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Conflict(models.Model):
    """A conflict of interest between a client and a mentor: it keeps the mentor off every board of the client until it is lifted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="conflicts")
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="conflicts")
    kind = models.CharField(_("kind"), max_length=20, choices=ConflictKind)
    words = models.CharField(_("in words"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_why = models.CharField(_("why it was lifted"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "mentor"], condition=Q(lifted_at__isnull=True), name="conflict_once_a_pair"),
            choices_check("kind", ConflictKind),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Rematch(models.Model):
    """A second chance in a running course: who raised that the match does not work and why, until a new mentor has begun or it was dropped.

    The old mentor stays until the day before the new one begins, unless `stops_on` says when the old one stops.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="rematches")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="rematches")
    raised_by = models.CharField(_("raised by"), max_length=20, choices=RaisedBy)
    raised_on = models.DateField(_("raised"))
    reason = models.CharField(_("reason"), max_length=20, choices=RematchReason)
    words = models.TextField(_("in words"), max_length=2000)
    stops_on = models.DateField(_("the mentor's last day"), null=True, blank=True)
    may_read = models.CharField(_("what the new mentor may read"), max_length=20, choices=MayRead, default=MayRead.NOTHING)
    summary = models.TextField(_("summary for the new mentor"), max_length=2000, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    new_assignment = models.OneToOneField(Assignment, models.PROTECT, null=True, blank=True, related_name="rematch_before")
    # Why they go on together after all; read by those who read the case.
    dropped_why = models.TextField(_("why it was dropped"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(closed_on__isnull=True), name="rematch_one_open_a_case"),
            choices_check("raised_by", RaisedBy),
            choices_check("reason", RematchReason),
            choices_check("may_read", MayRead),
            models.CheckConstraint(condition=~Q(may_read=MayRead.SUMMARY) | ~Q(summary=""), name="rematch_summary_is_written"),
            near_days("raised_on", "stops_on", "closed_on"),
        ]

    def __str__(self) -> str:
        return str(self.id)
