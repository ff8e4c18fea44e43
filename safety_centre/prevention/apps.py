from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreventionConfig(AppConfig):
    name = "safety_centre.prevention"
    label = "prevention"
    verbose_name = _("Active prevention")

    def ready(self) -> None:
        from safety_centre.prevention import signal_handlers  # noqa: F401  # connects them
