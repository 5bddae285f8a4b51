"""What stands on the desk beside the open cases, in one statement: today's meetings, one's own drafts with the case they are about, one's
newest allocation, mentors of one's courses whose declaration has expired; and what waits beside the next thing of each case (R146): follow-ups,
feedback that something does not work, complaints, contacts to approve, cases handed over to the jobcentre, decisions for a second person; and reminders
that nothing else here tells of: the quiet, measurements and protection of one's own, and all of a colleague's that one stands in for. On the desk of
a manager all cases stand anyway: there what one is told of as manager is said in the row of the case, follow-up, complaint or feedback that it is about.

In SQL of its own: the same through the ORM (a union with correlated subqueries) cost more to put together than to run.
"""

import datetime as dt
import json
import uuid
from typing import NamedTuple, Self

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from accounts.models import Membership, User
from cases.enums_notice import NOTICED, NoticeKind
from cases.querysets import CaseQuerySet
from cases.rules.desk import SOON_DAYS, Bucket
from cases.rules.inbox import BY_THEIR_FACTS
from core.days import COPENHAGEN, DAY
from core.ids import NOTHING

ROWS = 25
"""A page of the desk: open cases and what waits beside them, in one order."""
MOST = 25
"""Of what stands at the right, of each kind."""
REMINDED_OF = (NoticeKind.QUIET, NoticeKind.QUESTION, NoticeKind.MEASUREMENT, NoticeKind.PROTECTION)
"""Of one's own cases: what is neither the next thing of a case nor another row of the desk."""
STOOD_IN_OF = (*REMINDED_OF, NoticeKind.ENTRIES)
"""The same of a colleague's cases on the desk of a manager, where all cases stand and contacts to approve do not."""
OF_A_ROW = (NoticeKind.FOLLOW_UP, NoticeKind.APPEAL, NoticeKind.NOT_WORKING)
"""About what is a row of its own beside the next thing of the case."""

