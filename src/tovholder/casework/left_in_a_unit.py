"""Cases that would be left without a unit when one closes: told to the administrator who closes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import ngettext

from tovholder.accounts.models import Unit
from tovholder.casework.actions.common import start_of
from tovholder.casework.models import Assignment, Participant


def cases_left(unit: Unit, day: dt.date) -> Iterable[str]:
    """From a unit and the first day on which it is no more to sentences. Two queries."""
    held = Assignment.objects.at(start_of(day)).filter(unit=unit, case__closed_on__isnull=True)
    if number := held.values("case").distinct().count():
        yield ngettext(
            "%(number)d open case belongs to it. Hand it to another unit first.",
            "%(number)d open cases belong to it. Hand them to another unit first.",
            number,
        ) % {"number": number}
    taken_part = Participant.objects.on(day).filter(unit=unit, case__closed_on__isnull=True)
    if number := taken_part.values("case").distinct().count():
        yield ngettext(
            "It takes part in %(number)d open case. End that first.",
            "It takes part in %(number)d open cases. End that first.",
            number,
        ) % {"number": number}
