"""Kinds of situation: reference data that mentors and cases share."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.administration import save_reference
from accounts.site import RoleAdmin
from core import clock
from mentors.models import SituationKind


@admin.register(SituationKind)
class SituationKindAdmin(RoleAdmin):
    """National rows: the platform administrator changes them, a role administrator reads them."""

    list_display = ["code", "group", "name_da", "name_en", "position", "first_day", "last_day"]
    ordering = ["position", "code"]

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows

    def get_readonly_fields(self, request: HttpRequest, obj: SituationKind | None = None) -> list[str]:
        return ["code"] if obj else []

    def save(self, request: HttpRequest, obj: SituationKind, form: Any, *, change: bool) -> None:
        save_reference(row=obj, changed=form.changed_data, jobcentre_id=None, by=request.user, at=clock.now())
