"""What stands behind a form: the one-time key of its sending, and what was typed and not sent."""

import uuid

from django.db import models

from accounts.models.people import Jobcentre, User


class OneTimeKey(models.Model):
    """The key in a form that creates something: a double click or a second sending makes one row and gives the same page."""

    key = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    used_at = models.DateTimeField()
    result_url = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["used_at"], name="onetimekey_oldest")]

    def __str__(self) -> str:
        return str(self.key)


class Draft(models.Model):
    """What somebody typed into a form and has not sent: personal data, kept for 30 days, seen by its writer alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    jobcentre = models.ForeignKey(Jobcentre, models.CASCADE, related_name="+")
    form = models.CharField(max_length=40)
    # The case the form is about; the nil UUID where there is none yet, so that the constraint below holds there too.
    subject_id = models.UUIDField(default=uuid.UUID(int=0))
    data = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "jobcentre", "form", "subject_id"], name="draft_once_a_form")]
        indexes = [models.Index(fields=["saved_at"], name="draft_oldest")]

    def __str__(self) -> str:
        return f"{self.form} {self.saved_at:%Y-%m-%d %H:%M}"
