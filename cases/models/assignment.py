"""Step 4: proposals, which reserve nothing, and assignments, which take a place from the second they are made."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums import OPEN_PROPOSALS, AskedHow, ProposalState
from cases.models.case import Case
from core.constraints import choices_check, day_range, near_days
from core.days import FULL_TIME_MINUTES
from mentors.models import Mentor


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
    # What the board said about the mentor when the proposal was made: codes of wishes not met, each with the reason typed for it.
    unmet_wishes = models.JSONField(default=dict, blank=True)
    client_answered_on = models.DateField(null=True, blank=True)
    client_words = models.TextField(_("the client's words"), max_length=2000, blank=True)
    mentor_answered_on = models.DateField(null=True, blank=True)
    mentor_words = models.TextField(_("the mentor's words"), max_length=2000, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["case", "-proposed_at"], name="proposal_newest"),
            models.Index(fields=["answer_by"], condition=Q(state__in=OPEN_PROPOSALS), name="proposal_unanswered"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "mentor"], condition=Q(state__in=OPEN_PROPOSALS), name="proposal_open_once_a_mentor"),
            choices_check("state", ProposalState),
            choices_check("asked_how", AskedHow),
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
