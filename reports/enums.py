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
