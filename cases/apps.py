from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from accounts.messages import LOOKS_AGAIN
        from cases.actions.deliveries import look_again
        from cases.digest_mails import KIND

        LOOKS_AGAIN[KIND] = look_again
