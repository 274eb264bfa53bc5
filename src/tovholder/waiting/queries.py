"""Whose waits a page is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.actor import Actor
from tovholder.accounts.models import Unit
from tovholder.accounts.rights import Right
from tovholder.casework.contributions import Moment
from tovholder.casework.models import Assignment, Case, CaseRole
from tovholder.casework.slots import one_of
from tovholder.waiting.waits import Wait, waits_of

#: A case that was closed longer ago says nothing about the last year.
CLOSED_WITHIN = dt.timedelta(days=400)


@dataclass(frozen=True)
class Whose:
    """One's own cases (no units), or those of units. `names` says whether citizens may be named."""

    key: str
    label: Any
    units: frozenset[int] = frozenset()
    names: bool = False


def choices(actor: Actor) -> list[Whose]:
    """What somebody may choose between, the one that is shown first on top."""
    own = (
        [Whose("mine", _("My cases"), names=True)]
        if actor.may(Right.SEE_UNIT_CASES) or actor.may(Right.CONVERSE)
        else []
    )
    if not actor.may(Right.SEE_UNIT):
        return own
    leads = actor.leads if actor.may(Right.SEE_UNIT_CASES) else frozenset()
    units = list(Unit.objects.filter(one_of("pk", actor.overview), closed_on=None).order_by("name"))
    found = [Whose("all", _("All that I see"), actor.overview, names=actor.overview <= leads)] if len(units) > 1 else []
    found += [Whose(str(unit.pk), unit.name, frozenset({unit.pk}), names=unit.pk in leads) for unit in units]
    return [*found, *own] if actor.leads or not own else [*own, *found]


def unit_of_cases(whose: Whose, moment: Moment) -> dict[int, int]:
    """The cases that are asked about, each with the unit that holds it now: open ones, and those lately closed."""
    rows = Assignment.objects.at(moment.now).filter(role=CaseRole.CASEWORKER)
    if whose.units:
        rows = rows.filter(one_of("unit", whose.units))
    else:
        rows = rows.filter(staff=moment.actor.staff_id)
    lately = Q(case__closed_on=None) | Q(case__closed_on__gt=moment.today - CLOSED_WITHIN)
    return dict(rows.filter(lately).values_list("case", "unit"))


def waits_in(unit_of: Collection[int], moment: Moment) -> list[Wait]:
    return waits_of(unit_of, now=moment.now, today=moment.today)


def named(waits: Collection[Wait]) -> dict[int, Case]:
    """The cases of some waits, with their citizens."""
    found = Case.objects.filter(one_of("pk", {wait.case_id for wait in waits}))
    return {case.pk: case for case in found.select_related("citizen").defer("citizen__search")}
