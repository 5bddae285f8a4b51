"""What a jobcentre decides about its reports: from which number on a group is shown, how long files are kept, and whether one comes each quarter."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Jobcentre
from reports.rules.suppression import LEAST_BASE, SMALLEST_SHOWN

KEPT_DAYS = 365


class ReportSettings(models.Model):
    """One row a jobcentre; without a row the defaults hold. A report of several jobcentres hides what the most careful of them hides."""

    jobcentre = models.OneToOneField(
        Jobcentre, models.CASCADE, primary_key=True, related_name="report_settings", verbose_name=_("jobcentre")
    )
    smallest_shown = models.PositiveSmallIntegerField(
        _("smallest number that is shown"),
        default=SMALLEST_SHOWN,
        validators=[MinValueValidator(SMALLEST_SHOWN), MaxValueValidator(20)],
        help_text=_("Smaller groups are hidden in everything that leaves the system. Zero is shown."),
    )
    least_base = models.PositiveSmallIntegerField(
        _("courses that a filter leaves at least"),
        default=LEAST_BASE,
        validators=[MinValueValidator(LEAST_BASE), MaxValueValidator(100)],
    )
    kept_days = models.PositiveSmallIntegerField(
        _("days for which the files of a report are kept"),
        default=KEPT_DAYS,
        db_default=KEPT_DAYS,
        validators=[MinValueValidator(7), MaxValueValidator(1830)],
        help_text=_("Then they are removed. What was chosen and the figures stay, so that the report can be made again."),
    )
    each_quarter = models.BooleanField(
        _("a report each quarter"),
        default=False,
        db_default=False,
        help_text=_("In the first days of January, April, July and October, about the twelve months before, for the jobcentre's managers."),
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("settings of reports")
        verbose_name_plural = _("settings of reports")
        constraints = [
            models.CheckConstraint(condition=Q(smallest_shown__range=(3, 20), least_base__range=(10, 100)), name="reportsettings_in_range"),
            models.CheckConstraint(condition=Q(kept_days__range=(7, 1830)), name="reportsettings_kept_days_in_range"),
        ]

    def __str__(self) -> str:
        return str(self.jobcentre)
