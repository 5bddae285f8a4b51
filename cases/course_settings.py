"""What a jobcentre has decided for its own courses, or the defaults."""

import uuid
from typing import Any

from accounts.models import Jobcentre
from cases.models import CourseSettings


def settings_of(jobcentre: Jobcentre) -> CourseSettings:
    """The jobcentre's row; without one the defaults, which are not saved. One statement."""
    return CourseSettings.objects.filter(jobcentre=jobcentre).first() or CourseSettings(jobcentre=jobcentre)


def settings_from(jobcentre_id: uuid.UUID, row: dict[str, Any] | None) -> CourseSettings:
    """The same from a row that was read with something else; None: the defaults."""
    return CourseSettings(**row) if row else CourseSettings(jobcentre_id=jobcentre_id)
