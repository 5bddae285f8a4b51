"""On the page of the jobs: a mail that went wrong is sent again, because somebody says so."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.pages import Page
from accounts.permissions import can_see_status
from cases.actions.deliveries import send_again
from cases.phrases import sentence
from core import clock
from core.verdicts import Refused


class SendAgain(Page):
    """POST only. Of a mail of another jobcentre it says what it says of one that is not there."""

    http_method_names = ["post"]
    permission = staticmethod(can_see_status)

    def sentence(self, code: str, facts: dict[str, Any]) -> str:
        return sentence(code, facts)

    def post(self, request: HttpRequest, mail: uuid.UUID) -> HttpResponse:
        try:
            send_again(message_id=mail, jobcentre_id=self.member.jobcentre_id, by=self.user, at=clock.now())
        except Refused as refused:
            messages.info(request, self.sentence(refused.code, refused.facts))
        else:
            messages.success(request, _("A new mail with what still waits is on its way."))
        return redirect("status")
