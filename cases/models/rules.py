"""Reference data with dates: the scheme's rules as numbers and text, and the target groups. What is [law] is data here, never code."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Jobcentre
from core.constraints import day_range, near_days
from core.reference import DatedQuerySet, OwnOrNationalQuerySet, in_language


class SchemeRules(models.Model):
    """The numbers and texts of the scheme from a day on. A row that a decision was made under keeps them: the database refuses a change."""

    jobcentre = models.ForeignKey(
        Jobcentre,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("jobcentre"),
        help_text=_("Empty: the national rules."),
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    longest_months = models.PositiveSmallIntegerField(
        _("longest period in months"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(6)],
        help_text=_("At most 6 months at a time."),
    )
    appeal_weeks = models.PositiveSmallIntegerField(
        _("weeks to complain"), default=4, validators=[MinValueValidator(1), MaxValueValidator(52)]
    )
    letter_working_days = models.PositiveSmallIntegerField(
        _("working days until a paper letter counts as received"), default=6, validators=[MaxValueValidator(30)]
    )
    request_weeks = models.PositiveSmallIntegerField(
        _("weeks before the last day from which an extension can be asked for"),
        default=8,
        db_default=8,
        validators=[MinValueValidator(1), MaxValueValidator(26)],
    )
    late_request_days = models.PositiveSmallIntegerField(
        _("days after the last day within which an extension can still be asked for"),
        default=28,
        db_default=28,
        validators=[MaxValueValidator(182)],
    )
    notice_weeks = models.PositiveSmallIntegerField(
        _("weeks before the last day by which an extension is decided"),
        default=2,
        db_default=2,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    reassess_weeks = models.PositiveSmallIntegerField(
        _("weeks to look at a decision again after a complaint"),
        default=4,
        db_default=4,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    legal_basis_da = models.TextField(_("legal basis in Danish"))
    legal_basis_en = models.TextField(_("legal basis in English"))
    complaint_da = models.TextField(_("guidance on complaints in Danish"))
    complaint_en = models.TextField(_("guidance on complaints in English"))
    days = models.GeneratedField(expression=day_range("first_day", "last_day"), output_field=DateRangeField(), db_persist=True)

    objects = OwnOrNationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of the scheme")
        verbose_name_plural = _("rules of the scheme")
        constraints = [
            models.CheckConstraint(
                condition=Q(longest_months__range=(1, 6)),
                name="schemerules_longest_at_most_six_months",
                violation_error_message=_("A period lasts between 1 and 6 months. The law gives no more."),
            ),
            models.CheckConstraint(condition=Q(appeal_weeks__range=(1, 52)), name="schemerules_appeal_weeks_range"),
            models.CheckConstraint(condition=Q(letter_working_days__lte=30), name="schemerules_letter_days_range"),
            models.CheckConstraint(
                condition=Q(
                    request_weeks__range=(1, 26), late_request_days__lte=182, notice_weeks__range=(1, 12), reassess_weeks__range=(1, 12)
                ),
                name="schemerules_course_range",
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="schemerules_ends_after_start"
            ),
            near_days("first_day", "last_day"),
            ExclusionConstraint(
                name="schemerules_national_no_overlap",
                expressions=[("days", RangeOperators.OVERLAPS)],
                condition=Q(jobcentre__isnull=True),
                violation_error_message=_("Other national rules already hold on one of these days. End those first."),
            ),
            ExclusionConstraint(
                name="schemerules_jobcentre_no_overlap",
                expressions=[("jobcentre", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
                violation_error_message=_("Other rules of the jobcentre already hold on one of these days. End those first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jobcentre or _('National')}, {self.first_day}–{self.last_day or ''}"

    @property
    def legal_basis(self) -> str:
        return in_language(da=self.legal_basis_da, en=self.legal_basis_en)

    @property
    def complaint(self) -> str:
        return in_language(da=self.complaint_da, en=self.complaint_en)


class TargetGroup(models.Model):
    """One of the practice sheet's social groups [1]. A diagnosis is never asked for."""

    code = models.SlugField(_("code"), primary_key=True, max_length=40)
    name_da = models.CharField(_("name in Danish"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="targetgroup_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return in_language(da=self.name_da, en=self.name_en)
