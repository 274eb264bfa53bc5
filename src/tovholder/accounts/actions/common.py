"""How every act begins: with the right to manage staff, in a transaction that carries its name into the history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tovholder.accounts import queries
from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, act
from tovholder.accounts.models import Membership
from tovholder.accounts.rights import Right, Role

#: Who acts when the command `tovholder` is used: whoever may run it may already do anything to the database.
COMMAND_LINE = Actor(staff_id=0, name="command line", rights=frozenset({Right.MANAGE_STAFF}))


@contextmanager
def managing(name: str, actor: Actor, reason: str = "") -> Iterator[None]:
    """One act (`accounts/acts.py`) of somebody who manages staff. Raises NotAllowed."""
    actor.require(Right.MANAGE_STAFF)
    with act(name, actor, reason):
        yield


def require_an_administrator(day: dt.date, *, besides_staff: int = 0, besides_membership: int = 0) -> None:
    """Refused when nobody else would be an administrator on a day: then nobody could let anybody in again.

    The memberships are locked, so that two administrators cannot take the role from one another at the same moment.
    """
    list(Membership.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk").values_list("pk"))
    if not queries.administrators_on(day, besides_staff=besides_staff, besides_membership=besides_membership).exists():
        raise Refused([_("Nobody else is an administrator then. Make somebody else administrator first.")])


def in_words(day: dt.date | None) -> str:
    """A day as a refusal names it: 1 January 2027."""
    return date_format(day) if day else ""
