from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FamilyPairingConfig(AppConfig):
    name = "family_pairing"
    verbose_name = _("Family pairing")

    def ready(self) -> None:
        from family_pairing import notify, signal_handlers  # noqa: F401  # connects them
