"""The ledger of reminders: kept as the facts say, told when due (R158, R166), and put off, stopped or marked done by people."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import DateField, Value
from django.db.models.functions import Coalesce, Least

from accounts.audit import last_change
from accounts.audit import record as record_event
from accounts.enums import SubjectKind
from accounts.models import User
from cases.actions.notes import refuse_cpr
from cases.actions.notice_writes import write_changes
from cases.enums_notice import UNSEEN_NOTICES, NoticeState
from cases.models import Case, Client, Notice, NoticeRecipient
from cases.notice_rows import Subject, cases_known, clients_known, mentors_known
from cases.rules.ledger import Changes, compare, put_off_verdict
from core.days import day_of
from core.verdicts import Refused, Stale
from mentors.models import Mentor


@dataclass(frozen=True, slots=True)
class Renewed:
    """How many reminders were made, told, superseded, and done because what they were about is."""

    created: int = 0
    told: int = 0
    superseded: int = 0
    done: int = 0


@transaction.atomic
def renew(
    *, case_ids: Collection[uuid.UUID], on: dt.date, at: dt.datetime, by: User | None = None, held: bool = False, dry_run: bool = False
) -> Renewed:
    """Make the ledger of these cases what the rules want on a day, and tell what is due. A second run of the day does nothing.

    `held`: the caller holds the locks of the cases; else they are locked here, and a case that is locked elsewhere is left out (whoever
    holds it renews it, or the next night does). Call it after the last save of the case: it writes `notices_on`. `dry_run` counts and
    writes nothing. Statements: one where nothing changes, four where somebody is not told, whatever the number of cases.
    """
    if not held and not dry_run:
        rows = Case.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=case_ids)
        case_ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return _renew(cases_known(case_ids, on=on) if case_ids else (), on=on, at=at, by=by, dry_run=dry_run)


@transaction.atomic
def renew_clients(
    *, client_ids: Collection[uuid.UUID], on: dt.date, at: dt.datetime, since: dt.date | None = None, dry_run: bool = False
) -> Renewed:
    """The same for what is about clients themselves (R165): address protection. Those locked elsewhere are left for the next night.

    `since`: the day of the night before, after which nobody has looked.
    """
    if not dry_run:
        rows = Client.objects.select_for_update(skip_locked=True).filter(pk__in=client_ids)
        client_ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return _renew(clients_known(client_ids, since=since) if client_ids else (), on=on, at=at, by=None, dry_run=dry_run)


@transaction.atomic
def renew_mentors(*, mentor_ids: Collection[uuid.UUID], on: dt.date, at: dt.datetime, dry_run: bool = False) -> Renewed:
    """The same for what is about mentors themselves (R165): the declaration. Those locked elsewhere are left for the next night."""
    if not dry_run:
        rows = Mentor.objects.select_for_update(skip_locked=True).filter(pk__in=mentor_ids)
        mentor_ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return _renew(mentors_known(mentor_ids, on=on) if mentor_ids else (), on=on, at=at, by=None, dry_run=dry_run)


def _renew(subjects: Iterable[Subject], *, on: dt.date, at: dt.datetime, by: User | None, dry_run: bool) -> Renewed:
    found = [(each, compare(wanted=each.wanted, rows=each.rows, on=on, is_open=each.is_open, since=each.looked_on)) for each in subjects]
    if not dry_run:
        write_changes(found, on=on, at=at, by=by)
    return _counted([changes for _subject, changes in found])


def _counted(every: Sequence[Changes]) -> Renewed:
    return Renewed(
        created=sum(len(each.create) + len(each.made_told) + len(each.made_passed) + len(each.made_over) for each in every),
        told=sum(len(each.made_told) + len(each.tell) for each in every),
        superseded=sum(len(each.made_passed) + len(each.made_over) + len(each.passed) + len(each.supersede) for each in every),
        done=sum(len(each.finish) for each in every),
    )


@transaction.atomic
def see(*, notice_ids: Collection[uuid.UUID], by: User, at: dt.datetime) -> int:
    """Somebody who was told has seen them; returns how many were new to them. Of others' reminders nothing happens."""
    if not notice_ids:
        return 0
    mine = NoticeRecipient.objects.filter(notice_id__in=notice_ids, user=by, seen_at__isnull=True)
    notices = Notice.objects.select_for_update().filter(pk__in=mine.values("notice_id")).order_by("pk")
    held = dict(notices.values_list("pk", "state"))
    if not held:
        return 0
    new = mine.filter(notice_id__in=held).update(seen_at=at)
    if unseen := [key for key, state in held.items() if state in UNSEEN_NOTICES]:
        Notice.objects.filter(pk__in=unseen).update(state=NoticeState.SEEN, seen_at=at)
    return new


