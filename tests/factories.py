"""Rows for tests: each factory makes a valid row with nothing surprising in it. Invented people; CPR numbers of the replacement kind."""

import datetime as dt
import itertools
import uuid

import factory
from factory.django import DjangoModelFactory

from accounts import cpr
from accounts.enums import Role
from accounts.models import Jobcentre, Membership, Team, User
from cases.enums import (
    ArrivedBy,
    AskedHow,
    Channel,
    ConflictKind,
    Consent,
    DecisionOutcome,
    Funding,
    ProposalState,
    ProposedBy,
    RaisedBy,
    RematchReason,
    State,
)
from cases.enums_notice import NoticeKind, NoticeState, ToldAs
from cases.models import (
    Agreement,
    AgreementGoal,
    Assignment,
    Case,
    Client,
    Conflict,
    Decision,
    Meeting,
    Need,
    Notice,
    NoticeRecipient,
    Period,
    Proposal,
    Rematch,
    SchemeRules,
    Wishes,
)
from cases.rules.deadlines import answer_due
from core.days import day_of
from mentors.enums import Experience, MentorType, SupportArea, WayOfMeeting
from mentors.models import Competence, Mentor, MentorImport, Organisation, PlaceGrant, SituationKind, Workplace, Zone

DAY = dt.date(2026, 11, 16)
"""The day on which most tests happen: a Monday."""
AT = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)

_serial = itertools.count(1)


def replacement_cpr(number: int | None = None) -> str:
    """A CPR number that nobody has: 60 is added to the day."""
    n = next(_serial) if number is None else number
    return f"{61 + n % 28:02d}{1 + n // 28 % 12:02d}{70 + n // 336 % 30:02d}{1000 + n % 3000:04d}"