_WAITING = """
WITH unanswered AS (
 SELECT notice.about, max(worker.name) AS name
   FROM cases_noticerecipient AS told
   JOIN cases_notice AS notice ON notice.id = told.notice_id
   JOIN cases_case AS c ON c.id = notice.case_id
   JOIN accounts_user AS worker ON worker.id = c.caseworker_id
  WHERE %(all)s AND told.user_id = %(user)s AND told.told_as = 'manager' AND notice.jobcentre_id = %(jobcentre)s
    AND notice.state = ANY(%(noticed)s) AND notice.kind = ANY(%(of_a_row)s)
  GROUP BY notice.about
), waiting AS (
(SELECT 'follow_up' AS kind, asked.id AS id, %(midnight)s::timestamptz AS at, asked.point AS place, COALESCE(unanswered.name, '') AS who,
        asked.due_on AS day, c.id AS case_id, c.year, c.number, client.given_name, client.family_name
   FROM cases_followup AS asked
   JOIN cases_case AS c ON c.id = asked.case_id
   JOIN cases_client AS client ON client.id = c.client_id
   LEFT JOIN unanswered ON unanswered.about = asked.id
  WHERE asked.answered_on IS NULL AND asked.dropped_on IS NULL AND asked.due_on <= %(soon)s
    AND c.jobcentre_id = %(jobcentre)s AND (%(all)s OR c.caseworker_id = %(user)s))
UNION ALL
(SELECT 'feedback', said.id, %(midnight)s, said.said_by, COALESCE(unanswered.name, ''), said.answer_by,
        c.id, c.year, c.number, client.given_name, client.family_name
   FROM cases_feedback AS said
   JOIN cases_case AS c ON c.id = said.case_id
   JOIN cases_client AS client ON client.id = c.client_id
   LEFT JOIN unanswered ON unanswered.about = said.id
  WHERE said.not_working AND said.dealt_with_on IS NULL
    -- In a running course once, when something else is due sooner there; else it is the case's next thing.
    AND (c.state <> 'running' OR c.due_on < said.answer_by AND NOT EXISTS (
         SELECT FROM cases_feedback AS sooner
          WHERE sooner.case_id = c.id AND sooner.not_working AND sooner.dealt_with_on IS NULL
            AND (sooner.answer_by, sooner.id) < (said.answer_by, said.id)))
    AND c.jobcentre_id = %(jobcentre)s AND (%(all)s OR c.caseworker_id = %(user)s))
UNION ALL
(SELECT 'appeal', appeal.id, %(midnight)s,
        CASE WHEN appeal.reassessed_on IS NULL THEN 'look_again' WHEN appeal.reassessment = 'changed' THEN 'decide_again' ELSE 'forward' END,
        COALESCE(unanswered.name, ''), appeal.reassess_by, c.id, c.year, c.number, client.given_name, client.family_name
   FROM cases_appeal AS appeal
   JOIN cases_case AS c ON c.id = appeal.case_id
   JOIN cases_client AS client ON client.id = c.client_id
   LEFT JOIN unanswered ON unanswered.about = appeal.id
  WHERE appeal.outcome = ''
    AND (appeal.reassessed_on IS NULL OR appeal.reassessment = 'changed' OR appeal.forwarded_on IS NULL)
    AND c.jobcentre_id = %(jobcentre)s AND (%(all)s OR c.caseworker_id = %(user)s))
UNION ALL
(SELECT 'entries', c.id, %(midnight)s, count(*)::text, '', (min(entry.written_at) AT TIME ZONE 'Europe/Copenhagen')::date + 7,
        c.id, c.year, c.number, client.given_name, client.family_name
   FROM cases_case AS c
   JOIN cases_contact AS entry ON entry.case_id = c.id AND entry.state = 'waiting'
   JOIN cases_client AS client ON client.id = c.client_id
  WHERE c.jobcentre_id = %(jobcentre)s AND NOT %(all)s AND c.caseworker_id = %(user)s AND c.state IN ('running', 'ended')
  GROUP BY c.id, client.id
 HAVING min(entry.written_at) < %(midnight)s::timestamptz - interval '6 days')
UNION ALL
(SELECT 'handover', %(jobcentre)s, %(midnight)s, count(*)::text, '', min(handover.handed_on) + 7, NULL, NULL, NULL, '', ''
   FROM cases_handover AS handover
  WHERE handover.to_jobcentre_id = %(jobcentre)s AND handover.new_case_id IS NULL AND handover.taken_back_on IS NULL AND NOT %(all)s
 HAVING count(*) > 0)
UNION ALL
(SELECT 'approval', approval.id, %(midnight)s, approval.kind, '',
        COALESCE(asked.decide_by, (approval.prepared_at AT TIME ZONE 'Europe/Copenhagen')::date + 7),
        c.id, c.year, c.number, client.given_name, client.family_name
   FROM cases_approval AS approval
   JOIN cases_case AS c ON c.id = approval.case_id
   JOIN cases_client AS client ON client.id = c.client_id
   LEFT JOIN cases_extension AS asked ON asked.id = approval.extension_id
  WHERE approval.state = 'waiting' AND c.jobcentre_id = %(jobcentre)s AND %(all)s AND approval.prepared_by_id <> %(user)s)
UNION ALL
(SELECT 'reminder', notice.id, told.told_at, told.told_as,
        json_build_object('kind', notice.kind, 'level', notice.level, 'facts', notice.facts, 'about', notice.about, 'client', notice.client_id,
          'mentor', notice.mentor_id, 'caseworker', worker.name)::text,
        CASE WHEN notice.kind = ANY(%(by_facts)s) THEN COALESCE((notice.facts->>'day')::date, notice.due_on) ELSE notice.due_on END,
        c.id, c.year, c.number, COALESCE(client.given_name, mentor.name, ''), COALESCE(client.family_name, '')
   FROM cases_noticerecipient AS told
   JOIN cases_notice AS notice ON notice.id = told.notice_id
   LEFT JOIN cases_case AS c ON c.id = notice.case_id
   LEFT JOIN accounts_user AS worker ON worker.id = c.caseworker_id
   LEFT JOIN cases_client AS client ON client.id = COALESCE(c.client_id, notice.client_id)
   LEFT JOIN mentors_mentor AS mentor ON mentor.id = notice.mentor_id
  WHERE told.user_id = %(user)s AND notice.jobcentre_id = %(jobcentre)s AND notice.state = ANY(%(noticed)s)
    AND CASE told.told_as
        WHEN 'caseworker' THEN notice.kind = ANY(%(reminded)s)
        WHEN 'substitute' THEN notice.kind = ANY(%(stood_in)s) OR NOT %(all)s AND notice.kind <> 'second_person'
        ELSE notice.kind = ANY(%(stood_in)s) OR notice.case_id IS NULL OR NOT %(all)s AND notice.kind <> 'second_person' END)
)
"""

