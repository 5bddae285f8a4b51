"""What stands around the course: other schemes, the workplace, who speaks for the client, consents to pass on information, documents that came."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums import Consent
from cases.enums_course import DocumentKind, RepresentativeKind, SchemeKind
from cases.models.case import Case
from cases.models.client import Client
from cases.rules.documents import MOST_BYTES
from core.constraints import choices_check, near_days


class ParallelScheme(models.Model):
    """Another scheme beside the mentor. It never stands in the way of a grant [1][2]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="schemes")
    kind = models.CharField(_("scheme"), max_length=20, choices=SchemeKind)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    provider = models.CharField(_("who provides it"), max_length=200, blank=True)
    words = models.CharField(_("in words"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    struck_on = models.DateField(_("struck out"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            choices_check("kind", SchemeKind),
            near_days("first_day", "last_day", "struck_on"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="parallelscheme_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class WorkplaceTalk(models.Model):
    """What was agreed with the workplace or school, by whom and when. There is no field for a diagnosis, and there shall be none [2]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="workplace_talks")
    day = models.DateField(_("day"))
    with_whom = models.CharField(_("with whom"), max_length=200)
    agreed = models.TextField(_("what was agreed"), max_length=2000)
    # A colleague as mentor needs the workplace's release; null where that was not talked about.
    releases_colleague = models.BooleanField(_("releases a colleague as mentor"), null=True, blank=True)
    talked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["case", "-day"], name="workplacetalk_newest")]
        constraints = [near_days("day")]

    def __str__(self) -> str:
        return str(self.id)


class Representative(models.Model):
    """Who speaks for the client or comes along: a lay companion, a representative with a power of attorney, a guardian."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="representatives")
    kind = models.CharField(_("kind"), max_length=20, choices=RepresentativeKind)
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)
    scope = models.CharField(_("for what"), max_length=300, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            choices_check("kind", RepresentativeKind),
            near_days("first_day", "last_day"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="representative_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class InformationConsent(models.Model):
    """The client's yes to passing on information: what, from whom, to whom, for this case, until when [law]. It can be withdrawn on any day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="information_consents")
    what = models.CharField(_("which information"), max_length=300)
    from_whom = models.CharField(_("from whom"), max_length=200)
    to_whom = models.CharField(_("to whom"), max_length=200)
    how = models.CharField(_("how"), max_length=20, choices=Consent, default=Consent.WRITTEN)
    given_on = models.DateField(_("given"))
    valid_until = models.DateField(_("valid until"))
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            choices_check("how", Consent),
            near_days("given_on", "valid_until", "withdrawn_on"),
            models.CheckConstraint(condition=~Q(how=Consent.NOT_ASKED), name="informationconsent_was_given"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("given_on")), name="informationconsent_ends_after_start"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Document(models.Model):
    """A document that came to the case. The file itself is a row of its own, read only when somebody fetches it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    title = models.CharField(_("title"), max_length=200)
    received_on = models.DateField(_("received"))
    from_whom = models.CharField(_("from whom"), max_length=200, blank=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    struck_on = models.DateField(_("struck out"), null=True, blank=True)
    struck_why = models.CharField(_("why it was struck out"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "-received_on"], name="document_newest")]
        constraints = [
            choices_check("kind", DocumentKind),
            near_days("received_on", "struck_on"),
            models.CheckConstraint(condition=Q(size__range=(1, MOST_BYTES)), name="document_size_range"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class DocumentContent(models.Model):
    """The bytes, in the database: so a document and its row are there together or not at all, and one back-up holds both."""

    document = models.OneToOneField(Document, models.CASCADE, related_name="content", primary_key=True)
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.document_id)
