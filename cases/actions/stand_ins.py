"""Who stands in is told of what is open (R170): also of what was told before anybody knew that the colleague would be away."""

import datetime as dt
import uuid
from typing import Any

from django.db import connection, transaction

from cases.actions.digests import mail_at_once
from cases.actions.escalations import tell_managers
from cases.enums_notice import NOTICED, ToldAs
from cases.models import Notice, NoticeRecipient
from cases.recipients import stand_ins_of

# Rows of who is away, and nobody who prepared the decision that the reminder is about.
_OPEN = """
SELECT told.notice_id, pair.stands_in
  FROM unnest(%(away)s::uuid[], %(stand_ins)s::uuid[]) AS pair (away, stands_in)
  JOIN cases_noticerecipient AS told ON told.user_id = pair.away AND told.told_as = 'caseworker'
  JOIN cases_notice AS n ON n.id = told.notice_id AND n.jobcentre_id = %(jobcentre)s AND n.state = ANY(%(noticed)s)
 WHERE NOT EXISTS (SELECT FROM cases_noticerecipient AS known WHERE known.notice_id = n.id AND known.user_id = pair.stands_in)
   AND NOT EXISTS (SELECT FROM cases_approval AS waits WHERE waits.id = n.about AND waits.prepared_by_id = pair.stands_in)
 ORDER BY told.notice_id
"""


@transaction.atomic
def tell_stand_ins(*, jobcentre_id: uuid.UUID, on: dt.date, at: dt.datetime) -> int:
    """Tell those who stand in on a day what is open of the colleagues who are away; where nobody does, the managers. Returns how many were
    told of something: further recipients of the substitutes, and reminders of the managers. Nobody is told twice.
    """
    away = stand_ins_of(jobcentre_id=jobcentre_id, on=on)
    alone = [user for user, other in away.items() if other is None]
    told = _tell_substitutes({user: other for user, other in away.items() if other is not None}, jobcentre_id, at)
    return told + (tell_managers(away=alone, jobcentre_id=jobcentre_id, on=on, at=at) if alone else 0)


def _tell_substitutes(pairs: dict[uuid.UUID, uuid.UUID], jobcentre_id: uuid.UUID, at: dt.datetime) -> int:
    if not pairs:
        return 0
    known: dict[str, Any] = {
        "away": list(pairs),
        "stand_ins": list(pairs.values()),
        "jobcentre": jobcentre_id,
        "noticed": [str(each) for each in NOTICED],
    }
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, known)
        found = cursor.fetchall()
    still = set(
        Notice.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk__in=[notice for notice, _user in found], state__in=NOTICED)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    rows = [
        NoticeRecipient(notice_id=notice, user_id=user, told_as=ToldAs.SUBSTITUTE, told_at=at) for notice, user in found if notice in still
    ]
    made = NoticeRecipient.objects.bulk_create(rows, ignore_conflicts=True)
    mail_at_once(rows, at=at)
    return len(made)
