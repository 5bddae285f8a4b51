"""The way into the tables: rows are collected by table and copied in one go, a transaction a batch. Needs the tables' owner.

This is the one writer beside the actions: 400,000 courses are fifteen million rows. The database's constraints check every one of them.
"""

import shutil
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from accounts.models import AuditEvent, Draft, Jobcentre, Membership, Team, User
from cases import models as c
from mentors.models import Absence, Competence, Mentor, Organisation, PlaceGrant, Workplace, Zone

REFERENCE = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "mentors_situationkind",
    "cases_targetgroup",
    "cases_schemerules",
    "cases_matchweights",
    "cases_questionnaire",
    "cases_question",
    "cases_answerlabel",
    "cases_lettertemplate",
    "accounts_jobcentre",  # rules name it, so that it cannot be truncated apart from them: its rows are deleted
}
"""Tables that emptying leaves as they are."""


def _must_be_filled(field: models.Field) -> bool:
    return not (field.null or field.generated or isinstance(field, models.AutoField | models.BigAutoField))


def _plain(value: Any) -> Any:
    return "{}" if value in ([], {}) else value


class Table:
    """A table, the columns that are filled, and the rows that wait."""

    def __init__(self, model: type[models.Model], fields: str) -> None:
        found: list[Any] = [model._meta.get_field(name) for name in fields.split()]
        self.width = len(found)
        # A column that a later issue adds gets its plain default, until the demo has something to say about it.
        rest = [field for field in model._meta.concrete_fields if field not in found and _must_be_filled(field)]
        self.defaults = tuple(_plain(field.get_default()) for field in rest)
        found += rest
        self.name = model._meta.db_table
        columns = ", ".join(connection.ops.quote_name(field.column) for field in found)
        self.copy = f"COPY {connection.ops.quote_name(self.name)} ({columns}) FROM STDIN"
        self.rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> None:
        if len(values) != self.width:
            raise ValueError(f"{self.name} takes {self.width} values, not {len(values)}")
        self.rows.append(values + self.defaults)


