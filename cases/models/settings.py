"""What a jobcentre decides for its own courses: limits that ask for a second person, and how often something is asked or flagged."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Jobcentre


def four_reminders() -> list[int]:
    """8, 4, 2 and 1 weeks before the last day (R158)."""
    return [8, 4, 2, 1]


class CourseSettings(models.Model):
    """One row a jobcentre; without a row the defaults hold. An empty limit asks for nobody. Minutes, øre, days, weeks."""

    jobcentre = models.OneToOneField(
        Jobcentre, models.CASCADE, primary_key=True, related_name="course_settings", verbose_name=_("jobcentre")
    )
    second_minutes = models.PositiveIntegerField(_("minutes in all above which a second person approves"), null=True, blank=True)
    second_cost = models.PositiveIntegerField(_("cost in øre above which a second person approves"), null=True, blank=True)
    second_extensions = models.PositiveSmallIntegerField(
        _("number of extensions above which a second person approves"), null=True, blank=True
    )
    second_entry_minutes = models.PositiveSmallIntegerField(
        _("minutes of one entry above which somebody else than its writer approves it"), null=True, blank=True
    )
    feedback_first_weeks = models.PositiveSmallIntegerField(
        _("weeks until the client is asked how it goes"), default=4, validators=[MinValueValidator(1), MaxValueValidator(26)]
    )
    feedback_every_months = models.PositiveSmallIntegerField(
        _("months between later questions"), default=1, validators=[MinValueValidator(1), MaxValueValidator(6)]
    )
    quiet_days = models.PositiveSmallIntegerField(
        _("days without contact that are flagged"), default=14, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    under_use_percent = models.PositiveSmallIntegerField(
        _("share of the planned hours below which too little is used"), default=50, validators=[MaxValueValidator(100)]
    )
    under_use_weeks = models.PositiveSmallIntegerField(
        _("weeks before too little use is flagged"), default=6, validators=[MinValueValidator(1), MaxValueValidator(26)]
    )
    reminder_weeks = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(26)]),
        default=four_reminders,
        size=6,
        verbose_name=_("weeks before the last day on which the end of a period is told"),
        help_text=_("Numbers with commas between them, the highest first: 8,4,2,1."),
    )
    escalate_days = models.PositiveSmallIntegerField(
        _("working days after which what nobody answered goes to the substitute and the manager"),
        default=3,
        db_default=3,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("settings of the course")
        verbose_name_plural = _("settings of the course")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    feedback_first_weeks__range=(1, 26),
                    feedback_every_months__range=(1, 6),
                    quiet_days__range=(1, 90),
                    under_use_percent__lte=100,
                    under_use_weeks__range=(1, 26),
                    escalate_days__range=(1, 30),
                ),
                name="coursesettings_in_range",
            )
        ]

    def __str__(self) -> str:
        return str(self.jobcentre)
