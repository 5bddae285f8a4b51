"""Two records of one person made one: when it can be done (rule R132)."""

import uuid
from dataclasses import dataclass

from core.verdicts import YES, Answer, no


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a client. `open_ref` is the number of its open case, "" without one; `is_merged`: it was merged into another already."""

    id: uuid.UUID
    jobcentre_id: uuid.UUID
    open_ref: str = ""
    is_merged: bool = False


def merge_verdict(*, one: Record, other: Record) -> Answer:
    """Whether two records can be merged (R132). Refuses with `merge_itself`, `merge_other_jobcentre`, `merged_already` or `merge_two_open`."""
    if one.id == other.id:
        return no("merge_itself")
    if one.jobcentre_id != other.jobcentre_id:
        return no("merge_other_jobcentre")
    if one.is_merged or other.is_merged:
        return no("merged_already")
    if one.open_ref and other.open_ref:
        return no("merge_two_open", one=one.open_ref, other=other.open_ref)
    return YES