class Store:
    """Every table of the demo, in an order in which what is named comes first."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.jobcentres = Table(
            Jobcentre,
            "id name municipality_code municipality address phone email letterhead complaint_address answer_within_days usual_days_to_match",
        )
        self.teams = Table(Team, "id jobcentre name")
        self.users = Table(User, "id email name password language is_active is_staff is_superuser date_joined")
        self.memberships = Table(Membership, "user jobcentre team role")
        self.organisations = Table(Organisation, "id jobcentre name kind cvr address contact phone email version")
        self.zones = Table(Zone, "id jobcentre name position first_day last_day")
        self.workplaces = Table(Workplace, "id jobcentre name kind cvr address contact phone email")
        self.mentors = Table(
            Mentor,
            "id jobcentre name type subtype profession organisation workplace phone email area gender age_group situations languages "
            "ways_of_meeting zones times most_clients most_minutes cost_an_hour available_from available_until confidentiality_signed_on "
            "confidentiality_valid_until record_checked_on about version created_at",
        )
        self.competences = Table(Competence, "mentor area level assessed_on assessed_by")
        self.absences = Table(Absence, "mentor first_day last_day note")
        self.place_grants = Table(
            PlaceGrant, "id mentor workplace minutes_a_week most_clients first_day last_day reasons granted_by granted_at version"
        )
        self.clients = Table(
            c.Client,
            "id jobcentre given_name family_name cpr_sealed cpr_index phone email address address_protected protected_until language "
            "needs_interpreter channel contact_note version created_at",
        )
        self.numbers = Table(c.CaseNumber, "year last")
        self.cases = Table(
            c.Case,
            "id jobcentre year number client caseworker team state due_on proposed_by arrived_by received_on acknowledged_on answer_due_on situation "
            "workplace partner situation_starts_on consent consent_on contact_on challenges_on assessment_on match_on startup_on closed_on end_reason "
            "closing_words version created_at",
        )
        self.needs = Table(c.Need, "case area weight words when_where")
        self.wishes = Table(
            c.Wishes,
            "case mentor_types ways_of_meeting language gender age_group zone times place_and_time words not_these minutes_a_week months",
        )
        self.assessments = Table(
            c.Assessment,
            "case impairment impairment_evidence concrete concrete_evidence transition transition_evidence voluntary voluntary_evidence beyond "
            "beyond_evidence why_extra need_in_a_period manages_afterwards cannot_do_tasks need_is_lasting advice",
        )
        self.groups = Table(c.CaseTargetGroup, "case group since")
        self.decisions = Table(
            c.Decision,
            "id case kind outcome minutes_a_week first_day last_day mentor_type purpose tasks funding also_assistance why_fewer_hours why_shorter "
            "why_later why_other_mentor reasons offered_instead rules channel sent_on received_on appeal_until decided_on decided_by created_at "
            "wished_minutes_a_week wished_months wished_first_day wished_mentor_types",
        )
        self.proposals = Table(
            c.Proposal,
            "id case mentor state reason asked_how answer_by no_conflict conflict_asked unmet_wishes weights client_answered_on client_words "
            "mentor_answered_on mentor_words proposed_by proposed_at version",
        )
        self.assignments = Table(
            c.Assignment, "id case mentor proposal place minutes_a_week first_day ended_on assigned_by assigned_at ended_why"
        )
        self.conflicts = Table(c.Conflict, "id client mentor kind words recorded_by recorded_at lifted_at lifted_why")
        self.rematches = Table(
            c.Rematch,
            "id case assignment raised_by raised_on reason words stops_on may_read summary opened_by opened_at closed_on new_assignment dropped_why "
            "version",
        )
        self.meetings = Table(c.Meeting, "id case assignment kind at place who_comes held_on cancelled_on version")
        self.agreements = Table(
            c.Agreement,
            "id case number assignment mentor_name mentor_contact tasks first_day last_day minutes_a_week ways_of_meeting times when_where cancelling "
            "may_write_down with_workplace made_by made_at locked_at",
        )
        self.goals = Table(c.AgreementGoal, "agreement position words by_when")
        self.signatures = Table(c.Signature, "agreement party signed_on how on_behalf_by on_behalf_reason recorded_by recorded_at")
        self.periods = Table(c.Period, "id case number decision first_day last_day ended_on minutes_a_week created_at")
        self.extensions = Table(
            c.Extension,
            "id case period asked_by asked_on asked_how words reached why_still minutes_a_week last_day is_late state decide_by sent_back_words "
            "sent_back_to decision new_period closed_on recorded_by recorded_at version",
        )
        self.contacts = Table(
            c.Contact,
            "id case assignment day time minutes form attendance cancelled_by areas note client_note told_by over_use_why state approved_by approved_at "
            "struck_by struck_at struck_why corrects written_by written_at version",
        )
        self.course_goals = Table(c.Goal, "id case position words by_when weight levels begun_on ended_on ended_why version")
        self.reviews = Table(c.GoalReview, "id case day view words recorded_by recorded_at version")
        self.scores = Table(c.GoalScore, "review goal level")
        self.plans = Table(c.HourPlan, "id case period number shape words made_by made_at replaced_at")
        self.plan_steps = Table(c.HourStep, "plan first_day minutes_a_week")
        self.measurements = Table(
            c.Measurement, "id case questionnaire respondent point months day answers score missing recorded_by recorded_at version"
        )
        self.feedback = Table(
            c.Feedback,
            "id case said_by day how going words not_working answer_by dealt_with_on dealt_with_by dealt_with_words recorded_by recorded_at version",
        )
        self.views = Table(
            c.CourseView,
            "id case extension view day how words better helpful needs_minutes needs_months recorded_by recorded_at version",
        )
        self.benefits = Table(c.Benefit, "id case kind since point recorded_on recorded_by replaced_on")
        self.outcomes = Table(c.CourseOutcome, "case point outcome recorded_on recorded_by reached")
        self.follow_ups = Table(c.FollowUp, "id case point due_on answered_on dropped_on version")
        self.notes = Table(c.Note, "id case kind received_on from_whom written_by written_at")
        self.note_versions = Table(c.NoteVersion, "note number words why written_by written_at")
        self.talks = Table(c.WorkplaceTalk, "id case day with_whom agreed releases_colleague talked_by recorded_at version")
        self.schemes = Table(c.ParallelScheme, "id case kind first_day last_day provider words recorded_by recorded_at struck_on version")
        self.information_consents = Table(
            c.InformationConsent, "id case what from_whom to_whom how given_on valid_until withdrawn_on recorded_by recorded_at version"
        )
        self.representatives = Table(
            c.Representative, "id client kind name phone email scope first_day last_day recorded_by recorded_at version"
        )
        self.pauses = Table(c.Pause, "id case first_day last_day reason words recorded_by recorded_at version")
        self.appeals = Table(
            c.Appeal,
            "id case decision received_on how by_whom words is_late late_why reassess_by reassessed_on reassessment reassessment_words forwarded_on "
            "outcome outcome_on effect recorded_by recorded_at version",
        )
        self.discharges = Table(
            c.Discharge,
            "id case notified_on notified_by expected_on discharged_on asked_on answer answered_on words recorded_by recorded_at version",
        )
        self.drafts = Table(Draft, "id user jobcentre form subject_id data saved_at")
        self.events = Table(AuditEvent, "id at jobcentre_id by_id by_name kind subject_kind subject_id facts")

    def tables(self) -> list[Table]:
        return [table for table in vars(self).values() if isinstance(table, Table)]

    def write(self) -> None:
        """Copy what waits and check it at once, so that the memory of the next batch is that of this one."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table in self.tables():
                if not table.rows:
                    continue
                with cursor.copy(table.copy) as copy:
                    for row in table.rows:
                        copy.write_row(row)
                self.counts[table.name] += len(table.rows)
                table.rows.clear()
            connection.check_constraints()


