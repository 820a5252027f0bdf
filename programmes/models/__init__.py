"""The records of the programmes, one file per noun."""

from programmes.models.desks import Desk, DeskContract, ReceptionCentre, Staffing
from programmes.models.events import Event
from programmes.models.indicators import Indicator, IndicatorPart, KeyAlias
from programmes.models.measurements import Mark, Measurement
from programmes.models.months import DeskMonth, Gender, MatchKind, UnfilledHours
from programmes.models.norms import Norm
from programmes.models.programmes import KeyPrefix, Programme, ProgrammePhase

__all__ = [
    "Desk",
    "DeskContract",
    "DeskMonth",
    "Event",
    "Gender",
    "Indicator",
    "IndicatorPart",
    "KeyAlias",
    "KeyPrefix",
    "Mark",
    "MatchKind",
    "Measurement",
    "Norm",
    "Programme",
    "ProgrammePhase",
    "ReceptionCentre",
    "Staffing",
    "UnfilledHours",
]
