"""Who may sign in at all."""

import uuid

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from accounts.models import User
from core.prepared import Asked, Prepared

DEMO_ENDING = "@demo.example"
_USER = Prepared(lambda: User.objects.filter(pk=Asked("user")))


def is_closed_demo_account(user: AbstractBaseUser) -> bool:
    return not settings.DEMO and user.get_username().lower().endswith(DEMO_ENDING)


class Backend(AuthenticationBackend):
    """As django-allauth's, but the demo accounts exist in demo mode only: outside it they neither sign in nor stay signed in."""

    def get_user(self, user_id: uuid.UUID) -> User | None:
        """The user of a session, as Django's own backend finds it."""
        user = _USER.first(user=user_id)
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        return not is_closed_demo_account(user) and super().user_can_authenticate(user)
