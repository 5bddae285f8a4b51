"""`{% helpful "leaflet" %}`: "Was this helpful?" under an open page; after an answer, thanks."""

import uuid
from typing import Any

from django import template
from django.utils.translation import gettext as _

from accounts.forms import OpinionForm

register = template.Library()


@register.inclusion_tag("components/helpful.html", takes_context=True)
def helpful(context: dict[str, Any], page: str) -> dict[str, Any]:
    request = context["request"]
    form = context.get("opinion_form") or OpinionForm(initial={"key": uuid.uuid4(), "page": page, "next": request.path})
    if request.user.is_authenticated:
        form.fields["words"].help_text = _("Write nothing that names a client. Nobody can answer you here.")
    return {"opinion_form": form, "thanks": request.GET.get("thanks") == "1", "csrf_token": context.get("csrf_token")}
