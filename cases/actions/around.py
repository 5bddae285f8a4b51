"""What stands around a course (R152-R156): schemes beside the mentor, local resources, the workplace, representatives, consents.

Written in open and closed cases, and none of it ever stands in the way of a grant. Each row has a version of its own; what is added gets
`version` None and a key of None. The time line has kinds and days, never names or words.
"""

import datetime as dt
import uuid
from typing import Any, TypeVar, cast

from django.db import models, transaction

from accounts.audit import last_change
from accounts.enums import CASE_READERS
from accounts.models import Membership, User
from cases.actions.base import locked_open_or_closed, record
from cases.actions.notes import refuse_cpr
from cases.enums import Consent
from cases.enums_course import RepresentativeKind, ResourceKind, SchemeKind
from cases.models import Case, Goal, InformationConsent, LocalResource, ParallelScheme, Representative, WorkplaceTalk
from cases.rules.around import (
    can_be_rewritten,
    choice_verdict,
    consent_state,
    given_verdict,
    order_verdict,
    talk_verdict,
    withdraw_verdict,
)
from core.days import day_of
from core.verdicts import Answer, Refused, Stale

Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def save_scheme(
    *,
    case_id: uuid.UUID,
    scheme_id: uuid.UUID | None,
    version: int | None,
    kind: SchemeKind,
    first_day: dt.date,
    last_day: dt.date | None,
    provider: str,
    words: str,
    by: User,
    at: dt.datetime,
) -> ParallelScheme:
    """Add or change a scheme beside the mentor. Refuses with `ends_before_start`, `cpr_in_text`, `scheme_struck_already` or `stale`."""
    case = locked_open_or_closed(case_id=case_id)
    Refused.unless(order_verdict(first_day=first_day, last_day=last_day), "last_day")
    refuse_cpr(provider=provider, words=words)
    scheme = _row(ParallelScheme, scheme_id, version, case=case, by=by, at=at)
    if scheme.struck_on is not None:
        raise Refused("scheme_struck_already")
    scheme.kind, scheme.first_day, scheme.last_day = kind, first_day, last_day
    scheme.provider, scheme.words = provider.strip(), words.strip()
    scheme.save()
    days = {"first_day": first_day.isoformat(), "last_day": last_day.isoformat() if last_day else ""}
    _tell(case, ("case.scheme_added", "case.scheme_changed"), scheme_id, by=by, at=at, which=str(kind), **days)
    return scheme


@transaction.atomic
def strike_scheme(*, case_id: uuid.UUID, scheme_id: uuid.UUID, version: int | None, by: User, at: dt.datetime) -> ParallelScheme:
    """It was written down by mistake. Refuses with `scheme_struck_already` or `stale`."""
    case = locked_open_or_closed(case_id=case_id)
    scheme = _row(ParallelScheme, scheme_id, version, case=case, by=by, at=at)
    if scheme.struck_on is not None:
        raise Refused("scheme_struck_already")
    scheme.struck_on = day_of(at)
    scheme.save()
    record(case, "case.scheme_struck", by=by, at=at, which=str(scheme.kind))
    return scheme


@transaction.atomic
def save_resource(
    *,
    case_id: uuid.UUID,
    resource_id: uuid.UUID | None,
    version: int | None,
    kind: ResourceKind,
    organisation: str,
    contact: str,
    goal_id: uuid.UUID | None,
    next_action: str,
    next_on: dt.date | None,
    consent_id: uuid.UUID | None,
    by: User,
    at: dt.datetime,
) -> LocalResource:
    """Add or change a local resource. A consent must hold today.

    Refuses with `resource_stopped`, `goal_of_another`, `consent_not_valid`, `cpr_in_text` or `stale`.
    """
    case = locked_open_or_closed(case_id=case_id)
    refuse_cpr(organisation=organisation, contact=contact, next_action=next_action)
    resource = _row(LocalResource, resource_id, version, case=case, by=by, at=at)
    if resource.ended_on is not None:
        raise Refused("resource_stopped")
    kept_goal = resource.goal_id == goal_id and resource_id is not None
    if goal_id and not kept_goal and not Goal.objects.filter(case=case, pk=goal_id, ended_on__isnull=True).exists():
        raise Refused("goal_of_another", "goal")
    if consent_id is not None:
        consent = InformationConsent.objects.filter(case=case, pk=consent_id).first()
        if consent is None:
            raise Refused("consent_not_valid", "consent")
        state = consent_state(given_on=consent.given_on, valid_until=consent.valid_until, withdrawn_on=consent.withdrawn_on, on=day_of(at))
        Refused.unless(choice_verdict(state=state), "consent")
    resource.kind, resource.organisation, resource.contact = kind, organisation.strip(), contact.strip()
    resource.goal_id, resource.consent_id = goal_id, consent_id
    resource.next_action, resource.next_on = next_action.strip(), next_on
    resource.save()
    _tell(case, ("case.resource_added", "case.resource_changed"), resource_id, by=by, at=at, which=str(kind))
    return resource


