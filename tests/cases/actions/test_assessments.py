"""Writing the assessment down: as far as it is, until the decision, one version after the other."""

import datetime as dt
from dataclasses import replace

import pytest

from accounts.models import AuditEvent
from cases.actions.assessments import save_assessment, stored_answers
from cases.enums import Advice, State
from cases.models import Assessment, CaseTargetGroup
from cases.rules.assessment import Answers
from core.verdicts import Refused, Stale
from tests.factories import AT, DAY, CaseFactory

pytestmark = pytest.mark.django_db

HALF = Answers(impairment="yes", impairment_evidence="The talk", need_in_a_period=True)


def save(case, answers=HALF, groups=None, version=None) -> int:
    return save_assessment(case_id=case.pk, version=version, by=case.caseworker, at=AT, answers=answers, groups=groups or {})


def test_an_unfinished_assessment_is_kept_and_gone_on_with() -> None:
    """R30"""
    case = CaseFactory(state=State.ASSESSMENT)
    save(case, groups={"disability": DAY, "threatened": None})
    assert stored_answers(Assessment.objects.get(case=case)) == HALF
    full = replace(HALF, manages_afterwards=True, cannot_do_tasks=False, need_is_lasting=False)
    save(case, full, groups={"disability": DAY + dt.timedelta(days=-3)})
    assert Assessment.objects.get(case=case).advice == Advice.MENTOR
    assert list(CaseTargetGroup.objects.values_list("group_id", "since")) == [("disability", DAY - dt.timedelta(days=3))]


def test_saving_the_same_again_changes_nothing() -> None:
    case = CaseFactory(state=State.ASSESSMENT)
    version = save(case, groups={"disability": DAY})
    assert save(case, groups={"disability": DAY}, version=version) == version
    assert AuditEvent.objects.filter(subject_id=case.pk, kind="case.assessed").count() == 1


def test_a_version_that_somebody_else_has_saved_over_is_stale() -> None:
    case = CaseFactory(state=State.ASSESSMENT)
    save(case, version=case.version)
    with pytest.raises(Stale):
        save(case, replace(HALF, why_extra="Mine"), version=case.version)
    assert Assessment.objects.get(case=case).why_extra == ""


@pytest.mark.parametrize("state", list(State))
def test_it_is_written_until_the_decision_and_never_after(state: State) -> None:
    """R30"""
    case = CaseFactory(state=state)
    if state in (State.CONTACT, State.CHALLENGES, State.ASSESSMENT):
        assert save(case) == case.version + 1
    else:
        with pytest.raises(Refused) as caught:
            save(case)
        assert caught.value.code == ("assessment_decided" if case.is_open else "case_closed")
        assert not Assessment.objects.exists()


def test_a_group_that_does_not_exist_is_refused_and_nothing_is_written() -> None:
    case = CaseFactory(state=State.ASSESSMENT)
    with pytest.raises(Refused) as caught:
        save(case, groups={"gods": None})
    assert (caught.value.code, caught.value.field) == ("group_unknown", "groups")
    assert not Assessment.objects.exists()


def test_the_log_tells_how_much_is_answered_and_no_target_group() -> None:
    case = CaseFactory(state=State.ASSESSMENT)
    save(case, groups={"disability": DAY})
    event = AuditEvent.objects.get(subject_id=case.pk, kind="case.assessed")
    assert event.facts == {"answered": 1, "questions": 5, "advice": "open"}
