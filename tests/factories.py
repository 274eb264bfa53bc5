"""Makes the facts a test needs and nothing else. Every argument has a default; what a test is about, it says."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone

from tovholder.accounts.actor import Actor, load_actor
from tovholder.accounts.models import Membership, Staff, Unit, UnitKind
from tovholder.accounts.rights import Role
from tovholder.casework.models import Assignment, Case, CaseRole, Conversation
from tovholder.citizens.models import Citizen

LONG_AGO = dt.date(2020, 1, 1)
PASSWORD = "en lang adgangskode"


class Factory:
    def __init__(self) -> None:
        self._number = itertools.count(1)

    def unit(self, name: str = "", parent: Unit | None = None, kind: str = UnitKind.TEAM) -> Unit:
        name = name or f"Team {next(self._number)}"
        return Unit.objects.create(name=name, kind=kind, parent=parent, opened_on=LONG_AGO)

    def staff(
        self,
        name: str = "",
        *,
        unit: Unit | None = None,
        role: str = Role.CASEWORKER,
        password: bool = False,
        **fields: Any,
    ) -> Staff:
        """Somebody with a role in a unit. A password takes 50 ms to make, so only those who sign in get one."""
        number = next(self._number)
        name = name or f"Medarbejder {number}"
        email = fields.pop("email", f"{number}@staff.example")
        staff = Staff.objects.create_user(email, password=PASSWORD if password else None, name=name, **fields)
        self.member(staff, unit or self.unit(), role)
        return staff

    def member(
        self, staff: Staff, unit: Unit, role: str, *, since: dt.date = LONG_AGO, to: dt.date | None = None
    ) -> Membership:
        return Membership.objects.create(staff=staff, unit=unit, role=role, valid_from=since, valid_to=to)

    def actor(self, staff: Staff, today: dt.date) -> Actor:
        return load_actor(staff_id=staff.pk, name=staff.name, today=today)

    def citizen(self, given_name: str = "Bo", family_name: str = "Prøve") -> Citizen:
        citizen = Citizen.objects.create(given_name=given_name, family_name=family_name)
        citizen.refresh_from_db()
        return citizen

    def case(
        self,
        *,
        held_by: Staff | None = None,
        unit: Unit | None = None,
        citizen: Citizen | None = None,
        opened_on: dt.date = dt.date(2026, 8, 3),
        **fields: Any,
    ) -> Case:
        """A case, held by somebody (in their own unit unless said otherwise) or by nobody, from its opening on."""
        case = Case.objects.create(citizen=citizen or self.citizen(), opened_on=opened_on, **fields)
        if unit is None:
            membership = held_by.memberships.first() if held_by else None
            unit = membership.unit if membership else self.unit()
        self.assign(case, held_by, unit=unit, at=moment(opened_on))
        return case

    def assign(
        self,
        case: Case,
        staff: Staff | None,
        *,
        at: dt.datetime,
        unit: Unit | None = None,
        role: str = CaseRole.CASEWORKER,
        **fields: Any,
    ) -> Assignment:
        if unit is None:
            membership = staff.memberships.first() if staff else None
            unit = membership.unit if membership else Assignment.objects.filter(case=case).latest("effective_at").unit
        return Assignment.objects.create(case=case, role=role, staff=staff, unit=unit, effective_at=at, **fields)

    def conversation(
        self, case: Case, *, starts_at: dt.datetime, held: bool = False, staff: Staff | None = None, **fields: Any
    ) -> Conversation:
        return Conversation.objects.create(
            case=case, staff=staff, starts_at=starts_at, held_at=starts_at if held else None, **fields
        )


def moment(day: dt.date, hour: int = 8) -> dt.datetime:
    """An hour of a day, in Danish time."""
    return dt.datetime.combine(day, dt.time(hour), tzinfo=timezone.get_default_timezone())
