"""What nobody answers goes to the others, too (R170): further recipients of the same reminder, never another reminder."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from accounts.audit import record_each
from accounts.enums import SubjectKind
from accounts.models import Jobcentre
from cases.actions.digests import mail_at_once
from cases.course_settings import settings_of
from cases.enums_notice import NoticeState, ToldAs
from cases.models import Approval, Notice, NoticeRecipient
from cases.night_rows import for_a_second_person, open_of_the_away, unseen_since, waited
from cases.recipients import Who, recipients_of
from core.ids import NOTHING


@dataclass(slots=True)
class _Asked:
    """For whom `recipients_of` is asked: the notice in the place of its case."""

    pk: uuid.UUID
    caseworker_id: uuid.UUID
    team_id: uuid.UUID | None
    jobcentre_id: uuid.UUID

    @classmethod
    def of(cls, notice: Notice) -> "_Asked":
        """Of what is about a client or a mentor, the first who was told stands for the caseworker."""
        first = next((each.user_id for each in notice.recipients.all() if each.told_as == ToldAs.CASEWORKER), NOTHING)
        case = notice.case
        return cls(notice.pk, case.caseworker_id if case else first, case.team_id if case else None, notice.jobcentre_id)


@transaction.atomic
def escalate(*, jobcentre_id: uuid.UUID, on: dt.date, at: dt.datetime) -> int:
    """Tell the substitute and the managers of what nobody has seen or acted on for the jobcentre's number of working days (R170).

    A decision that waits for a second person goes up as soon as it is told, seen or not, and never to who prepared it. A case that has a new
    caseworker is told to the new one. What no mail had reached counts as told again. Each goes up once. Returns how many did; the number of
    statements does not depend on it.
    """
    days = settings_of(Jobcentre(pk=jobcentre_id)).escalate_days
    rows = [
        *_held(unseen_since(on=on, told_before=waited(on=on, days=days)), jobcentre_id),
        *_held(for_a_second_person(on=on), jobcentre_id),
    ]
    if not rows:
        return 0
    up = _told(list({each.pk: each for each in rows}.values()), on, at)
    unreached = [key for key, each in up.items() if each.state in (NoticeState.FAILED, NoticeState.UNCERTAIN)]
    if unreached:
        Notice.objects.filter(pk__in=unreached).update(state=NoticeState.TOLD)
    _record(up.values(), jobcentre_id, at)
    return len(up)


@transaction.atomic
def tell_managers(*, away: Collection[uuid.UUID], jobcentre_id: uuid.UUID, on: dt.date, at: dt.datetime) -> int:
    """Tell the managers what is open of these users, who are away and for whom nobody stands in, seen or not (R170); returns how much.

    The number of statements does not depend on it: one where the managers know it all.
    """
    rows = _held(open_of_the_away(users=away), jobcentre_id)
    return len(_told(list(rows), on, at))


def _told(rows: list[Notice], on: dt.date, at: dt.datetime) -> dict[uuid.UUID, Notice]:
    """Tell the substitute and the managers of these; by their keys those of which somebody was."""
    if not rows:
        return {}
    prepared = dict(Approval.objects.filter(pk__in=[each.about for each in rows]).values_list("pk", "prepared_by_id"))
    but = {each.pk: {prepared[each.about]} for each in rows if each.about in prepared}
    who = recipients_of([_Asked.of(each) for each in rows], on, but=but)
    told = [new for each in rows for new in _further(each, who[each.pk], but.get(each.pk, ()), at)]
    NoticeRecipient.objects.bulk_create(told)
    mail_at_once(told, at=at)
    return {each.notice_id: each.notice for each in told}


def _held(rows: QuerySet[Notice], jobcentre_id: uuid.UUID) -> QuerySet[Notice]:
    """Locked, with all who were told; those that somebody works on just now wait for the next night."""
    known = rows.filter(jobcentre_id=jobcentre_id).select_related("case").prefetch_related("recipients")
    found = known.only("kind", "state", "about", "told_at", "jobcentre", "case__caseworker", "case__team")
    return found.select_for_update(of=("self",), skip_locked=True).order_by("told_at", "pk")


def _further(notice: Notice, who: Who, but: Collection[uuid.UUID], at: dt.datetime) -> list[NoticeRecipient]:
    """Rows for those who were not told of it yet."""
    known = {each.user_id for each in notice.recipients.all()} | set(but)
    told = [*([(who.caseworker, ToldAs.CASEWORKER)] if notice.case else []), *who.further()]
    return [NoticeRecipient(notice=notice, user_id=user, told_as=told_as, told_at=at) for user, told_as in told if user not in known]


def _record(notices: Iterable[Notice], jobcentre_id: uuid.UUID, at: dt.datetime) -> None:
    """On the time line of each case, one statement a kind."""
    by_kind: dict[str, list[uuid.UUID]] = defaultdict(list)
    for each in notices:
        if each.case_id:
            by_kind[each.kind].append(each.case_id)
    for kind, cases in by_kind.items():
        record_each(
            kind="case.reminder_went_up",
            subject_kind=SubjectKind.CASE,
            subject_ids=cases,
            jobcentre_id=jobcentre_id,
            by=None,
            at=at,
            about=kind,
        )
