"""The contact log: what mentor and client did, how long it took, and whether the hours are approved. An entry is never edited once approved."""

import datetime as dt
import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums_course import TOOK_PLACE, Attendance, CancelledBy, ContactForm, ContactState, ToldBy
from cases.models.assignment import Assignment
from cases.models.case import Case
from core.constraints import array_check, choices_check, near_days
from mentors.enums import SupportArea

MOST_MINUTES = 16 * 60
"""Longer than this on one day is a slip of the pen."""


class Contact(models.Model):
    """One entry of the log. Whole minutes; a correction is a new entry that `corrects` the struck one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="contacts")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="contacts")
    day = models.DateField(_("day"))
    time = models.TimeField(_("time"), null=True, blank=True)
    minutes = models.PositiveIntegerField(_("minutes"))
    form = models.CharField(_("how"), max_length=20, choices=ContactForm)
    attendance = models.CharField(_("took place"), max_length=20, choices=Attendance, default=Attendance.ATTENDED)
    cancelled_by = models.CharField(_("cancelled by"), max_length=20, choices=CancelledBy, blank=True)
    areas = ArrayField(models.CharField(max_length=20, choices=SupportArea), default=list, blank=True, verbose_name=_("about"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    client_note = models.CharField(_("what the client may read"), max_length=500, blank=True)
    told_by = models.CharField(_("who says it"), max_length=20, choices=ToldBy, default=ToldBy.MENTOR)
    # Why more was used than is granted: asked when the entry is saved, and shown with it.
    over_use_why = models.CharField(_("why more than granted"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ContactState, default=ContactState.WAITING)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_why = models.CharField(_("why it was struck out"), max_length=500, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["case", "-day", "-written_at"], name="contact_log_newest"),
            models.Index(fields=["assignment", "day"], condition=~Q(state=ContactState.STRUCK), name="contact_of_mentor"),
            models.Index(fields=["case"], condition=Q(state=ContactState.WAITING), name="contact_waiting"),
        ]
        constraints = [
            choices_check("form", ContactForm),
            choices_check("attendance", Attendance),
            choices_check("cancelled_by", CancelledBy, blank=True),
            choices_check("told_by", ToldBy),
            choices_check("state", ContactState),
            array_check("areas", SupportArea),
            near_days("day"),
            models.CheckConstraint(condition=Q(minutes__lte=MOST_MINUTES), name="contact_minutes_range"),
            models.CheckConstraint(condition=~Q(attendance__in=TOOK_PLACE) | Q(minutes__gte=1), name="contact_took_time"),
            models.CheckConstraint(
                condition=Q(attendance=Attendance.CANCELLED) & ~Q(cancelled_by="")
                | ~Q(attendance=Attendance.CANCELLED) & Q(cancelled_by=""),
                name="contact_cancelled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=ContactState.APPROVED, approved_at__isnull=False) | ~Q(state=ContactState.APPROVED),
                name="contact_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=ContactState.STRUCK, struck_at__isnull=False) & ~Q(struck_why="")
                | ~Q(state=ContactState.STRUCK) & Q(struck_at__isnull=True),
                name="contact_struck_with_a_reason",
            ),
            models.UniqueConstraint(
                F("case"),
                F("day"),
                Coalesce(F("time"), Value(dt.time(0, 0))),
                F("form"),
                F("minutes"),
                F("attendance"),
                condition=~Q(state=ContactState.STRUCK),
                name="contact_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ContactQuestion(models.Model):
    """A caseworker's question on an entry, and the mentor's answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="questions")
    words = models.CharField(_("question"), max_length=500)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    answer_written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["contact", "asked_at"], name="contactquestion_of_entry")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True) | ~Q(answer="") & Q(answered_on__isnull=False),
                name="contactquestion_answer_has_a_day",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
