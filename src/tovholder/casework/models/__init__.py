"""What is stored about a case. One module per noun; everything that holds now is asked for, not stored."""

from tovholder.casework.models.access import AccessGrant
from tovholder.casework.models.assignment import Assignment, CaseRole, ShiftCause
from tovholder.casework.models.case import Case, CloseReason
from tovholder.casework.models.conversation import (
    OUR_KINDS,
    OURS,
    PLANNED,
    Conversation,
    ConversationForm,
    ConversationKind,
)
from tovholder.casework.models.note import Note, NoteKind
from tovholder.casework.models.participant import Participant
from tovholder.casework.models.plan import JobGoal, Plan, PlanStep, StepOutcome, Turn
from tovholder.casework.models.reminder import Reminder
from tovholder.casework.models.worklist import ColumnChoice, SavedFilter

__all__ = [
    "OURS",
    "OUR_KINDS",
    "PLANNED",
    "AccessGrant",
    "Assignment",
    "Case",
    "CaseRole",
    "CloseReason",
    "ColumnChoice",
    "Conversation",
    "ConversationForm",
    "ConversationKind",
    "JobGoal",
    "Note",
    "NoteKind",
    "Participant",
    "Plan",
    "PlanStep",
    "Reminder",
    "SavedFilter",
    "ShiftCause",
    "StepOutcome",
    "Turn",
]
