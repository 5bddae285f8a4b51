"""A random sample that anybody can draw again: from the same rows the same number draws the same ones (R240). Pure."""

import hashlib
from collections.abc import Iterable
from typing import Any, TypeVar

Key = TypeVar("Key")

MOST_SEED = 999_999
"""A draw is named by a number from 1 to this one."""


def sample(*, keys: Iterable[Key], size: int, seed: int) -> list[Key]:
    """At most `size` of the keys, in the order in which they were drawn; in whatever order the keys come.

    Each key gets a lot of its own from the seed, and the smallest are drawn: one row more or less changes at most one place of the sample.
    """
    return sorted(set(keys), key=lambda key: (_lot(key, seed), str(key)))[: max(0, size)]


def _lot(key: Any, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}:{key}".encode()).digest()
