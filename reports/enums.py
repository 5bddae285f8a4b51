"""Codes of reports: which courses a period counts, what they are split by, and the groups of outcomes."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Basis(models.TextChoices):
    """Which courses belong to the months of a report (R181)."""

    START = "start", _("Courses that began")
    PRESENCE = "presence", _("Courses that were under way")
    END = "end", _("Courses that ended")


class Dimension(models.TextChoices):
    """What the figures are split by, and filtered by."""

    TARGET_GROUP = "target_group", pgettext_lazy("report", "Target group")
    SITUATION = "situation", pgettext_lazy("report", "Situation")
    MENTOR_TYPE = "mentor_type", _("Type of mentor")
    JOBCENTRE = "jobcentre", pgettext_lazy("report", "Jobcentre")
    FUNDING = "funding", _("Funding")
    YEAR = "year", pgettext_lazy("report", "Year")
    PARTNER = "partner", _("Partner organisation")


class OutcomeGroup(models.TextChoices):
    """The groups in which outcomes are told (R184)."""

    ENTERED = "entered", _("Entered work or education")
    KEPT = "kept", pgettext_lazy("outcomes", "Kept the job")
    OTHER = "other", pgettext_lazy("outcomes", "Other")


class Step(models.TextChoices):
    """What is waited for, from one day of a case to another (R186)."""

    ASSESSED = "assessed", _("Application to assessment")
    MATCHED = "matched", _("Assessment to match")
    STARTED = "started", _("Match to start-up")
    WHOLE = "whole", _("Application to start-up")


class Section(models.TextChoices):
    """The sections of a report, in their order."""

    SUMMARY = "summary", _("The most important")
    REACHED = "reached", _("From reached to result")
    GROUPS = "groups", _("Target groups and situations")
    SPLITS = "splits", _("Type of mentor, funding, year and partner")
    WAITING = "waiting", _("Waiting time")
    HOURS = "hours", _("Hours and extensions")
    WISHES = "wishes", _("Wishes, match and goals")
    FOLLOW_UP = "follow_up", _("Follow-up")
    COST = "cost", _("Cost and weeks on benefit")
    JOBCENTRES = "jobcentres", _("By jobcentre")
    PILOT = "pilot", _("Beside the pilot")
    DEFINITIONS = "definitions", _("What the numbers count")
    METHOD = "method", pgettext_lazy("report", "Method")


class FileFormat(models.TextChoices):
    """What a report can be read as."""

    PDF = "pdf", _("PDF, to read and print")
    XLSX = "xlsx", _("Workbook (XLSX)")
    CSV = "csv", _("CSV")


class ReportState(models.TextChoices):
    """How far a report is. Stopped: somebody did not want it any more."""

    WAITING = "waiting", pgettext_lazy("report", "Waiting")
    RUNNING = "running", pgettext_lazy("report", "Being made")
    DONE = "done", pgettext_lazy("report", "Ready")
    FAILED = "failed", pgettext_lazy("report", "Broke off")
    STOPPED = "stopped", pgettext_lazy("report", "Stopped")
