"""How every act begins: a transaction with its name in the history, and the case locked and open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import DateTimeField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import act
from tovholder.accounts.registration import Versioned, check_version
from tovholder.accounts.rights import Right
from tovholder.casework.access import CaseAccess, open_case
from tovholder.casework.errors import Refused
from tovholder.casework.models import Case
from tovholder.casework.slots import takes_slots

__all__ = ["Asking", "act", "day_of", "enter", "start_of"]

Row = TypeVar("Row", bound=Versioned)


def enter(
    actor: Actor, case_id: int, right: Right, *, now: dt.datetime, today: dt.date, closed_too: bool = False
) -> CaseAccess:
    """The case, locked, for somebody with a right in it.

    Locking the case and not only the row that changes keeps a case from being closed while work is begun in it.
    Raises NotAllowed, NeedsReason, Case.DoesNotExist; Refused when the case is closed.
    """
    locked = Case.objects.select_for_update(of=("self",), no_key=True)
    access = open_case(actor, case_id, now=now, today=today, cases=locked)
    access.require(right)
    if access.case.closed_on and not closed_too:
        raise Refused([_("The case is closed. Open it again first.")])
    return access


@dataclass(frozen=True)
class Asking:
    """Who acts, in which case, when: what the acts of a room above begin with."""

    actor: Actor
    case_id: int
    now: dt.datetime
    today: dt.date

    def enter(self, right: Right, *, closed_too: bool = False) -> CaseAccess:
        """The case, locked."""
        return enter(self.actor, self.case_id, right, now=self.now, today=self.today, closed_too=closed_too)

    def row(self, model: type[Row], pk: int, version: int) -> Row:
        """A row of the case, locked, as it was read. Raises Refused, ChangedMeanwhile."""
        found = model._default_manager.select_for_update(of=("self",)).filter(case=self.case_id, pk=pk).first()
        if found is None:
            raise Refused([_("It is not in this case.")])
        check_version(found, version)
        return found

    def registered(self) -> dict[str, Any]:
        """When and by whom a row is registered."""
        return {"registered_at": self.now, "registered_by_id": self.actor.staff_id}


def day_of(moment: dt.datetime) -> dt.date:
    """The day of a moment in the Danish calendar."""
    return timezone.localdate(moment)


@takes_slots(DateTimeField())
def start_of(day: dt.date) -> dt.datetime:
    """Midnight at which a day begins here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
