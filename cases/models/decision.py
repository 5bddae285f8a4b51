"""A decision: what is granted or why not, under which dated rules, and by when one can complain. Never edited once issued."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums import GRANTS, Channel, DecisionKind, DecisionOutcome, Funding
from cases.enums_course import LessReason
from cases.models.case import Case
from cases.models.rules import SchemeRules
from cases.querysets import DecisionQuerySet
from core.constraints import choices_check, months_last_day
from core.days import FULL_TIME_MINUTES
from mentors.enums import MentorType


class Decision(models.Model):
    """Minutes a week, inclusive days. Whatever lies below the wish has its own reason here [law]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    kind = models.CharField(_("kind"), max_length=20, choices=DecisionKind, default=DecisionKind.FIRST)
    # A change of hours: the period whose hours it changes from its first day on.
    changes = models.ForeignKey("cases.Period", models.PROTECT, null=True, blank=True, related_name="changed_by")
    outcome = models.CharField(_("decision"), max_length=20, choices=DecisionOutcome)
    minutes_a_week = models.PositiveIntegerField(_("granted minutes a week"), null=True, blank=True)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    mentor_type = models.CharField(_("mentor"), max_length=20, choices=MentorType, blank=True)
    purpose = models.TextField(_("purpose"), max_length=2000, blank=True)
    tasks = models.TextField(_("the mentor's tasks"), max_length=2000, blank=True)
    funding = models.CharField(_("paid by"), max_length=20, choices=Funding, blank=True)
    also_assistance = models.BooleanField(_("personal assistance too"), default=False)
    # The wish as it was when decided: `Wishes` can be corrected later, a decision cannot. Null types: made before this was kept.
    wished_minutes_a_week = models.PositiveIntegerField(_("wished minutes a week"), null=True, blank=True)
    wished_months = models.PositiveSmallIntegerField(_("wished months"), null=True, blank=True)
    wished_first_day = models.DateField(_("wished first day"), null=True, blank=True)
    wished_mentor_types = ArrayField(models.CharField(max_length=20), null=True, blank=True)
    why_fewer_hours = models.TextField(_("why fewer hours"), max_length=2000, blank=True)
    why_shorter = models.TextField(_("why shorter"), max_length=2000, blank=True)
    why_later = models.TextField(_("why later"), max_length=2000, blank=True)
    why_other_mentor = models.TextField(_("why another type of mentor"), max_length=2000, blank=True)
    less_reason = models.CharField(_("reason as a code"), max_length=20, choices=LessReason, blank=True, default="", db_default="")
    reasons = models.TextField(_("reasons"), max_length=4000, blank=True)
    offered_instead = models.TextField(_("offered instead"), max_length=2000, blank=True)
    rules = models.ForeignKey(SchemeRules, models.PROTECT, related_name="decisions")
    channel = models.CharField(_("sent by"), max_length=20, choices=Channel)
    sent_on = models.DateField(_("sent"))
    received_on = models.DateField(_("counts as received"))
    appeal_until = models.DateField(_("complaint until"))
    decided_on = models.DateField(_("decided"))
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # Wrongly issued: it stays readable and has no effect any more.
    annulled_on = models.DateField(_("annulled"), null=True, blank=True)
    annulled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    annulled_why = models.CharField(_("why it was annulled"), max_length=500, blank=True, default="", db_default="")
    created_at = models.DateTimeField()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-created_at"], name="decision_newest")]
        constraints = [
            choices_check("kind", DecisionKind),
            choices_check("outcome", DecisionOutcome),
            choices_check("channel", Channel),
            choices_check("mentor_type", MentorType, blank=True),
            choices_check("funding", Funding, blank=True),
            choices_check("less_reason", LessReason, blank=True),
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind=DecisionKind.FIRST, annulled_on__isnull=True), name="decision_one_first_a_case"
            ),
            models.CheckConstraint(condition=Q(changes__isnull=True) | Q(kind=DecisionKind.CHANGE), name="decision_change_of_a_period"),
            models.CheckConstraint(
                condition=Q(annulled_on__isnull=True, annulled_why="") | Q(annulled_on__isnull=False) & ~Q(annulled_why=""),
                name="decision_annulled_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=sorted(GRANTS))
                | (
                    Q(minutes_a_week__range=(1, FULL_TIME_MINUTES), first_day__isnull=False, last_day__isnull=False)
                    & ~Q(mentor_type="")
                    & ~Q(purpose="")
                    & ~Q(tasks="")
                    & ~Q(funding="")
                ),
                name="decision_grant_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=sorted(GRANTS))
                | (Q(minutes_a_week__isnull=True, first_day__isnull=True, last_day__isnull=True) & ~Q(reasons="") & ~Q(offered_instead="")),
                name="decision_refusal_has_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=DecisionOutcome.PARTIAL)
                | ~Q(why_fewer_hours="", why_shorter="", why_later="", why_other_mentor="", reasons=""),
                name="decision_partial_has_reasons",
            ),
            models.CheckConstraint(condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="decision_ends_after_start"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__lte=months_last_day("first_day", 6)), name="decision_at_most_six_months"
            ),
            models.CheckConstraint(
                condition=Q(received_on__gte=F("sent_on"), appeal_until__gt=F("received_on")), name="decision_sent_received_appeal_in_order"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_grant(self) -> bool:
        return self.outcome in GRANTS
