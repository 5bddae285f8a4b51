"""Two records of one client made one: cases, conflicts, representatives and CPR numbers go to the record that is kept (R132)."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import F, Q

from accounts import cpr as sealed
from accounts.models import User
from cases.actions.base import locked_open_or_closed, record
from cases.actions.clients import keep_protection
from cases.models import Case, Client, ClientMerge, Conflict, FormerCpr, Representative
from cases.rules.merging import Record, merge_verdict
from core.verdicts import Refused, Stale

LONGEST_OF_FORMER = 200


def record_of(client: Client) -> Record:
    """A record as the rules read it."""
    running = Case.objects.filter(client=client).open().first()
    merged = ClientMerge.objects.filter(merged=client).exists()
    return Record(client.pk, client.jobcentre_id, open_ref=running.ref if running else "", is_merged=merged)


@transaction.atomic
def merge_clients(
    *, case_id: uuid.UUID, version: int | None, other_id: uuid.UUID, keep_other: bool, reason: str, by: User, at: dt.datetime
) -> ClientMerge:
    """Merge the record of this case's client and another of the same jobcentre; `keep_other` says which of the two is kept.

    The cases of both are locked by key, then the two records by key. The merged record stays readable with a pointer to the kept one, is found
    by no search any more, and its CPR number finds the kept one. Of a conflict with a mentor that both have, the kept record's holds. Protection of
    name and address is kept if either has it, for as long as the longer one; everything else of the kept record stays. Refuses as `merge_verdict` does, or with
    `merge_reason_missing`, `client_unknown` or `stale` (a case was opened for one of them meanwhile).
    """
    if not reason.strip():
        raise Refused("merge_reason_missing", "reason")
    mine_id = Case.objects.values_list("client_id", flat=True).get(pk=case_id)
    of_both = Q(client_id__in=(mine_id, other_id))
    locked = list(Case.objects.select_for_update(of=("self",)).filter(of_both).order_by("pk").values_list("pk", flat=True))
    case = locked_open_or_closed(case_id=case_id, version=version)
    pair = {each.pk: each for each in Client.objects.select_for_update().filter(pk__in=(mine_id, other_id)).order_by("pk")}
    if case.client_id != mine_id or set(Case.objects.filter(of_both).values_list("pk", flat=True)) != set(locked):
        raise Stale()
    mine, other = pair[mine_id], pair.get(other_id)
    if other is None or other.jobcentre_id != case.jobcentre_id:
        raise Refused("client_unknown", "find")
    Refused.unless(merge_verdict(one=record_of(mine), other=record_of(other)))
    kept, merged = (other, mine) if keep_other else (mine, other)
    moved = list(Case.objects.filter(client=merged).order_by("pk").values_list("pk", flat=True))
    _move_children(kept=kept, merged=merged)
    _move_number(kept=kept, merged=merged, reason=reason.strip(), by=by, at=at)
    keep_protection(kept, of=merged)
    kept.version += 1
    kept.save(update_fields=["version"])
    row = ClientMerge.objects.create(
        jobcentre_id=case.jobcentre_id,
        kept=kept,
        merged=merged,
        cases=[str(pk) for pk in moved],
        reason=reason.strip(),
        merged_by=by,
        merged_at=at,
    )
    Case.objects.filter(client=merged).update(client=kept, version=F("version") + 1)
    Case.objects.filter(pk__in=locked).exclude(pk__in=moved).update(version=F("version") + 1)
    for each in Case.objects.filter(pk__in=locked).order_by("pk"):
        record(each, "case.client_merged", by=by, at=at, moved=each.pk in moved, cases=len(moved))
    return row


def _move_children(*, kept: Client, merged: Client) -> None:
    """Conflicts that hold for both stay with the merged record, too: the kept record has its own."""
    held = Conflict.objects.filter(client=kept, lifted_at__isnull=True).values("mentor_id")
    Conflict.objects.filter(client=merged).exclude(lifted_at__isnull=True, mentor_id__in=held).update(client=kept)
    Representative.objects.filter(client=merged).update(client=kept)
    FormerCpr.objects.filter(client=merged).update(client=kept)
    # A record that was merged before into this one now points to the kept one.
    ClientMerge.objects.filter(kept=merged).update(kept=kept)


def _move_number(*, kept: Client, merged: Client, reason: str, by: User, at: dt.datetime) -> None:
    """The merged record's CPR number finds the kept one (R10). The index of the merged record is let go: the kept one can take the number."""
    number, former_id = sealed.decrypt(merged.cpr_sealed, row_id=merged.pk), uuid.uuid4()
    FormerCpr.objects.create(
        id=former_id,
        client=kept,
        cpr_sealed=sealed.encrypt(number, row_id=former_id),
        cpr_index=merged.cpr_index,
        replaced_at=at,
        replaced_by_id=by.pk,
        reason=reason[:LONGEST_OF_FORMER],
    )
    merged.cpr_index = sealed.blind_index(f"merged {merged.pk}", jobcentre_id=merged.jobcentre_id)
    merged.version += 1
    merged.save(update_fields=["cpr_index", "version"])
