"""The columns of the work list. One more is one entry here: what it shows, how it sorts, how it is loaded."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tovholder.casework.contributions import Moment
from tovholder.casework.models import PlanStep, Turn
from tovholder.casework.queries import shifts
from tovholder.casework.worklist import facts
from tovholder.casework.worklist.waiting import waits_of
from tovholder.citizens.models import BenefitSpell, TargetGroupSpell

Loader = Callable[[list[int], Moment], dict[int, Any]]


@dataclass(frozen=True)
class Column:
    """`kind` names the template that shows a value. A column is either an expression, worked out by the database and
    sortable, or is loaded for the cases of one page by one query."""

    key: str
    label: Any
    kind: str = "text"
    expression: Callable[[Moment], Any] | None = None
    load: Loader | None = None
    definition: Any = ""
    nulls_first: bool = False

    @property
    def is_sortable(self) -> bool:
        return self.expression is not None


@dataclass(frozen=True)
class Turns:
    """Whose turn it is in a case: one entry for each party with an open step, the soonest due first."""

    parties: tuple[str, ...]
    title: str


def turns_of(case_ids: list[int], moment: Moment) -> dict[int, Turns]:
    steps = PlanStep.objects.filter(plan__case__in=case_ids, ended_at=None)
    steps = steps.order_by(F("due_on").asc(nulls_last=True), "position")
    found: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for case_id, turn, name, text in steps.values_list("plan__case", "turn", "turn_name", "text"):
        party = name if turn == Turn.OTHER else str(Turn(turn).label)
        found[case_id].setdefault(party, []).append(text)
    return {
        case_id: Turns(tuple(parties), "\n".join(f"{who}: {text}" for who, texts in parties.items() for text in texts))
        for case_id, parties in found.items()
    }


def _spell_name(model: Any, code: str) -> Callable[[Moment], Subquery]:
    def expression(moment: Moment) -> Subquery:
        language = "en" if (get_language() or "da").startswith("en") else "da"
        running = model.objects.on(moment.today).filter(citizen=OuterRef("citizen")).order_by("-start")
        return Subquery(running.values(f"{code}__name_{language}")[:1])

    return expression


COLUMNS = (
    Column("name", _("Citizen"), "name", lambda moment: F("citizen__sort_key")),
    Column(
        "held_since",
        _("Held since"),
        "day",
        lambda moment: shifts.held_since(moment.now),
        definition=_("When the one who holds the case took it. Moving to another unit with the case does not count."),
    ),
    Column("holder", _("Caseworker"), "holder", lambda moment: shifts.holder(moment.now, field="staff__name")),
    Column("unit", _("Unit"), "text", lambda moment: shifts.holder(moment.now, field="unit__name")),
    Column(
        "last",
        _("Last conversation"),
        "last",
        lambda moment: shifts.last_held_at(moment.now),
        definition=_("The latest conversation that was held."),
        nulls_first=True,
    ),
    Column("next", _("Next conversation"), "moment", facts.next_planned_at),
    Column(
        "turn",
        _("Whose turn"),
        "turns",
        load=turns_of,
        definition=_("Everybody with an open step in the plan, the soonest due first."),
    ),
    Column(
        "waiting",
        _("Waits for"),
        "waits",
        load=waits_of,
        definition=_(
            "What the case is waiting for, and for how long. Each wait begins and ends with a registered fact."
        ),
    ),
    Column(
        "shifts",
        _("Shifts, 12 months"),
        "number",
        facts.shifts_12m,
        definition=_("How often the caseworker has become another person in the last 12 months."),
    ),
    Column(
        "people",
        _("Caseworkers so far"),
        "number",
        lambda moment: Coalesce(shifts.people_count(moment.now), 0),
        definition=_("How many different people have held the case."),
    ),
    Column("due", _("Next step due"), "due", lambda moment: facts.next_due_on()),
    Column(
        "reminder",
        _("Reminder"),
        "due",
        lambda moment: Subquery(facts.my_reminder(moment).values("due_on")[:1]),
        definition=_("Your own reminder on the case."),
    ),
    Column("benefit", _("Benefit"), "text", _spell_name(BenefitSpell, "benefit")),
    Column("group", _("Target group"), "text", _spell_name(TargetGroupSpell, "target_group")),
    Column(
        "project", _("Project"), "text", lambda moment: Subquery(facts.participants(moment).values("unit__name")[:1])
    ),
    Column("born", _("Age"), "age", lambda moment: F("citizen__born_on")),
    Column("opened", _("Opened"), "day", lambda moment: F("opened_on")),
)

BY_KEY = {column.key: column for column in COLUMNS}
#: What a new caseworker sees.
STANDARD = ("name", "held_since", "last", "next", "turn", "waiting", "shifts", "due", "reminder")


def chosen(keys: Iterable[str], *, with_holder: bool) -> list[Column]:
    """The columns for these keys, the name always first; another's cases also say who holds them."""
    wanted = [key for key in keys if key in BY_KEY and key != "name"]
    if with_holder and "holder" not in wanted:
        wanted.insert(0, "holder")
    return [BY_KEY["name"], *(BY_KEY[key] for key in dict.fromkeys(wanted))]


def age(born_on: dt.date, today: dt.date) -> int:
    """Whole years."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
