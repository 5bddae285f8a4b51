"""Figures of the overview that are counted by night, so that its page only reads them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Jobcentre


class PreparedFigures(models.Model):
    """What the overview tells of the last `months`, as of the end of `on`. `jobcentre` empty: all of them. `outward`: small groups are hidden.

    `figures` is what `reports.shown.Shown` writes. `wanted`: somebody asked for today's, and the next run makes them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jobcentre = models.ForeignKey(Jobcentre, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("jobcentre"))
    months = models.PositiveSmallIntegerField()
    outward = models.BooleanField()
    on = models.DateField(_("data as of"), null=True, blank=True)
    figures = models.JSONField(null=True, blank=True)
    prepared_at = models.DateTimeField(null=True, blank=True)
    wanted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jobcentre", "months", "outward"], nulls_distinct=False, name="preparedfigures_once"),
            models.CheckConstraint(
                condition=Q(on__isnull=True, figures__isnull=True, prepared_at__isnull=True)
                | Q(on__isnull=False, figures__isnull=False, prepared_at__isnull=False),
                name="preparedfigures_whole_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jobcentre_id} {self.months}"
