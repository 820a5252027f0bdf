"""The records of membership, one file per noun. What may not change is guarded in plain SQL (migrations/sql)."""

from members.models.applications import Application
from members.models.appointments import Appointment, AppointmentTask, TermNorm
from members.models.assemblies import Attendance, Ballot, MeetingDocument, MeetingRule
from members.models.checking import DataCheck
from members.models.contributions import Contribution, ContributionRun, DeclaredBase, Reduction, Tariff, TariffTable
from members.models.declarations import BaseRequest, BaseRound
from members.models.details import Address, ContactMoment, Strength
from members.models.endings import Expulsion, NoticeNorm
from members.models.letters import LetterTemplate
from members.models.meetings import AgendaItem, ConsultedActionLine, DialogueGroup, InterviewPlan, Meeting
from members.models.memberships import Category, CategoryPeriod, Holder, Membership
from members.models.merging import Absorbed, Distinct, LikelyDuplicate
from members.models.municipalities import Municipality, Province
from members.models.mutations import Mutation
from members.models.organisations import FormerName, Organisation, Sector, Tag
from members.models.people import Contact, Person

__all__ = [
    "Absorbed",
    "Address",
    "AgendaItem",
    "Application",
    "Appointment",
    "AppointmentTask",
    "Attendance",
    "Ballot",
    "BaseRequest",
    "BaseRound",
    "Category",
    "CategoryPeriod",
    "ConsultedActionLine",
    "Contact",
    "ContactMoment",
    "Contribution",
    "ContributionRun",
    "DataCheck",
    "DeclaredBase",
    "DialogueGroup",
    "Distinct",
    "Expulsion",
    "FormerName",
    "Holder",
    "InterviewPlan",
    "LikelyDuplicate",
    "LetterTemplate",
    "Meeting",
    "MeetingDocument",
    "MeetingRule",
    "Membership",
    "Municipality",
    "Mutation",
    "NoticeNorm",
    "Organisation",
    "Person",
    "Province",
    "Reduction",
    "Sector",
    "Strength",
    "Tag",
    "Tariff",
    "TariffTable",
    "TermNorm",
]
