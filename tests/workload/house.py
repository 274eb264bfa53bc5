"""A team with its leader, two caseworkers, and cases of two target groups."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from tests.factories import Factory
from tovholder.accounts.models import Staff
from tovholder.accounts.rights import Role
from tovholder.casework.contributions import Moment
from tovholder.casework.models import Case
from tovholder.citizens.models import ContactDetails, TargetGroup, TargetGroupSpell
from tovholder.workload.actions.staff import set_capacity
from tovholder.workload.actions.weights import set_group_weight
from tovholder.workload.queries.cases import weights_of

SPRING = dt.date(2026, 3, 1)


class House:
    def __init__(self, make: Factory, now: dt.datetime) -> None:
        self.make, self.now, self.today = make, now, now.date()
        self.unit = make.unit("Team Nord")
        self.anna = make.staff("Anna Holm", unit=self.unit)
        self.bo = make.staff("Bo Ravn", unit=self.unit)
        self.leader = make.staff("Lea Friis", unit=self.unit, role=Role.TEAM_LEADER)
        self.admin = make.staff("Adam Krogh", role=Role.ADMINISTRATOR)

    def by(self, staff: Staff) -> dict[str, Any]:
        return {"actor": self.make.actor(staff, self.today), "now": self.now}

    def in_case(self, staff: Staff, case: Case) -> dict[str, Any]:
        return {**self.by(staff), "today": self.today, "case_id": case.pk}

    def moment(self, staff: Staff) -> Moment:
        return Moment(self.make.actor(staff, self.today), self.now, self.today)

    def case(self, group: str = "", *, held_by: Staff | None = None, speaks: str = "") -> Case:
        case = self.make.case(held_by=held_by or self.anna)
        if group:
            known = TargetGroup.objects.get(code=group)
            TargetGroupSpell.objects.create(citizen=case.citizen, target_group=known, start=dt.date(2026, 1, 1))
        if speaks:
            ContactDetails.objects.create(
                citizen=case.citizen, valid_from=self.now - dt.timedelta(days=50), interpreter_language=speaks
            )
        return case

    def group_weighs(self, code: str, weight: str, since: dt.date = SPRING, **said: Any) -> None:
        group = TargetGroup.objects.get(code=code).pk
        told = {"reason": "Talt op", **self.by(self.leader), **said}
        set_group_weight(target_group_id=group, weight=Decimal(weight), valid_from=since, **told)

    def has_room(self, staff: Staff, weight: str | None, since: dt.date = SPRING, **said: Any) -> None:
        told = {"unit_id": self.unit.pk, "reason": "37 timer", **self.by(self.leader), **said}
        room = None if weight is None else Decimal(weight)
        set_capacity(staff_id=staff.pk, weight=room, valid_from=since, today=self.today, **told)

    def weight(self, case: Case, day: dt.date | None = None) -> Decimal:
        return weights_of([case.pk], day or self.today)[case.pk]
