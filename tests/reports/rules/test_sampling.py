"""A sample can be drawn again."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from reports.rules.sampling import sample

KEYS = st.lists(st.uuids(), unique=True, max_size=60)
SEEDS = st.integers(1, 999_999)


@given(keys=KEYS, size=st.integers(0, 80), seed=SEEDS, turn=st.randoms())
def test_the_same_number_draws_the_same_in_whatever_order_they_come_r240(keys: list[uuid.UUID], size: int, seed: int, turn) -> None:  # type: ignore[no-untyped-def]
    drawn = sample(keys=keys, size=size, seed=seed)
    shuffled = list(keys)
    turn.shuffle(shuffled)
    assert sample(keys=shuffled, size=size, seed=seed) == drawn
    assert len(drawn) == min(size, len(keys)) == len(set(drawn))
    assert set(drawn) <= set(keys)


@given(keys=KEYS, size=st.integers(1, 20), seed=SEEDS, new=st.uuids())
def test_one_case_more_changes_one_place_at_most(keys: list[uuid.UUID], size: int, seed: int, new: uuid.UUID) -> None:
    before, after = sample(keys=keys, size=size, seed=seed), sample(keys=[*keys, new], size=size, seed=seed)
    assert len(set(before) - set(after)) <= 1


def test_every_case_is_drawn_as_often_as_the_others() -> None:
    keys = [uuid.UUID(int=n) for n in range(10)]
    times = dict.fromkeys(keys, 0)
    for seed in range(1, 2001):
        for key in sample(keys=keys, size=3, seed=seed):
            times[key] += 1
    assert all(500 < each < 700 for each in times.values())
