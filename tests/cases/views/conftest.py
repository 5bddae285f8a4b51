"""What many pages of a course are asked with."""

from typing import Any

import pytest

from accounts.models import User
from cases.models import Assignment, Case
from core import clock
from core.days import DAY
from tests.cases.course_scene import running


@pytest.fixture
def course(client: Any) -> tuple[Case, Assignment, User]:
    """A running course that began yesterday, and its caseworker signed in."""
    case, assignment, by = running(at=clock.now() - DAY, name="Susanne Brandt")
    by.language = "en"
    by.save()
    client.force_login(by)
    return case, assignment, by
