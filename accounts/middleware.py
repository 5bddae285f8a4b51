"""What every request knows: the member (who signs in, for which jobcentre), the language, and the one transaction."""

import datetime as dt
from collections.abc import Callable

from allauth.account.middleware import AccountMiddleware
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject, Now
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from accounts.jobs import NIGHTLY
from accounts.models import Heartbeat, Membership
from cases.enums_notice import NOTICED
from cases.models import NoticeRecipient
from core.db import jobcentre_transaction
from core.prepared import Asked, Prepared
from reports.models import ReportJob

SESSION_KEY = "jobcentre"
account_answer = AccountMiddleware(lambda request: HttpResponse()).process_exception
LANGUAGES = dict(settings.LANGUAGES)


_NEW = (
    NoticeRecipient.objects.filter(
        user=OuterRef("user_id"), seen_at__isnull=True, notice__state__in=list(NOTICED), notice__jobcentre=OuterRef("jobcentre_id")
    )
    .order_by()
    .values("user_id")
    .annotate(number=Count("pk"))
)
REPORTS_SHOWN_FOR = dt.timedelta(days=14)
MOST_REPORTS = 5
_REPORTS = (
    ReportJob.objects.filter(
        Q(asked_by=OuterRef("user_id")) | Q(asked_by__isnull=True),
        jobcentre_id=OuterRef("jobcentre_id"),
        seen_at__isnull=True,
        asked_at__gte=Now() - REPORTS_SHOWN_FOR,
    )
    .order_by("-asked_at")
    .values(told=JSONObject(pk="pk", scope="scope", state="state", at="asked_at", asked_by="asked_by_id"))
)
_MEMBERSHIPS = Prepared(
    lambda: (
        Membership.objects.filter(user=Asked("user"))
        .select_related("jobcentre", "team")
        # When a worker last showed that it runs, and when the nightly run last came to its end: every page tells if that is long ago, and
        # this costs it no statement of its own.
        .annotate(worker_at=Subquery(Heartbeat.objects.filter(name="worker").values("at")[:1]))
        .annotate(night_at=Subquery(Heartbeat.objects.filter(name=NIGHTLY).values("at")[:1]))
        # What is new in the inbox of each jobcentre, for the bell of every page: here, so that it costs none of its own either.
        .annotate(new_notices=Coalesce(Subquery(_NEW.values("number")), 0))
        # The reports that one has not looked at, for the desk.
        .annotate(new_reports=ArraySubquery(_REPORTS[:MOST_REPORTS]))
        .order_by("jobcentre__name")
    )
)


def current_member(request: HttpRequest) -> Membership | None:
    """The membership of the jobcentre that the user chose; without a choice the first one; None without any (or signed out).

    A choice that is gone is None, too: nobody lands unasked in another jobcentre, with a form of the first still open (R63).
    """
    if not request.user.is_authenticated:
        return None
    memberships = _MEMBERSHIPS.rows(user=request.user.pk)
    request.memberships = memberships
    chosen = request.session.get(SESSION_KEY)
    if not chosen:
        return memberships[0] if memberships else None
    return next((m for m in memberships if str(m.jobcentre_id) == chosen), None)


def remember_language(response: HttpResponse, language: str) -> None:
    """In a cookie, for pages that know no user: signing in, and a database that is away."""
    response.set_cookie("language", language, max_age=365 * 24 * 3600, samesite="Lax", secure=settings.HTTPS, httponly=True)


class MembershipMiddleware:
    """Sets `request.member` (lazily: a static page or the sign-in page costs no query)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.memberships = []
        request.member = SimpleLazyObject(lambda: current_member(request))
        return self.get_response(request)


class LanguageMiddleware:
    """The user's language; before sign-in what the language cookie says, Danish by default."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cookie = request.COOKIES.get("language", "")
        signed_in = request.user.is_authenticated
        language = request.user.language if signed_in else cookie
        request.LANGUAGE_CODE = language if language in LANGUAGES else "da"  # error pages look here
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        if signed_in and cookie != request.LANGUAGE_CODE and "language" not in response.cookies:
            remember_language(response, request.LANGUAGE_CODE)
        return response


class TransactionMiddleware:
    """One transaction for the view, the rendering of its template and its read log, with the jobcentre set in it.

    It stands last, next to the view, so that an exception rolls back. A page whose read log cannot be written is not shown.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if getattr(view, "no_transaction", False):
            return None
        member = request.member if request.user.is_authenticated else None
        try:
            with jobcentre_transaction(member.jobcentre_id if member else None):
                response = view(request, *args, **kwargs)
                if hasattr(response, "render") and callable(response.render) and not response.is_rendered:
                    response.render()
        except (ImmediateHttpResponse, ReauthenticationRequired) as instead:
            # The view is called here, so Django does not show its exceptions to allauth's middleware, which answers these two.
            return account_answer(request, instead)
        return response
