from django.apps import AppConfig


class NovConfig(AppConfig):
    name = "nov"
    verbose_name = "NOV"
