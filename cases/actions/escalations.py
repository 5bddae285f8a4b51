"""What nobody answers goes to the others, too (R170): further recipients of the same reminder, never another reminder."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.audit import record_each
from accounts.enums import SubjectKind
from accounts.models import Jobcentre
from cases.actions.digests import mail_at_once
from cases.course_settings import settings_of
from cases.enums_course import ApprovalState
from cases.enums_notice import UNSEEN_NOTICES, NoticeKind, NoticeState, ToldAs
from cases.models import Approval, Notice, NoticeRecipient
from cases.recipients import Who, recipients_of
from cases.rules.escalation import goes_up
from core.days import day_of


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
        first = next((each.user_id for each in notice.recipients.all() if each.told_as == ToldAs.CASEWORKER), uuid.UUID(int=0))
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
    prepared = dict(
        Approval.objects.filter(state=ApprovalState.WAITING, case__jobcentre_id=jobcentre_id).values_list("pk", "prepared_by_id")
    )
    rows = [each for each in _candidates(jobcentre_id, prepared.keys()) if _is_up(each, on, days)]
    but = {each.pk: {prepared[each.about]} for each in rows if each.about in prepared}
    who = recipients_of([_Asked.of(each) for each in rows], on, but=but)
    told = [new for each in rows for new in _further(each, who[each.pk], but.get(each.pk, ()), at)]
    up = {each.notice_id: each.notice for each in told}
    NoticeRecipient.objects.bulk_create(told)
    unreached = [key for key, each in up.items() if each.state in (NoticeState.FAILED, NoticeState.UNCERTAIN)]
    if unreached:
        Notice.objects.filter(pk__in=unreached).update(state=NoticeState.TOLD)
    _record(up.values(), jobcentre_id, at)
    mail_at_once(told, at=at)
    return len(up)


def _candidates(jobcentre_id: uuid.UUID, approvals: Collection[uuid.UUID]) -> list[Notice]:
    """What nobody has seen, and what waits for a second person even when the caseworker has seen it; not what a manager was told."""
    rows = (
        Notice.objects.select_related("case")
        .prefetch_related("recipients")
        .select_for_update(of=("self",), skip_locked=True)
        .filter(~Exists(NoticeRecipient.objects.filter(notice=OuterRef("pk"), told_as=ToldAs.MANAGER)), jobcentre_id=jobcentre_id)
        .order_by("told_at", "pk")
    )
    found = list(rows.filter(state__in=UNSEEN_NOTICES))
    if approvals:
        cases = Approval.objects.filter(pk__in=approvals).values("case_id")
        found += rows.filter(kind=NoticeKind.SECOND_PERSON, state=NoticeState.SEEN, case__in=cases, about__in=approvals)
    return found


def _is_up(notice: Notice, on: dt.date, days: int) -> bool:
    if notice.told_at is None:
        return False
    if notice.kind == NoticeKind.SECOND_PERSON:
        return day_of(notice.told_at) <= on
    return goes_up(state=NoticeState(notice.state), told_on=day_of(notice.told_at), on=on, after_days=days)


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
