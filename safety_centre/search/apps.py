from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "safety_centre.search"
    label = "safety_search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from safety_centre.search import signal_handlers  # noqa: F401  # connects them
