"""Goals of a running course in the client's words, with five described levels, and how client and mentor see them over time."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums_course import ResourceKind, View
from cases.models.case import Case
from core.constraints import choices_check, near_days

LEVELS = 5
"""Much less than expected (-2), less (-1), as expected (0), more (+1), much more (+2)."""


class Goal(models.Model):
    """A goal that is worked on: begun with the agreement's words, ended when it is given up or replaced. `levels` are the words for -2 to +2."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="goals")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(_("goal"), max_length=300)
    by_when = models.CharField(_("when"), max_length=120, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    levels = ArrayField(models.CharField(max_length=300, blank=True), default=list, blank=True, verbose_name=_("levels"))
    begun_on = models.DateField(_("begun"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["case", "position"], name="goal_of_case")]
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], condition=Q(ended_on__isnull=True), name="goal_position_once"),
            models.CheckConstraint(condition=Q(weight__range=(1, 3)), name="goal_weight_range"),
            models.CheckConstraint(condition=Q(levels__len=0) | Q(levels__len=LEVELS), name="goal_five_levels"),
            near_days("begun_on", "ended_on"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class GoalReview(models.Model):
    """One look at the goals on a day, by the client or by the mentor: the two are asked apart."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="goal_reviews")
    day = models.DateField(_("day"))
    view = models.CharField(_("whose view"), max_length=20, choices=View)
    words = models.TextField(_("in words"), max_length=2000, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["case", "-day"], name="goalreview_newest")]
        constraints = [
            choices_check("view", View),
            models.UniqueConstraint(fields=["case", "day", "view"], name="goalreview_once_a_day"),
            near_days("day"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class GoalScore(models.Model):
    """The level of one goal in a review: -2 to +2, where 0 is what was agreed."""

    review = models.ForeignKey(GoalReview, models.CASCADE, related_name="scores")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="scores")
    level = models.SmallIntegerField(_("level"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "goal"], name="goalscore_once_a_review"),
            models.CheckConstraint(condition=Q(level__range=(-2, 2)), name="goalscore_level_range"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.goal_id}"


class LocalResource(models.Model):
    """A local resource that a goal builds on, with the next thing to do [1]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="resources")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="resources", verbose_name=_("goal"))
    kind = models.CharField(_("kind"), max_length=20, choices=ResourceKind)
    organisation = models.CharField(_("organisation"), max_length=200)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    next_action = models.CharField(_("next action"), max_length=300, blank=True)
    next_on = models.DateField(_("by"), null=True, blank=True)
    # The client's consent to talk with them; without one nothing is passed on.
    consent = models.ForeignKey("cases.InformationConsent", models.PROTECT, null=True, blank=True, related_name="resources")
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [choices_check("kind", ResourceKind), near_days("next_on", "ended_on")]

    def __str__(self) -> str:
        return str(self.id)
