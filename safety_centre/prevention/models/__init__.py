"""Terms, what is counted, what is decided, and what is published of it."""

from safety_centre.prevention.models.aggregates import DailyAggregate
from safety_centre.prevention.models.exposure import Contest, Cover, Exposure, Pause
from safety_centre.prevention.models.lexicon import LexiconVersion, SensitiveTerm
from safety_centre.prevention.models.rule import PreventionRule

__all__ = [
    "Contest",
    "Cover",
    "DailyAggregate",
    "Exposure",
    "LexiconVersion",
    "Pause",
    "PreventionRule",
    "SensitiveTerm",
]
