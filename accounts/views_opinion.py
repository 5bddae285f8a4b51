""" "Was this helpful?" under the open pages: an answer of a reader whom nobody knows."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from accounts import actions
from accounts.forms import OpinionForm
from accounts.phrases import refusal
from accounts.views import back
from core import clock
from core.verdicts import Refused


@login_not_required
@require_POST
def opinion(request: HttpRequest) -> HttpResponse:
    """Keep the answer and go back to the page, which says thank you."""
    form = OpinionForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.give_opinion(
                key=said["key"],
                page=said["page"],
                language=get_language(),
                helpful=said["helpful"] == "yes",
                words=said["words"],
                at=clock.now(),
            )
            return HttpResponseRedirect(back(request).url + "?thanks=1#helpful")
        except Refused as refused:
            form.refuse(refusal(refused.code, refused.facts))
    return render(request, "help/opinion.html", {"opinion_form": form, "form": form}, status=422)
