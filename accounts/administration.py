"""The writes of the administration: users, memberships, teams, jobcentres, reference data. Each leaves an event.

`by` is the platform administrator (superuser), who administers everything, or a role administrator, who administers the own
jobcentre; anybody else is refused with `other_jobcentre`. `by` None is the command line, which whoever runs the machine has.
"""

import datetime as dt
import uuid
from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.db import models, transaction

from accounts.audit import record
from accounts.enums import Role, SubjectKind
from accounts.models import Jobcentre, Membership, Team, User
from core.constraints import refusing
from core.verdicts import Refused

OWN_JOBCENTRE_FIELDS = frozenset(
    {"address", "phone", "email", "letterhead", "complaint_address", "answer_within_days", "usual_days_to_match"}
)
"""What a role administrator changes in the own jobcentre; name and municipality belong to the platform."""


def require_administrator(by: User | None, jobcentre_id: uuid.UUID | None) -> None:
    """Refuses with `other_jobcentre` unless `by` administers this jobcentre; national rows (None) are the platform's."""
    if by is None or by.is_superuser:
        return
    if jobcentre_id is None or not Membership.objects.filter(user=by, jobcentre_id=jobcentre_id, role=Role.ADMINISTRATOR).exists():
        raise Refused("other_jobcentre")


def is_only_in(*, user: User, jobcentre_id: uuid.UUID) -> bool:
    """Whether the account belongs to this jobcentre alone, so that its administrator may change it."""
    if user.is_superuser:
        return False
    return set(Membership.objects.filter(user=user).values_list("jobcentre_id", flat=True)) == {jobcentre_id}


def open_the_administration(user: User) -> None:
    """`is_staff` follows from the roles: set here and nowhere else."""
    staff = user.is_superuser or Membership.objects.filter(user=user, role=Role.ADMINISTRATOR).exists()
    if user.is_staff != staff:
        user.is_staff = staff
        user.save(update_fields=["is_staff"])


def invite_user(
    *,
    email: str,
    name: str,
    language: str,
    jobcentre: Jobcentre,
    role: Role,
    team: Team | None,
    by: User | None,
    at: dt.datetime,
) -> User:
    """A new account without a usable password and its membership. Refuses with `email_taken`, `team_elsewhere` or `other_jobcentre`."""
    require_administrator(by, jobcentre.pk)
    with transaction.atomic():
        with refusing(user_email_once=("email_taken", "email")):
            user = User.objects.create_user(email, None, name=name, language=language)
        record(kind="user.invited", subject=(SubjectKind.USER, user.pk), jobcentre_id=jobcentre.pk, by=by, at=at)
        add_membership(user=user, jobcentre=jobcentre, role=role, team=team, by=by, at=at)
    return user


def make_superuser(*, email: str, name: str, at: dt.datetime) -> User:
    """The platform administrator with this e-mail, made or found; a password that exists stays."""
    with transaction.atomic():
        user = User.objects.select_for_update().filter(email=email.strip().lower()).first()
        if user is None:
            user = User.objects.create_superuser(email, None, name=name)
        elif not (user.is_superuser and user.is_staff and user.is_active):
            user.is_superuser = user.is_staff = user.is_active = True
            user.save(update_fields=["is_superuser", "is_staff", "is_active"])
        else:
            return user
        record(kind="user.made_superuser", subject=(SubjectKind.USER, user.pk), jobcentre_id=None, by=None, at=at)
    return user


def save_user(*, user: User, changed: Sequence[str], by: User, at: dt.datetime) -> None:
    """Write the changed fields of an account.

    A role administrator changes name, language and `is_active` of accounts that belong to the own jobcentre alone; the e-mail and
    other jobcentres' accounts are the platform's: whoever changes an address can sign in as its owner.
    """
    with transaction.atomic():
        home = None
        if not by.is_superuser:
            own = Membership.objects.filter(user=by, role=Role.ADMINISTRATOR).values_list("jobcentre_id", flat=True)
            home = next((each for each in own if is_only_in(user=user, jobcentre_id=each)), None)
            if home is None or not set(changed) <= {"name", "language", "is_active"}:
                raise Refused("other_jobcentre")
        if "is_active" in changed and user.pk == by.pk:
            raise Refused("own_account", "is_active")
        if "email" in changed:
            user.email = user.email.strip().lower()
            EmailAddress.objects.filter(user=user).delete()  # else the old address would still get links
        with refusing(user_email_once=("email_taken", "email")):
            user.save(update_fields=list(changed))
        record(kind="user.changed", subject=(SubjectKind.USER, user.pk), jobcentre_id=home, by=by, at=at, fields=sorted(changed))


