"""Facts for the match, read from rows: how much of a mentor is taken, what a mentor can and is, what a client needs and has tried."""

from cases.loads.capacity import Load, Place, holding, load_of, mentors_with_load, places_at
from cases.loads.clients import client_facts, client_of, first_grant, last_ended_on, weights_in, weights_of, weights_row
from cases.loads.mentors import facts_of, mentor_facts, spans_away, with_spans_away
from cases.loads.scan import Face, faces, scan, scanned

__all__ = [
    "Face",
    "Load",
    "Place",
    "client_facts",
    "client_of",
    "faces",
    "facts_of",
    "first_grant",
    "holding",
    "last_ended_on",
    "load_of",
    "mentor_facts",
    "mentors_with_load",
    "places_at",
    "scan",
    "scanned",
    "spans_away",
    "weights_in",
    "weights_of",
    "weights_row",
    "with_spans_away",
]
