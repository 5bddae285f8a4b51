"""The link with which somebody chooses a password: it works once, and for three days."""

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accounts.models import User


def password_link(user: User) -> str:
    """The whole address. Show it to one person and write it down nowhere: it is as good as a password."""
    key = EmailAwarePasswordResetTokenGenerator().make_token(user)
    return settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
