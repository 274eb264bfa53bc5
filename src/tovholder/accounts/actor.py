"""The person who acts: one value, made once per request, that knows roles, units and rights.

Actions and queries take it as an argument, so that who is asking is never read from the air.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from tovholder.accounts.rights import RIGHTS, Right, Role, rights_of

#: Every unit a person belongs to today, with the role, and for each the units below it. An administrator keeps the
#: whole house going: units that an import made beside the tree stand open too.
_MEMBERSHIPS = """
with recursive mine as (
    select m.role, m.unit_id from accounts_membership m
    where m.staff_id = %(staff)s and m.valid_from <= %(today)s
      and (m.valid_to is null or m.valid_to > %(today)s)
), below as (
    select role, unit_id as top, unit_id from mine
    union
    select b.role, b.top, u.id from accounts_unit u join below b on u.parent_id = b.unit_id
)
select role, top, unit_id from below
union
select m.role, m.unit_id, u.id from mine m cross join accounts_unit u where m.role = 'administrator'
"""


class NotAllowed(Exception):
    """Somebody tried what they have no right to. Carries the right, so that the page can say whom to ask."""

    def __init__(self, right: Right, detail: str = "") -> None:
        self.right = right
        self.detail = detail
        super().__init__(f"the right '{right.value}' is missing")


@dataclass(frozen=True)
class Actor:
    """A member of staff on a day. Units are kept apart by what the role in them allows there, so that somebody who is
    a caseworker in one unit and an analyst above another does not see the other's cases."""

    staff_id: int
    name: str
    roles: frozenset[Role] = frozenset()
    units: frozenset[int] = frozenset()  #: all that one belongs to
    case_units: frozenset[int] = frozenset()  #: those whose cases a colleague may see
    leads: frozenset[int] = frozenset()  #: those one leads or coordinates, with all below
    overview: frozenset[int] = frozenset()  #: those whose state one may see, with all below
    rights: frozenset[Right] = frozenset()

    def may(self, right: Right | str) -> bool:
        return right in self.rights

    def require(self, right: Right) -> None:
        """Raises NotAllowed when the right is missing."""
        if right not in self.rights:
            raise NotAllowed(right)


_LEADS = {Role.TEAM_LEADER, Role.COORDINATOR}


def load_actor(*, staff_id: int, name: str, today: dt.date) -> Actor:
    """The actor for a member of staff, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERSHIPS, {"staff": staff_id, "today": today})
        rows = [(Role(role), top, unit) for role, top, unit in cursor.fetchall()]
    roles = frozenset(role for role, _top, _unit in rows)
    return Actor(
        staff_id=staff_id,
        name=name,
        roles=roles,
        units=frozenset(top for _role, top, _unit in rows),
        case_units=frozenset(top for role, top, _unit in rows if Right.SEE_UNIT_CASES in RIGHTS[role]),
        leads=frozenset(unit for role, _top, unit in rows if role in _LEADS),
        overview=frozenset(unit for role, _top, unit in rows if Right.SEE_UNIT in RIGHTS[role]),
        rights=rights_of(roles),
    )
