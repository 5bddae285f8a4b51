"""Who may sign in at all."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

DEMO_ENDING = "@demo.example"


class Backend(AuthenticationBackend):
    """As django-allauth's, but the demo accounts exist in demo mode only: outside it they neither sign in nor stay signed in."""

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        if not settings.DEMO and user.get_username().lower().endswith(DEMO_ENDING):
            return False
        return super().user_can_authenticate(user)
