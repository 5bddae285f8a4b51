"""Letters as they were made, and the texts that they are made from. Neither is ever changed: a new text is a new version, a new letter a new row."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import Language
from accounts.models import Jobcentre, User
from cases.enums import Channel
from cases.enums_letter import LetterKind, Recipient
from cases.models.case import Case
from cases.models.decision import Decision
from cases.querysets import LetterTemplateQuerySet
from core.constraints import choices_check, near_days


class LetterTemplate(models.Model):
    """One version of the texts of a kind of letter in one language. The built-in ones (no jobcentre) are for all who have none of their own.

    Who made it is kept as a name, as in the log: the texts outlive accounts. A version of a jobcentre can say that the built-in text is used again:
    it has no text of its own.
    """

    jobcentre = models.ForeignKey(
        Jobcentre,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("jobcentre"),
        help_text=_("Empty: the built-in text of all."),
    )
    kind = models.CharField(_("letter"), max_length=20, choices=LetterKind)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=120)
    decision = models.TextField(_("first: the decision"), max_length=1000)
    why = models.TextField(_("why"), max_length=6000, blank=True)
    what_now = models.TextField(_("what happens now"), max_length=4000, blank=True)
    complaint = models.TextField(_("how to complain"), max_length=2000, blank=True)
    rules = models.TextField(_("the rules behind the letter"), max_length=2000, blank=True)
    is_built_in_again = models.BooleanField(_("the built-in text again"), default=False, db_default=False, editable=False)
    made_by_id = models.UUIDField(null=True, editable=False)
    made_by_name = models.CharField(_("made by"), max_length=120, blank=True)
    made_at = models.DateTimeField(_("made"))

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        constraints = [
            choices_check("kind", LetterKind),
            choices_check("language", Language),
            models.CheckConstraint(
                condition=Q(is_built_in_again=False) | Q(jobcentre__isnull=False, title="", decision=""),
                name="lettertemplate_built_in_again_has_no_text",
            ),
            models.UniqueConstraint(
                fields=["jobcentre", "kind", "language", "number"], nulls_distinct=False, name="lettertemplate_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_language_display()}, {self.number}"


class Letter(models.Model):
    """A letter as it was made: its texts, the facts that filled them, and the PDF beside it. Later it is only said when and how it was sent, or that
    it was a mistake and is not sent (R210)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    kind = models.CharField(_("letter"), max_length=20, choices=LetterKind)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    recipient = models.CharField(_("to"), max_length=20, choices=Recipient)
    template = models.ForeignKey(LetterTemplate, models.PROTECT, related_name="letters")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="letters")
    # The parts as they stand in the PDF, and what filled them.
    texts = models.JSONField()
    facts = models.JSONField()
    # The day that stands in it; the day on which it went out is known later.
    dated_on = models.DateField(_("date"))
    channel = models.CharField(_("sent by"), max_length=20, choices=Channel)
    sent_on = models.DateField(_("sent"), null=True, blank=True)
    received_on = models.DateField(_("counts as received"), null=True, blank=True)
    appeal_until = models.DateField(_("complaint until"), null=True, blank=True)
    aside_on = models.DateField(_("set aside"), null=True, blank=True)
    aside_why = models.CharField(_("why it is set aside"), max_length=500, blank=True, default="", db_default="")
    aside_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = pgettext_lazy("case", "letter")
        verbose_name_plural = pgettext_lazy("case", "letters")
        indexes = [models.Index(fields=["case", "-made_at", "-id"], name="letter_newest")]
        constraints = [
            choices_check("kind", LetterKind),
            choices_check("language", Language),
            choices_check("recipient", Recipient),
            choices_check("channel", Channel),
            near_days("dated_on", "sent_on", "received_on", "appeal_until", "aside_on"),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True, received_on__isnull=True) | Q(sent_on__isnull=False, received_on__gte=F("sent_on")),
                name="letter_sent_and_received_in_order",
            ),
            models.CheckConstraint(
                condition=Q(aside_on__isnull=True, aside_by__isnull=True, aside_why="")
                | Q(aside_on__isnull=False, aside_by__isnull=False, sent_on__isnull=True) & ~Q(aside_why=""),
                name="letter_set_aside_with_a_reason_and_never_sent",
            ),
        ]

    def __str__(self) -> str:
        # Never a name: this text reaches logs.
        return str(self.id)


class LetterContent(models.Model):
    """The PDF. It is a row of its own, read only when somebody opens the letter."""

    letter = models.OneToOneField(Letter, models.CASCADE, related_name="content", primary_key=True)
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.letter_id)
