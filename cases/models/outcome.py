"""What became of the client, at the end of the course and 3, 6 and 12 months after. Unknown is an answer, missing is missing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.enums import Outcome, OutcomePoint
from cases.models.case import Case
from core.constraints import choices_check


class CourseOutcome(models.Model):
    case = models.ForeignKey(Case, models.PROTECT, related_name="outcomes")
    point = models.CharField(_("when"), max_length=10, choices=OutcomePoint)
    outcome = models.CharField(_("outcome"), max_length=30, choices=Outcome)
    recorded_on = models.DateField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "point"], name="courseoutcome_once_a_point"),
            choices_check("point", OutcomePoint),
            choices_check("outcome", Outcome),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.point}"
