"""What is stored about documentation. How long it took, and what is late, is asked for and not stored."""

from tovholder.documents.models.consent import Consent, ConsentForm
from tovholder.documents.models.counterpart import Counterpart, CounterpartKind
from tovholder.documents.models.meeting import DialogueMeeting
from tovholder.documents.models.request import OPEN, HealthContent, Reminding, Request

__all__ = [
    "OPEN",
    "Consent",
    "ConsentForm",
    "Counterpart",
    "CounterpartKind",
    "DialogueMeeting",
    "HealthContent",
    "Reminding",
    "Request",
]
