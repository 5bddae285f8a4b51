"""A decision that waits for a second person."""

import datetime as dt

import pytest

from cases.actions.approving import approve
from cases.actions.decisions import decide
from cases.models import Approval, Case, Decision, Extension
from cases.phrases import REFUSALS, sentence
from core.verdicts import Refused
from tests.cases.decision_scene import GRANT, assessed
from tests.cases.extension_scene import LATER, decided, limited, manager, waiting
from tests.factories import AT


def code_of(call) -> str:
    with pytest.raises(Refused) as caught:
        call()
    assert caught.value.code in REFUSALS and sentence(caught.value.code, caught.value.facts)
    return caught.value.code


def prepared_grant() -> tuple[Case, Approval]:
    """A first grant above the limit of one hour, waiting."""
    case = assessed()
    limited(case.jobcentre)
    approval = decide(case_id=case.pk, by=case.caseworker, at=AT, proposed=GRANT)
    assert isinstance(approval, Approval)
    case.refresh_from_db()
    return case, approval


def prepared_extension(**limits: int) -> tuple[Case, Extension, Approval]:
    case, _assignment, by, extension = waiting(cost_an_hour=40000)
    limited(case.jobcentre, **limits)
    approval = decided(case, extension, by)
    assert isinstance(approval, Approval)
    extension.refresh_from_db()
    return case, extension, approval


def approved(case: Case, approval: Approval, *, by=None, at: dt.datetime = LATER, version: int | None = None) -> Decision:
    return approve(case_id=case.pk, approval_id=approval.pk, version=version, by=by or manager(case.jobcentre), at=at)
