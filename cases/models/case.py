"""The case and what steps 1 to 3 write down: the application, the challenges, the wishes, the assessment."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Jobcentre, Team, User
from cases.enums import CLOSED_STATES, OPEN_STATES, Advice, ArrivedBy, Consent, EndReason, ProposedBy, State, Weight, YesNoUnknown
from cases.models.client import Client
from cases.models.rules import TargetGroup
from cases.querysets import CaseQuerySet
from core.constraints import array_check, choices_check
from core.days import FULL_TIME_MINUTES
from mentors.enums import TIMES, AgeGroup, Gender, MentorType, SpokenLanguage, SupportArea, WayOfMeeting
from mentors.models import Organisation, SituationKind, Workplace, Zone


class CaseNumber(models.Model):
    """The last number given out in a year, for the whole installation: locked while a case is made, so that no number is given twice."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Case(models.Model):
    """A client's way through the five steps and the course. Days are Copenhagen's, inclusive.

    `contact_on` ... `startup_on` are the days on which the steps were completed. `due_on` is the next deadline, kept by the actions.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jobcentre = models.ForeignKey(Jobcentre, models.PROTECT, related_name="cases", verbose_name=_("jobcentre"))
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    client = models.ForeignKey(Client, models.PROTECT, related_name="cases", verbose_name=_("client"))
    caseworker = models.ForeignKey(User, models.PROTECT, related_name="cases", verbose_name=_("caseworker"))
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("team"))
    state = models.CharField(_("step"), max_length=20, choices=State, default=State.CONTACT)
    due_on = models.DateField(_("next deadline"), null=True, blank=True)
    # The day on which the nightly run looks at the reminders of the case: the next that falls due, and at least every week.
    notices_on = models.DateField(null=True, blank=True, editable=False)

    # Step 1: contact
    proposed_by = models.CharField(_("proposed by"), max_length=20, choices=ProposedBy)
    arrived_by = models.CharField(_("came"), max_length=20, choices=ArrivedBy)
    received_on = models.DateField(_("received"))
    acknowledged_on = models.DateField(_("receipt sent"), null=True, blank=True)
    answer_due_on = models.DateField(_("answer due"))
    situation = models.ForeignKey(SituationKind, models.PROTECT, related_name="+", verbose_name=_("situation"))
    workplace = models.ForeignKey(
        Workplace, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("workplace or school")
    )
    # Who works with the jobcentre on this course, such as a user organisation.
    partner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("partner organisation")
    )
    situation_starts_on = models.DateField(_("situation starts"))
    consent = models.CharField(_("consent to the course"), max_length=20, choices=Consent, default=Consent.NOT_ASKED)
    consent_on = models.DateField(_("consent given"), null=True, blank=True)
    # The client withdrew: from the day after nothing of the course goes on, and nothing that was is lost.
    consent_withdrawn_on = models.DateField(_("consent withdrawn"), null=True, blank=True)

    contact_on = models.DateField(null=True, blank=True)
    challenges_on = models.DateField(null=True, blank=True)
    assessment_on = models.DateField(null=True, blank=True)
    match_on = models.DateField(null=True, blank=True)
    startup_on = models.DateField(null=True, blank=True)

    # The end: an exit from a step, or the end of the course
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=20, choices=EndReason, blank=True)
    closing_words = models.TextField(_("reason in words"), max_length=2000, blank=True)

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [
            models.Index(fields=["jobcentre", "-year", "-number"], name="case_list_newest"),
            models.Index(fields=["jobcentre", "state", "-year", "-number"], name="case_list_by_state"),
            models.Index(fields=["caseworker", "due_on", "id"], condition=Q(state__in=OPEN_STATES), name="case_desk"),
            models.Index(fields=["jobcentre", "notices_on", "id"], condition=Q(notices_on__isnull=False), name="case_notices"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="case_number_once"),
            models.UniqueConstraint(fields=["client"], condition=Q(state__in=OPEN_STATES), name="case_one_open_a_client"),
            choices_check("state", State),
            choices_check("proposed_by", ProposedBy),
            choices_check("arrived_by", ArrivedBy),
            choices_check("consent", Consent),
            choices_check("end_reason", EndReason, blank=True),
            models.CheckConstraint(
                condition=Q(consent=Consent.NOT_ASKED, consent_on__isnull=True)
                | (~Q(consent=Consent.NOT_ASKED) & Q(consent_on__isnull=False)),
                name="case_consent_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, closed_on__isnull=True) | Q(state__in=CLOSED_STATES, closed_on__isnull=False),
                name="case_closed_has_a_day",
            ),
            models.CheckConstraint(condition=Q(answer_due_on__gte=F("received_on")), name="case_answer_due_after_received"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """The case number that people say and that stands in addresses: 2026-0312."""
        return f"{self.year}-{self.number:04d}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class Need(models.Model):
    """How much a support area weighs for the client, in the client's words (step 2). Not a need is an answer."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="needs")
    area = models.CharField(_("support area"), max_length=20, choices=SupportArea)
    weight = models.PositiveSmallIntegerField(_("weight"), choices=Weight)
    words = models.TextField(_("the client's own words"), max_length=2000, blank=True)
    when_where = models.TextField(_("when and where"), max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "area"], name="need_area_once_a_case"),
            choices_check("area", SupportArea),
            models.CheckConstraint(condition=Q(weight__range=(0, 3)), name="need_weight_known"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.area}"


