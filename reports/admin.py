"""What a jobcentre decides about its reports, in the administration."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from accounts.models import Jobcentre
from accounts.site import RoleAdmin, administers_own
from core import clock
from core.verdicts import Refused
from reports.actions.settings import save_report_settings
from reports.models import ReportSettings
from reports.phrases import sentence


@admin.register(ReportSettings)
class ReportSettingsAdmin(RoleAdmin):
    """One row a jobcentre, which its administrator adds and changes; without a row the defaults hold."""

    list_display = ["jobcentre", "smallest_shown", "kept_days", "each_quarter"]
    list_select_related = ["jobcentre"]
    ordering = ["pk"]
    own_may_add = True
    fieldsets = [
        (None, {"fields": ["jobcentre"]}),
        (gettext_lazy("Small groups"), {"fields": ["smallest_shown", "least_base"]}),
        (gettext_lazy("Files and schedule"), {"fields": ["kept_days", "each_quarter"]}),
    ]

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows.filter(jobcentre_id=request.member.jobcentre_id)

    def own_may_change(self, request: HttpRequest, obj: ReportSettings) -> bool:
        return obj.jobcentre_id == request.member.jobcentre_id

    def sentence(self, refused: Refused) -> str:
        return sentence(refused.code, refused.facts)

    def get_readonly_fields(self, request: HttpRequest, obj: ReportSettings | None = None) -> list[str]:
        return ["jobcentre"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if administers_own(request):
            kwargs |= {"queryset": Jobcentre.objects.filter(pk=request.member.jobcentre_id), "initial": request.member.jobcentre_id}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save(self, request: HttpRequest, obj: ReportSettings, form: Any, *, change: bool) -> None:
        save_report_settings(settings=obj, changed=form.changed_data, by=request.user, at=clock.now())
