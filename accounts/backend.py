"""Who may sign in at all."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

DEMO_ENDING = "@demo.example"


def is_closed_demo_account(user: AbstractBaseUser) -> bool:
    return not settings.DEMO and user.get_username().lower().endswith(DEMO_ENDING)


class Backend(AuthenticationBackend):
    """As django-allauth's, but the demo accounts exist in demo mode only: outside it they neither sign in nor stay signed in."""

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        return not is_closed_demo_account(user) and super().user_can_authenticate(user)