class Wishes(models.Model):
    """What the client wishes (step 2), never overwritten by what is granted. Minutes a week; whole months."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="wishes", primary_key=True)
    mentor_types = ArrayField(models.CharField(max_length=20, choices=MentorType), default=list, blank=True, verbose_name=_("mentor"))
    ways_of_meeting = ArrayField(
        models.CharField(max_length=20, choices=WayOfMeeting), default=list, blank=True, verbose_name=_("how to meet")
    )
    language = models.CharField(_("language"), max_length=3, choices=SpokenLanguage, blank=True)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender, blank=True)
    age_group = models.CharField(_("age"), max_length=10, choices=AgeGroup, blank=True)
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("where to meet"))
    times = ArrayField(models.CharField(max_length=12), default=list, blank=True, verbose_name=_("times of the week"))
    place_and_time = models.CharField(_("place and time"), max_length=300, blank=True)
    words = models.TextField(_("in the client's words"), max_length=2000, blank=True)
    not_these = models.CharField(_("persons not to be proposed"), max_length=300, blank=True)
    minutes_a_week = models.PositiveIntegerField(_("wished minutes a week"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("wished months"), null=True, blank=True)

    class Meta:
        constraints = [
            array_check("mentor_types", MentorType),
            array_check("ways_of_meeting", WayOfMeeting),
            array_check("times", TIMES),
            choices_check("language", SpokenLanguage, blank=True),
            choices_check("gender", Gender, blank=True),
            choices_check("age_group", AgeGroup, blank=True),
            models.CheckConstraint(
                condition=Q(minutes_a_week__isnull=True) | Q(minutes_a_week__range=(1, FULL_TIME_MINUTES)), name="wishes_minutes_range"
            ),
            models.CheckConstraint(condition=Q(months__isnull=True) | Q(months__range=(1, 24)), name="wishes_months_range"),
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class Assessment(models.Model):
    """Step 3: the checklist with its evidence, and what points to mentor or personal assistance [2] [law].

    Each question has an answer (yes, no, don't know) and what the answer builds on.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="assessment", primary_key=True)
    impairment = models.CharField(max_length=10, choices=YesNoUnknown, blank=True)
    impairment_evidence = models.CharField(max_length=500, blank=True)
    concrete = models.CharField(max_length=10, choices=YesNoUnknown, blank=True)
    concrete_evidence = models.CharField(max_length=500, blank=True)
    transition = models.CharField(max_length=10, choices=YesNoUnknown, blank=True)
    transition_evidence = models.CharField(max_length=500, blank=True)
    voluntary = models.CharField(max_length=10, choices=YesNoUnknown, blank=True)
    voluntary_evidence = models.CharField(max_length=500, blank=True)
    beyond = models.CharField(max_length=10, choices=YesNoUnknown, blank=True)
    beyond_evidence = models.CharField(max_length=500, blank=True)
    why_extra = models.TextField(max_length=2000, blank=True)
    need_in_a_period = models.BooleanField(null=True)
    manages_afterwards = models.BooleanField(null=True)
    cannot_do_tasks = models.BooleanField(null=True)
    need_is_lasting = models.BooleanField(null=True)
    advice = models.CharField(max_length=20, choices=Advice, default=Advice.OPEN)

    class Meta:
        constraints = [
            choices_check("impairment", YesNoUnknown, blank=True),
            choices_check("concrete", YesNoUnknown, blank=True),
            choices_check("transition", YesNoUnknown, blank=True),
            choices_check("voluntary", YesNoUnknown, blank=True),
            choices_check("beyond", YesNoUnknown, blank=True),
            choices_check("advice", Advice),
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class CaseTargetGroup(models.Model):
    """A target group that holds for the client in this case, and since when."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="target_groups")
    group = models.ForeignKey(TargetGroup, models.PROTECT, related_name="+")
    since = models.DateField(_("since"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "group"], name="casetargetgroup_once_a_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.group_id}"
