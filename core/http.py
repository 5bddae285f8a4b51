"""Headers on every answer, and input that no view needs to see."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


class PageHeadersMiddleware:
    """No page of ours is stored by a browser or a proxy, or read by another site. Static files set their own headers before this."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class BadInputMiddleware:
    """A NUL byte in an address or a cookie is nobody's typing: PostgreSQL has no such character, so it is refused with 400 before a query is made.

    In form fields Django's own validator says so at the field.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any("\x00" in part for pair in request.COOKIES.items() for part in pair):
            raise SuspiciousOperation("NUL byte in a cookie")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        if "\x00" in request.path or any("\x00" in part for pair in request.GET.lists() for part in (pair[0], *pair[1])):
            raise SuspiciousOperation("NUL byte in the address")
