"""Units, and who works where, as tidy tables. No name of a person goes along."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Value
from django.db.models.fields import FloatField

from tovholder.accounts.models import Membership, Unit
from tovholder.accounts.tidy import Row, Taken, TidyRows, contribute

ROOM = "accounts"


def units(taken: Taken) -> Iterable[Row]:
    return Unit.objects.order_by("pk").values_list("pk", "parent", "kind", "name", "opened_on", "closed_on")


def staff(taken: Taken) -> Iterable[Row]:
    """How much somebody has room for is not registered yet."""
    room_for = Value(None, output_field=FloatField(null=True))
    return Membership.objects.order_by("pk").values_list("staff", "unit", room_for, F("valid_from"), F("valid_to"))


def register() -> None:
    contribute(TidyRows(ROOM, "units", units, Unit.objects.count))
    contribute(TidyRows(ROOM, "staff", staff, Membership.objects.count))
