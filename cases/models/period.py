"""A period of at most six months. Granted days never change; `ended_on` says that it ended early."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.decision import Decision
from core.constraints import day_range, months_last_day, near_days
from core.days import FULL_TIME_MINUTES


class Period(models.Model):
    """First and last day are inclusive and as granted. The effective range carries the no-overlap constraint.

    A period that was ended before it began (`ended_on` before `first_day`) has an empty range.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="periods")
    number = models.PositiveSmallIntegerField()
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="periods")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    ended_on = models.DateField(_("ended early"), null=True, blank=True)
    minutes_a_week = models.PositiveIntegerField(_("minutes a week"))
    days = models.GeneratedField(expression=day_range("first_day", "ended_on", "last_day"), output_field=DateRangeField(), db_persist=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["last_day"], condition=Q(ended_on__isnull=True), name="period_running_out")]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="period_number_once_a_case"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="period_ends_after_start",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(last_day__lte=months_last_day("first_day", 6)),
                name="period_at_most_six_months",
                violation_error_message=_("A period lasts at most 6 months."),
            ),
            models.CheckConstraint(condition=Q(ended_on__isnull=True) | Q(ended_on__lte=F("last_day")), name="period_ended_within"),
            models.CheckConstraint(condition=Q(minutes_a_week__range=(1, FULL_TIME_MINUTES)), name="period_minutes_range"),
            near_days("first_day", "last_day"),
            ExclusionConstraint(
                name="period_no_overlap",
                expressions=[("case", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
                violation_error_message=_("The case already has a period on one of these days."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
