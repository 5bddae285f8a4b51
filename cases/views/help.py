"""The scheme's rules in plain words, for whoever is signed in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views import View

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


class Help(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "help/index.html", self.context())

    def context(self) -> dict[str, Any]:
        return {"glossary": GLOSSARY}
