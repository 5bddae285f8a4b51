"""What became of the client, at the end of the course and 3, 6 and 12 months after. Unknown is an answer, missing is missing."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums import EndReason, Outcome, OutcomePoint
from cases.enums_course import BenefitKind
from cases.models.case import Case
from core.constraints import choices_check, near_days
from core.days import FULL_TIME_MINUTES


class CourseOutcome(models.Model):
    """One answer a point. An answer of a course that was opened again is kept, with the day it stopped counting."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="outcomes")
    point = models.CharField(_("when"), max_length=10, choices=OutcomePoint)
    outcome = models.CharField(_("outcome"), max_length=30, choices=Outcome)
    # False: nobody could be reached; the outcome is then unknown.
    reached = models.BooleanField(_("reached"), default=True, db_default=True)
    where = models.CharField(_("where"), max_length=200, blank=True, default="", db_default="")
    since = models.DateField(_("since"), null=True, blank=True)
    minutes_a_week = models.PositiveIntegerField(_("minutes a week"), null=True, blank=True)
    words = models.TextField(_("in words"), max_length=2000, blank=True, default="", db_default="")
    recorded_on = models.DateField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    replaced_on = models.DateField(_("no longer counts from"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "point"], condition=Q(replaced_on__isnull=True), name="courseoutcome_once_a_point"),
            choices_check("point", OutcomePoint),
            choices_check("outcome", Outcome),
            near_days("since", "recorded_on", "replaced_on"),
            models.CheckConstraint(condition=Q(reached=True) | Q(outcome=Outcome.UNKNOWN), name="courseoutcome_not_reached_is_unknown"),
            models.CheckConstraint(
                condition=Q(minutes_a_week__isnull=True) | Q(minutes_a_week__lte=2 * FULL_TIME_MINUTES), name="courseoutcome_minutes_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.point}"


class CourseReopening(models.Model):
    """An ended course that was opened again: how it had ended, and why it goes on. It stays one course."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="reopenings")
    # The end as it was: the case itself tells of the last end only.
    closed_on = models.DateField(_("closed"))
    end_reason = models.CharField(_("why it ended"), max_length=20, choices=EndReason, blank=True)
    closing_words = models.TextField(_("reason in words"), max_length=2000, blank=True)
    words = models.TextField(_("why it is opened again"), max_length=2000)
    opened_on = models.DateField(_("opened again"))
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [choices_check("end_reason", EndReason, blank=True), near_days("closed_on", "opened_on")]

    def __str__(self) -> str:
        return str(self.id)


class FollowUp(models.Model):
    """The day on which the client is asked again after the end, until there is an answer or the course is opened again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="follow_ups")
    point = models.CharField(_("when"), max_length=10, choices=OutcomePoint)
    due_on = models.DateField(_("day"))
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    dropped_on = models.DateField(_("no longer needed from"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["due_on"], condition=Q(answered_on__isnull=True, dropped_on__isnull=True), name="followup_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["case", "point"], condition=Q(dropped_on__isnull=True), name="followup_once_a_point"),
            choices_check("point", OutcomePoint),
            near_days("due_on", "answered_on", "dropped_on"),
            models.CheckConstraint(condition=~Q(point=OutcomePoint.END), name="followup_is_after_the_end"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Benefit(models.Model):
    """What the client lives on from a day on, as it was known on `recorded_on` [1]. At the start, at the end and at each follow-up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="benefits")
    kind = models.CharField(_("benefit"), max_length=20, choices=BenefitKind)
    since = models.DateField(_("since"), null=True, blank=True)
    # Empty: at the start of the course.
    point = models.CharField(_("when"), max_length=10, choices=OutcomePoint, blank=True)
    recorded_on = models.DateField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    replaced_on = models.DateField(_("no longer counts from"), null=True, blank=True)

    class Meta:
        constraints = [
            choices_check("kind", BenefitKind),
            choices_check("point", OutcomePoint, blank=True),
            near_days("since", "recorded_on", "replaced_on"),
            models.UniqueConstraint(fields=["case", "point"], condition=Q(replaced_on__isnull=True), name="benefit_once_a_point"),
        ]

    def __str__(self) -> str:
        return str(self.id)
