"""A report that somebody asked for: what was chosen, how far it is, its figures as they were, and its files."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.models import Jobcentre, User
from core.constraints import array_check, choices_check
from reports.enums import FileFormat, ReportState, Section

UNDER_WAY = (ReportState.WAITING, ReportState.RUNNING)


class ReportJob(models.Model):
    """One report. `jobcentre` is whose it is: empty is the authority of all jobcentres. `same` is the same for the same choices of the same one.

    `figures` and `about` are as they were on `on`, and stay when the files are removed: made again, a report says the same. `step` is what is being
    made, `done` of `steps` are made. `beat_at` is the last sign of life: what has been silent for long is begun again, once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jobcentre = models.ForeignKey(Jobcentre, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("jobcentre"))
    scope = models.JSONField()
    on = models.DateField(_("data as of"))
    sections = ArrayField(models.CharField(max_length=20, choices=Section))
    language = models.CharField(_("language"), max_length=2, choices=Language)
    formats = ArrayField(models.CharField(max_length=4, choices=FileFormat))
    same = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=20, choices=ReportState, default=ReportState.WAITING)
    step = models.CharField(max_length=20, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    stop_asked = models.BooleanField(default=False)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")  # empty: the schedule
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # by whoever asked for it, once it was finished
    kept_until = models.DateField(null=True, blank=True)
    code = models.CharField(max_length=60, blank=True)  # why it failed
    figures = models.JSONField(null=True, blank=True)
    about = models.JSONField(null=True, blank=True)
    checksum = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["jobcentre", "-asked_at"], name="reportjob_newest"),
            models.Index(fields=["asked_by", "-asked_at"], name="reportjob_of_user"),
            models.Index(fields=["kept_until"], condition=Q(kept_until__isnull=False), name="reportjob_kept_until"),
        ]
        constraints = [
            choices_check("language", Language),
            choices_check("state", ReportState),
            array_check("sections", Section),
            array_check("formats", FileFormat),
            models.UniqueConstraint(fields=["same"], condition=Q(state__in=UNDER_WAY), name="reportjob_one_at_a_time"),
            models.CheckConstraint(condition=Q(done__lte=models.F("steps")), name="reportjob_done_of_steps"),
            models.CheckConstraint(condition=~Q(state=ReportState.DONE) | ~Q(checksum=""), name="reportjob_done_has_figures"),
        ]

    def __str__(self) -> str:
        return f"R-{str(self.pk)[:8]}"


class ReportFile(models.Model):
    """The report in one format, as it was made. `sha256` is of its bytes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job = models.ForeignKey(ReportJob, models.CASCADE, related_name="files")
    format = models.CharField(_("format"), max_length=4, choices=FileFormat)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "format"], name="reportfile_once_a_format"),
            choices_check("format", FileFormat),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}.{self.format}"
