"""The two logs, append-only by grant and by trigger."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import AccessKind, SubjectKind
from core.constraints import choices_check


class AuditEvent(models.Model):
    """What happened, for the time line. Append-only by grant and by trigger; no foreign keys, so that a log never blocks live data.

    `facts` holds codes, numbers and days, never free text or anything that names a person.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("at"))
    jobcentre_id = models.UUIDField(_("jobcentre"), null=True)
    by_id = models.UUIDField(_("by"), null=True)
    by_name = models.CharField(_("by"), max_length=120, blank=True)
    kind = models.CharField(_("what"), max_length=60)
    subject_kind = models.CharField(_("kind of subject"), max_length=20, choices=SubjectKind)
    subject_id = models.UUIDField(_("subject"))
    facts = models.JSONField(_("facts"), default=dict, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["subject_id", "-at"], name="audit_subject_newest")]
        constraints = [choices_check("subject_kind", SubjectKind)]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"


class AccessEvent(models.Model):
    """Who saw whose data, when, where and why. Partitioned by month (the table is made in SQL), append-only by grant and trigger."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("at"))
    jobcentre_id = models.UUIDField(_("jobcentre"), null=True)
    user_id = models.UUIDField(_("user"), null=True)
    kind = models.CharField(_("how"), max_length=20, choices=AccessKind)
    subject_kind = models.CharField(_("kind of subject"), max_length=20, choices=SubjectKind)
    subject_id = models.UUIDField(_("subject"), null=True)
    page = models.CharField(_("page"), max_length=80)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("read")
        verbose_name_plural = _("reads")
        managed = False
        db_table = "accounts_accessevent"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.page}"
