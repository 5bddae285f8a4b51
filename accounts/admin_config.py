from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Django's administration with our own front: see `accounts.site`."""

    default_site = "accounts.site.Site"
