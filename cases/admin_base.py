"""What the pages of reference data share in the administration."""

from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.site import RoleAdmin
from cases.phrases import sentence
from core.verdicts import Refused


class ReferenceAdmin(RoleAdmin):
    """National rows: the platform administrator changes them, a role administrator reads them."""

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows

    def sentence(self, refused: Refused) -> str:
        return sentence(refused.code, refused.facts)
