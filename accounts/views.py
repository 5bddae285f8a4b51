"""Where a user lands, the choices of the user menu, the auditor's list of reads, and the state of the jobs."""

from typing import Any

from celery import current_app
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from kombu.exceptions import OperationalError

from accounts import actions
from accounts.enums import AccessKind, Role, SubjectKind
from accounts.middleware import SESSION_KEY
from accounts.models import AccessEvent, Heartbeat, Membership, User
from accounts.pages import Page
from accounts.permissions import can_read_the_log
from accounts.phrases import refusal
from core import clock
from core.verdicts import YES, Answer, no

HOME = {Role.CASEWORKER: "desk", Role.MANAGER: "desk", Role.AUDITOR: "audit", Role.ADMINISTRATOR: "admin:index"}
ROWS = 50


def home(request: HttpRequest) -> HttpResponse:
    """Everybody's first page, by role."""
    if request.member:
        return redirect(HOME[Role(request.member.role)])
    if request.user.is_superuser:
        return redirect("admin:index")
    raise PermissionDenied(refusal("no_jobcentre", {}))


def back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page the form stood on, if it is one of ours."""
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        address = "/"
    return HttpResponseRedirect(address)


@login_not_required
@require_POST
def set_language_choice(request: HttpRequest) -> HttpResponse:
    """Danish or English, kept on the user, or in a cookie before sign-in."""
    language = request.POST.get("language")
    response = back(request)
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            actions.set_language(user=request.user, language=language)
        response.set_cookie("language", language, max_age=365 * 24 * 3600, samesite="Lax", secure=settings.HTTPS, httponly=True)
    return response


@require_POST
def choose_jobcentre(request: HttpRequest) -> HttpResponse:
    """Work in another of the user's own jobcentres from now on."""
    chosen = request.POST.get("jobcentre", "")
    if any(str(m.jobcentre_id) == chosen for m in Membership.objects.filter(user=request.user)):
        request.session[SESSION_KEY] = chosen
    return redirect("home")


class Audit(Page):
    """The auditor's plain list of reads in the own jobcentre, newest first; older ones by the time of the last row."""

    template = "accounts/audit.html"
    permission = staticmethod(can_read_the_log)

    def context(self) -> dict[str, Any]:
        rows = AccessEvent.objects.filter(jobcentre_id=self.member.jobcentre_id)
        before = self.request.GET.get("before", "")
        try:
            if before:
                rows = rows.filter(at__lt=clock.parse_instant(before))
        except ValueError:
            before = ""
        page = list(rows.order_by("-at", "-id")[: ROWS + 1])
        names = dict(User.objects.filter(pk__in={r.user_id for r in page}).values_list("pk", "name"))
        self.log_read(AccessKind.LOG, SubjectKind.JOBCENTRE, [self.member.jobcentre_id])
        more = len(page) > ROWS
        page = page[:ROWS]
        for row in page:
            row.user_name = names.get(row.user_id, "")
        return {"rows": page, "older": page[-1].at.isoformat() if more else "", "before": before}


def can_see_status(member: Membership | None) -> Answer:
    return YES if member and member.role in (Role.ADMINISTRATOR, Role.MANAGER) else no("role_administers_nothing")


class Status(Page):
    """Do beat, worker and broker run? Says it in words; asks the broker with a short limit."""

    template = "accounts/status.html"
    permission = staticmethod(can_see_status)

    def context(self) -> dict[str, Any]:
        try:
            with current_app.connection_for_write(connect_timeout=2, transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS) as broker:
                broker.ensure_connection(max_retries=0, timeout=2)
            answers = True
        except (OperationalError, OSError):
            answers = False
        return {"broker_answers": answers, "beats": list(Heartbeat.objects.order_by("name")), "now": clock.now()}
