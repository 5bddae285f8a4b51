"""All addresses. Each app names its own; a test holds every one of them against the table of roles."""

from django.contrib import admin
from django.urls import include, path

from cases.views.help import help_page, leaflet
from core.health import healthz

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("cases.urls")),
    path("", include("mentors.urls")),
    path("", include("reports.urls")),
    path("help/", help_page, name="help"),
    path("leaflet/", leaflet, name="leaflet"),
    path("leaflet/<slug:municipality>/", leaflet, name="leaflet_of"),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
]

handler400 = "core.errors.bad_request"
handler403 = "core.errors.permission_denied"
handler404 = "core.errors.page_not_found"
handler500 = "core.errors.server_error"
handler429 = "core.errors.too_many_requests"
