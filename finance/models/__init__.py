"""The records of money, one file per noun. Posted rows are never changed; the database sees to that (migrations/sql)."""

from finance.models.accounts import Account, Caption, CostCentre, Journal, Kind
from finance.models.association import Association
from finance.models.banking import (
    Allocation,
    BankAccount,
    BankBooking,
    BankFile,
    BankLine,
    BankStatement,
    Proposal,
)
from finance.models.budgets import Budget, BudgetLine
from finance.models.collecting import Collection, CollectionBatch, Mandate
from finance.models.drafts import DraftEntry, DraftLine
from finance.models.entries import Balance, Entry, Line
from finance.models.fields import Amount
from finance.models.grants import Grant, GrantAward
from finance.models.invoices import Invoice, InvoiceLine, Vat
from finance.models.items import InvoiceDraft, InvoiceDraftLine, Item
from finance.models.parties import Decision, Party
from finance.models.reminders import EndProposal, Hold, InvoiceMail, Reminder, ReminderLevel
from finance.models.reserves import Appropriation, AppropriationLine, Reserve, ReserveTarget
from finance.models.years import FiscalYear, YearEvent

__all__ = [
    "Account",
    "Allocation",
    "Amount",
    "Appropriation",
    "AppropriationLine",
    "Association",
    "Balance",
    "BankAccount",
    "BankBooking",
    "BankFile",
    "BankLine",
    "BankStatement",
    "Budget",
    "BudgetLine",
    "Caption",
    "Collection",
    "CollectionBatch",
    "CostCentre",
    "Decision",
    "DraftEntry",
    "DraftLine",
    "EndProposal",
    "Entry",
    "FiscalYear",
    "Grant",
    "GrantAward",
    "Hold",
    "Invoice",
    "InvoiceDraft",
    "InvoiceDraftLine",
    "InvoiceLine",
    "InvoiceMail",
    "Item",
    "Journal",
    "Kind",
    "Line",
    "Mandate",
    "Party",
    "Proposal",
    "Reminder",
    "ReminderLevel",
    "Reserve",
    "ReserveTarget",
    "Vat",
    "YearEvent",
]
