"""What a night has to do, found by indexes on what is due: which jobcentres have anything, and which cases, clients and mentors (R168)."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from accounts.enums import MailRhythm, Role
from accounts.models import Jobcentre, MemberAbsence, Membership, Message
from cases import models
from cases.enums import OPEN_STATES
from cases.enums_course import ApprovalState
from cases.enums_notice import NOTICED, UNSEEN_NOTICES, NoticeKind, NoticeState, ToldAs
from cases.models import Approval, Assignment, Client, CourseSettings, Notice, NoticeRecipient
from cases.rules.digests import listed_by
from cases.rules.escalation import told_by
from cases.rules.reminders import BEFORE_DECLARATION_ENDS, BEFORE_PROTECTION_ENDS
from core.days import DAY, WEEK, midnight
from mentors.models import Mentor

MOST_DAYS = 30
"""After so many working days at the latest what nobody answers goes up: the jobcentre's own number."""


def jobcentres_to_visit(*, on: dt.date, since: dt.date | None) -> QuerySet[Jobcentre]:
    """Where something is due by this day: one statement, which asks by indexes for the first of each thing that a night does.

    `since`: the day of the night before. What the telling itself brings (a mail, a reminder that goes up) is in these jobcentres, too.
    """
    here = OuterRef("pk")
    own_days = [When(course_settings__escalate_days=days, then=Value(waited(on=on, days=days))) for days in range(1, MOST_DAYS + 1)]
    every = [
        _cases(on).filter(jobcentre=here),
        _clients(on, since).filter(jobcentre=here),
        _mentors(on).filter(jobcentre=here),
        _beside_cases(on).filter(jobcentre=here),
        unseen_since(on=on, told_before=OuterRef("waited")).filter(jobcentre=here),
        for_a_second_person(on=on).filter(jobcentre=here),
        members_with_mail(on=on).filter(jobcentre=here),
        _absences(on).filter(member__jobcentre=here),
    ]
    found = Q()
    for rows in every:
        found |= Q(Exists(rows))
    rows = Jobcentre.objects.annotate(waited=Case(*own_days, default=Value(waited(on=on, days=CourseSettings().escalate_days))))
    return rows.filter(found).order_by("municipality_code")


def due_cases(*, jobcentre_id: uuid.UUID, on: dt.date) -> list[uuid.UUID]:
    """Keys of the cases whose day to be looked at has come, the oldest first: an index-only part of `case_notices`."""
    return list(_cases(on).filter(jobcentre_id=jobcentre_id).order_by("notices_on", "pk").values_list("pk", flat=True))


def due_clients(*, jobcentre_id: uuid.UUID, on: dt.date, since: dt.date | None = None) -> list[uuid.UUID]:
    """Whose address protection runs out soon, or has since the night before, with an open case; and about whom a reminder is due or open."""
    ends = _clients(on, since).filter(jobcentre_id=jobcentre_id).values_list("pk", flat=True)
    told = _beside_cases(on).filter(jobcentre_id=jobcentre_id, client__isnull=False).values_list("client_id", flat=True)
    return sorted({*ends, *told})


def due_mentors(*, jobcentre_id: uuid.UUID, on: dt.date) -> list[uuid.UUID]:
    """Whose declaration runs out soon or has run out, while somebody has them as a mentor; and about whom a reminder is due or open."""
    ends = _mentors(on).filter(jobcentre_id=jobcentre_id).values_list("pk", flat=True)
    told = _beside_cases(on).filter(jobcentre_id=jobcentre_id, mentor__isnull=False).values_list("mentor_id", flat=True)
    return sorted({*ends, *told})


def waited(*, on: dt.date, days: int) -> dt.datetime:
    """What was told before this instant has waited for so many working days (R170)."""
    return midnight(told_by(on=on, after_days=days) + DAY)


def unseen_since(*, on: dt.date, told_before: dt.datetime | OuterRef) -> QuerySet[Notice]:
    """What nobody has seen and was told before then, or what no mail reached the day before; not what a manager was told (R170).

    Only where there is somebody else to tell: a manager works in the jobcentre, or the case has a new caseworker.
    """
    long_ago = Q(state__in=[NoticeState.TOLD, NoticeState.UNCERTAIN], told_at__lt=told_before)
    failed = Q(state=NoticeState.FAILED, told_at__lt=midnight(on))
    managers = Membership.objects.filter(jobcentre=OuterRef("jobcentre"), role=Role.MANAGER, user__is_active=True)
    caseworkers = NoticeRecipient.objects.filter(notice=OuterRef("pk"), user=OuterRef("case__caseworker"))
    others = Q(Exists(managers)) | Q(~Exists(caseworkers), case__isnull=False)
    # The first two are what `notice_told_unseen` is made of.
    return _not_up().filter(long_ago | failed, others, state__in=UNSEEN_NOTICES, told_at__lt=midnight(on))


