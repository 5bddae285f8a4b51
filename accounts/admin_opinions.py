"""What readers say of the open pages, in the administration: read, counted by page, and not changed."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from accounts.forms import OPEN_PAGES
from accounts.models import PageOpinion
from accounts.site import RoleAdmin
from core.templatetags.ui import number


class OfPage(admin.SimpleListFilter):
    """The pages by their names."""

    title = _lazy("page")
    parameter_name = "page"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(OPEN_PAGES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(page=self.value()) if self.value() else queryset


@admin.register(PageOpinion)
class PageOpinionAdmin(RoleAdmin):
    """The open pages are the same for all jobcentres, and so are these answers: every administrator reads them."""

    list_display = ["page_name", "language", "helpful", "words", "at"]
    list_filter = [OfPage, "helpful", "language"]
    allowed_lookups = ("page", "helpful__exact", "language__exact")
    ordering = ["-at", "pk"]
    list_per_page = 50
    show_full_result_count = False
    platform_may_add = False
    platform_may_change = False

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows

    @admin.display(description=PageOpinion._meta.get_field("page").verbose_name, ordering="page")
    def page_name(self, obj: PageOpinion) -> str:
        return str(OPEN_PAGES.get(obj.page, obj.page))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The numbers of each page stand over the list."""
        rows = PageOpinion.objects.values("page").annotate(all=Count("pk"), yes=Count("pk", filter=Q(helpful=True))).order_by("page")
        counts = [
            _("%(page)s: %(all)s, %(yes)s of them found it helpful")
            % {
                "page": OPEN_PAGES.get(row["page"], row["page"]),
                "all": ngettext("%(n)s answer", "%(n)s answers", row["all"]) % {"n": number(row["all"])},
                "yes": number(row["yes"]),
            }
            for row in rows
        ]
        return super().changelist_view(request, {"counts": counts, **(extra_context or {})})