class JobcentreFactory(DjangoModelFactory):
    class Meta:
        model = Jobcentre

    name = factory.Sequence(lambda n: f"Jobcenter {n}")
    municipality_code = factory.Sequence(lambda n: f"{n % 1000:03d}")
    municipality = factory.Sequence(lambda n: f"Kommune {n}")


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team

    jobcentre = factory.SubFactory(JobcentreFactory)
    name = factory.Sequence(lambda n: f"Team {n}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    name = factory.Sequence(lambda n: f"Medarbejder {n}")

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        if extracted:
            self.set_password(extracted)
            self.save()


class MembershipFactory(DjangoModelFactory):
    """A user with a role in a jobcentre: `MembershipFactory(role=Role.MANAGER).user`."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    jobcentre = factory.SubFactory(JobcentreFactory)
    role = Role.CASEWORKER


class WorkplaceFactory(DjangoModelFactory):
    class Meta:
        model = Workplace

    jobcentre = factory.SubFactory(JobcentreFactory)
    name = factory.Sequence(lambda n: f"Bageriet {n}")


class ZoneFactory(DjangoModelFactory):
    class Meta:
        model = Zone

    jobcentre = factory.SubFactory(JobcentreFactory)
    name = factory.Sequence(lambda n: f"Zone {n}")
    first_day = dt.date(2026, 1, 1)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    jobcentre = factory.SubFactory(JobcentreFactory)
    name = factory.Sequence(lambda n: f"Mentorhuset {n}")
    kind = "provider"


class MentorFactory(DjangoModelFactory):
    """An external mentor with room for three clients, 10 hours a week and a valid declaration."""

    class Meta:
        model = Mentor
        skip_postgeneration_save = True

    jobcentre = factory.SubFactory(JobcentreFactory)
    name = factory.Sequence(lambda n: f"Mentor {n}")
    type = MentorType.EXTERNAL
    situations = factory.LazyFunction(lambda: ["new_job"])
    languages = factory.LazyFunction(lambda: ["da"])
    ways_of_meeting = factory.LazyFunction(lambda: [WayOfMeeting.AT_THE_PLACE, WayOfMeeting.PHONE])
    phone = "20 00 00 01"
    email = factory.Sequence(lambda n: f"mentor{n}@example.org")
    most_clients = 3
    most_minutes = 600
    confidentiality_signed_on = dt.date(2026, 1, 5)
    confidentiality_valid_until = dt.date(2028, 1, 4)
    created_at = AT

    @factory.post_generation
    def support_areas(self, create, areas, **kwargs):
        """`support_areas=["practical"]`: some experience with these; `{"practical": 2}`: with levels; without it some with all five."""
        levels = areas if isinstance(areas, dict) else dict.fromkeys(SupportArea.values if areas is None else areas, Experience.SOME)
        Competence.objects.bulk_create([Competence(mentor=self, area=area, level=level) for area, level in levels.items()])


class ClientFactory(DjangoModelFactory):
    """`ClientFactory(cpr="6105901234")` for a number of one's own."""

    class Meta:
        model = Client
        exclude = ["cpr"]

    cpr = factory.LazyFunction(replacement_cpr)
    id = factory.LazyFunction(uuid.uuid4)
    jobcentre = factory.SubFactory(JobcentreFactory)
    given_name = "Ida"
    family_name = factory.Sequence(lambda n: f"Skovgaard {n}")
    cpr_sealed = factory.LazyAttribute(lambda o: cpr.encrypt(o.cpr, row_id=o.id))
    cpr_index = factory.LazyAttribute(lambda o: cpr.blind_index(o.cpr, jobcentre_id=o.jobcentre.pk))
    created_at = AT


_STEPS = [State.CONTACT, State.CHALLENGES, State.ASSESSMENT, State.MATCH, State.STARTUP]
_DAYS = ["contact_on", "challenges_on", "assessment_on", "match_on", "startup_on"]


class CaseFactory(DjangoModelFactory):
    """A case with an application of DAY and consent. `CaseFactory(state=State.MATCH)` has the days of the earlier steps, not their rows."""

    class Meta:
        model = Case
        skip_postgeneration_save = True

    jobcentre = factory.SubFactory(JobcentreFactory)
    client = factory.SubFactory(ClientFactory, jobcentre=factory.SelfAttribute("..jobcentre"))
    year = 2026
    number = factory.Sequence(lambda n: 100 + n)
    caseworker = factory.SubFactory(UserFactory)
    state = State.CHALLENGES
    proposed_by = ProposedBy.CLIENT
    arrived_by = ArrivedBy.PHONE
    received_on = DAY
    answer_due_on = factory.LazyAttribute(lambda o: answer_due(received_on=o.received_on, within_days=21))
    due_on = factory.LazyAttribute(lambda o: o.answer_due_on)
    situation = factory.LazyFunction(lambda: SituationKind.objects.get(code="new_job"))
    workplace = factory.SubFactory(WorkplaceFactory, jobcentre=factory.SelfAttribute("..jobcentre"))
    situation_starts_on = DAY + dt.timedelta(days=30)
    consent = Consent.ORAL
    consent_on = DAY
    created_at = AT

    @factory.lazy_attribute
    def closed_on(self):
        return None if self.state in (*_STEPS, State.RUNNING) else DAY

    @factory.post_generation
    def step_days(self, create, extracted, **kwargs):
        done = _STEPS.index(self.state) if self.state in _STEPS else len(_STEPS)
        for name in _DAYS[:done]:
            setattr(self, name, DAY)
        if create:
            self.save()


class NeedFactory(DjangoModelFactory):
    class Meta:
        model = Need

    case = factory.SubFactory(CaseFactory)
    area = SupportArea.PRACTICAL
    weight = 3
    words = "Jeg mister overblikket"
    when_where = "Når ugen skal planlægges"


class WishesFactory(DjangoModelFactory):
    class Meta:
        model = Wishes

    case = factory.SubFactory(CaseFactory)
    minutes_a_week = 180
    months = 6


class DecisionFactory(DjangoModelFactory):
    """A grant of three hours a week for six months, sent and received on DAY."""

    class Meta:
        model = Decision

    case = factory.SubFactory(CaseFactory, state=State.MATCH)
    outcome = DecisionOutcome.GRANTED
    minutes_a_week = 180
    first_day = dt.date(2026, 12, 1)
    last_day = dt.date(2027, 5, 31)
    mentor_type = MentorType.EXTERNAL
    purpose = "At blive i jobbet"
    tasks = "Planlægge ugen sammen"
    funding = Funding.MUNICIPAL
    rules = factory.LazyFunction(lambda: SchemeRules.objects.get(jobcentre__isnull=True))
    channel = Channel.DIGITAL_POST
    sent_on = DAY
    received_on = DAY
    appeal_until = dt.date(2026, 12, 14)
    decided_on = DAY
    decided_by = factory.SelfAttribute("case.caseworker")
    created_at = AT


class ProposalFactory(DjangoModelFactory):
    class Meta:
        model = Proposal

    case = factory.SubFactory(CaseFactory, state=State.MATCH)
    mentor = factory.SubFactory(MentorFactory, jobcentre=factory.SelfAttribute("..case.jobcentre"))
    state = ProposalState.CLIENT_ASKED
    reason = "Kender stedet"
    asked_how = AskedHow.PHONE
    answer_by = factory.LazyAttribute(lambda o: day_of(o.proposed_at) + dt.timedelta(days=3))
    no_conflict = True
    proposed_by = factory.SelfAttribute("case.caseworker")
    proposed_at = AT


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    case = factory.SubFactory(CaseFactory, state=State.STARTUP)
    mentor = factory.SubFactory(MentorFactory, jobcentre=factory.SelfAttribute("..case.jobcentre"))
    minutes_a_week = 180
    first_day = dt.date(2026, 12, 1)
    assigned_by = factory.SelfAttribute("case.caseworker")
    assigned_at = AT


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    case = factory.SubFactory(CaseFactory, state=State.STARTUP)
    kind = "startup"
    at = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)
    place = "Jobcentret, lokale 2.14"


