"""Writing organisations: add one, change one. A name stands once a jobcentre, in capitals or not (R81)."""

import datetime as dt
import uuid
from dataclasses import dataclass, fields

from django.db import transaction

from accounts.audit import last_change, record
from accounts.enums import SubjectKind
from accounts.models import User
from core.constraints import refusing
from core.verdicts import Refused, Stale
from mentors.models import Organisation
from mentors.rules.organisations import cvr_verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDetails:
    """An organisation's columns, as typed."""

    name: str
    kind: str
    cvr: str = ""
    address: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""


@transaction.atomic
def add_organisation(*, jobcentre_id: uuid.UUID, details: OrganisationDetails, by: User, at: dt.datetime) -> Organisation:
    """Add an organisation to the jobcentre's register. Refuses with `organisation_name_taken` and `cvr_not_eight_digits` (R81)."""
    found = Organisation(jobcentre_id=jobcentre_id)
    _put(found, details)
    record(kind="organisation.added", subject=(SubjectKind.ORGANISATION, found.pk), jobcentre_id=jobcentre_id, by=by, at=at)
    return found


@transaction.atomic
def change_organisation(
    *, organisation_id: uuid.UUID, version: int | None, details: OrganisationDetails, by: User, at: dt.datetime
) -> Organisation:
    """Change an organisation. Refuses as `add_organisation` does, and with Stale."""
    found = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    if version is not None and version != found.version:
        raise Stale(**last_change(subject_id=found.pk))
    changed = sorted(each.name for each in fields(details) if getattr(found, each.name) != getattr(details, each.name))
    found.version += 1
    _put(found, details)
    record(
        kind="organisation.changed",
        subject=(SubjectKind.ORGANISATION, found.pk),
        jobcentre_id=found.jobcentre_id,
        by=by,
        at=at,
        fields=changed,
    )
    return found


def _put(organisation: Organisation, details: OrganisationDetails) -> None:
    Refused.unless(cvr_verdict(cvr=details.cvr), "cvr")
    for each in fields(details):
        setattr(organisation, each.name, getattr(details, each.name))
    with refusing(organisation_name_once_a_jobcentre=("organisation_name_taken", "name")):
        organisation.save()
