"""Who works here, for which jobcentre, and the two logs. Rows of a jobcentre carry `jobcentre_id NOT NULL`."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.enums import AccessKind, Language, MailState, Role, SubjectKind
from core.constraints import choices_check


class Jobcentre(models.Model):
    """An authority that runs the scheme. The word it uses for itself is part of its name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    municipality_code = models.CharField(_("municipality code"), max_length=3, unique=True)
    municipality = models.CharField(_("municipality"), max_length=120)
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)
    letterhead = models.TextField(_("letterhead"), blank=True, help_text=_("The lines at the top of letters."))
    complaint_address = models.TextField(_("where complaints are sent"), blank=True)
    answer_within_days = models.PositiveSmallIntegerField(
        _("case-handling deadline in days"),
        default=21,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("From the day an application is received to the decision, as the municipality has published it."),
    )
    usual_days_to_match = models.PositiveSmallIntegerField(
        _("usual days to a match"),
        default=14,
        validators=[MinValueValidator(0), MaxValueValidator(365)],
        help_text=_("A situation that begins sooner than this is shown as late."),
    )

    class Meta:
        verbose_name = _("jobcentre")
        verbose_name_plural = _("jobcentres")
        constraints = [
            models.CheckConstraint(condition=Q(municipality_code__regex=r"^\d{3}$"), name="jobcentre_municipality_code_three_digits"),
            models.CheckConstraint(condition=Q(answer_within_days__range=(1, 365)), name="jobcentre_answer_within_days_range"),
            models.CheckConstraint(condition=Q(usual_days_to_match__lte=365), name="jobcentre_usual_days_to_match_range"),
        ]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jobcentre = models.ForeignKey(Jobcentre, models.PROTECT, related_name="teams", verbose_name=_("jobcentre"))
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [models.UniqueConstraint(fields=["jobcentre", "name"], name="team_name_once_a_jobcentre")]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """The platform administrator."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str) -> "User":
        return self.get(email=username.lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. What they may do comes from their membership of a jobcentre, never from the account itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("email"))
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.DANISH)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    date_joined = models.DateTimeField(_("created"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once", violation_error_message=_("There is a user with this email.")),
            choices_check("language", Language),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        """First letters of the first and last name, for the round mark in the top bar."""
        words = self.name.split() or [self.email]
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


class Membership(models.Model):
    """One user's role in one jobcentre."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("user"))
    jobcentre = models.ForeignKey(Jobcentre, models.PROTECT, related_name="memberships", verbose_name=_("jobcentre"))
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("team"))
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "jobcentre"], name="membership_once_a_jobcentre"),
            choices_check("role", Role),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.jobcentre}"


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


class Heartbeat(models.Model):
    """When a background process last showed that it runs: one row a process kind (beat, worker, housekeeping)."""

    name = models.CharField(primary_key=True, max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Mail(models.Model):
    """A mail to a user on its way: written in the transaction that caused it, handed to the mail server by a sweep.

    The text may hold a secret link (a new password), so it is emptied as soon as nobody will send it any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            choices_check("state", MailState),
            models.CheckConstraint(
                condition=Q(state__in=[MailState.WAITING, MailState.SENDING]) | Q(body=""), name="mail_body_gone_when_closed"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state__in=[MailState.WAITING, MailState.SENDING]), name="mail_open_by_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