@transaction.atomic
def stop_resource(
    *, case_id: uuid.UUID, resource_id: uuid.UUID, version: int | None, day: dt.date, by: User, at: dt.datetime
) -> LocalResource:
    """It is not worked with any more from a day on. Refuses with `resource_stopped`, `stopped_in_future` or `stale`."""
    case = locked_open_or_closed(case_id=case_id)
    resource = _row(LocalResource, resource_id, version, case=case, by=by, at=at)
    if resource.ended_on is not None:
        raise Refused("resource_stopped")
    if day > day_of(at):
        raise Refused("stopped_in_future", "ended_on")
    resource.ended_on = day
    resource.save()
    record(case, "case.resource_stopped", by=by, at=at, which=str(resource.kind), day=day.isoformat())
    return resource


@transaction.atomic
def save_talk(
    *,
    case_id: uuid.UUID,
    talk_id: uuid.UUID | None,
    version: int | None,
    day: dt.date,
    with_whom: str,
    agreed: str,
    releases_colleague: bool | None,
    talked_by: uuid.UUID,
    by: User,
    at: dt.datetime,
) -> WorkplaceTalk:
    """Write down what was agreed with the workplace. Refuses with `talk_in_future`, `talk_by_nobody`, `cpr_in_text` or `stale`."""
    case = locked_open_or_closed(case_id=case_id)
    Refused.unless(talk_verdict(day=day, today=day_of(at)), "day")
    refuse_cpr(with_whom=with_whom, agreed=agreed)
    talk = _row(WorkplaceTalk, talk_id, version, case=case, by=by, at=at)
    kept = talk_id is not None and talk.talked_by_id == talked_by
    here = Membership.objects.filter(jobcentre_id=case.jobcentre_id, user_id=talked_by, role__in=CASE_READERS)
    if not kept and not here.exists():
        raise Refused("talk_by_nobody", "talked_by")
    talk.day, talk.with_whom, talk.agreed = day, with_whom.strip(), agreed.strip()
    talk.releases_colleague, talk.talked_by_id = releases_colleague, talked_by
    talk.save()
    _tell(case, ("case.talk_added", "case.talk_changed"), talk_id, by=by, at=at, day=day.isoformat())
    return talk


@transaction.atomic
def save_representative(
    *,
    case_id: uuid.UUID,
    representative_id: uuid.UUID | None,
    version: int | None,
    kind: RepresentativeKind,
    name: str,
    phone: str,
    email: str,
    scope: str,
    first_day: dt.date,
    last_day: dt.date | None,
    by: User,
    at: dt.datetime,
) -> Representative:
    """Who speaks for the client or comes along; the row belongs to the client, in every case. Refuses with `ends_before_start`, `cpr_in_text` or `stale`."""
    case = locked_open_or_closed(case_id=case_id)
    Refused.unless(order_verdict(first_day=first_day, last_day=last_day), "last_day")
    refuse_cpr(name=name, scope=scope)
    found = _row(Representative, representative_id, version, client=case.client, by=by, at=at)
    found.kind, found.name, found.phone, found.email = kind, name.strip(), phone.strip(), email.strip()
    found.scope, found.first_day, found.last_day = scope.strip(), first_day, last_day
    found.save()
    kinds = ("case.representative_added", "case.representative_changed")
    _tell(case, kinds, representative_id, by=by, at=at, which=str(kind))
    return found


