"""Works out a proposal that somebody asked for, tells how far it has come, and stops when asked to."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tovholder.accounts.actor import Actor, load_actor
from tovholder.accounts.models import Staff, Unit
from tovholder.casework.actions.common import start_of
from tovholder.casework.contributions import Moment
from tovholder.casework.models import Case
from tovholder.continuity import placing
from tovholder.continuity.models import Absence, ProposalEnding, ProposalRun
from tovholder.continuity.queries.affected import picture_of
from tovholder.matching.takeover import (
    Infeasible,
    Measures,
    Progress,
    Proposal,
    Shortfall,
    Unsolved,
    as_far_as_possible,
    what_if,
)
from tovholder.matching.takeover import words as matching_words
from tovholder.matching.takeover.words import Language
from tovholder.workload.languages import name_of
from tovholder.workload.models import Specialty

log = logging.getLogger(__name__)

#: Seconds for one proposal; what is found by then comes with its gap.
AT_MOST = 20.0
#: Seconds between two notes of how far it has come.
PAUSE = 0.5
#: So many ways out are named with what is short.
RELIEFS = 4
#: Whoever has begun and is silent for so long is gone.
SILENT = dt.timedelta(seconds=AT_MOST * 3 + 60)


class Watch:
    """Notes the progress in the row, and sees there whether somebody has asked to stop.

    It is asked from the thread that waits, and told from those that compute.
    """

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id
        self.latest: Progress | None = None
        self.noted_at = 0.0
        self.is_stopped = False

    def tell(self, progress: Progress) -> None:
        self.latest = progress

    def stop(self) -> bool:
        if time.monotonic() < self.noted_at + PAUSE or self.is_stopped:
            return self.is_stopped
        self.noted_at = time.monotonic()
        row = ProposalRun.objects.filter(pk=self.run_id)
        if self.latest is not None:
            row.update(stage=self.latest.aim.value, part=min(1.0, self.latest.part / max(1, self.latest.parts)))
        self.is_stopped = row.filter(stop_asked_at__isnull=False).exists()
        return self.is_stopped


def run(run_id: int) -> None:
    """Works a proposal out, once: one that has begun or ended is left alone. What goes wrong is noted in its row."""
    begun = ProposalRun.objects.filter(pk=run_id, began_at=None, ended_at=None).update(began_at=timezone.now())
    if not begun:
        return
    row = ProposalRun.objects.select_related("absence", "asked_by").get(pk=run_id)
    try:
        ending, answer = _of_absence(row) if row.absence_id else _of_reorganisation(row)
    except Exception:
        log.exception("proposal %s failed", run_id)
        ending, answer = ProposalEnding.FAILED, {}
    ProposalRun.objects.filter(pk=run_id).update(ended_at=timezone.now(), ending=ending, answer=answer, part=1.0)


def _moment(row: ProposalRun) -> Moment:
    staff: Staff = row.asked_by or Staff()
    today = timezone.localdate()
    actor: Actor = load_actor(staff_id=staff.pk, name=staff.name, today=today)
    return Moment(actor, timezone.now(), today)


def _language(row: ProposalRun) -> Language:
    return "en" if row.question.get("language") == "en" else "da"


def _of_absence(row: ProposalRun) -> tuple[str, dict[str, Any]]:
    absence = row.absence
    assert isinstance(absence, Absence)
    moment, watch, language = _moment(row), Watch(row.pk), _language(row)
    picture = picture_of(absence, moment)
    wanted = [one for one in picture.affected if one.is_left or row.question.get("all")]
    cases: dict[str, Any] = {}
    short: list[str] = []
    apart: dict[str, str] = {}
    stopped = False
    for role in sorted({one.role for one in wanted}):
        of_role = [one for one in wanted if one.role == role]
        problem = placing.problem_of_absence(absence, of_role, int(row.question["capacity"]), moment)
        found = as_far_as_possible(problem, seconds=AT_MOST, on_progress=watch.tell, stop=watch.stop)
        told = _told(found.short, language)
        short += told.values()
        apart |= {str(case): told[one] for case, one in found.apart.items()}
        stopped |= isinstance(found.answer, Unsolved)
        if isinstance(found.answer, Proposal):
            stopped |= found.answer.stopped
            cases |= {
                str(one.case): {"staff": one.person, "how": row.question["how"], "why": _why(one, language)}
                for one in found.answer.placements
            }
    answer = {"cases": cases, "short": short, "apart": apart}
    if short and not cases:
        return ProposalEnding.IMPOSSIBLE, answer
    return (ProposalEnding.STOPPED if stopped else ProposalEnding.DONE), answer


def _why(placement: Any, language: Language) -> str:
    # The first reasons, and at last how much room is left.
    reasons = [*placement.reasons[:-1][:3], *placement.reasons[-1:]]
    told = [matching_words.said(reason, language, usual=placing.USUAL, name=_namer(language)) for reason in reasons]
    if placement.uncovered:
        told.append(_("cannot hold a conversation that is planned"))
    return ", ".join(told)


def _told(short: Iterable[Shortfall], language: Language) -> dict[Shortfall, str]:
    """What is short and by how much, and what would do."""
    units = dict(Unit.objects.values_list("pk", "name"))
    people = dict(
        Staff.objects.filter(pk__in={relief.person for one in short for relief in one.relief}).values_list("pk", "name")
    )
    told = {}
    for one in short:
        where = units.get(one.unit or 0, _("the units you lead"))
        sentence = matching_words.short(one, language, usual=placing.USUAL, where=where, name=_namer(language))
        ways = [
            matching_words.eases(relief, language, usual=placing.USUAL, person=people[relief.person])
            for relief in one.relief[:RELIEFS]
        ]
        told[one] = f"{sentence} {'; '.join(ways)}." if ways else sentence
    return told


def _namer(language: Language) -> Callable[[str], str]:
    """What a field (by its id) or a language (by its code) is called."""
    fields = {str(pk): name for pk, name in Specialty.objects.values_list("pk", f"name_{language}")}
    return lambda value: fields.get(value) or name_of(value, language)


def _of_reorganisation(row: ProposalRun) -> tuple[str, dict[str, Any]]:
    moment, watch, language = _moment(row), Watch(row.pk), _language(row)
    asked = row.question
    at = start_of(dt.date.fromisoformat(asked["on"]))
    units = set(moment.actor.leads) | set(asked["moves"].values())
    problem = placing.problem_of_reorganisation(units, asked["moves"], int(asked["capacity"]), at, moment)
    names, birthdays = _keys([case.id for case in problem.cases])
    found = what_if(
        problem,
        asked["moves"],
        names=names,
        birthdays=birthdays,
        seconds=AT_MOST,
        on_progress=watch.tell,
        stop=watch.stop,
    )
    told = _told(found.short, language)
    answer: dict[str, Any] = {
        "affected": len(found.affected),
        "usual": {name: _measured(measures) for name, measures in found.usual.items()},
        "short": list(told.values()),
        "apart": {str(case): told[one] for case, one in found.apart.items()},
    }
    if not isinstance(found.answer, Proposal):
        is_impossible = isinstance(found.answer, Infeasible)
        return (ProposalEnding.IMPOSSIBLE if is_impossible else ProposalEnding.STOPPED), answer
    holders = {case.id: case.holder for case in problem.cases}
    groups = {case.id: case.group for case in problem.cases}
    room = {one.id: one.capacity for one in problem.staff}
    answer |= {
        "proposal": _measured(found.answer.measures),
        "proven": found.answer.proven,
        "seconds": round(found.answer.seconds, 1),
        "loads": {
            str(one.person): [part / placing.USUAL for part in (one.before, one.after, room[one.person])]
            for one in found.answer.loads
        },
        "cases": {
            str(one.case): {
                "staff": one.person,
                "shift": one.shift,
                "from": holders[one.case],
                "unit": asked["moves"][groups[one.case]],
                "why": _why(one, language),
            }
            for one in found.answer.placements
        },
    }
    return (ProposalEnding.STOPPED if found.answer.stopped else ProposalEnding.DONE), answer


def _measured(measures: Measures) -> dict[str, Any]:
    """Numbers for the page; weight in usual cases."""
    return asdict(measures) | {"over": measures.over / placing.USUAL}


def _keys(cases: list[int]) -> tuple[Mapping[int, Any], Mapping[int, Any]]:
    """What cases are handed out by otherwise: the name, and the day of the month of the birthday."""
    names: dict[int, Any] = {}
    birthdays: dict[int, Any] = {}
    for pk, name, born_on in Case.objects.filter(pk__in=cases).values_list(
        "pk", "citizen__sort_key", "citizen__born_on"
    ):
        names[pk] = name
        birthdays[pk] = born_on.day if born_on else 0
    return names, birthdays


def state_of(row: ProposalRun, now: dt.datetime) -> str:
    """`waiting`, `running`, `stopping`, `interrupted`, or how it ended."""
    if row.ended_at:
        return row.ending
    if row.began_at is None:
        return "waiting"
    if row.began_at < now - SILENT:
        return "interrupted"
    return "stopping" if row.stop_asked_at else "running"
