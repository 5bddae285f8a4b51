"""Who works here and for which jobcentre, and how they are reached. Rows of a jobcentre carry `jobcentre_id NOT NULL`."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language, MailRhythm, Role
from core.constraints import choices_check, day_range, near_days


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
    mail_rhythm = models.CharField(
        _("when mails come"), max_length=10, choices=MailRhythm, default=MailRhythm.WEEKDAYS, db_default=MailRhythm.WEEKDAYS
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "jobcentre"], name="membership_once_a_jobcentre"),
            choices_check("role", Role),
            choices_check("mail_rhythm", MailRhythm),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.jobcentre}"


class MemberAbsence(models.Model):
    """Days on which a member is away; reminders of those days go to the substitute, too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Membership, models.CASCADE, related_name="absences", verbose_name=_("member"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    substitute = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="stands_in_for", verbose_name=_("substitute")
    )
    days = models.GeneratedField(expression=day_range("first_day", "last_day"), output_field=DateRangeField(), db_persist=True)

    class Meta:
        verbose_name = _("absence of a member")
        verbose_name_plural = _("absences of members")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="memberabsence_ends_after_start"),
            near_days("first_day", "last_day"),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("member")), name="memberabsence_substitute_is_another"
            ),
            ExclusionConstraint(
                name="memberabsence_no_overlap",
                expressions=[("member", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
                violation_error_message=_("You are already away on one of these days. Change or remove that absence first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.first_day}–{self.last_day}"


class CalendarFeed(models.Model):
    """The address under which a member's calendar can be read without signing in. Only the hash of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Membership, models.CASCADE, related_name="feeds")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(revoked_at__isnull=True), name="calendarfeed_one_open_a_member"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.made_at:%Y-%m-%d}"