def add_membership(*, user: User, jobcentre: Jobcentre, role: Role, team: Team | None, by: User | None, at: dt.datetime) -> Membership:
    """Give an account a role in a jobcentre. Refuses with `member_already`, `team_elsewhere` or `other_jobcentre`."""
    require_administrator(by, jobcentre.pk)
    if team is not None and team.jobcentre_id != jobcentre.pk:
        raise Refused("team_elsewhere", "team")
    with transaction.atomic():
        with refusing(membership_once_a_jobcentre=("member_already", "jobcentre")):
            membership = Membership.objects.create(user=user, jobcentre=jobcentre, role=role, team=team)
        open_the_administration(user)
        record(kind="membership.added", subject=(SubjectKind.USER, user.pk), jobcentre_id=jobcentre.pk, by=by, at=at, role=str(role))
    return membership


def change_membership(*, membership: Membership, role: Role, team: Team | None, by: User, at: dt.datetime) -> None:
    """Another role or team. Refuses with `own_role`, `team_elsewhere` or `other_jobcentre`."""
    require_administrator(by, membership.jobcentre_id)
    with transaction.atomic():
        stored = Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
        if stored.user_id == by.pk and not by.is_superuser and role != stored.role:
            raise Refused("own_role", "role")
        if team is not None and team.jobcentre_id != stored.jobcentre_id:
            raise Refused("team_elsewhere", "team")
        before, stored.role, stored.team = stored.role, role, team
        stored.save(update_fields=["role", "team"])
        open_the_administration(stored.user)
        record(
            kind="membership.changed",
            subject=(SubjectKind.USER, stored.user_id),
            jobcentre_id=stored.jobcentre_id,
            by=by,
            at=at,
            before=before,
            role=str(role),
        )


def save_team(*, team: Team, by: User, at: dt.datetime) -> None:
    """A new team or a new name. Refuses with `team_name_taken` or `other_jobcentre`."""
    require_administrator(by, team.jobcentre_id)
    with transaction.atomic():
        with refusing(team_name_once_a_jobcentre=("team_name_taken", "name")):
            team.save()
        record(
            kind="team.saved",
            subject=(SubjectKind.JOBCENTRE, team.jobcentre_id),
            jobcentre_id=team.jobcentre_id,
            by=by,
            at=at,
            team=str(team.pk),
        )


def save_jobcentre(*, jobcentre: Jobcentre, changed: Sequence[str], by: User, at: dt.datetime) -> None:
    """A jobcentre's own facts and deadlines; its name and municipality, and a new jobcentre, are the platform's."""
    require_administrator(by, jobcentre.pk)
    if not by.is_superuser and not set(changed) <= OWN_JOBCENTRE_FIELDS:
        raise Refused("other_jobcentre")
    with transaction.atomic():
        if jobcentre._state.adding:
            jobcentre.save()
        else:
            jobcentre.save(update_fields=list(changed))
        record(
            kind="jobcentre.saved",
            subject=(SubjectKind.JOBCENTRE, jobcentre.pk),
            jobcentre_id=jobcentre.pk,
            by=by,
            at=at,
            fields=sorted(changed),
        )


def save_reference(
    *, row: models.Model, changed: Sequence[str], jobcentre_id: uuid.UUID | None, by: User, at: dt.datetime, **codes: tuple[str, str]
) -> None:
    """A row of reference data, new or changed; `codes` name the constraints that refuse, as in `core.constraints.refusing`."""
    require_administrator(by, jobcentre_id)
    kind = row._meta.model_name
    with transaction.atomic():
        with refusing(**codes):
            if row._state.adding:
                row.save(force_insert=True)
            else:
                row.save(update_fields=list(changed))
        record(
            kind=f"{kind}.saved",
            subject=(SubjectKind.REFERENCE, reference_id(row)),
            jobcentre_id=jobcentre_id,
            by=by,
            at=at,
            key=str(row.pk),
            fields=sorted(changed),
        )


def reference_id(row: models.Model) -> uuid.UUID:
    """A UUID for the log of a row whose own key is none."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"mentorcase:{row._meta.model_name}:{row.pk}")
