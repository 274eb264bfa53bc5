"""The citizens of somebody who is away: who comes first and why, who has them now. A fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from tovholder.casework.actions.common import day_of, start_of
from tovholder.casework.contributions import Moment
from tovholder.casework.models import PLANNED, Assignment, CaseRole, Conversation, PlanStep, Turn
from tovholder.citizens.models import AddressProtection
from tovholder.continuity import deadlines
from tovholder.continuity.models import Absence, Cover, DeadlineKind, FragileMark, Handover
from tovholder.continuity.queries.statutory import due_by_law
from tovholder.continuity.urgency import Cause, Reason, is_important, order_of


@dataclass
class Affected:
    """A case of somebody who is away. `cover` says who stands in; without one nobody has it. `gone` is the cover of
    somebody who is away too: it helps nobody, and whoever stands in next takes its place."""

    case_id: int
    citizen_id: int
    name: str
    role: str
    unit_id: int
    assignment_id: int
    is_protected: bool = False
    covers_for: str = ""  #: whose case it is, where the one who is away only stood in
    reasons: list[Reason] = field(default_factory=list)
    cover: Cover | None = None
    gone: Cover | None = None
    handover: Handover | None = None

    @property
    def is_important(self) -> bool:
        return is_important(self.reasons)

    @property
    def is_left(self) -> bool:
        """Nobody has it while the absence lasts."""
        return self.cover is None

    @property
    def role_label(self) -> str:
        return str(CaseRole(self.role).label)

    @property
    def key(self) -> str:
        """What was seen, for a form: the case, the role, the row that says who holds it, and the cover, with a minus
        before one that helps nobody."""
        cover = str(self.cover.pk) if self.cover else f"-{self.gone.pk}" if self.gone else ""
        return f"{self.case_id}:{self.role}:{self.assignment_id}:{cover}"


@dataclass(frozen=True)
class Shifted:
    """A case that got somebody else because of the absence."""

    handover: Handover

    @property
    def name(self) -> str:
        return self.handover.case.citizen.name


@dataclass(frozen=True)
class Picture:
    """How an absence stands: those still with the one who is away in order, and those who got somebody else. When the
    person is back nobody is affected any more, and `stood_in` says who had whom meanwhile."""

    absence: Absence
    affected: list[Affected]
    shifted: list[Shifted]
    until: dt.date  #: how far ahead meetings and dates count
    stood_in: list[Cover] = field(default_factory=list)

    @property
    def left(self) -> list[Affected]:
        return [one for one in self.affected if one.is_left]

    @property
    def important(self) -> list[Affected]:
        return [one for one in self.affected if one.is_important]

    @property
    def important_left(self) -> list[Affected]:
        return [one for one in self.left if one.is_important]

    @property
    def covered(self) -> list[Affected]:
        return [one for one in self.affected if not one.is_left]


def picture_of(absence: Absence, moment: Moment) -> Picture:
    """Fourteen queries, whatever the caseload."""
    first = max(moment.today, absence.starts_on)
    ahead = deadlines.days_on(moment.today, [DeadlineKind.AHEAD])
    until = deadlines.until(first, DeadlineKind.AHEAD, ahead)
    if absence.expected_on is not None:
        # Whoever is back the week after loses nothing of what lies beyond; at least a day counts.
        until = max(first, min(until, absence.expected_on))
    if absence.is_over(moment.today):
        return Picture(absence, [], _shifted(absence), until, _stood_in_for(absence))
    at = max(moment.now, start_of(absence.starts_on))
    affected = _held(absence, at) + _stood_in(absence, at)
    _explain(affected, absence, moment, first, until)
    _say_who_has(affected, at)
    affected.sort(key=lambda one: order_of(one.reasons, one.name, first))
    return Picture(absence, affected, _shifted(absence), until)


def _held(absence: Absence, at: dt.datetime) -> list[Affected]:
    rows = Assignment.objects.at(at).filter(staff=absence.staff_id, case__closed_on=None)
    rows = rows.select_related("case__citizen").defer("case__citizen__search").order_by("case", "role")
    found: dict[int, Affected] = {}
    # Where one has several roles on a case, whoever takes it over takes them all: it stands here once.
    for row in sorted(rows, key=lambda row: _ROLES.index(CaseRole(row.role))):
        citizen = row.case.citizen
        found.setdefault(row.case_id, Affected(row.case_id, citizen.pk, citizen.name, row.role, row.unit_id, row.pk))
    return list(found.values())


_ROLES = [CaseRole.CASEWORKER, CaseRole.JOB_CONSULTANT, CaseRole.COORDINATING, CaseRole.MENTOR]


def _stood_in(absence: Absence, at: dt.datetime) -> list[Affected]:
    """Cases of others in which the one who is away stood in: they are without anybody too."""
    covers = Cover.objects.at(at).filter(staff=absence.staff_id, case__closed_on=None).exclude(absence=absence)
    covers = covers.select_related("case__citizen", "absence__staff")
    held = {
        (row.case_id, row.role): row
        for row in Assignment.objects.at(at).filter(case__in=[cover.case_id for cover in covers])
    }
    found = []
    for cover in covers:
        row = held.get((cover.case_id, cover.role))
        if row is None:
            continue
        citizen = cover.case.citizen
        one = Affected(cover.case_id, citizen.pk, citizen.name, cover.role, row.unit_id, row.pk)
        one.covers_for = cover.absence.staff.name
        found.append(one)
    return found


def _explain(affected: Iterable[Affected], absence: Absence, moment: Moment, first: dt.date, until: dt.date) -> None:
    """Puts to each case why it is looked at early."""
    by_case = {one.case_id: one for one in affected}
    end = start_of(until + dt.timedelta(days=1))
    talks = Conversation.objects.filter(
        PLANNED, case__in=by_case, starts_at__gte=start_of(first), starts_at__lt=end
    ).filter(Q(staff=absence.staff_id) | Q(staff=None))
    for talk in talks.order_by("starts_at"):
        day = timezone.localdate(talk.starts_at)
        by_case[talk.case_id].reasons.append(Reason(Cause.MEETING, day, talk.get_kind_display()))
    # What is due before somebody goes away is still theirs; what is overdue when they are away is nobody's.
    since = first if absence.starts_on > moment.today else dt.date.min
    for case_id, due in due_by_law(list(by_case), since, until).items():
        by_case[case_id].reasons.append(Reason(Cause.DATE, due.on, due.what))
    for mark in FragileMark.objects.filter(case__in=by_case, ended_at=None):
        by_case[mark.case_id].reasons.append(Reason(Cause.FRAGILE, first, mark.why))
    steps = PlanStep.objects.filter(plan__case__in=by_case, ended_at=None, turn=Turn.US, due_on__range=(since, until))
    for case_id, due_on, text in steps.order_by("due_on").values_list("plan__case", "due_on", "text"):
        if due_on is not None:
            by_case[case_id].reasons.append(Reason(Cause.STEP, due_on, text))
    hidden = AddressProtection.objects.on(moment.today).filter(citizen__in=[one.citizen_id for one in by_case.values()])
    protected = set(hidden.values_list("citizen", flat=True))
    for one in by_case.values():
        one.is_protected = one.citizen_id in protected


def _say_who_has(affected: Iterable[Affected], at: dt.datetime) -> None:
    cases = [one.case_id for one in affected]
    covers: dict[tuple[int, str], Cover] = {}
    away = Exists(Absence.objects.on(day_of(at)).filter(staff=OuterRef("staff")))
    running = Cover.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), case__in=cases).annotate(is_away=away)
    for cover in running.select_related("staff"):
        covers[cover.case_id, cover.role] = cover
    handovers = {
        (row.case_id, row.role): row
        for row in Handover.objects.open().filter(case__in=cases, assignment=None).select_related("receiver", "to_unit")
    }
    for one in affected:
        # Somebody who is away covers nobody.
        found = covers.get((one.case_id, one.role))
        if found and (one.covers_for or found.is_away):  # type: ignore[attr-defined]
            one.gone = found
        else:
            one.cover = found
        one.handover = handovers.get((one.case_id, one.role))


def _shifted(absence: Absence) -> list[Shifted]:
    rows = Handover.objects.filter(
        sender=absence.staff_id, shifted_at__isnull=False, registered_at__gte=absence.registered_at
    )
    if absence.ended_on is not None:
        rows = rows.filter(registered_at__lt=start_of(absence.ended_on))
    rows = rows.select_related("case__citizen", "receiver", "to_unit").order_by("shifted_at")
    return [Shifted(row) for row in rows.annotate(when=F("shifted_at"))]


def _stood_in_for(absence: Absence) -> list[Cover]:
    rows = Cover.objects.filter(absence=absence).select_related("staff", "case__citizen")
    return list(rows.defer("case__citizen__search").order_by("staff__name", "staff", "case__citizen__sort_key", "pk"))


def load_by_person(affected: Iterable[Affected]) -> dict[int, int]:
    """How many of the cases each colleague covers."""
    found: dict[int, int] = defaultdict(int)
    for one in affected:
        if one.cover:
            found[one.cover.staff_id] += 1
    return dict(found)