def array(codes: Iterable[str]) -> str:
    """Codes as PostgreSQL reads an array; they are plain words, so that nothing has to be quoted."""
    return "{" + ",".join(codes) + "}"


def empty() -> None:
    """Remove everything but reference data: people, cases, users, sessions, drafts, and both logs."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {settings.CACHES["default"]["LOCATION"]}
    with transaction.atomic(), connection.cursor() as cursor:
        connection.check_constraints()  # nothing may wait to be checked when a table is truncated
        there = set(connection.introspection.table_names(cursor))
        quoted = ", ".join(connection.ops.quote_name(name) for name in sorted((tables & there) - REFERENCE))
        cursor.execute(f"TRUNCATE {quoted} RESTART IDENTITY")
        cursor.execute("DELETE FROM cases_schemerules WHERE jobcentre_id IS NOT NULL")
        cursor.execute("DELETE FROM cases_matchweights WHERE jobcentre_id IS NOT NULL")
        cursor.execute("DELETE FROM cases_lettertemplate WHERE jobcentre_id IS NOT NULL")
        cursor.execute("DELETE FROM accounts_jobcentre")
        connection.check_constraints()


def in_use() -> bool:
    """Whether somebody works here already: a jobcentre, client, case or mentor exists."""
    return any(model._default_manager.exists() for model in (Jobcentre, c.Client, c.Case, Mentor))


def free_bytes() -> int | None:
    """Free space where this machine keeps the database, or None when the database is elsewhere."""
    home = settings.VAR / "postgres"
    return shutil.disk_usage(home).free if home.exists() else None


def analyze() -> None:
    """Tell the planner what is in the tables now, rather than when autovacuum comes by."""
    with connection.cursor() as cursor:
        for table in Store().tables():
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table.name)}")