_BESIDE = """
(SELECT 'meeting', meeting.kind, meeting.id, meeting.at, meeting.place, meeting.who_comes, meeting.held_on,
        c.id, c.year, c.number, client.given_name, client.family_name
   FROM cases_meeting AS meeting
   JOIN cases_case AS c ON c.id = meeting.case_id
   JOIN cases_client AS client ON client.id = c.client_id
  WHERE meeting.at >= %(midnight)s AND meeting.at < %(next_midnight)s AND meeting.cancelled_on IS NULL
    AND c.jobcentre_id = %(jobcentre)s AND (%(all)s OR c.caseworker_id = %(user)s)
  LIMIT %(most)s)
UNION ALL
(SELECT 'draft', draft.form, draft.subject_id, draft.saved_at, '', '', NULL,
        c.id, c.year, c.number, client.given_name, client.family_name
   FROM accounts_draft AS draft
   LEFT JOIN cases_proposal AS proposal ON proposal.id = draft.subject_id
   LEFT JOIN cases_case AS c ON c.id = COALESCE(proposal.case_id, draft.subject_id) AND c.jobcentre_id = %(jobcentre)s
   LEFT JOIN cases_client AS client ON client.id = c.client_id
  WHERE draft.user_id = %(user)s AND draft.jobcentre_id = %(jobcentre)s
  ORDER BY draft.saved_at DESC
  LIMIT %(most)s)
UNION ALL
(SELECT 'allocation', newest.state, newest.id, newest.asked_at, '', '', NULL, NULL, NULL, NULL, '', ''
   FROM (SELECT id, state, asked_at FROM cases_allocation
          WHERE jobcentre_id = %(jobcentre)s AND asked_by_id = %(user)s AND asked_at >= %(midnight)s::timestamptz - interval '1 day'
          ORDER BY asked_at DESC
          LIMIT 1) AS newest
  WHERE newest.state <> 'done'
     OR EXISTS (SELECT FROM cases_allocationline AS line WHERE line.allocation_id = newest.id AND line.state = 'open'))
UNION ALL
(SELECT 'declaration', count(*)::text, mentor.id, %(midnight)s, mentor.name, '', mentor.confidentiality_valid_until, NULL, NULL, NULL, '', ''
   FROM cases_case AS c
   JOIN cases_assignment AS held ON held.case_id = c.id AND held.ended_on IS NULL
   JOIN mentors_mentor AS mentor ON mentor.id = held.mentor_id
  WHERE c.jobcentre_id = %(jobcentre)s AND (%(all)s OR c.caseworker_id = %(user)s)
    AND mentor.jobcentre_id = %(jobcentre)s AND mentor.confidentiality_valid_until < %(today)s
  GROUP BY mentor.id
  ORDER BY mentor.confidentiality_valid_until DESC, mentor.id
  LIMIT %(most)s)
UNION ALL
(SELECT 'counts', '', %(nobody)s, %(midnight)s,
        json_build_object('over', count(*) FILTER (WHERE day < %(today)s), 'today', count(*) FILTER (WHERE day = %(today)s),
          'week', count(*) FILTER (WHERE day > %(today)s AND day <= %(soon)s), 'later', count(*) FILTER (WHERE day > %(soon)s),
          'behind', count(*) FILTER (WHERE (day, id) > (%(after_day)s, %(after_id)s)))::text,
        '', NULL, NULL, NULL, NULL, '', ''
   FROM waiting)
UNION ALL
(SELECT 'task', kind, id, at, place, who, day, case_id, year, number, given_name, family_name
   FROM waiting
  WHERE (day, id) > (%(after_day)s, %(after_id)s)
  ORDER BY day, id
  LIMIT %(rows)s)
"""


# What the next thing of a case is about, as far as a reminder tells of it.
_TOLD = """EXISTS (SELECT FROM cases_notice AS notice
   JOIN cases_noticerecipient AS told ON told.notice_id = notice.id AND told.user_id = %s AND told.told_as = 'manager'
  WHERE notice.case_id = cases_case.id AND notice.state = ANY(%s) AND notice.kind <> ALL(%s))"""


