"""How far an import has come, told to whoever waits, who may answer: stop."""

from __future__ import annotations

import enum

from django.utils.translation import gettext_lazy as _


class Stage(enum.Enum):
    """What an import is doing, and which part of the whole that is."""

    WAITING = ("waiting", 0.2, 0.2)
    READING = ("reading", 0.0, 0.2)
    CHECKING = ("checking", 0.2, 0.4)
    WRITING = ("writing", 0.4, 0.95)
    ENDING = ("ending", 0.95, 1.0)

    def __init__(self, code: str, begins: float, ends: float) -> None:
        self.code = code
        self.begins = begins
        self.ends = ends


STAGES = {
    "waiting": _("Waits until another import has ended"),
    "reading": _("Reading"),
    "checking": _("Checking"),
    "writing": _("Writing"),
    "ending": _("Finishing"),
}


class Stopped(Exception):
    """Somebody asked to stop. Nothing was written."""


class Progress:
    """Tells nobody. Others override `show`, and raise Stopped in it to stop."""

    #: Whether to wait while another import runs; who is not patient is told so by a fault.
    is_patient = False

    def report(self, stage: Stage, what: str, part: float) -> None:
        """`part` of the stage, from 0 to 1, is done; `what` is the table or the file."""
        self.show(stage, what, stage.begins + (stage.ends - stage.begins) * min(max(part, 0.0), 1.0))

    def show(self, stage: Stage, what: str, whole: float) -> None:
        """`whole`: from 0 to 1."""
