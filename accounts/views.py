"""Where a user lands, the choices of the user menu, and the auditor's list of reads."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import actions
from accounts.enums import AccessKind, Role, SubjectKind
from accounts.middleware import SESSION_KEY
from accounts.models import AccessEvent, Membership, User
from accounts.page_words import PAGES
from accounts.pages import Page, mark_of, no_such_place, older_than
from accounts.permissions import can_read_the_log
from accounts.phrases import refusal
from cases.models import Case

HOME = {Role.CASEWORKER: "desk", Role.MANAGER: "overview", Role.AUDITOR: "audit", Role.ADMINISTRATOR: "admin:index"}
ROWS = 50


def home(request: HttpRequest) -> HttpResponse:
    """Everybody's first page, by role."""
    if request.member:
        return redirect(HOME[Role(request.member.role)])
    if request.memberships:
        del request.session[SESSION_KEY]  # the chosen jobcentre is gone, and this address is where to begin anew (R63)
        return redirect("home")
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
    """The auditor's list of reads in the own jobcentre, newest first, 50 at a time; all of them or those of one case."""

    template = "accounts/audit.html"
    permission = staticmethod(can_read_the_log)

    def context(self) -> dict[str, Any]:
        rows = AccessEvent.objects.filter(jobcentre_id=self.member.jobcentre_id)
        ref, problem = self.request.GET.get("case", "").strip()[:20], ""
        if ref:
            case_id = self.case_id(ref)
            rows = rows.filter(subject_id=case_id) if case_id else rows.none()
            problem = "" if case_id else _("There is no case with this number in your jobcentre. Write it as 2026-0312.")
        before = self.request.GET.get("before", "")
        if before:
            rows, known = older_than(rows=rows, mark=before)
            problem = problem or ("" if known else no_such_place())
        page = list(rows.order_by("-at", "-id")[: ROWS + 1])
        more, page = len(page) > ROWS, page[:ROWS]
        names = dict(User.objects.filter(pk__in={each.user_id for each in page if each.user_id}).values_list("pk", "name"))
        whose = {self.member.jobcentre_id: self.member.jobcentre.name} | self.refs(
            [each.subject_id for each in page if each.subject_kind == SubjectKind.CASE]
        )
        self.log_read(
            AccessKind.LOG, SubjectKind.JOBCENTRE, [self.member.jobcentre_id], purpose=f"case {ref}" if ref and not problem else ""
        )
        kept = {"case": ref} if ref else {}
        return {
            "rows": [
                {
                    "at": each.at,
                    "who": names.get(each.user_id, ""),
                    "how": each.get_kind_display(),
                    "kind": each.get_subject_kind_display(),
                    "whom": whose.get(each.subject_id) or (str(each.subject_id)[:8] if each.subject_id else ""),
                    "page": PAGES.get(each.page, each.page),
                    "purpose": each.purpose,
                }
                for each in page
            ],
            "older_url": f"?{urlencode({**kept, 'before': mark_of(page[-1])})}" if more else "",
            "top_url": f"{self.request.path}?{urlencode(kept)}" if before else "",
            "ref": ref,
            "problem": problem,
        }

    def case_id(self, ref: str) -> uuid.UUID | None:
        """An auditor opens no case; of its rows only the key is read here."""
        found = Case.objects.numbered(ref).filter(jobcentre_id=self.member.jobcentre_id)
        return found.values_list("pk", flat=True).first()

    def refs(self, ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
        rows = Case.objects.filter(pk__in=ids, jobcentre_id=self.member.jobcentre_id).only("pk", "year", "number")
        return {case.pk: case.ref for case in rows}
