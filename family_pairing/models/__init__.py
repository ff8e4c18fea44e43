"""Pairings and all that a family agrees through them."""

from family_pairing.models.agreement import Agreement, AgreementCommitment, AgreementNote, AgreementSetting, Signature
from family_pairing.models.choices import ExtraTime, GuardianChoice, PlannedChange, SettingRequest, TeenChoice
from family_pairing.models.history import HistoryEvent, HistoryRead
from family_pairing.models.pairing import Pairing, WrongTry
from family_pairing.models.preferences import GuardianPreference
from family_pairing.models.safe_route import SafeRouteRequest
from family_pairing.models.screen_time import UsageDay

__all__ = [
    "Agreement",
    "AgreementCommitment",
    "AgreementNote",
    "AgreementSetting",
    "ExtraTime",
    "GuardianChoice",
    "GuardianPreference",
    "HistoryEvent",
    "HistoryRead",
    "Pairing",
    "PlannedChange",
    "SafeRouteRequest",
    "SettingRequest",
    "Signature",
    "TeenChoice",
    "UsageDay",
    "WrongTry",
]
