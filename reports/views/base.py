"""What the pages of reports share: who sees which, and the administrator of the platform, who belongs to no jobcentre."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views import View

from accounts.models import Membership
from reports.models import ReportFile, ReportJob
from reports.permissions import can_read_reports, reach, visible_to
from reports.phrases import sentence


class ReportsMixin:
    """Caseworkers and managers see the reports of their jobcentre; who administers the platform sees all."""

    permission = staticmethod(can_read_reports)
    request: HttpRequest
    member: Membership
    user: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (request.user.is_authenticated and request.user.is_superuser):
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        self.user = request.user
        self.member = request.member or Membership(user=request.user)
        self.load(**kwargs)  # type: ignore[attr-defined]
        return View.dispatch(self, request, *args, **kwargs)  # type: ignore[arg-type]

    def sentence(self, code: str, facts: dict[str, Any]) -> str:
        return sentence(code, facts)

    def whose(self) -> Any:
        """The jobcentre of which one asks for reports; None: all of the authority."""
        return reach(self.user, self.member)

    def jobs(self) -> QuerySet[ReportJob]:
        """The reports that one sees, with their files but for the bytes."""
        files = Prefetch("files", ReportFile.objects.defer("content").order_by("format"))
        return visible_to(ReportJob.objects.all(), self.user, self.member).select_related("jobcentre", "asked_by").prefetch_related(files)
