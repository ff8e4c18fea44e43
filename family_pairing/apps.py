from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FamilyPairingConfig(AppConfig):
    name = "family_pairing"
    label = "family_pairing"
    verbose_name = _("Family pairing")
