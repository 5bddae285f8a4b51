"""Extension: a request with its grounds, a decision, and the period that came of it. And the second person whom a jobcentre's limits ask for."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums_course import PENDING_EXTENSIONS, ApprovalKind, ApprovalState, AskedBy, ExtensionState, GivenHow, Limit
from cases.models.case import Case
from cases.models.decision import Decision
from cases.models.period import Period
from core.constraints import array_check, choices_check, near_days
from core.days import FULL_TIME_MINUTES


class GrantStep(models.Model):
    """A grant whose hours go down in steps: from this day on so many minutes a week. A decision without steps grants the same hours every week."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="steps")
    first_day = models.DateField(_("from"))
    minutes_a_week = models.PositiveIntegerField(_("minutes a week"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "first_day"], name="grantstep_once_a_day"),
            models.CheckConstraint(condition=Q(minutes_a_week__range=(1, FULL_TIME_MINUTES)), name="grantstep_minutes_range"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.first_day}"


class Extension(models.Model):
    """A request for a new period. `asked_by` is who asks; `recorded_by` wrote it down and is not the one who asks, unless it is the caseworker's own request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="extensions")
    period = models.ForeignKey(Period, models.PROTECT, related_name="extensions")
    asked_by = models.CharField(_("asked by"), max_length=20, choices=AskedBy)
    asked_on = models.DateField(_("asked"))
    asked_how = models.CharField(_("how it was asked"), max_length=20, choices=GivenHow)
    words = models.TextField(_("in their own words"), max_length=2000)
    reached = models.TextField(_("what has been reached"), max_length=2000)
    why_still = models.TextField(_("why it is still needed"), max_length=2000)
    minutes_a_week = models.PositiveIntegerField(_("wished minutes a week"))
    last_day = models.DateField(_("wished last day"))
    # Asked after the last day: the gap stays visible.
    is_late = models.BooleanField(_("late"), default=False)
    state = models.CharField(_("state"), max_length=20, choices=ExtensionState, default=ExtensionState.ASKED)
    decide_by = models.DateField(_("decide by"))
    sent_back_words = models.TextField(_("what is missing"), max_length=2000, blank=True)
    sent_back_to = models.CharField(_("who answers"), max_length=120, blank=True)
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, related_name="extension")
    new_period = models.OneToOneField(Period, models.PROTECT, null=True, blank=True, related_name="extension_before")
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["decide_by"], condition=Q(state__in=PENDING_EXTENSIONS), name="extension_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=PENDING_EXTENSIONS),
                name="extension_one_pending_a_case",
                violation_error_message=_("A request is already waiting."),
            ),
            choices_check("asked_by", AskedBy),
            choices_check("asked_how", GivenHow),
            choices_check("state", ExtensionState),
            near_days("asked_on", "last_day", "decide_by", "closed_on"),
            models.CheckConstraint(condition=Q(minutes_a_week__range=(1, FULL_TIME_MINUTES)), name="extension_minutes_range"),
            models.CheckConstraint(
                condition=~Q(state=ExtensionState.DECIDED) | Q(decision__isnull=False), name="extension_decided_by_a_decision"
            ),
            models.CheckConstraint(
                condition=~Q(state=ExtensionState.SENT_BACK) | ~Q(sent_back_words=""), name="extension_sent_back_says_what_is_missing"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_pending(self) -> bool:
        return self.state in PENDING_EXTENSIONS


class Approval(models.Model):
    """A prepared decision that passes a limit of the jobcentre, until a second person has approved it. `proposed` is the decision as it will be issued.

    Of a new mentor in a running course (`TAKEOVER`) it is the cost that is approved: nothing is issued, and the mentor is assigned afterwards.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="approvals")
    kind = models.CharField(_("kind"), max_length=20, choices=ApprovalKind)
    extension = models.ForeignKey(Extension, models.PROTECT, null=True, blank=True, related_name="approvals")
    limits = ArrayField(models.CharField(max_length=20, choices=Limit), verbose_name=_("limits"))
    # Codes, numbers and texts of the prepared decision, and the figures beside the limits: minutes, øre, number of extensions.
    proposed = models.JSONField()
    figures = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=20, choices=ApprovalState, default=ApprovalState.WAITING)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(_("in words"), max_length=2000, blank=True)
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, related_name="approval")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["prepared_at"], condition=Q(state=ApprovalState.WAITING), name="approval_waiting")]
        constraints = [
            choices_check("kind", ApprovalKind),
            choices_check("state", ApprovalState),
            array_check("limits", Limit),
            models.UniqueConstraint(fields=["case"], condition=Q(state=ApprovalState.WAITING), name="approval_one_waiting_a_case"),
            # Four eyes: the second person is never the first.
            models.CheckConstraint(
                condition=~Q(state=ApprovalState.APPROVED) | ~Q(closed_by=models.F("prepared_by")), name="approval_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=~Q(state=ApprovalState.APPROVED) | Q(kind=ApprovalKind.TAKEOVER) | Q(decision__isnull=False),
                name="approval_makes_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
