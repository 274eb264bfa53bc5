"""Two caseworkers, their leader, and a case that goes from one to the other."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.factories import Factory, moment
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.casework.models import Assignment, Case, CaseRole
from tovholder.continuity.actions import handovers
from tovholder.continuity.models import Absence, Handover

TOLD = {
    "where_we_are": "Praktik i kantinen siden oktober, det går godt.",
    "next_steps": "Timerne op til 10 fra januar.",
    "promises": "At vi ringer inden jul.",
    "what_works": "Skriv en sms dagen før.",
    "not_to_employer": "Intet.",
}


class Hands:
    """`hands.ask()` asks for a handover of `hands.case` from `old` to `new`; every act takes who does it."""

    def __init__(self, make: Factory, now: dt.datetime) -> None:
        self.make, self.now, self.today = make, now, now.date()
        self.unit = make.unit("Team Nord")
        self.old = make.staff("Ole Ravn", unit=self.unit)
        self.new = make.staff("Mette Krogh", unit=self.unit, phone="20 11 22 33")
        self.leader = make.staff("Bente Friis", unit=self.unit, role=Role.TEAM_LEADER)
        self.case = make.case(held_by=self.old, citizen=make.citizen("Samira", "Dahl"))

    def when(self, staff: Staff) -> dict[str, Any]:
        return {"actor": self.make.actor(staff, self.today), "now": self.now, "today": self.today}

    def row(self, case: Case | None = None, role: str = CaseRole.CASEWORKER) -> Assignment:
        return Assignment.objects.filter(case=case or self.case, role=role).latest("effective_at", "seq")

    def ask(self, by: Staff | None = None, **changed: Any) -> Handover:
        case = changed.pop("case", self.case)
        said: dict[str, Any] = {
            "case_id": case.pk,
            "kind": "planned",
            "cause": "balance",
            "receiver_id": self.new.pk,
            "to_unit_id": self.unit.pk,
            "expected_assignment_id": self.row(case).pk,
        }
        return handovers.ask(**self.when(by or self.old), **{**said, **changed})

    def do(self, act: str, handover: Handover, by: Staff, **said: Any) -> Handover:
        act_ = getattr(handovers, act)
        version = said.pop("version", None)
        done: Handover = act_(**self.when(by), handover_id=handover.pk, version=version, **said)
        return done

    def prepared(self, **changed: Any) -> Handover:
        handover = self.ask(**changed)
        return self.do("prepare", handover, self.old, content=TOLD)

    def away(self, staff: Staff, days: int = 0, until: int | None = 14, **fields: Any) -> Absence:
        """Registered as it stands, whoever did it."""
        day = self.today + dt.timedelta(days=days)
        expected = None if until is None else self.today + dt.timedelta(days=until)
        return Absence.objects.create(
            staff=staff, starts_on=day, expected_on=expected, registered_at=self.now, **fields
        )


def day(text: str) -> dt.datetime:
    return moment(dt.date.fromisoformat(text))
