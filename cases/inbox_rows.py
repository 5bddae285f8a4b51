"""The inbox: what a member is told of, what is put off, and what was done in the last thirty days. One statement a list."""

import datetime as dt
from enum import StrEnum

from django.db.models import Case, Count, DateField, F, Q, QuerySet, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from accounts.models import Membership, User
from cases.enums_notice import NOTICED, NoticeState
from cases.models import NoticeRecipient
from cases.rules.inbox import BY_THEIR_FACTS

DONE_KEPT = dt.timedelta(days=30)


class Pile(StrEnum):
    """The three lists of the inbox."""

    TODO = "todo"
    LATER = "later"
    DONE = "done"


def told_to(*, member: Membership, user: User) -> QuerySet[NoticeRecipient]:
    """What the user is told of in the jobcentre that the member works in."""
    return NoticeRecipient.objects.filter(user=user, notice__jobcentre=member.jobcentre_id)


def piles(*, at: dt.datetime) -> dict[Pile, Q]:
    """Which rows lie where."""
    return {
        Pile.TODO: Q(notice__state__in=NOTICED),
        Pile.LATER: Q(notice__state=NoticeState.SNOOZED),
        Pile.DONE: Q(notice__state__in=[NoticeState.DONE, NoticeState.STOPPED], notice__closed_at__gt=at - DONE_KEPT),
    }


def pile_counts(*, rows: QuerySet[NoticeRecipient], at: dt.datetime) -> dict[Pile, int]:
    found = rows.aggregate(**{str(pile): Count("pk", filter=which) for pile, which in piles(at=at).items()})
    return {pile: found[pile] for pile in Pile}


def with_subjects(rows: QuerySet[NoticeRecipient]) -> QuerySet[NoticeRecipient]:
    """With what a row shows: the reminder, its case with client and caseworker, or its client or mentor; and `act_by` (R171)."""
    of_facts = Cast(KeyTextTransform("day", "notice__facts"), DateField())
    return rows.select_related(
        "notice__case__client", "notice__case__caseworker", "notice__client", "notice__mentor", "notice__changed_by"
    ).annotate(act_by=Coalesce(Case(When(notice__kind__in=BY_THEIR_FACTS, then=of_facts)), F("notice__due_on")))


def in_order(*, rows: QuerySet[NoticeRecipient], pile: Pile) -> QuerySet[NoticeRecipient]:
    """What presses most first, and of one day the newest; what is put off by its day; what is done newest first."""
    if pile == Pile.LATER:
        return rows.order_by("notice__snoozed_until", "pk")
    if pile == Pile.DONE:
        return rows.order_by("-notice__closed_at", "pk")
    return rows.order_by("act_by", "-told_at", "pk")
