"""The pages for what went wrong. They are made without the request: no session, no user, no database, since any of these may be what failed."""

import sys
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

RETRY_AFTER_SECONDS = 30


def error_page(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    """In the language of the user where it was reached, else as the language cookie says: the user may be what could not be read."""
    language = getattr(request, "LANGUAGE_CODE", "") or request.COOKIES.get("language", "")
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        page = HttpResponse(render_to_string(template, {"demo": settings.DEMO, **context}), status=status)
        page.headers["Content-Language"] = translation.get_language()
    return page


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`PermissionDenied("sentence")` shows the sentence: a no without why is a support call. Whom to ask, the page says."""
    return error_page(request, "403.html", 403, reason=str(exception or ""))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(request, "csrf.html", 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, "404.html", 404)


def conflict(request: HttpRequest, *, reason: str = "", back_url: str = "") -> HttpResponse:
    """Somebody else was first, and there is no form to show the two texts in."""
    return error_page(request, "409.html", 409, reason=reason, back_url=back_url)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, "429.html", 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """A database that is away or does not answer in time is no fault in the program: 503, and when to come back."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = error_page(request, "503.html", 503)
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    return error_page(request, "500.html", 500)
