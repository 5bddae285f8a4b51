"""The weights of the match board: dated reference data that an administrator can change. Every board says which row it used (R42)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Jobcentre
from core.constraints import day_range, near_days
from core.reference import OwnOrNationalQuerySet

HEAVIEST = 10
OF_WISHES = ("type", "language", "gender", "age", "ways", "place", "times", "situation", "continuity")
WEIGHTS = ("much", "some", "none", *OF_WISHES)


def _weight(label: str, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, default=default, validators=[MaxValueValidator(HEAVIEST)])


class MatchWeights(models.Model):
    """Whole numbers from 0 (does not count) to 10. The first three weigh a need, times the client's own weight; the others a wish that is met or not."""

    jobcentre = models.ForeignKey(
        Jobcentre,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("jobcentre"),
        help_text=_("Empty: the national weights."),
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    much = _weight(_("a need with much experience"), 3)
    some = _weight(_("a need with some experience"), 2)
    none = _weight(_("a need that the mentor does not help with"), 2)
    type = _weight(_("type of mentor"), 2)
    language = _weight(_("language"), 4)
    gender = _weight(_("gender"), 1)
    age = _weight(_("age"), 1)
    ways = _weight(_("way of meeting"), 2)
    place = _weight(_("place"), 2)
    times = _weight(_("times of the week"), 2)
    situation = _weight(_("experience with the situation"), 2)
    continuity = _weight(_("knows the client from before"), 2)
    days = models.GeneratedField(expression=day_range("first_day", "last_day"), output_field=DateRangeField(), db_persist=True)

    objects = OwnOrNationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("weights of the match")
        verbose_name_plural = _("weights of the match")
        constraints = [
            models.CheckConstraint(
                condition=Q(*((f"{name}__lte", HEAVIEST) for name in WEIGHTS)),
                name="matchweights_range",
                violation_error_message=_("A weight is a whole number from 0 to 10."),
            ),
            models.CheckConstraint(
                condition=Q(much__gte=F("some"), some__gte=1),
                name="matchweights_needs_count",
                violation_error_message=_("Some experience weighs at least 1, and much experience no less than some."),
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="matchweights_ends_after_start"
            ),
            near_days("first_day", "last_day"),
            ExclusionConstraint(
                name="matchweights_national_no_overlap",
                expressions=[("days", RangeOperators.OVERLAPS)],
                condition=Q(jobcentre__isnull=True),
                violation_error_message=_("Other national weights already hold on one of these days. End those first."),
            ),
            ExclusionConstraint(
                name="matchweights_jobcentre_no_overlap",
                expressions=[("jobcentre", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
                violation_error_message=_("Other weights of the jobcentre already hold on one of these days. End those first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jobcentre or _('National')}, {self.first_day}–{self.last_day or ''}"
