"""Questions about staff, units and sign-ins."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, DateTimeField, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value

from tovholder.accounts.models import Membership, SignIn, Staff, Unit
from tovholder.accounts.names import DanishSortKey
from tovholder.accounts.rights import Role


@dataclass(frozen=True)
class StaffFilter:
    """What the list of staff is narrowed to. `unit_id` takes the units below along; `active` None is both."""

    search: str = ""
    role: str = ""
    unit_id: int | None = None
    active: bool | None = True


@dataclass
class UnitNode:
    """A unit in the tree, with how many are members of it today (not of those below)."""

    unit: Unit
    depth: int
    members: int
    children: list[UnitNode] = field(default_factory=list)


def staff_with_email(email: str) -> Staff | None:
    return Staff.objects.filter(email=email.strip()).first()


def staff_list(wanted: StaffFilter, *, today: dt.date) -> QuerySet[Staff]:
    """The staff, in Danish order, each with `memberships_today` (with unit), `has_errand` and `last_signed_in_at`.

    Three queries whatever the number of people: count, page, memberships of the page.
    """
    running = Membership.objects.on(today)
    found = Staff.objects.annotate(
        has_errand=Exists(running.filter(staff=OuterRef("pk"))),
        last_signed_in_at=last_signed_in("pk"),
        sort_key=DanishSortKey("name"),
    )
    if wanted.active is not None:
        found = found.filter(is_active=wanted.active)
    if wanted.role:
        found = found.filter(Exists(running.filter(staff=OuterRef("pk"), role=wanted.role)))
    if wanted.unit_id:
        found = found.filter(Exists(running.filter(staff=OuterRef("pk"), unit__in=with_those_below(wanted.unit_id))))
    for word in wanted.search.split():
        found = found.filter(Q(sort_key__contains=DanishSortKey(Value(word))) | Q(email__contains=word.lower()))
    shown = Prefetch("memberships", running.select_related("unit").order_by("valid_from"), to_attr="memberships_today")
    return found.prefetch_related(shown).order_by("sort_key", "pk")


def last_signed_in(staff_column: str) -> Subquery:
    """When somebody last got in; null for those who never did."""
    latest = SignIn.objects.filter(staff=OuterRef(staff_column), refused="").order_by("-at")
    return Subquery(latest.values("at")[:1], output_field=DateTimeField())


def memberships_of(staff: Staff) -> QuerySet[Membership]:
    """All that somebody was and is, what runs first, then the latest."""
    return staff.memberships.select_related("unit").order_by("-valid_to", "-valid_from", "pk")


def sign_ins_of(staff: Staff) -> QuerySet[SignIn]:
    return staff.sign_ins.order_by("-at", "-pk")


def failed_since_last_time(staff: Staff, *, before: dt.datetime) -> tuple[dt.datetime | None, int]:
    """When somebody last signed in before a moment, and how many wrong attempts there have been since then."""
    earlier = staff.sign_ins.filter(at__lt=before)
    last = earlier.filter(refused="").order_by("-at").values_list("at", flat=True).first()
    failed = earlier.exclude(refused="")
    return last, (failed.filter(at__gt=last) if last else failed).count()


def administrators_on(day: dt.date, *, besides_staff: int = 0, besides_membership: int = 0) -> QuerySet[Membership]:
    """Memberships by which somebody who may sign in is an administrator on a day."""
    running = Membership.objects.on(day).filter(role=Role.ADMINISTRATOR, staff__is_active=True)
    return running.exclude(staff=besides_staff).exclude(pk=besides_membership)


def units_open_on(day: dt.date) -> QuerySet[Unit]:
    """The units that one may belong to on a day, in Danish order."""
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    return Unit.objects.filter(is_open, opened_on__lte=day).order_by(DanishSortKey("name"), "pk")


def with_those_below(unit_id: int) -> list[int]:
    """The ids of a unit and of all units below it."""
    children = defaultdict(list)
    for pk, parent in Unit.objects.values_list("pk", "parent_id"):
        children[parent].append(pk)
    found = [unit_id]
    for known in found:
        found += children[known]
    return found


def unit_tree(*, today: dt.date, closed_too: bool) -> list[UnitNode]:
    """The units from the top down, each before those below it. An open unit under a closed one stands at the top."""
    running = Q(memberships__valid_from__lte=today) & (
        Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gt=today)
    )
    units = Unit.objects.annotate(members=Count("memberships__staff", filter=running, distinct=True))
    units = units.order_by(DanishSortKey("name"), "pk")
    if not closed_too:
        units = units.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=today))
    nodes = {unit.pk: UnitNode(unit, 0, unit.members) for unit in units}
    roots: list[UnitNode] = []
    for node in nodes.values():
        parent = nodes.get(node.unit.parent_id) if node.unit.parent_id else None
        (parent.children if parent else roots).append(node)
    return _flattened(roots, 0)


def _flattened(nodes: list[UnitNode], depth: int) -> list[UnitNode]:
    flat = []
    for node in nodes:
        node.depth = depth
        flat += [node, *_flattened(node.children, depth + 1)]
    return flat


def members_of(unit: Unit) -> QuerySet[Membership]:
    """Everybody who was or is a member, what runs first, then the latest that ended."""
    return unit.memberships.select_related("staff").order_by("-valid_to", DanishSortKey("staff__name"), "valid_from")
