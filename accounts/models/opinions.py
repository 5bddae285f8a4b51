"""What readers of the open pages say of them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from core.constraints import choices_check


class PageOpinion(models.Model):
    """One answer to "Was this helpful?": of a page, never of a person. The key comes with the form, so a double click is one answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.SlugField(_("page"), max_length=40)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    helpful = models.BooleanField(_("helpful"))
    words = models.CharField(_("in words"), max_length=500, blank=True)
    at = models.DateTimeField(_("said"))

    class Meta:
        verbose_name = _("opinion on a page")
        verbose_name_plural = _("opinions on pages")
        constraints = [choices_check("language", Language)]
        indexes = [models.Index(fields=["page", "-at"], name="pageopinion_newest"), models.Index(fields=["at"], name="pageopinion_at")]

    def __str__(self) -> str:
        return f"{self.page} {self.at:%Y-%m-%d %H:%M}"