@transaction.atomic
def save_consent(
    *,
    case_id: uuid.UUID,
    consent_id: uuid.UUID | None,
    version: int | None,
    what: str,
    from_whom: str,
    to_whom: str,
    how: Consent,
    given_on: dt.date,
    valid_until: dt.date,
    by: User,
    at: dt.datetime,
) -> InformationConsent:
    """The client's yes to passing on information; put right on the day it was written down, never later.

    Refuses with `consent_in_future`, `consent_ends_before_start`, `consent_stands`, `cpr_in_text` or `stale`.
    """
    case = locked_open_or_closed(case_id=case_id)
    today = day_of(at)
    consent = _row(InformationConsent, consent_id, version, case=case, by=by, at=at)
    Refused.unless(can_be_rewritten(recorded_on=day_of(consent.recorded_at), is_withdrawn=consent.withdrawn_on is not None, today=today))
    answer = given_verdict(given_on=given_on, valid_until=valid_until, today=today)
    Refused.unless(answer, "given_on" if answer.code == "consent_in_future" else "valid_until")
    refuse_cpr(what=what, from_whom=from_whom, to_whom=to_whom)
    consent.what, consent.from_whom, consent.to_whom = what.strip(), from_whom.strip(), to_whom.strip()
    consent.how, consent.given_on, consent.valid_until = how, given_on, valid_until
    consent.save()
    kinds = ("case.info_consent_added", "case.info_consent_changed")
    _tell(case, kinds, consent_id, by=by, at=at, how=str(how), until=valid_until.isoformat())
    return consent


def rewriting_verdict(*, consent: InformationConsent, at: dt.datetime) -> Answer:
    """Whether the words of the consent can still be put right. Reads the row that is given, and writes nothing."""
    recorded_on = day_of(consent.recorded_at)
    return can_be_rewritten(recorded_on=recorded_on, is_withdrawn=consent.withdrawn_on is not None, today=day_of(at))


@transaction.atomic
def withdraw_consent(
    *, case_id: uuid.UUID, consent_id: uuid.UUID, version: int | None, day: dt.date, by: User, at: dt.datetime
) -> InformationConsent:
    """The client takes it back: from this day nothing is passed on.

    Refuses with `consent_withdrawn_already`, `withdrawn_in_future`, `withdrawn_before_given` or `stale`.
    """
    case = locked_open_or_closed(case_id=case_id)
    consent = _row(InformationConsent, consent_id, version, case=case, by=by, at=at)
    answer = withdraw_verdict(given_on=consent.given_on, withdrawn_before=consent.withdrawn_on, day=day, today=day_of(at))
    Refused.unless(answer, "" if answer.code == "consent_withdrawn_already" else "withdrawn_on")
    consent.withdrawn_on = day
    consent.save()
    record(case, "case.info_consent_revoked", by=by, at=at, day=day.isoformat())
    return consent


def _row(model: type[Row], key: uuid.UUID | None, version: int | None, *, by: User, at: dt.datetime, **owner: Any) -> Row:
    """A new row of this owner, or the locked one with its version counted up; somebody else's is none."""
    if key is None:
        writer = {"talked_by": by} if model is WorkplaceTalk else {"recorded_by": by}
        return model(**owner, **writer, recorded_at=at)
    found: Any = model._default_manager.select_for_update().get(pk=key, **owner)
    if version is not None and version != found.version:
        case = owner.get("case")
        raise Stale(**(last_change(subject_id=case.pk) if case else {"by": "", "at": None}))
    found.version += 1
    return cast(Row, found)


def _tell(case: Case, kinds: tuple[str, str], key: uuid.UUID | None, *, by: User, at: dt.datetime, **facts: Any) -> None:
    """The event of an added or of a changed row."""
    record(case, kinds[1] if key else kinds[0], by=by, at=at, **facts)
