"""Open a unit, correct its name, close it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts import obstacles
from tovholder.accounts.actions.common import in_words, managing
from tovholder.accounts.actor import Actor
from tovholder.accounts.acts import Refused, store
from tovholder.accounts.models import Unit
from tovholder.accounts.seen import require_as_seen


def open_unit(*, actor: Actor, name: str, kind: str, parent_id: int | None, opened_on: dt.date) -> Unit:
    """A new department, team or project, under another or at the top."""
    with managing("open_unit", actor):
        parent = Unit.objects.select_for_update(no_key=True).get(pk=parent_id) if parent_id else None
        name = " ".join(name.split())
        faults: list[Any] = []
        if parent and opened_on < parent.opened_on:
            faults.append(
                _("%(unit)s opened on %(day)s; nothing stood under it before.")
                % {"unit": parent.name, "day": in_words(parent.opened_on)}
            )
        if parent and parent.closed_on:
            faults.append(
                _("%(day)s is the last day of %(unit)s; choose a unit that goes on.")
                % {"unit": parent.name, "day": in_words(parent.last_day)}
            )
        still_open = Q(closed_on__isnull=True) | Q(closed_on__gt=opened_on)
        if Unit.objects.filter(still_open, name__iexact=name, parent=parent).exists():
            faults.append(_("There is a unit with that name there already."))
        if faults:
            raise Refused(faults)
        unit = Unit(name=name, kind=kind, parent=parent, opened_on=opened_on)
        store(unit)
        return unit


def rename_unit(*, actor: Actor, unit_id: int, name: str, mark: str) -> Unit:
    """Another name for the same unit. A reorganisation is not a new name: it closes units and opens others."""
    with managing("rename_unit", actor):
        unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
        require_as_seen(unit, mark)
        unit.name = " ".join(name.split())
        store(unit)
        return unit


def close_unit(*, actor: Actor, unit_id: int, closed_on: dt.date, mark: str) -> Unit:
    """The unit ends; `closed_on` is the first day on which it is no more. Refused with all that still belongs to it."""
    with managing("close_unit", actor):
        unit = Unit.objects.select_for_update().get(pk=unit_id)
        require_as_seen(unit, mark)
        if unit.closed_on:
            raise Refused([_("It is closed already: %(day)s is its last day.") % {"day": in_words(unit.last_day)}])
        if closed_on <= unit.opened_on:
            raise Refused([_("A unit closes after it has opened.")])
        if faults := obstacles.to_closing(unit, closed_on):
            raise Refused(faults)
        unit.closed_on = closed_on
        store(unit)
        return unit
