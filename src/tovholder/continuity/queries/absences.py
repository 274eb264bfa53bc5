"""Who is away, with how many of their cases nobody has."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tovholder.accounts.models import Membership
from tovholder.accounts.rights import Right
from tovholder.casework.contributions import Moment
from tovholder.casework.models import Assignment
from tovholder.continuity.models import Absence, Cover

#: So long before it begins an absence is still to be prepared, and nobody is missed.
SOON = dt.timedelta(days=7)
#: Those who came back stay on the page for so long.
LATELY = dt.timedelta(days=30)


@dataclass(frozen=True)
class Away:
    """An absence in a list; `held` open cases of the one who is away, `left` of them with nobody."""

    row: Absence
    held: int
    left: int
    is_own: bool
    sees_kind: bool
    may_open: bool

    is_near: bool  #: begun, or about to begin: now somebody is needed


def _visible(moment: Moment) -> QuerySet[Absence]:
    """Of oneself, of the people of one's units, and of those one leads."""
    actor = moment.actor
    near = Membership.objects.on(moment.today).filter(staff=OuterRef("staff"), unit__in=actor.units | actor.leads)
    rows = Absence.objects.filter(Q(staff=actor.staff_id) | Exists(near))
    return rows.select_related("staff")


def current_and_coming(moment: Moment) -> list[Away]:
    """Who is away now or will be, the first to leave on top. Four queries."""
    rows = list(_visible(moment).filter(Q(ended_on=None) | Q(ended_on__gt=moment.today)).order_by("starts_on", "pk"))
    staff = {row.staff_id for row in rows}
    away = Absence.objects.on(moment.today).filter(staff=OuterRef("staff"))
    covers = Cover.objects.filter(Q(ended_at=None) | Q(ended_at__gt=moment.now), ~Exists(away))
    covered = covers.filter(case=OuterRef("case"))
    held = Assignment.objects.at(moment.now).filter(staff__in=staff, case__closed_on=None).order_by()
    cases = held.annotate(covered=Exists(covered)).values("staff")
    counted = {
        row["staff"]: (row["all"], row["left"])
        for row in cases.annotate(
            all=Count("case", distinct=True), left=Count("case", distinct=True, filter=Q(covered=False))
        )
    }
    led = _led(moment)
    me = moment.actor.staff_id
    return [
        Away(
            row,
            *counted.get(row.staff_id, (0, 0)),
            is_own=row.staff_id == me,
            sees_kind=row.staff_id == me or row.staff_id in led,
            may_open=row.staff_id == me or row.staff_id in led,
            is_near=row.starts_on <= moment.today + SOON,
        )
        for row in rows
    ]


def lately_back(moment: Moment) -> list[Absence]:
    """Who has come back in the last weeks, of those one leads."""
    since = moment.today - LATELY
    rows = Absence.objects.filter(staff__in=_led(moment), ended_on__gt=since, ended_on__lte=moment.today)
    return list(rows.select_related("staff").order_by("-ended_on")[:20])


def _led(moment: Moment) -> set[int]:
    if not moment.actor.may(Right.ASSIGN):
        return set()
    rows = Membership.objects.on(moment.today).filter(unit__in=moment.actor.leads)
    return set(rows.values_list("staff", flat=True))
