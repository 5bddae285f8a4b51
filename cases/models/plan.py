"""How the hours of a period are spread, pauses, and what the client wishes changed. The granted days and hours themselves never move."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums_course import PauseReason, PlanShape
from cases.models.case import Case
from cases.models.decision import Decision
from cases.models.period import Period
from core.constraints import choices_check, day_range, near_days
from core.days import FULL_TIME_MINUTES


class HourPlan(models.Model):
    """A plan of weekly hours for one period, in dated steps. A changed plan is a new one: the one before is `replaced_at`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="plans")
    period = models.ForeignKey(Period, models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    shape = models.CharField(_("template"), max_length=20, choices=PlanShape, default=PlanShape.OWN)
    words = models.CharField(_("why"), max_length=500, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            choices_check("shape", PlanShape),
            models.UniqueConstraint(fields=["period", "number"], name="hourplan_number_once"),
            models.UniqueConstraint(fields=["period"], condition=Q(replaced_at__isnull=True), name="hourplan_one_a_period"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class HourStep(models.Model):
    """From this day on so many minutes a week, until the next step or the end of the period. 0 is no hours."""

    plan = models.ForeignKey(HourPlan, models.CASCADE, related_name="steps")
    first_day = models.DateField(_("from"))
    minutes_a_week = models.PositiveIntegerField(_("minutes a week"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "first_day"], name="hourstep_once_a_day"),
            models.CheckConstraint(condition=Q(minutes_a_week__lte=FULL_TIME_MINUTES), name="hourstep_minutes_range"),
            near_days("first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.first_day}"


class Pause(models.Model):
    """Days without hours and reminders. It does not move the last day: what is left then needs an extension."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="pauses")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    days = models.GeneratedField(expression=day_range("first_day", "last_day"), output_field=DateRangeField(), db_persist=True)
    reason = models.CharField(_("reason"), max_length=20, choices=PauseReason)
    words = models.CharField(_("in words"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            choices_check("reason", PauseReason),
            near_days("first_day", "last_day"),
            models.CheckConstraint(condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="pause_ends_after_start"),
            ExclusionConstraint(
                name="pause_no_overlap",
                expressions=[("case", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
                violation_error_message=_("The course is already paused on one of these days."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


OPEN_WISH = Q(decision__isnull=True, withdrawn_on__isnull=True, ended_on__isnull=True)
"""Nobody has answered it yet."""


class ChangedWish(models.Model):
    """What the client wishes instead, on its day, beside what is granted; answered by a decision, or closed with the course on `ended_on`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="changed_wishes")
    day = models.DateField(_("day"))
    minutes_a_week = models.PositiveIntegerField(_("wished minutes a week"), null=True, blank=True)
    last_day = models.DateField(_("wished last day"), null=True, blank=True)
    words = models.TextField(_("in the client's words"), max_length=2000, blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="answers_wishes")
    withdrawn_on = models.DateField(_("taken back"), null=True, blank=True)
    ended_on = models.DateField(_("closed with the course"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "-day"], name="changedwish_newest")]
        constraints = [
            near_days("day", "last_day", "withdrawn_on", "ended_on"),
            models.CheckConstraint(
                condition=Q(minutes_a_week__isnull=True) | Q(minutes_a_week__lte=FULL_TIME_MINUTES), name="changedwish_minutes_range"
            ),
            models.CheckConstraint(
                condition=Q(minutes_a_week__isnull=False) | Q(last_day__isnull=False), name="changedwish_wishes_something"
            ),
            models.UniqueConstraint(fields=["case"], condition=OPEN_WISH, name="changedwish_one_open_a_case"),
        ]

    def __str__(self) -> str:
        return str(self.id)
