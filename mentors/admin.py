"""Kinds of situation and travel zones: reference data that mentors and cases share."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.administration import save_reference
from accounts.models import Jobcentre
from accounts.site import EndsAfterStart, RoleAdmin, administers_own
from core import clock
from core.verdicts import Refused
from mentors.models import SituationKind, Zone
from mentors.phrases import sentence


@admin.register(SituationKind)
class SituationKindAdmin(RoleAdmin):
    """National rows: the platform administrator changes them, a role administrator reads them."""

    form = EndsAfterStart
    list_display = ["code", "group", "name_da", "name_en", "position", "first_day", "last_day"]
    ordering = ["position", "code"]

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows

    def get_readonly_fields(self, request: HttpRequest, obj: SituationKind | None = None) -> list[str]:
        return ["code"] if obj else []

    def save(self, request: HttpRequest, obj: SituationKind, form: Any, *, change: bool) -> None:
        save_reference(row=obj, changed=form.changed_data, jobcentre_id=None, by=request.user, at=clock.now())


class ZoneForm(EndsAfterStart):
    class Meta:
        model = Zone
        fields = ("jobcentre", "name", "position", "first_day", "last_day")

    def clean(self) -> dict[str, Any]:
        """A name once a jobcentre: the jobcentre of a row that is there is not in the form, so Django does not look."""
        data = super().clean()
        jobcentre = data.get("jobcentre") or getattr(self.instance, "jobcentre", None)
        if jobcentre and Zone.objects.filter(jobcentre=jobcentre, name=data.get("name")).exclude(pk=self.instance.pk).exists():
            self.add_error("name", sentence("zone_name_taken", {}))
        return data


@admin.register(Zone)
class ZoneAdmin(RoleAdmin):
    """The parts of a jobcentre's area: its role administrator adds, renames, orders and ends them."""

    form = ZoneForm
    list_display = ["name", "jobcentre", "position", "first_day", "last_day"]
    list_select_related = ["jobcentre"]
    ordering = ["jobcentre__name", "position", "name"]
    own_may_add = True

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows.filter(jobcentre_id=request.member.jobcentre_id)

    def own_may_change(self, request: HttpRequest, obj: Zone) -> bool:
        return obj.jobcentre_id == request.member.jobcentre_id

    def get_readonly_fields(self, request: HttpRequest, obj: Zone | None = None) -> list[str]:
        return ["jobcentre"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if not administers_own(request):
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        kwargs |= {"queryset": Jobcentre.objects.filter(pk=request.member.jobcentre_id), "initial": request.member.jobcentre_id}
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.empty_label = None
        return field

    def sentence(self, refused: Refused) -> str:
        return sentence(refused.code, refused.facts)

    def save(self, request: HttpRequest, obj: Zone, form: Any, *, change: bool) -> None:
        save_reference(
            row=obj,
            changed=form.changed_data,
            jobcentre_id=obj.jobcentre_id,
            by=request.user,
            at=clock.now(),
            zone_name_once_a_jobcentre=("zone_name_taken", "name"),
        )
