"""Complaints about decisions, and the right of those who are discharged from a psychiatric hospital [law]."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums_course import AppealOutcome, DischargeAnswer, GivenHow, Reassessment
from cases.models.case import Case
from cases.models.decision import Decision
from core.constraints import choices_check, near_days


class Appeal(models.Model):
    """A complaint about one decision: received, re-assessed, passed on if it is upheld, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="appeals")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="appeals")
    received_on = models.DateField(_("received"))
    how = models.CharField(_("how it came"), max_length=20, choices=GivenHow)
    by_whom = models.CharField(_("who complains"), max_length=120)
    words = models.TextField(_("the complaint"), max_length=4000)
    # After the last day to complain; taken up all the same only for a reason.
    is_late = models.BooleanField(_("late"), default=False)
    late_why = models.CharField(_("why it is taken up"), max_length=500, blank=True)
    reassess_by = models.DateField(_("look at it again by"))
    reassessed_on = models.DateField(_("looked at again"), null=True, blank=True)
    reassessment = models.CharField(_("the new look"), max_length=20, choices=Reassessment, blank=True)
    reassessment_words = models.TextField(_("reasons"), max_length=4000, blank=True)
    forwarded_on = models.DateField(_("passed on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=AppealOutcome, blank=True)
    outcome_on = models.DateField(_("outcome known"), null=True, blank=True)
    effect = models.TextField(_("what it means for the course"), max_length=2000, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["reassess_by"], condition=Q(reassessed_on__isnull=True, outcome=""), name="appeal_to_look_at")]
        constraints = [
            choices_check("how", GivenHow),
            choices_check("reassessment", Reassessment, blank=True),
            choices_check("outcome", AppealOutcome, blank=True),
            near_days("received_on", "reassess_by", "reassessed_on", "forwarded_on", "outcome_on"),
            models.UniqueConstraint(fields=["decision"], condition=Q(outcome=""), name="appeal_one_open_a_decision"),
            models.CheckConstraint(
                condition=Q(reassessment="", reassessed_on__isnull=True) | ~Q(reassessment="") & Q(reassessed_on__gte=F("received_on")),
                name="appeal_reassessed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on__isnull=True) | ~Q(outcome="") & Q(outcome_on__gte=F("received_on")),
                name="appeal_outcome_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(forwarded_on__isnull=True) | Q(forwarded_on__gte=F("reassessed_on")), name="appeal_forwarded_after_the_look"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Discharge(models.Model):
    """A coming discharge that the region has told of: the client must be asked about a mentor, who may begin three months before [law]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="discharges")
    notified_on = models.DateField(_("told on"))
    notified_by = models.CharField(_("told by"), max_length=200)
    expected_on = models.DateField(_("expected discharge"))
    discharged_on = models.DateField(_("discharged"), null=True, blank=True)
    asked_on = models.DateField(_("client asked"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=20, choices=DischargeAnswer, blank=True)
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    words = models.TextField(_("in words"), max_length=2000, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            choices_check("answer", DischargeAnswer, blank=True),
            near_days("notified_on", "expected_on", "discharged_on", "asked_on", "answered_on"),
            models.UniqueConstraint(fields=["case"], condition=Q(discharged_on__isnull=True), name="discharge_one_coming_a_case"),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True) | ~Q(answer="") & Q(answered_on__isnull=False, asked_on__isnull=False),
                name="discharge_answer_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