def with_told(cases: CaseQuerySet, *, user: User) -> CaseQuerySet:
    """As `told` of each row: the user is told of its next thing as manager, because nobody answers or nobody stands in. In the same statement."""
    elsewhere = [*STOOD_IN_OF, NoticeKind.FOLLOW_UP, NoticeKind.APPEAL, NoticeKind.SECOND_PERSON]
    values = (user.pk, [str(each) for each in NOTICED], [str(each) for each in elsewhere])
    return cases.annotate(told=RawSQL(_TOLD, values, output_field=BooleanField()))  # noqa: S611 (what is asked for is no part of the text)


class DeskRow(NamedTuple):
    """A meeting (`kind` of meeting, `at` its time), a draft (`kind` is the form, `at` when it was saved) or an allocation (`kind` is its state).

    A draft may have no case yet, and an allocation has none. A `declaration` is a mentor (`subject_id`, `place` the name) whose declaration
    expired on `held_on`; `kind` is the number of courses. A `task` waits until `held_on`: `kind` is its `Waiting` code, `place` a code or
    number for its words, `who_comes` the caseworker where one is told of it as manager. A task that is a reminder has in `place` why one is told,
    and in `who_comes` the facts for its words as JSON.
    """

    what: str
    kind: str
    subject_id: uuid.UUID
    at: dt.datetime
    place: str
    who_comes: str
    held_on: dt.date | None
    case_id: uuid.UUID | None
    year: int | None
    number: int | None
    given_name: str | None
    family_name: str | None

    @property
    def ref(self) -> str:
        return f"{self.year}-{self.number:04d}" if self.year else ""

    @property
    def name(self) -> str:
        return f"{self.given_name or ''} {self.family_name or ''}".strip()


class Mark(NamedTuple):
    """The last row of a page of the desk, whose order is by day, then by key; without a day it stands behind all that have one.

    In an address: `2026-11-30_<key>` or `none_<key>`.
    """

    day: dt.date
    key: uuid.UUID

    def __str__(self) -> str:
        return f"{'none' if self.day == NO_DAY else self.day}_{self.key}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        day, _sep, key = text.partition("_")
        try:
            return cls(NO_DAY if day == "none" else dt.date.fromisoformat(day), uuid.UUID(key))
        except ValueError:
            return None


NO_DAY = dt.date.max
TOP = Mark(dt.date.min, NOTHING)


class Beside(NamedTuple):
    """What stands on the desk beside the open cases: the rows at the right, a page of what waits, how many wait by how soon, and behind the mark."""

    rows: list[DeskRow]
    waiting: list[DeskRow]
    counts: dict[Bucket, int]
    behind: int


def beside(*, member: Membership, user: User, on: dt.date, mine: bool, after: Mark) -> Beside:
    """Meetings of the day in the member's jobcentre (`mine`: of the user's own cases), the user's drafts, the allocation that the user asked for
    yesterday or today while it is not done or has open lines, and the mentors of courses that go on though the declaration of confidentiality has
    expired: 25 of each at most. And what waits behind the mark: a page and one, and the counts of all.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _WAITING + _BESIDE,
            {
                "midnight": dt.datetime.combine(on, dt.time(), tzinfo=COPENHAGEN),
                "next_midnight": dt.datetime.combine(on + DAY, dt.time(), tzinfo=COPENHAGEN),
                "today": on,
                "soon": on + SOON_DAYS * DAY,
                "jobcentre": member.jobcentre_id,
                "user": user.pk,
                "all": not mine,
                "most": MOST,
                "rows": ROWS + 1,
                "after_day": after.day,
                "after_id": after.key,
                "nobody": NOTHING,
                "by_facts": [str(each) for each in BY_THEIR_FACTS],
                "noticed": [str(each) for each in NOTICED],
                "reminded": [str(each) for each in REMINDED_OF],
                "stood_in": [str(each) for each in STOOD_IN_OF],
                "of_a_row": [str(each) for each in OF_A_ROW],
            },
        )
        found = [DeskRow(*row) for row in cursor.fetchall()]
    (counted,) = (json.loads(row.place) for row in found if row.what == "counts")
    return Beside(
        rows=[row for row in found if row.what not in ("counts", "task")],
        waiting=[row for row in found if row.what == "task"],
        counts={each: counted[each] for each in Bucket},
        behind=counted["behind"],
    )
