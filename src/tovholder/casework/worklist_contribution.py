"""Casework's statuses, and what it does with many cases, enter the work list by the door that every other room uses."""

from __future__ import annotations

from tovholder.casework.contributions import Contribution, contribute
from tovholder.casework.own_many_acts import MANY_ACTS
from tovholder.casework.worklist.flags import FLAGS


def register() -> None:
    contribute(Contribution(room="casework.worklist", flags=FLAGS, many_acts=MANY_ACTS))
