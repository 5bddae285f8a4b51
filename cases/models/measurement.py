"""Questionnaires as data, and what was answered when. A measurement never decides anything, and what is missing is missing."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums_course import MeasuredAt, Respondent, Scoring, WhyMissing
from cases.models.case import Case
from core.constraints import array_check, choices_check, near_days
from core.reference import DatedQuerySet, in_language


class Questionnaire(models.Model):
    """A set of questions on one scale from `lowest` to `highest`; the score is the sum of the answers times `factor`, or their mean (`scoring`)."""

    code = models.SlugField(_("code"), primary_key=True, max_length=40)
    name_da = models.CharField(_("name in Danish"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    intro_da = models.TextField(_("introduction in Danish"), blank=True)
    intro_en = models.TextField(_("introduction in English"), blank=True)
    # Who asked permission for what, and where the wording comes from.
    source_da = models.CharField(_("source and licence in Danish"), max_length=300, blank=True)
    source_en = models.CharField(_("source and licence in English"), max_length=300, blank=True)
    respondents = ArrayField(models.CharField(max_length=20, choices=Respondent), verbose_name=_("asked"))
    lowest = models.SmallIntegerField(_("lowest answer"), default=0)
    highest = models.SmallIntegerField(_("highest answer"), default=5)
    scoring = models.CharField(_("how it is scored"), max_length=10, choices=Scoring, default=Scoring.SUM, db_default=Scoring.SUM)
    factor = models.PositiveSmallIntegerField(_("the sum is multiplied by"), default=1)
    # At or below this score the caseworker is told softly; never a decision.
    notice_at = models.SmallIntegerField(_("notice at or below"), null=True, blank=True)
    relevant_change = models.PositiveSmallIntegerField(_("change that counts"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        constraints = [
            array_check("respondents", Respondent),
            choices_check("scoring", Scoring),
            models.CheckConstraint(condition=Q(highest__gt=F("lowest")), name="questionnaire_scale_in_order"),
            models.CheckConstraint(condition=Q(factor__gte=1), name="questionnaire_factor_counts"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="questionnaire_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return in_language(da=self.name_da, en=self.name_en)

    @property
    def intro(self) -> str:
        return in_language(da=self.intro_da, en=self.intro_en)

    @property
    def source(self) -> str:
        return in_language(da=self.source_da, en=self.source_en)


class Question(models.Model):
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("order"))
    words_da = models.CharField(_("question in Danish"), max_length=300)
    words_en = models.CharField(_("question in English"), max_length=300)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [models.UniqueConstraint(fields=["questionnaire", "position"], name="question_position_once")]

    def __str__(self) -> str:
        return in_language(da=self.words_da, en=self.words_en)


class AnswerLabel(models.Model):
    """The words for one value of the scale; a scale can have words for its ends alone."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="labels")
    value = models.SmallIntegerField(_("value"))
    words_da = models.CharField(_("answer in Danish"), max_length=120)
    words_en = models.CharField(_("answer in English"), max_length=120)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=["questionnaire", "value"], name="answerlabel_value_once")]

    def __str__(self) -> str:
        return in_language(da=self.words_da, en=self.words_en)


class Measurement(models.Model):
    """One point of the schedule answered, or said to be missing. `months` after the start (`DURING`) or the end (`AFTER`), else 0.

    `answers` are in the questions' order; `score` is null when an answer is missing, and has a decimal where it is a mean.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="measurements")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="measurements")
    respondent = models.CharField(_("who answers"), max_length=20, choices=Respondent)
    point = models.CharField(_("when"), max_length=20, choices=MeasuredAt)
    months = models.PositiveSmallIntegerField(_("months"), default=0)
    day = models.DateField(_("day"))
    answers = ArrayField(models.SmallIntegerField(null=True), default=list, blank=True)
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=1, null=True, blank=True)
    missing = models.CharField(_("why it is missing"), max_length=20, choices=WhyMissing, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["case", "day"], name="measurement_of_case")]
        constraints = [
            choices_check("respondent", Respondent),
            choices_check("point", MeasuredAt),
            choices_check("missing", WhyMissing, blank=True),
            near_days("day"),
            models.UniqueConstraint(fields=["case", "questionnaire", "respondent", "point", "months"], name="measurement_once_a_point"),
            models.CheckConstraint(condition=Q(missing="") | Q(score__isnull=True, answers__len=0), name="measurement_answered_or_missing"),
        ]

    def __str__(self) -> str:
        return str(self.id)
