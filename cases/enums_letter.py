"""Codes of letters: what they are about, and whom they are for."""

from django.db import models
from django.utils.translation import pgettext_lazy


class LetterKind(models.TextChoices):
    """What a letter is about, in the order of a case."""

    ACKNOWLEDGEMENT = "acknowledgement", pgettext_lazy("letter", "Application received")
    DELAY = "delay", pgettext_lazy("letter", "The answer comes later")
    HEARING = "hearing", pgettext_lazy("letter", "Hearing before a decision")
    GRANT = "grant", pgettext_lazy("letter", "Grant")
    PARTIAL = "partial", pgettext_lazy("letter", "Partial grant")
    REFUSAL = "refusal", pgettext_lazy("letter", "Refusal")
    MATCH_MEETING = "match_meeting", pgettext_lazy("letter", "Invitation to meet a mentor")
    AGREEMENT = "agreement", pgettext_lazy("letter", "Agreement")
    CONFIDENTIALITY = "confidentiality", pgettext_lazy("letter", "Declaration of confidentiality")
    EXTENSION = "extension", pgettext_lazy("letter", "Extension")
    EXTENSION_PARTIAL = "extension_partial", pgettext_lazy("letter", "Extension, shorter or with fewer hours")
    EXTENSION_REFUSED = "extension_refused", pgettext_lazy("letter", "Extension refused")
    CHANGE = "change", pgettext_lazy("letter", "Change of hours")
    STOP = "stop", pgettext_lazy("letter", "The mentor stops")
    CLOSING = "closing", pgettext_lazy("letter", "The case is closed")
    COMPLAINT = "complaint", pgettext_lazy("letter", "Complaint received")


class Recipient(models.TextChoices):
    """Whom a letter is for. Mentor and workplace get no address, phone, e-mail or CPR number of the client."""

    CLIENT = "client", pgettext_lazy("letter", "The client")
    MENTOR = "mentor", pgettext_lazy("letter", "The mentor")
    WORKPLACE = "workplace", pgettext_lazy("letter", "The workplace or school")
