"""What a jobcentre decides for its own courses, in the administration: limits that ask for a second person, and how often something is asked."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from accounts.models import Jobcentre
from accounts.site import administers_own
from cases.actions.reference import save_course_settings
from cases.admin_base import ReferenceAdmin
from cases.models import CourseSettings
from core import clock

LIMITS = ("second_minutes", "second_cost", "second_extensions", "second_entry_minutes")
OFTEN = (
    "feedback_first_weeks",
    "feedback_every_months",
    "quiet_days",
    "under_use_percent",
    "under_use_weeks",
    "reminder_weeks",
    "escalate_days",
)


@admin.register(CourseSettings)
class CourseSettingsAdmin(ReferenceAdmin):
    """One row a jobcentre, which its administrator adds and changes; without a row the defaults hold."""

    list_display = ["jobcentre", *LIMITS[:3], "quiet_days"]
    list_select_related = ["jobcentre"]
    ordering = ["pk"]
    own_may_add = True
    fieldsets = [
        (None, {"fields": ["jobcentre"]}),
        (
            gettext_lazy("Two people"),
            {
                "fields": LIMITS,
                "description": gettext_lazy(
                    "A decision that takes the case above one of these limits is approved by a manager who has not prepared it. Empty asks nobody. "
                    "Minutes: 70 hours are 4200. Øre: DKK 20,000 are 2000000."
                ),
            },
        ),
        (gettext_lazy("What is asked and flagged"), {"fields": OFTEN}),
    ]

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows.filter(jobcentre_id=request.member.jobcentre_id)

    def own_may_change(self, request: HttpRequest, obj: CourseSettings) -> bool:
        return obj.jobcentre_id == request.member.jobcentre_id

    def get_readonly_fields(self, request: HttpRequest, obj: CourseSettings | None = None) -> list[str]:
        return ["jobcentre"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if administers_own(request):
            kwargs |= {"queryset": Jobcentre.objects.filter(pk=request.member.jobcentre_id), "initial": request.member.jobcentre_id}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save(self, request: HttpRequest, obj: CourseSettings, form: Any, *, change: bool) -> None:
        save_course_settings(settings=obj, changed=form.changed_data, by=request.user, at=clock.now())
