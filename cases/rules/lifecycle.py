"""Where a case can go: the whole state machine on one screen (rule R01). A test prints every pair of state and event."""

from enum import StrEnum

from cases.enums import State
from core.verdicts import YES, Answer, no


class Event(StrEnum):
    """What moves a case. The names are those of the time line."""

    CONTACT_DONE = "contact_done"
    CHALLENGES_DONE = "challenges_done"
    GRANTED = "granted"
    REFUSED = "refused"
    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    PERIOD_STARTED = "period_started"
    WITHDRAWN = "withdrawn"
    NOT_RELEVANT = "not_relevant"
    ENDED = "ended"
    REOPENED = "reopened"
    ANNULLED = "annulled"
    HANDED_OVER = "handed_over"


# fmt: off
TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.CONTACT,    Event.CONTACT_DONE):    State.CHALLENGES,
    (State.CHALLENGES, Event.CHALLENGES_DONE): State.ASSESSMENT,
    (State.ASSESSMENT, Event.GRANTED):         State.MATCH,
    (State.ASSESSMENT, Event.REFUSED):         State.REFUSED,
    (State.MATCH,      Event.ASSIGNED):        State.STARTUP,
    (State.STARTUP,    Event.UNASSIGNED):      State.MATCH,
    (State.STARTUP,    Event.PERIOD_STARTED):  State.RUNNING,
    (State.RUNNING,    Event.ENDED):           State.ENDED,
    # The client withdraws on any day, and every step has an exit (R02, R03).
    (State.CONTACT,    Event.WITHDRAWN):       State.WITHDRAWN,
    (State.CHALLENGES, Event.WITHDRAWN):       State.WITHDRAWN,
    (State.ASSESSMENT, Event.WITHDRAWN):       State.WITHDRAWN,
    (State.MATCH,      Event.WITHDRAWN):       State.WITHDRAWN,
    (State.STARTUP,    Event.WITHDRAWN):       State.WITHDRAWN,
    (State.RUNNING,    Event.WITHDRAWN):       State.ENDED,
    (State.CONTACT,    Event.NOT_RELEVANT):    State.NOT_RELEVANT,
    (State.CHALLENGES, Event.NOT_RELEVANT):    State.NOT_RELEVANT,
    (State.ASSESSMENT, Event.NOT_RELEVANT):    State.NOT_RELEVANT,
    (State.MATCH,      Event.NOT_RELEVANT):    State.NOT_RELEVANT,
    (State.STARTUP,    Event.NOT_RELEVANT):    State.NOT_RELEVANT,
    # An ended course that is opened again stays one course (R124). A decision that was wrongly issued is decided again (R130).
    (State.ENDED,      Event.REOPENED):        State.RUNNING,
    (State.MATCH,      Event.ANNULLED):        State.ASSESSMENT,
    (State.STARTUP,    Event.ANNULLED):        State.ASSESSMENT,
    (State.REFUSED,    Event.ANNULLED):        State.ASSESSMENT,
    # Another jobcentre takes over: there it is a new application (R133).
    (State.CONTACT,    Event.HANDED_OVER):     State.NOT_RELEVANT,
    (State.CHALLENGES, Event.HANDED_OVER):     State.NOT_RELEVANT,
    (State.ASSESSMENT, Event.HANDED_OVER):     State.NOT_RELEVANT,
    (State.MATCH,      Event.HANDED_OVER):     State.NOT_RELEVANT,
    (State.STARTUP,    Event.HANDED_OVER):     State.NOT_RELEVANT,
    (State.RUNNING,    Event.HANDED_OVER):     State.ENDED,
}
# fmt: on


def can_move(*, state: State, event: Event) -> Answer:
    """Whether `event` can happen in `state` (R01). Refuses with `not_in_this_step`."""
    return YES if (state, event) in TRANSITIONS else no("not_in_this_step", state=str(state), event=str(event))


def moved(*, state: State, event: Event) -> State:
    """The state after `event`; ask `can_move` first."""
    return TRANSITIONS[state, event]
