"""Tables without domain words: who logs in, and what may hang on any record."""

from nov.kernel.models.attachments import Attachment
from nov.kernel.models.imports import ImportRun
from nov.kernel.models.jobs import Job
from nov.kernel.models.links import LinkPlace, PersonalLink
from nov.kernel.models.lists import TakenList
from nov.kernel.models.outbox import Message, MessageFile
from nov.kernel.models.requests import FormRequest
from nov.kernel.models.users import User

__all__ = [
    "Attachment",
    "FormRequest",
    "ImportRun",
    "Job",
    "LinkPlace",
    "Message",
    "MessageFile",
    "PersonalLink",
    "TakenList",
    "User",
]
