"""How a test asks what an action refuses."""

from collections.abc import Callable
from typing import Any

import pytest

from core.verdicts import Refused


def refused(code: str, field: str | None = None) -> Any:
    """`with refused("no_course"): ...` holds where it is refused so, at this field if one is named."""
    return pytest.raises(Refused, check=lambda e: e.code == code and field in (None, e.field))


def refusal(call: Callable[..., Any], *args: Any, **more: Any) -> tuple[str, str]:
    """The code and the field of the refusal that this call meets."""
    with pytest.raises(Refused) as caught:
        call(*args, **more)
    return caught.value.code, caught.value.field
