"""`manage.py create_admin --email E [--name N]`: the platform administrator, and the link to choose a password with."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts.administration import make_superuser
from accounts.links import password_link
from core import clock
from core.db import jobcentre_transaction


class Command(BaseCommand):
    help = "Make the platform administrator (or find the one with this e-mail) and print a link that works once, to choose a password with."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError("This is not an e-mail address.") from error
        with jobcentre_transaction(None):
            user = make_superuser(email=email, name=options["name"].strip()[:120], at=clock.now())
            link = password_link(user)  # allauth notes the address of whom it makes a link for
        self.stdout.write(link)
