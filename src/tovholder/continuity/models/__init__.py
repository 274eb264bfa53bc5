"""What is stored about keeping the thread: handovers, letters, absences and covers, deadlines, the procedure."""

from tovholder.continuity.models.absence import Absence, AbsenceKind, Cover
from tovholder.continuity.models.deadline import Deadline, DeadlineKind
from tovholder.continuity.models.fragile import FragileMark
from tovholder.continuity.models.handover import (
    Answer,
    Asked,
    CitizenAtMeeting,
    Handover,
    HandoverAnswer,
    HandoverKind,
    HandoverStep,
)
from tovholder.continuity.models.letter import Letter
from tovholder.continuity.models.procedure import ProcedureComment, ProcedureOwner
from tovholder.continuity.models.proposal import ProposalEnding, ProposalRun
from tovholder.continuity.models.question import Question

__all__ = [
    "Absence",
    "AbsenceKind",
    "Answer",
    "Asked",
    "CitizenAtMeeting",
    "Cover",
    "Deadline",
    "DeadlineKind",
    "FragileMark",
    "Handover",
    "HandoverAnswer",
    "HandoverKind",
    "HandoverStep",
    "Letter",
    "ProcedureComment",
    "ProcedureOwner",
    "ProposalEnding",
    "ProposalRun",
    "Question",
]
