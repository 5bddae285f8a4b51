from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True

    def ready(self) -> None:
        from accounts import checks  # noqa: F401  # registers itself; models are not loaded any earlier
