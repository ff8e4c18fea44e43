from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "safety_centre.pages"
    label = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from safety_centre import checks  # noqa: F401  # register themselves
        from safety_centre.pages import media_in_use, signal_handlers  # noqa: F401  # connect themselves
        from safety_centre.pages.page_cache import changes

        changes.connect()