def for_a_second_person(*, on: dt.date) -> QuerySet[Notice]:
    """Of decisions that wait for a second person: told or seen, and not to a manager (R170)."""
    waiting = Approval.objects.filter(state=ApprovalState.WAITING, case=OuterRef("case"), pk=OuterRef("about"))
    cases = Approval.objects.filter(state=ApprovalState.WAITING).values("case")
    return _not_up().filter(
        Exists(waiting), case__in=cases, kind=NoticeKind.SECOND_PERSON, state__in=NOTICED, told_at__lt=midnight(on + DAY)
    )


def open_of_the_away(*, users: Collection[uuid.UUID]) -> QuerySet[Notice]:
    """What these users were told and is open, and no manager was told; not of a case that somebody else has by now (R170)."""
    mine = NoticeRecipient.objects.filter(notice=OuterRef("pk"), user__in=users, told_as=ToldAs.CASEWORKER)
    theirs = Q(case__caseworker__in=users) | Q(case__isnull=True)
    return _not_up().filter(Exists(mine), theirs, state__in=NOTICED)


def members_with_mail(*, on: dt.date) -> QuerySet[Membership]:
    """For whom a mail of this day lists something: whose rhythm has a mail today, which is not written yet, and whom something waits for (R167)."""
    waiting = NoticeRecipient.objects.filter(
        user=OuterRef("user"), notice__jobcentre=OuterRef("jobcentre"), to_mail=True, notice__state__in=NOTICED
    )
    found = Q(Exists(waiting), mail_rhythm=MailRhythm.AT_ONCE)
    for rhythm, weekly in ((MailRhythm.WEEKDAYS, False), (MailRhythm.MONDAYS, True)):
        if (last := listed_by(on=on, weekly=weekly)) is not None:
            rows = waiting if last >= on else waiting.filter(told_at__lt=midnight(last + DAY))
            found |= Q(Exists(rows), mail_rhythm=rhythm)
    written = Message.objects.filter(key=Concat(Value("digest:"), Cast(OuterRef("pk"), CharField()), Value(f":{on}")))
    return Membership.objects.filter(found, ~Exists(written), user__is_active=True)


def _not_up() -> QuerySet[Notice]:
    return Notice.objects.filter(~Exists(NoticeRecipient.objects.filter(notice=OuterRef("pk"), told_as=ToldAs.MANAGER)))


def _cases(on: dt.date) -> QuerySet[models.Case]:
    return models.Case.objects.filter(notices_on__lte=on)


def _clients(on: dt.date, since: dt.date | None) -> QuerySet[Client]:
    days = (since or on, on + max(BEFORE_PROTECTION_ENDS) * WEEK)
    open_case = models.Case.objects.filter(client=OuterRef("pk"), state__in=OPEN_STATES)
    return Client.objects.filter(Exists(open_case), protected_until__range=days)


def _mentors(on: dt.date) -> QuerySet[Mentor]:
    helps = Assignment.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on), mentor=OuterRef("pk"))
    return Mentor.objects.filter(Exists(helps), confidentiality_valid_until__lte=on + BEFORE_DECLARATION_ENDS * DAY)


def _beside_cases(on: dt.date) -> QuerySet[Notice]:
    """Reminders of clients and mentors that are told and open, or whose day has come."""
    come = Q(state__in=NOTICED) | Q(state__in=[NoticeState.PLANNED, NoticeState.SNOOZED], due_on__lte=on)
    return Notice.objects.filter(come, case__isnull=True)


def _absences(on: dt.date) -> QuerySet[MemberAbsence]:
    """Of this day, while something is open that the absent member was told, and no substitute was, or no manager where nobody stands in."""
    told = NoticeRecipient.objects.filter(
        user=OuterRef("member__user"),
        told_as=ToldAs.CASEWORKER,
        notice__jobcentre=OuterRef("member__jobcentre"),
        notice__state__in=NOTICED,
    )
    found = Q()
    for alone, others in ((False, ToldAs.SUBSTITUTE), (True, ToldAs.MANAGER)):
        known = NoticeRecipient.objects.filter(notice=OuterRef("notice"), told_as=others)
        found |= Q(Exists(told.filter(~Exists(known))), substitute__isnull=alone)
    return MemberAbsence.objects.filter(found, first_day__lte=on, last_day__gte=on)
