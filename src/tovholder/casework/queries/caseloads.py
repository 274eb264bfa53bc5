"""How many open cases people hold, for those who decide who gets the next one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count
from django.utils.translation import ngettext

from tovholder.casework.models import Assignment, CaseRole


def caseloads(staff_ids: Iterable[int], now: dt.datetime, role: str = CaseRole.CASEWORKER) -> dict[int, int]:
    """How many open cases each person has in a role at a moment, in one query; who has none is 0."""
    wanted = list(staff_ids)
    held = Assignment.objects.at(now).filter(staff__in=wanted, role=role, case__closed_on=None).order_by()
    counted = dict(held.values_list("staff").annotate(cases=Count("case")))
    return {staff: counted.get(staff, 0) for staff in wanted}


def with_caseload(name: str, cases: int) -> str:
    """A name in a list to choose from, with how much the person holds already."""
    return ngettext("%(name)s (%(cases)d case)", "%(name)s (%(cases)d cases)", cases) % {"name": name, "cases": cases}