@transaction.atomic
def snooze(*, notice_id: uuid.UUID, version: int | None, until: dt.date, why: str, by: User, at: dt.datetime) -> Notice:
    """Put a reminder off until a day on which it is told, again or for the first time.

    Refuses as `put_off_verdict`, and with `notice_closed`, `notice_why_missing`, `cpr_in_text` or `stale`. Event `case.reminder_put_off`
    (or of the client or mentor).
    """
    notice = _locked(notice_id, version)
    Refused.unless(put_off_verdict(until=until, due_on=notice.due_on, today=day_of(at)), "until")
    _reasoned(notice, why)
    notice.state, notice.snoozed_until = NoticeState.SNOOZED, until
    if notice.case_id is not None:
        look_on = Least(Coalesce("notices_on", until), Value(until, DateField()))
        Case.objects.filter(pk=notice.case_id).update(notices_on=look_on)
    return _changed(notice, "reminder_put_off", by=by, at=at, until=until.isoformat())


@transaction.atomic
def stop(*, notice_id: uuid.UUID, version: int | None, why: str, by: User, at: dt.datetime) -> Notice:
    """This reminder is not told, or not told again; the next one of its kind is.

    Refuses with `notice_closed`, `notice_why_missing`, `cpr_in_text` or `stale`. Event `case.reminder_stopped`.
    """
    notice = _locked(notice_id, version)
    _reasoned(notice, why)
    notice.state, notice.snoozed_until, notice.closed_at = NoticeState.STOPPED, None, at
    return _changed(notice, "reminder_stopped", by=by, at=at)


@transaction.atomic
def mark_done(*, notice_id: uuid.UUID, version: int | None, by: User, at: dt.datetime) -> Notice:
    """Somebody has acted on what was told. Refuses with `notice_closed`, `notice_not_told` or `stale`. Event `case.reminder_done`."""
    notice = _locked(notice_id, version)
    if notice.told_at is None:
        raise Refused("notice_not_told")
    notice.state, notice.snoozed_until, notice.closed_at = NoticeState.DONE, None, at
    return _changed(notice, "reminder_done", by=by, at=at)


def _locked(notice_id: uuid.UUID, version: int | None) -> Notice:
    """The open reminder, locked behind the case, client or mentor that it is about."""
    of = Notice.objects.only("case_id", "client_id", "mentor_id").get(pk=notice_id)
    if of.case_id:
        Case.objects.select_for_update(of=("self",)).only("pk").get(pk=of.case_id)
    elif of.client_id:
        Client.objects.select_for_update().only("pk").get(pk=of.client_id)
    elif of.mentor_id:
        Mentor.objects.select_for_update().only("pk").get(pk=of.mentor_id)
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    if notice.closed_at is not None:
        raise Refused("notice_closed", state=notice.state)
    if version is not None and version != notice.version:
        raise Stale(**last_change(subject_id=_subject(notice)[1]))
    return notice


def _reasoned(notice: Notice, why: str) -> None:
    if not why.strip():
        raise Refused("notice_why_missing", "why")
    refuse_cpr(why=why)
    notice.why = why.strip()


def _changed(notice: Notice, what: str, *, by: User, at: dt.datetime, **facts: str) -> Notice:
    """Save what a person did with it: no mail tells of it any more, and who did it has seen it."""
    notice.changed_by = by
    notice.version += 1
    notice.save()
    NoticeRecipient.objects.filter(notice=notice, to_mail=True).update(to_mail=False)
    NoticeRecipient.objects.filter(notice=notice, user=by, seen_at__isnull=True).update(seen_at=at)
    kind, key = _subject(notice)
    about = {"reminder": str(notice.kind), "due_on": notice.due_on.isoformat()}
    record_event(kind=f"{kind}.{what}", subject=(kind, key), jobcentre_id=notice.jobcentre_id, by=by, at=at, **about, **facts)
    return notice


def _subject(notice: Notice) -> tuple[SubjectKind, uuid.UUID]:
    """Exactly one of the three is there."""
    every = {SubjectKind.CASE: notice.case_id, SubjectKind.CLIENT: notice.client_id, SubjectKind.MENTOR: notice.mentor_id}
    return next((kind, key) for kind, key in every.items() if key is not None)
