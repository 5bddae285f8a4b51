"""The whole life of a case, in any order: whatever is tried, no rule of the scheme breaks and no state is without a way on.

From the application on, or from a later step that the case has come to: days pass, somebody assesses, decides, proposes, signs, logs, asks,
pauses, changes, closes, opens again, puts right, hands over. Each press goes through or is refused with a sentence and nothing changed; after
each the case is looked at as a whole (`life_base`).
"""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from cases.enums import State
from cases.enums_course import ApprovalKind
from cases.models import Approval, Assignment
from tests.cases.life_ends import WholeLife


def lived(*, lives: int, steps: int) -> None:
    """So many cases, each with so many presses at most."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        WholeLife, settings=settings(max_examples=lives, stateful_step_count=steps, deadline=None, suppress_health_check=checks)
    )


@pytest.mark.django_db
def test_no_order_of_presses_breaks_a_rule_of_the_scheme() -> None:
    lived(lives=5, steps=20)


@pytest.mark.django_db
def test_a_life_meets_the_price_of_a_new_mentor() -> None:
    """R118, R119: what is next leads to the second person and then to the take-over, and what always holds is asked of it."""
    life = WholeLife()
    try:
        life.begins(start=State.RUNNING, limited=True, months_end=False, again=True)
        for taken_over in (False, False, True):
            life.what_is_next_is_done()
            life.what_always_holds()
            assert Assignment.objects.filter(case=life.case, mentor__cost_an_hour__isnull=False).exists() == taken_over
        assert Approval.objects.get(case=life.case, kind=ApprovalKind.TAKEOVER).closed_by == life.manager
    finally:
        life.teardown()


@pytest.mark.drill
@pytest.mark.django_db
def test_no_order_of_many_presses_breaks_a_rule_of_the_scheme() -> None:
    lived(lives=100, steps=50)
