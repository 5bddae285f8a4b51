"""Mentors, the organisations they come from, and the workplaces and schools where they help. A mentor belongs to one jobcentre and has no account."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from accounts.models import Jobcentre, User
from core.constraints import array_check, choices_check, day_range, near_days
from core.days import FULL_TIME_MINUTES
from core.reference import DatedQuerySet, in_language
from core.sorting import danish_key
from mentors.enums import (
    TIMES,
    AgeGroup,
    Experience,
    Gender,
    MentorSubtype,
    MentorType,
    OrganisationKind,
    PlaceKind,
    SituationGroup,
    SpokenLanguage,
    SupportArea,
    WayOfMeeting,
)
from mentors.querysets import MentorQuerySet


class SituationKind(models.Model):
    """A kind of one of the guide's four situations [2]. Dated: kinds come and go with the law, and a case keeps the one it began with."""

    code = models.SlugField(_("code"), primary_key=True, max_length=40)
    group = models.CharField(_("situation"), max_length=20, choices=SituationGroup)
    name_da = models.CharField(_("name in Danish"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of situation")
        verbose_name_plural = _("kinds of situation")
        constraints = [
            choices_check("group", SituationGroup),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="situationkind_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return in_language(da=self.name_da, en=self.name_en)


class Zone(models.Model):
    """A part of the jobcentre's area between whose places one can travel: where a mentor comes, and where a client wishes to meet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jobcentre = models.ForeignKey(Jobcentre, models.PROTECT, related_name="zones", verbose_name=_("jobcentre"))
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("travel zone")
        verbose_name_plural = _("travel zones")
        constraints = [
            models.UniqueConstraint(fields=["jobcentre", "name"], name="zone_name_once_a_jobcentre"),
            models.CheckConstraint(condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="zone_ends_after_start"),
            near_days("first_day", "last_day"),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """Where a mentor comes from: a provider, a user organisation, an employer, a school, the municipality."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jobcentre = models.ForeignKey(Jobcentre, models.PROTECT, related_name="organisations", verbose_name=_("jobcentre"))
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    cvr = models.CharField(_("CVR number"), max_length=8, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    contact = models.CharField(_("contact person"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint("jobcentre", Upper("name"), name="organisation_name_once_a_jobcentre"),
            models.CheckConstraint(condition=Q(cvr="") | Q(cvr__regex=r"^\d{8}$"), name="organisation_cvr_eight_digits"),
            choices_check("kind", OrganisationKind),
        ]

    def __str__(self) -> str:
        return self.name


class Workplace(models.Model):
    """A workplace or school: used by cases (where the situation is) and by mentors (where a colleague works)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jobcentre = models.ForeignKey(Jobcentre, models.PROTECT, related_name="workplaces", verbose_name=_("jobcentre"))
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind, default=PlaceKind.WORKPLACE)
    cvr = models.CharField(_("CVR number"), max_length=8, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    contact = models.CharField(_("contact person"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)

    class Meta:
        verbose_name = _("workplace or school")
        verbose_name_plural = _("workplaces and schools")
        indexes = [models.Index(F("jobcentre"), Upper("name"), name="workplace_by_name")]
        constraints = [
            models.CheckConstraint(condition=Q(cvr="") | Q(cvr__regex=r"^\d{8}$"), name="workplace_cvr_eight_digits"),
            choices_check("kind", PlaceKind),
        ]

    def __str__(self) -> str:
        return self.name


class Mentor(models.Model):
    """Someone who can be in a client's corner. Hours are whole minutes a week, money is øre an hour, days are inclusive."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jobcentre = models.ForeignKey(Jobcentre, models.PROTECT, related_name="mentors", verbose_name=_("jobcentre"))
    name = models.CharField(_("name"), max_length=120)
    sort_key = models.GeneratedField(expression=danish_key("name"), output_field=models.TextField(db_collation="C"), db_persist=True)
    type = models.CharField(_("type"), max_length=20, choices=MentorType)
    subtype = models.CharField(_("subtype"), max_length=20, choices=MentorSubtype, blank=True)
    profession = models.CharField(_("profession"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="mentors", verbose_name=_("organisation")
    )
    workplace = models.ForeignKey(
        Workplace, models.PROTECT, null=True, blank=True, related_name="mentors", verbose_name=_("workplace or school")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)
    area = models.CharField(_("area"), max_length=120, blank=True, help_text=_("Where the mentor can meet, such as a town."))
    gender = models.CharField(_("gender"), max_length=10, choices=Gender, blank=True)
    age_group = models.CharField(_("age"), max_length=10, choices=AgeGroup, blank=True)
    # Codes of SituationKind: reference data that an administrator adds to, so not a fixed set of choices.
    situations = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("experience with"))
    languages = ArrayField(models.CharField(max_length=3, choices=SpokenLanguage), default=list, blank=True, verbose_name=_("languages"))
    ways_of_meeting = ArrayField(models.CharField(max_length=20, choices=WayOfMeeting), default=list, blank=True, verbose_name=_("meets"))
    # Keys of Zone: where the mentor comes. Empty is not known.
    zones = ArrayField(models.UUIDField(), default=list, blank=True, verbose_name=_("comes to"))
    times = ArrayField(models.CharField(max_length=12), default=list, blank=True, verbose_name=_("times of the week"))
    most_clients = models.PositiveSmallIntegerField(_("most clients at once"), default=1)
    most_minutes = models.PositiveIntegerField(_("most minutes a week"), default=0)
    cost_an_hour = models.PositiveIntegerField(_("cost an hour in øre"), null=True, blank=True)
    available_from = models.DateField(_("available from"), null=True, blank=True)
    available_until = models.DateField(_("available until"), null=True, blank=True)
    confidentiality_signed_on = models.DateField(_("declaration of confidentiality signed on"), null=True, blank=True)
    confidentiality_valid_until = models.DateField(_("declaration valid until"), null=True, blank=True)
    record_checked_on = models.DateField(_("criminal record checked on"), null=True, blank=True)
    about = models.TextField(_("about the mentor"), blank=True, max_length=2000)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = MentorQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")
        indexes = [
            models.Index(fields=["jobcentre", "sort_key", "id"], name="mentor_by_name"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="mentor_name_trigram"),
        ]
        constraints = [
            choices_check("type", MentorType),
            choices_check("subtype", MentorSubtype, blank=True),
            choices_check("gender", Gender, blank=True),
            choices_check("age_group", AgeGroup, blank=True),
            array_check("languages", SpokenLanguage),
            array_check("ways_of_meeting", WayOfMeeting),
            array_check("times", TIMES),
            models.CheckConstraint(condition=Q(most_clients__range=(1, 99)), name="mentor_most_clients_range"),
            models.CheckConstraint(condition=Q(most_minutes__lte=FULL_TIME_MINUTES), name="mentor_most_minutes_at_most_full_time"),
            models.CheckConstraint(
                condition=Q(available_until__isnull=True) | Q(available_from__isnull=True) | Q(available_until__gte=F("available_from")),
                name="mentor_available_until_after_from",
            ),
            models.CheckConstraint(
                condition=Q(confidentiality_valid_until__isnull=True)
                | Q(confidentiality_signed_on__isnull=False, confidentiality_valid_until__gte=F("confidentiality_signed_on")),
                name="mentor_confidentiality_valid_after_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Competence(models.Model):
    """How much experience a mentor has within a support area, who assessed it and when. No row: not known, which counts neither way."""

    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="competences")
    area = models.CharField(_("support area"), max_length=20, choices=SupportArea)
    level = models.PositiveSmallIntegerField(_("experience"), choices=Experience)
    assessed_on = models.DateField(_("assessed"), null=True, blank=True)
    assessed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("assessed by"))

    class Meta:
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        constraints = [
            models.UniqueConstraint(fields=["mentor", "area"], name="competence_once_an_area"),
            choices_check("area", SupportArea),
            models.CheckConstraint(condition=Q(level__range=(0, 2)), name="competence_level_known"),
            near_days("assessed_on"),
        ]

    def __str__(self) -> str:
        return f"{self.get_area_display()}: {self.get_level_display()}"


class Absence(models.Model):
    """Days, inclusive, on which the mentor is away; without a last day until further notice."""

    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="absences")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    days = models.GeneratedField(expression=day_range("first_day", "last_day"), output_field=DateRangeField(), db_persist=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="absence_ends_after_start"),
            near_days("first_day", "last_day"),
            ExclusionConstraint(
                name="absence_no_overlap",
                expressions=[("mentor", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
                violation_error_message=_("The mentor is already away on one of these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day or ''}"


class PlaceGrant(models.Model):
    """A place mentor [law]: one mentor at one workplace for several clients. The minutes a week are granted to the place and shared by its clients.

    The clients and minutes of a place are counted by the place, not by the mentor's own capacity; of the mentor's minutes it takes its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="place_grants", verbose_name=_("mentor"))
    workplace = models.ForeignKey(Workplace, models.PROTECT, related_name="place_grants", verbose_name=_("workplace or school"))
    minutes_a_week = models.PositiveIntegerField(_("minutes a week for the place"))
    most_clients = models.PositiveSmallIntegerField(_("most clients at once"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    reasons = models.TextField(_("reasons"), max_length=2000)
    days = models.GeneratedField(expression=day_range("first_day", "last_day"), output_field=DateRangeField(), db_persist=True)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant of a place mentor")
        verbose_name_plural = _("grants of place mentors")
        constraints = [
            models.CheckConstraint(condition=Q(minutes_a_week__range=(1, FULL_TIME_MINUTES)), name="placegrant_minutes_range"),
            models.CheckConstraint(condition=Q(most_clients__range=(1, 99)), name="placegrant_most_clients_range"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="placegrant_ends_after_start"
            ),
            near_days("first_day", "last_day"),
            ExclusionConstraint(
                name="placegrant_no_overlap",
                expressions=[("mentor", RangeOperators.EQUAL), ("workplace", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
                violation_error_message=_("The mentor is already the place's mentor on one of these days."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class MentorImport(models.Model):
    """A file of mentors that was read and has no error: what stands in it is imported as a whole, or not at all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jobcentre = models.ForeignKey(Jobcentre, models.PROTECT, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    content = models.TextField()
    mentors = models.PositiveIntegerField(_("mentors in the file"))
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["jobcentre", "-read_at"], name="mentorimport_newest")]

    def __str__(self) -> str:
        return str(self.id)
