"""Casework's statuses enter the work list by the door that every other room uses."""

from __future__ import annotations

from tovholder.casework.contributions import Contribution, contribute
from tovholder.casework.worklist.flags import FLAGS


def register() -> None:
    contribute(Contribution(room="casework.worklist", flags=FLAGS))
