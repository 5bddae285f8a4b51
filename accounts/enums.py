from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a member of a jobcentre may do. Mentors and clients have no account."""

    CASEWORKER = "caseworker", _("Caseworker")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")


CASE_READERS = frozenset({Role.CASEWORKER, Role.MANAGER})
"""Roles that read case content of their own jobcentre."""

CASE_WRITERS = frozenset({Role.CASEWORKER})
"""Roles that write in cases. A manager reads, and is the second person where one is needed."""


class Language(models.TextChoices):
    """The languages of the application; what a client speaks is `mentors.enums.SpokenLanguage`."""

    DANISH = "da", _("Danish")
    ENGLISH = "en", _("English")


class SubjectKind(models.TextChoices):
    """What an event in the log is about; with the UUID it names the row, without a foreign key that could block live data."""

    CASE = "case", _("Case")
    CLIENT = "client", _("Client")
    MENTOR = "mentor", _("Mentor")
    WORKPLACE = "workplace", _("Workplace or school")
    ORGANISATION = "organisation", _("Organisation")
    USER = "user", _("User")
    JOBCENTRE = "jobcentre", _("Jobcentre")
    REFERENCE = "reference", _("Reference data")


class AccessKind(models.TextChoices):
    """How a person's data was seen."""

    PAGE = "page", _("Opened")
    LIST = "list", pgettext_lazy("read log", "Shown in a list")
    SEARCH = "search", pgettext_lazy("read log", "Found by a search")
    REVEAL = "reveal", _("CPR number shown")
    LOG = "log", _("Read log opened")
    PRINT = "print", _("Printed")
    EXPORT = "export", _("Exported")
    DENIED = "denied", _("Refused")


class MessageState(models.TextChoices):
    """Where a mail is on its way. Uncertain: the connection broke while it was handed over, so it is never sent again by itself."""

    WAITING = "waiting", pgettext_lazy("mail", "Waiting")
    SENDING = "sending", pgettext_lazy("mail", "Being sent")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", pgettext_lazy("mail", "Given up")
    UNCERTAIN = "uncertain", pgettext_lazy("mail", "Uncertain")


class MailRhythm(models.TextChoices):
    """When a member is told by mail; the inbox tells at once in any case."""

    WEEKDAYS = "weekdays", _("One mail each working day")
    MONDAYS = "mondays", _("One mail a week, on Monday")
    AT_ONCE = "at_once", _("A mail at once")


class RunState(models.TextChoices):
    """How a run of a job ended. Silent: it gave no sign of life, and another has taken over."""

    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", pgettext_lazy("job", "Done, with failures")
    SILENT = "silent", pgettext_lazy("job", "Fell silent")
