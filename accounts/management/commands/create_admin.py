"""`manage.py create_admin --email E [--name N]`: the platform administrator, and the link to choose a password with."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts.administration import make_superuser
from accounts.links import password_link
from core import clock


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
        user = make_superuser(email=email, name=options["name"].strip()[:120], at=clock.now())
        self.stdout.write(password_link(user))
