from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "safety_centre.pages"
    label = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from wagtail.models import AbstractPage
        from wagtail.permissions import register_permission_policy

        from safety_centre import checks  # noqa: F401  # register themselves
        from safety_centre.pages import media_in_use, signal_handlers  # noqa: F401  # connect themselves
        from safety_centre.pages.page_cache import changes
        from safety_centre.pages.page_policy import ManyPagesPolicy

        changes.connect()
        register_permission_policy(AbstractPage, ManyPagesPolicy())