class AgreementFactory(DjangoModelFactory):
    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    case = factory.SubFactory(CaseFactory, state=State.STARTUP)
    assignment = factory.SubFactory(AssignmentFactory, case=factory.SelfAttribute("..case"))
    number = 1
    mentor_name = factory.SelfAttribute("assignment.mentor.name")
    mentor_contact = "20 00 00 01"
    tasks = "Planlægge ugen sammen"
    first_day = dt.date(2026, 12, 1)
    last_day = dt.date(2027, 5, 31)
    minutes_a_week = 180
    ways_of_meeting = factory.LazyFunction(lambda: [WayOfMeeting.AT_THE_PLACE])
    when_where = "Mandag kl. 9 på arbejdspladsen"
    cancelling = "Sms senest kl. 8 samme dag"
    may_write_down = "Dag, minutter og emne"
    made_by = factory.SelfAttribute("case.caseworker")
    made_at = AT

    @factory.post_generation
    def goals(self, create, extracted, **kwargs):
        if create:
            for position, words in enumerate(extracted or ["Møder til tiden mindst 4 af 5 dage"], start=1):
                AgreementGoal.objects.create(agreement=self, position=position, words=words)


class PeriodFactory(DjangoModelFactory):
    class Meta:
        model = Period

    case = factory.SubFactory(CaseFactory, state=State.RUNNING)
    decision = factory.SubFactory(DecisionFactory, case=factory.SelfAttribute("..case"))
    number = 1
    first_day = dt.date(2026, 12, 1)
    last_day = dt.date(2027, 5, 31)
    minutes_a_week = 180
    created_at = AT


class PlaceGrantFactory(DjangoModelFactory):
    """A place mentor with six hours a week for two clients, from DAY until further notice."""

    class Meta:
        model = PlaceGrant

    mentor = factory.SubFactory(MentorFactory)
    workplace = factory.SubFactory(WorkplaceFactory, jobcentre=factory.SelfAttribute("..mentor.jobcentre"))
    minutes_a_week = 360
    most_clients = 2
    first_day = DAY
    reasons = "Flere borgere på samme arbejdsplads"
    granted_by = factory.SubFactory(UserFactory)
    granted_at = AT


class ConflictFactory(DjangoModelFactory):
    class Meta:
        model = Conflict

    client = factory.SubFactory(ClientFactory)
    mentor = factory.SubFactory(MentorFactory, jobcentre=factory.SelfAttribute("..client.jobcentre"))
    kind = ConflictKind.FAMILY
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = AT


class RematchFactory(DjangoModelFactory):
    """A second chance that is open: the client says that they do not work well together."""

    class Meta:
        model = Rematch

    assignment = factory.SubFactory(AssignmentFactory)
    case = factory.SelfAttribute("assignment.case")
    raised_by = RaisedBy.CLIENT
    raised_on = DAY
    reason = RematchReason.CHEMISTRY
    words = "Vi passer ikke sammen"
    opened_by = factory.SelfAttribute("case.caseworker")
    opened_at = AT


class MentorImportFactory(DjangoModelFactory):
    """A file of one mentor that was read and can be imported."""

    class Meta:
        model = MentorImport

    jobcentre = factory.SubFactory(JobcentreFactory)
    file_name = "mentorer.csv"
    content = "Navn;Type;Flest borgere;Timer om ugen\nÅse Ærø;external;3;10\n"
    mentors = 1
    read_by = factory.SubFactory(UserFactory)
    read_at = AT


class NoticeFactory(DjangoModelFactory):
    """A reminder of a case that was told on DAY: the case-handling deadline."""

    class Meta:
        model = Notice

    case = factory.SubFactory(CaseFactory)
    jobcentre = factory.SelfAttribute("case.jobcentre")
    kind = NoticeKind.ANSWER
    due_on = DAY
    facts = factory.LazyAttribute(lambda o: {"day": o.due_on.isoformat()})
    state = NoticeState.TOLD
    told_at = AT


class NoticeRecipientFactory(DjangoModelFactory):
    """Somebody who was told of a reminder: the caseworker of its case."""

    class Meta:
        model = NoticeRecipient

    notice = factory.SubFactory(NoticeFactory)
    user = factory.SelfAttribute("notice.case.caseworker")
    told_as = ToldAs.CASEWORKER
    told_at = AT
