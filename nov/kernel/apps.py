from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "nov.kernel"
    label = "kernel"
    verbose_name = "Algemeen"
