"""How every act on documentation begins: in a locked case, with the row and the version that was read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.registration import Versioned, check_version
from tovholder.accounts.rights import Right
from tovholder.casework.access import CaseAccess
from tovholder.casework.actions.common import enter
from tovholder.casework.errors import Refused

Row = TypeVar("Row", bound=Versioned)


@dataclass(frozen=True)
class Asking:
    """Who acts, in which case, when."""

    actor: Actor
    case_id: int
    now: dt.datetime
    today: dt.date

    def enter(self, right: Right) -> CaseAccess:
        """The case, locked. Answers also come when it is closed."""
        return enter(self.actor, self.case_id, right, now=self.now, today=self.today, closed_too=True)

    def row(self, model: type[Row], pk: int, version: int) -> Row:
        """A row of the case, locked, as it was read. Raises Refused, ChangedMeanwhile."""
        found = model._default_manager.select_for_update(of=("self",)).filter(case=self.case_id, pk=pk).first()
        if found is None:
            raise Refused([_("It is not in this case.")])
        check_version(found, version)
        return found

    def registered(self) -> dict[str, object]:
        return {"registered_at": self.now, "registered_by_id": self.actor.staff_id}
