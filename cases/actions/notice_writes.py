"""What a look at the ledger changes, written in a few statements for any number of cases. Called by `cases/actions/notices.py` alone."""

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from accounts.models import User
from cases.actions.digests import mail_at_once
from cases.enums_notice import NoticeKind, NoticeState, ToldAs
from cases.models import Notice, NoticeRecipient
from cases.notice_rows import Subject
from cases.recipients import Who, recipients_of
from cases.rules.ledger import Changes, Row
from cases.rules.reminders import Wanted

Told = tuple[Subject, uuid.UUID, Wanted]
"""Whose reminder is told, its key, and what it says."""

# What is closed is not mailed any more; what is told again has its recipients written anew.
_UPDATE = """
WITH v AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb)
      AS v (id uuid, state text, due_on date, facts jsonb, told boolean, closes boolean, again boolean)),
unmailed AS (UPDATE cases_noticerecipient AS r SET to_mail = false FROM v WHERE r.notice_id = v.id AND v.closes AND r.to_mail),
anew AS (DELETE FROM cases_noticerecipient AS r USING v WHERE r.notice_id = v.id AND v.again)
UPDATE cases_notice AS n
   SET state = COALESCE(v.state, n.state),
       due_on = COALESCE(v.due_on, n.due_on),
       facts = COALESCE(v.facts, n.facts),
       told_at = CASE WHEN v.told THEN %(at)s ELSE n.told_at END,
       seen_at = CASE WHEN v.told THEN NULL ELSE n.seen_at END,
       snoozed_until = CASE WHEN v.state IS NULL THEN n.snoozed_until END,
       changed_by_id = CASE WHEN v.state IS NULL THEN n.changed_by_id END,
       closed_at = CASE WHEN v.state IS NULL THEN n.closed_at WHEN v.closes THEN %(at)s END,
       version = n.version + 1
  FROM v
 WHERE n.id = v.id
"""
_LOOK = """
UPDATE cases_case AS c SET notices_on = v.look_on
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS v (id uuid, look_on date)
 WHERE c.id = v.id
"""


def write_changes(found: Sequence[tuple[Subject, Changes]], *, on: dt.date, at: dt.datetime, by: User | None) -> None:
    """Write the changes of these subjects and tell who is to be told. Nothing to change costs no statement."""
    made, updated, told = [], [], []
    for subject, changes in found:
        for state, wanted, told_at in _made(changes, at):
            notice = _notice(subject, wanted, state, at, told_at)
            made.append(notice)
            if state == NoticeState.TOLD:
                told.append((subject, notice.pk, wanted))
        updated += _updated(changes)
        told += [(subject, row.id, wanted) for row, wanted in changes.tell]
    if made:
        Notice.objects.bulk_create(made, batch_size=1000)
    if updated:
        _hold([each["id"] for each in updated])
        _run(_UPDATE, updated, at=at)
    if told:
        _tell(told, on=on, at=at, by=by)
    look = [
        {"id": str(subject.pk), "look_on": changes.look_on.isoformat() if changes.look_on else None}
        for subject, changes in found
        if subject.subject == "case_id" and subject.looked_on != changes.look_on
    ]
    if look:
        _run(_LOOK, look)


def _hold(ids: Sequence[str]) -> None:
    """Lock the reminders in the order of their keys, before their recipients are written: whoever wants both takes them in this order."""
    list(Notice.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def _run(sql: str, rows: Iterable[dict[str, Any]], **more: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"rows": json.dumps(list(rows)), **more})


def _made(changes: Changes, at: dt.datetime) -> Iterable[tuple[NoticeState, Wanted, dt.datetime | None]]:
    """New rows, and when they were told: what a later level has passed was told with that one, and of what has run out nobody was told."""
    yield from ((NoticeState.PLANNED, each, None) for each in changes.create)
    yield from ((NoticeState.TOLD, each, at) for each in changes.made_told)
    yield from ((NoticeState.SUPERSEDED, each, at) for each in changes.made_passed)
    yield from ((NoticeState.SUPERSEDED, each, None) for each in changes.made_over)


def _notice(subject: Subject, wanted: Wanted, state: NoticeState, at: dt.datetime, told_at: dt.datetime | None) -> Notice:
    return Notice(
        jobcentre_id=subject.jobcentre_id,
        kind=wanted.kind,
        level=wanted.level,
        due_on=wanted.due_on,
        about=wanted.about,
        facts=wanted.facts,
        state=state,
        told_at=told_at,
        closed_at=at if state == NoticeState.SUPERSEDED else None,
        **{subject.subject: subject.pk},
    )


def _updated(changes: Changes) -> list[dict[str, Any]]:
    """One entry for each row that changes, with what changes of it."""
    found: dict[uuid.UUID, dict[str, Any]] = {}

    def put(row: Row, **values: Any) -> None:
        entry = found.setdefault(row.id, {"id": str(row.id), "told": False, "closes": False, "again": False})
        entry.update(values)

    for row, wanted in changes.move:
        put(row, due_on=wanted.due_on.isoformat(), facts=wanted.facts)
    for row, wanted in changes.words:
        put(row, facts=wanted.facts)
    for row, wanted in changes.reopen:
        put(row, state=NoticeState.PLANNED, facts=wanted.facts)
    for row, wanted in changes.tell:
        put(row, state=NoticeState.TOLD, facts=wanted.facts, told=True, again=row.was_told)
    for row in changes.passed:
        put(row, state=NoticeState.SUPERSEDED, told=not row.was_told, closes=True)
    for row in changes.supersede:
        put(row, state=NoticeState.SUPERSEDED, closes=True)
    for row in changes.finish:
        put(row, state=NoticeState.DONE, closes=True)
    return list(found.values())


def _tell(told: Sequence[Told], *, on: dt.date, at: dt.datetime, by: User | None) -> None:
    """A row of the inbox for each who is told, and a mail for those who want one at once. Who did it is told, and not mailed."""
    who = recipients_of({case.pk: case for subject, _key, _wanted in told for case in subject.cases}.values(), on)
    rows = []
    for subject, key, wanted in told:
        users: dict[uuid.UUID, ToldAs] = {}
        for case in subject.cases:
            for user, told_as in _told_of(wanted, who[case.pk]):
                users.setdefault(user, told_as)
        mailed = by.pk if by is not None else None
        rows += [
            NoticeRecipient(notice_id=key, user_id=user, told_as=told_as, told_at=at, to_mail=user != mailed)
            for user, told_as in users.items()
        ]
    NoticeRecipient.objects.bulk_create(rows, batch_size=1000)
    mail_at_once([each for each in rows if each.to_mail], at=at)


def _told_of(wanted: Wanted, who: Who) -> list[tuple[uuid.UUID, ToldAs]]:
    """Who deals with the case; of what waits for a second person the others, and never the one who prepared it."""
    if wanted.kind != NoticeKind.SECOND_PERSON:
        return who.told()
    return [(user, told_as) for user, told_as in who.further() if user != wanted.not_to]
