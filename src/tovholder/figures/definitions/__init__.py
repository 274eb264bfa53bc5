"""Every figure, a module for each subject. To add one, write it beside its like; docs/definitions.md follows."""

from __future__ import annotations

from tovholder.figures.definitions import benefits, caseload, cases, conversations, passive, requirements, shifts, waits
from tovholder.figures.figure import AnyFigure
from tovholder.figures.words import Words

#: Subject → its name and its figures, in the order in which they are shown.
SUBJECTS: dict[str, tuple[Words, tuple[AnyFigure, ...]]] = {
    "cases": (Words("Sager", "Cases"), cases.FIGURES),
    "shifts": (Words("Sagsbehandlerskift", "Caseworker shifts"), shifts.FIGURES),
    "caseload": (Words("Sagsmængde og vakance", "Caseload and vacancy"), caseload.FIGURES),
    "waits": (Words("Ventetider", "Waits"), waits.FIGURES),
    "passive": (Words("Passive perioder", "Passive periods"), passive.FIGURES),
    "conversations": (Words("Samtaler", "Conversations"), conversations.FIGURES),
    "requirements": (Words("Lovkrav", "Statutory requirements"), requirements.FIGURES),
    "benefits": (Words("Ydelsesforløb", "Benefit spells"), benefits.FIGURES),
}
FIGURES = tuple(figure for _name, figures in SUBJECTS.values() for figure in figures)
BY_ID = {figure.id: figure for figure in FIGURES}
