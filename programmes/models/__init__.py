"""The records of the programmes, one file per noun."""

from programmes.models.activities import AdviceActivity
from programmes.models.advisers import Adviser, AdviserActivity
from programmes.models.areas import AreaParticipation, WorkingArea
from programmes.models.counts import Count
from programmes.models.desks import Desk, DeskContract, ReceptionCentre, Staffing
from programmes.models.elements import Element
from programmes.models.enquiries import Enquiry
from programmes.models.events import Event
from programmes.models.indicators import Indicator, IndicatorPart, KeyAlias
from programmes.models.leaders import Leader
from programmes.models.marks import QualityMark
from programmes.models.measurements import Mark, Measurement
from programmes.models.milestones import Milestone
from programmes.models.months import DeskMonth, Gender, MatchKind, UnfilledHours
from programmes.models.norms import Norm
from programmes.models.participations import Participation
from programmes.models.prizes import Nominee, PrizeEdition
from programmes.models.programmes import KeyPrefix, Programme, ProgrammePhase
from programmes.models.projects import LocalProject
from programmes.models.publications import Publication
from programmes.models.records import Record, Row
from programmes.models.representations import Representation
from programmes.models.schemes import Application, ApplicationRound, GrantScheme
from programmes.models.studies import Study
from programmes.models.surveys import Survey, SurveyOption, SurveyQuestion
from programmes.models.trajectories import Stage, Trajectory, TrajectoryStep

__all__ = [
    "AdviceActivity",
    "Adviser",
    "AdviserActivity",
    "Application",
    "ApplicationRound",
    "AreaParticipation",
    "Count",
    "Desk",
    "DeskContract",
    "DeskMonth",
    "Element",
    "Enquiry",
    "Event",
    "Gender",
    "GrantScheme",
    "Indicator",
    "IndicatorPart",
    "KeyAlias",
    "KeyPrefix",
    "Leader",
    "LocalProject",
    "Mark",
    "MatchKind",
    "Measurement",
    "Milestone",
    "Nominee",
    "Norm",
    "Participation",
    "PrizeEdition",
    "Programme",
    "ProgrammePhase",
    "Publication",
    "QualityMark",
    "ReceptionCentre",
    "Record",
    "Representation",
    "Row",
    "Staffing",
    "Stage",
    "Study",
    "Survey",
    "SurveyOption",
    "SurveyQuestion",
    "Trajectory",
    "TrajectoryStep",
    "UnfilledHours",
    "WorkingArea",
]
