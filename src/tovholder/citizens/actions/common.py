"""How every act on a citizen begins."""

from __future__ import annotations

import datetime as dt
import unicodedata

from tovholder.accounts.actor import Actor
from tovholder.accounts.rights import Right
from tovholder.audit.reach import reach
from tovholder.citizens.models import Citizen


def enter(actor: Actor, citizen_id: int, right: Right, *, now: dt.datetime, today: dt.date) -> Citizen:
    """The citizen, locked, for somebody with the right to this citizen's data.

    Raises Citizen.DoesNotExist, NotAllowed.
    """
    citizen = Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen_id)
    reach(actor, citizen_id, now=now, today=today).require(right)
    return citizen


def tidy(text: str) -> str:
    """One blank between words, none around, and one way to write each letter (a letter and its ring become å)."""
    return unicodedata.normalize("NFC", " ".join(text.split()))
