from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlatformApiConfig(AppConfig):
    name = "safety_centre.platform_api"
    label = "platform_api"
    verbose_name = _("Platform API")

    def ready(self) -> None:
        from safety_centre.platform_api import signal_handlers  # noqa: F401  # connects them
