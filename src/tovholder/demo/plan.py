"""The demonstration's employment plan: goals on its own figures, one that is entered, and a status that is published.

It is written by the acts that people use, as its analyst. Everything in it is invented.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tovholder.accounts.actor import Actor, load_actor
from tovholder.accounts.models import Staff
from tovholder.figures.published.months import Month
from tovholder.plans import sources
from tovholder.plans.actions import goals as goal_acts
from tovholder.plans.actions import plans as acts
from tovholder.plans.actions import reports
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.models import EmploymentPlan, Goal

AIM = "Flere borgere i job eller uddannelse, færre skift af sagsbehandler og ingen, der venter uden at vide på hvad."
#: Invented; such a list is announced each year.
MINISTERS = (
    "Flere personer skal i beskæftigelse eller uddannelse",
    "Langtidsledigheden skal bekæmpes",
    "Virksomhederne skal have den arbejdskraft, de mangler",
)


@dataclass(frozen=True)
class Wanted:
    """A goal on an own figure. `change`: what is to happen to it, in per cent of the baseline's figure."""

    indicator: str
    title: str
    change: float
    minister: int
    is_share: bool = False
    comment: str = ""
    proposal: str = ""


OWN = (
    Wanted("long_term_unemployed_80_percent", "Færre langtidsledige", -8, 2,
           comment="De fleste er over 50 år.", proposal="Personlig jobformidler fra uge 26."),
    Wanted("passive_share", "En mindre del er passiv", -15, 1, is_share=True,
           comment="Andelen følger ventetiden til tilbud.", proposal="Flere datoer for start i de korte tilbud."),
    Wanted("shifts", "Færre skift af sagsbehandler", -20, 1,
           comment="Omlægningen i foråret gav mange skift på en gang.",
           proposal="Skift ved omlægning varsles tre uger før."),
    Wanted("waiting_over_threshold", "Færre venter længere end grænsen", -25, 1,
           comment="Attester er den længste ventetid."),
    Wanted("missed_share", "Færre udeblivelser fra samtaler", -10, 1, is_share=True),
)  # fmt: skip
#: The share of companies that the municipality cooperates with, in the last month of each quarter, in per cent.
COOPERATION = (40.5, 41.8, 42.9, 43.6, 44.1)


def write(*, analyst: Staff, made_up_to: dt.date, now: dt.datetime) -> EmploymentPlan:
    """A plan for the year that the data end in, decided, with the last whole quarter's status published and a link."""
    today = made_up_to
    actor = load_actor(staff_id=analyst.pk, name=analyst.name, today=today)
    year = today.year
    said = acts.Said(f"Beskæftigelsesplan {year}", year, year, aim=AIM)
    plan = acts.begin_plan(actor=actor, said=said, now=now, today=today)
    ministers = [
        acts.add_ministers_goal(actor=actor, plan_id=plan.pk, number=number, text=text, now=now)
        for number, text in enumerate(MINISTERS, 1)
    ]
    start, end = Month.of(year - 1, 12), Month.of(year, 12)
    goals: list[tuple[Goal, Wanted]] = []
    own = sources.now_at_hand().own
    for wanted in OWN if own else ():
        assert own is not None
        figure = own.series(wanted.indicator).at(start)
        if not figure:
            continue  # nothing to count from: a small municipality, or one made up to a day long ago
        level = round(figure * (1 + wanted.change / 100), 1) if wanted.is_share else None
        terms = goal_acts.Terms(
            wanted.title,
            number=str(len(goals) + 1),
            source="own",
            indicator=wanted.indicator,
            direction="at_most",
            ministers_goal_id=ministers[wanted.minister - 1].pk,
            baseline_month=start.first_day,
            target_month=end.first_day,
            percent=None if wanted.is_share else wanted.change,
            level=level,
            responsible="Beskæftigelseschefen",
        )
        goals.append((goal_acts.add_goal(actor=actor, plan_id=plan.pk, terms=terms, now=now), wanted))
    _cooperation(plan, actor, ministers[2].pk, str(len(goals) + 1), start, end, now, today)
    _decide(plan, actor, min(today, dt.date(year, 1, 20)), min(today, dt.date(year, 2, 24)), now, today)
    quarter = Quarter.of_day(today).before if today > dt.date(year, 3, 31) else Quarter.of_day(today)
    _say(goals, actor, quarter, now)
    reports.publish_report(actor=actor, plan_id=plan.pk, quarter=quarter, now=now, today=today)
    reports.make_link(actor=actor, plan_id=plan.pk, meant_for="Beskæftigelsesudvalget", now=now)
    return plan


def _cooperation(
    plan: EmploymentPlan,
    actor: Actor,
    minister_id: int,
    number: str,
    start: Month,
    end: Month,
    now: dt.datetime,
    today: dt.date,
) -> None:
    """The goal whose figure nobody computes: it is entered each quarter."""
    terms = goal_acts.Terms(
        "Samarbejde med flere af kommunens virksomheder",
        number=number,
        unit="percent",
        population="virksomheder med ansatte i kommunen",
        definition="Samarbejdsgraden: den del af kommunens virksomheder, som kommunen samarbejder med.",
        direction="at_least",
        ministers_goal_id=minister_id,
        baseline_month=start.first_day,
        target_month=end.first_day,
        level=45.0,
        risks="Konverteringen af CVR-data kan forsinke opgørelsen.",
        responsible="Leder af virksomhedsservice",
    )
    goal = goal_acts.add_goal(actor=actor, plan_id=plan.pk, terms=terms, now=now)
    for quarter, value in enumerate(COOPERATION):
        month = (start + 3 * quarter).first_day
        dated = (start + (3 * quarter + 1)).first_day
        if dated <= today:
            goal_acts.enter_value(
                actor=actor, goal_id=goal.pk, month=month, value=value, source="Udtræk fra CVR (opdigtet)", dated=dated,
                now=now, today=today,
            )  # fmt: skip


def _decide(
    plan: EmploymentPlan, actor: Actor, sent: dt.date, decided: dt.date, now: dt.datetime, today: dt.date
) -> None:
    acts.move_plan(actor=actor, plan_id=plan.pk, step="send", on=sent, now=now, today=today)
    acts.move_plan(
        actor=actor, plan_id=plan.pk, step="decide", on=decided, reference="Beskæftigelsesudvalget, sag 1", now=now,
        today=today,
    )  # fmt: skip


def _say(goals: Sequence[tuple[Goal, Wanted]], actor: Actor, quarter: Quarter, now: dt.datetime) -> None:
    """What was proposed last time, what came of it, and what is proposed now."""
    for goal, wanted in goals:
        said: dict[str, Any] = {"actor": actor, "goal_id": goal.pk, "version": 0, "now": now}
        if wanted.proposal:
            before = quarter.before
            goal_acts.comment(**said, year=before.year, quarter=before.number, proposal=wanted.proposal)
        if wanted.comment:
            came = "Begyndt; virkningen ses først om et kvartal." if wanted.proposal else ""
            goal_acts.comment(**said, year=quarter.year, quarter=quarter.number, text=wanted.comment, came_of_it=came)
