"""What client, mentor and workplace say while it can still help, and how both look back. The client's words never reach mentor or workplace."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums_course import FeedbackFrom, GivenHow, View
from cases.models.case import Case
from core.constraints import choices_check, near_days

BEST = 5


class Feedback(models.Model):
    """How it goes, from 1 (badly) to 5 (well), and words. `not_working` makes a row on the desk until somebody has dealt with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="feedback")
    said_by = models.CharField(_("from"), max_length=20, choices=FeedbackFrom, default=FeedbackFrom.CLIENT)
    day = models.DateField(_("day"))
    how = models.CharField(_("how it was said"), max_length=20, choices=GivenHow, default=GivenHow.PHONE)
    going = models.PositiveSmallIntegerField(_("how it goes"), null=True, blank=True)
    words = models.TextField(_("in their own words"), max_length=2000, blank=True)
    not_working = models.BooleanField(_("something does not work"), default=False)
    answer_by = models.DateField(_("deal with it by"), null=True, blank=True)
    dealt_with_on = models.DateField(_("dealt with"), null=True, blank=True)
    dealt_with_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dealt_with_words = models.TextField(_("what was done"), max_length=2000, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["case", "-day"], name="feedback_newest"),
            models.Index(fields=["answer_by"], condition=Q(not_working=True, dealt_with_on__isnull=True), name="feedback_open"),
        ]
        constraints = [
            choices_check("said_by", FeedbackFrom),
            choices_check("how", GivenHow),
            near_days("day", "answer_by", "dealt_with_on"),
            models.CheckConstraint(condition=Q(going__isnull=True) | Q(going__range=(1, BEST)), name="feedback_scale"),
            models.CheckConstraint(condition=Q(not_working=False) | Q(answer_by__isnull=False), name="feedback_trouble_has_a_deadline"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class CourseView(models.Model):
    """How client or mentor sees the course when an extension is decided, or at its end. Better and helpful: 1 to 5."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="course_views")
    # Null: at the end of the course.
    extension = models.ForeignKey("cases.Extension", models.CASCADE, null=True, blank=True, related_name="views")
    view = models.CharField(_("whose view"), max_length=20, choices=View)
    day = models.DateField(_("day"))
    how = models.CharField(_("how it was said"), max_length=20, choices=GivenHow, default=GivenHow.MEETING)
    words = models.TextField(_("in their own words"), max_length=2000, blank=True)
    better = models.PositiveSmallIntegerField(_("manages better than at the start"), null=True, blank=True)
    helpful = models.PositiveSmallIntegerField(_("the mentor was of help"), null=True, blank=True)
    needs_minutes = models.PositiveIntegerField(_("needs minutes a week"), null=True, blank=True)
    needs_months = models.PositiveSmallIntegerField(_("needs months"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    # Of an end that was opened again: it stays readable, and the next end has views of its own.
    replaced_on = models.DateField(_("no longer counts from"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            choices_check("view", View),
            choices_check("how", GivenHow),
            near_days("day", "replaced_on"),
            models.UniqueConstraint(
                fields=["case", "view"], condition=Q(extension__isnull=True, replaced_on__isnull=True), name="courseview_once_at_the_end"
            ),
            models.UniqueConstraint(fields=["extension", "view"], name="courseview_once_an_extension"),
            models.CheckConstraint(
                condition=(Q(better__isnull=True) | Q(better__range=(1, BEST))) & (Q(helpful__isnull=True) | Q(helpful__range=(1, BEST))),
                name="courseview_scale",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
