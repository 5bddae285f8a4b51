"""A decision about hours is taken while the mentor is given away: whoever waited for the first lock sees the mentor of now, or is told."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from cases.actions.approvals import take_back
from cases.actions.assignments import assign
from cases.actions.extensions import decide_extension
from cases.models import Approval, Case, Period
from core.verdicts import Refused, Stale
from tests.cases.course_scene import accepted, next_mentor, raised
from tests.cases.extension_scene import LATER, decided, limited, proposal, waiting

pytestmark = pytest.mark.django_db(transaction=True)


def given_away_meanwhile(case: Case, by: object, call: Callable[[], object]) -> list[object]:
    """The mentor is given away in a transaction that is still open when `call` begins; how that ended."""
    chosen = accepted(case, next_mentor(case, at=LATER), by, at=LATER)
    ends: list[object] = []

    def run() -> None:
        try:
            call()
            ends.append("won")
        except Exception as error:
            ends.append(type(error))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        assign(proposal_id=chosen.pk, version=chosen.version, by=by, at=LATER)
        thread.start()
        time.sleep(1)  # by now it waits for the lock on the mentor of before
        assert not ends
    thread.join(timeout=30)
    return ends


def test_an_extension_is_not_decided_for_a_mentor_who_has_just_been_given_away() -> None:
    """R115, R75: the room of the mentor of now was never locked."""
    case, _assignment, by, request = waiting()
    raised(case, by, at=LATER)

    def decide() -> object:
        return decide_extension(case_id=case.pk, extension_id=request.pk, version=None, proposed=proposal(), by=by, at=LATER)

    assert given_away_meanwhile(case, by, decide) == [Stale]
    assert Period.objects.filter(case=case).count() == 1
    decided(case, request, by)


def test_no_mentor_is_given_away_while_a_second_person_is_asked() -> None:
    """R119: what the decision builds on does not change while it waits. Taken back, the mentor can be exchanged."""
    case, _assignment, by, request = waiting()
    raised(case, by, at=LATER)
    limited(case.jobcentre)
    approval = decided(case, request, by)
    assert isinstance(approval, Approval)
    chosen = accepted(case, next_mentor(case, at=LATER), by, at=LATER)
    with pytest.raises(Refused, match="approval_waiting"):
        assign(proposal_id=chosen.pk, version=chosen.version, by=by, at=LATER)
    take_back(case_id=case.pk, approval_id=approval.pk, version=None, by=by, at=LATER)
    chosen.refresh_from_db()
    assert assign(proposal_id=chosen.pk, version=chosen.version, by=by, at=LATER).mentor_id == chosen.mentor_id
