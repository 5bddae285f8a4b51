"""What a reminder is about, where it stands, and who is told of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NoticeKind(models.TextChoices):
    """What falls due (R158-R169). The level of a notice counts down to its day: weeks before the last day, working days before a deadline."""

    ANSWER = "answer", _("Case-handling deadline")
    PROPOSAL = "proposal", _("Proposal unanswered")
    AGREEMENT = "agreement", _("Agreement not signed")
    EXTENSION = "extension", _("The period ends")
    EXTENSION_DECISION = "extension_decision", _("Request for extension to decide")
    COURSE_OVER = "course_over", _("The last day has passed")
    SECOND_PERSON = "second_person", _("Decision waits for a second person")
    QUIET = "quiet", _("No contact")
    ENTRIES = "entries", _("Hours not approved")
    QUESTION = "question", _("Ask how it goes")
    NOT_WORKING = "not_working", _("Something does not work")
    MEASUREMENT = "measurement", _("Measurement due")
    FOLLOW_UP = "follow_up", _("Follow-up due")
    APPEAL = "appeal", _("Complaint to look at")
    PROTECTION = "protection", _("Address protection runs out")
    DECLARATION = "declaration", _("Declaration of confidentiality runs out")


class NoticeState(models.TextChoices):
    """Planned until its day; told from then on, until somebody sees it, acts, puts it off or stops it, or what it is about is no more.

    Failed: no mail of it could be sent and nobody has seen it. Uncertain: nobody knows whether its mail arrived.
    """

    PLANNED = "planned", pgettext_lazy("reminder", "Coming")
    TOLD = "told", pgettext_lazy("reminder", "Told")
    SEEN = "seen", pgettext_lazy("reminder", "Seen")
    SNOOZED = "snoozed", pgettext_lazy("reminder", "Put off")
    FAILED = "failed", pgettext_lazy("reminder", "Mail failed")
    UNCERTAIN = "uncertain", pgettext_lazy("reminder", "Mail uncertain")
    DONE = "done", pgettext_lazy("reminder", "Done")
    STOPPED = "stopped", pgettext_lazy("reminder", "Stopped")
    SUPERSEDED = "superseded", pgettext_lazy("reminder", "No longer applies")


NOTICED = (NoticeState.TOLD, NoticeState.SEEN, NoticeState.FAILED, NoticeState.UNCERTAIN)
"""Told, and somebody may still have to act."""

UNSEEN_NOTICES = (NoticeState.TOLD, NoticeState.FAILED, NoticeState.UNCERTAIN)
"""Told, and nobody has shown that they know."""

OPEN_NOTICES = (NoticeState.PLANNED, NoticeState.SNOOZED, *NOTICED)
"""Not closed: what becomes of it is not known yet."""


class ToldAs(models.TextChoices):
    """Why somebody is told of a notice."""

    CASEWORKER = "caseworker", _("Caseworker")
    SUBSTITUTE = "substitute", _("Substitute")
    MANAGER = "manager", _("Manager")
