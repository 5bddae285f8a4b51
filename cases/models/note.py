"""Notes of the case. After a quarter of an hour a note stands: what is put right is a new version with its reason [law]."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums_course import NoteKind
from cases.models.case import Case
from core.constraints import choices_check, near_days


class Note(models.Model):
    """`received_on` is the day on which the information came, which can be before the day it was written.

    `version` counts every writing, also within the quarter of an hour in which the words of a version change in place.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    kind = models.CharField(_("kind"), max_length=20, choices=NoteKind, default=NoteKind.NOTE)
    received_on = models.DateField(_("received"))
    from_whom = models.CharField(_("from whom"), max_length=200, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["case", "-written_at"], name="note_newest")]
        constraints = [
            choices_check("kind", NoteKind),
            near_days("received_on"),
            models.CheckConstraint(condition=Q(kind=NoteKind.NOTE) | ~Q(from_whom=""), name="note_told_by_somebody"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class NoteVersion(models.Model):
    """The words of a note; only the newest version can be changed, by its writer, within a quarter of an hour."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(_("note"), max_length=8000)
    why = models.CharField(_("why it was changed"), max_length=300, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="noteversion_number_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(why=""), name="noteversion_correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.note_id} {self.number}"
