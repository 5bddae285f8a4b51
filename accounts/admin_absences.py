"""Days away in the administration: an administrator enters them for a member who fell ill. Members enter their own in their settings."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts import actions_profile
from accounts.enums import CASE_READERS
from accounts.models import MemberAbsence, Membership
from accounts.phrases import refusal
from accounts.site import EndsAfterStart, RoleAdmin, administers_own
from core import clock


class AbsenceForm(EndsAfterStart):
    class Meta:
        model = MemberAbsence
        fields = ["member", "first_day", "last_day", "substitute"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        member, substitute = data.get("member") or (self.instance.member if self.instance.member_id else None), data.get("substitute")
        if member and substitute and substitute.pk == member.pk:
            self.add_error("substitute", refusal("away_substitute_is_self", {}))
        elif member and substitute and substitute.jobcentre_id != member.jobcentre_id:
            self.add_error("substitute", refusal("away_substitute_not_here", {}))
        return data


@admin.register(MemberAbsence)
class MemberAbsenceAdmin(RoleAdmin):
    """Nothing is deleted here: who is back sooner gets another last day."""

    list_display = ["member", "first_day", "last_day", "substitute"]
    list_select_related = ["member__user", "member__jobcentre", "substitute__user", "substitute__jobcentre"]
    ordering = ["-first_day", "pk"]
    list_per_page = 50
    show_full_result_count = False
    form = AbsenceForm
    own_may_add = True

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows.filter(member__jobcentre_id=request.member.jobcentre_id)

    def own_may_change(self, request: HttpRequest, obj: MemberAbsence) -> bool:
        return obj.member.jobcentre_id == request.member.jobcentre_id

    def get_readonly_fields(self, request: HttpRequest, obj: MemberAbsence | None = None) -> list[str]:
        return ["member"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> forms.ModelChoiceField | None:
        rows = Membership.objects.filter(role__in=CASE_READERS, user__is_active=True).select_related("user", "jobcentre")
        if administers_own(request):
            rows = rows.filter(jobcentre_id=request.member.jobcentre_id)
        kwargs["queryset"] = rows.order_by("jobcentre__name", "user__name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save(self, request: HttpRequest, obj: MemberAbsence, form: Any, *, change: bool) -> None:
        if change:
            actions_profile.change_absence(absence=obj, by=request.user, at=clock.now())
            return
        made = actions_profile.add_absence(
            member_id=obj.member_id,
            first_day=obj.first_day,
            last_day=obj.last_day,
            substitute_id=obj.substitute_id,
            by=request.user,
            at=clock.now(),
        )
        obj.pk, obj._state.adding = made.pk, False
