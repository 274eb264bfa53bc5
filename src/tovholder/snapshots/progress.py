"""How far a snapshot has come, told to whoever waits, who may answer: stop."""

from __future__ import annotations


class Stopped(Exception):
    """Somebody asked to stop. Nothing is kept."""


class Progress:
    """Tells nobody. Others override `show`, and raise Stopped in it to stop."""

    def show(self, what: str, part: float) -> None:
        """`what`: the table that is being written; `part` of the whole is done, from 0 to 1."""
