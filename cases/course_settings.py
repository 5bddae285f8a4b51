"""What a jobcentre has decided for its own courses, or the defaults."""

from accounts.models import Jobcentre
from cases.models import CourseSettings


def settings_of(jobcentre: Jobcentre) -> CourseSettings:
    """The jobcentre's row; without one the defaults, which are not saved. One statement."""
    return CourseSettings.objects.filter(jobcentre=jobcentre).first() or CourseSettings(jobcentre=jobcentre)
