from django.apps import AppConfig
from django.contrib.admin import apps as django_admin


class NovConfig(AppConfig):
    name = "nov"
    verbose_name = "NOV"
    default = True

    def ready(self) -> None:
        """Let `check --deploy` know our own checks."""
        from nov import deployment  # noqa: F401


class AdminConfig(django_admin.AdminConfig):
    """Django's admin with our own site in it, so that every app's admin.py registers there."""

    default = False
    default_site = "nov.adminsite.Site"
