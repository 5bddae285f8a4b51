"""What everybody may read, signed in or not: the scheme's rules in plain words, and the leaflet for clients."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import Jobcentre
from core.errors import error_page

# Danish word, English word, what it means here.
GLOSSARY = (
    ("ansøgning", "application", _("The client’s wish for a mentor, with the day it came.")),
    ("afgørelse", "decision", _("What is granted or refused, with reasons and how to complain.")),
    ("aftale", "agreement", _("What client, mentor and jobcentre agree on: goals, tasks, hours, days.")),
    ("bevilling", "grant", _("A yes: hours a week, from which day to which.")),
    ("borger", "client", _("The person who has or wishes a mentor.")),
    ("forlængelse", "extension", _("A new period after the first, with a decision of its own.")),
    ("forløb", "course", _("The time with a mentor, from the first period to the end.")),
    ("match", "match", _("Finding the mentor who fits, and hearing both say yes.")),
    ("opstart", "start-up", _("The first meeting and the agreement.")),
    ("periode", "period", _("At most six months with a mentor.")),
    ("personlig assistance", "personal assistance", _("Help with tasks that somebody lastingly cannot do alone.")),
    ("sag", "case", _("Everything about one client’s application, from the day it came to the end of the course.")),
    ("samtykke", "consent", _("The client’s yes, which can be taken back on any day.")),
    ("udtrapning", "phase-out", _("Fewer hours towards the end, as the client manages more alone.")),
    ("vurdering", "assessment", _("The jobcentre’s judgement of whether a mentor is the right support.")),
)


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "help/index.html", {"glossary": GLOSSARY})


@login_not_required
@require_safe
def leaflet(request: HttpRequest, municipality: str = "") -> HttpResponse:
    """The leaflet for clients; with a municipality's code it ends with how to reach that jobcentre."""
    if municipality:
        centre = Jobcentre.objects.filter(municipality_code=municipality).first()
        if centre is None:
            return error_page(request, "help/no_leaflet.html", 404)
    else:
        member = getattr(request, "member", None)
        centre = member.jobcentre if member else None
    centres = [] if centre else Jobcentre.objects.order_by("municipality").only("name", "municipality", "municipality_code")
    return render(request, "help/leaflet.html", {"centre": centre, "centres": centres})
