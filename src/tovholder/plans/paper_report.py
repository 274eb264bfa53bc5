"""A status as a report on paper: an overview, a page for each goal, what the figures stand on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from tovholder.figures.goals.goal import Direction
from tovholder.figures.published.months import Month
from tovholder.paper.model import (
    Block,
    Cell,
    Chart,
    Figure,
    Kind,
    Paragraph,
    Points,
    Report,
    Section,
    Table,
    text,
)
from tovholder.plans.content import picture
from tovholder.plans.content.hide import NOTE
from tovholder.plans.content.shown import GoalShown
from tovholder.plans.content.status_shown import StatusShown
from tovholder.plans.content.telling import language, month, short_month

#: Months that a page has room for beside the baseline.
ON_A_PAGE = 6


def report(status: StatusShown, made: dt.datetime, *, is_draft: bool, every_month: bool = False) -> Report:
    """In the language that is spoken. `made`: when it was published, or is made now. `every_month`: the tables have
    the whole series, as a workbook wants them, and not what a page has room for."""
    facts = [status.title + (", " + _("DRAFT") if is_draft else "") + ".", status.basis_text]
    if status.published_by:
        facts.append(_("Published by %(name)s.") % {"name": status.published_by})
    if status.remark:
        facts.append(status.remark)
    return Report(
        language=language(),
        title=status.plan["title"],
        facts=tuple(facts),
        made=made,
        sections=(
            _overview(status, _standing_sheet(status) if every_month else _standing(status)),
            *(
                _of_goal(name, goal, None if every_month else ON_A_PAGE)
                for name, goal in zip(_names(status.goals), status.goals, strict=True)
            ),
            _basis(status),
        ),
    )


def _names(goals: list[GoalShown]) -> list[str]:
    """What the goals' sheets are called: their numbers where each has one of its own, else their places."""
    numbers = [re.sub(r"\W", "", goal.raw["number"]).lower() for goal in goals]
    is_told = all(numbers) and len(set(numbers)) == len(numbers)
    return numbers if is_told else [str(place) for place in range(1, len(goals) + 1)]


def _overview(status: StatusShown, standing: Table) -> Section:
    blocks: list[Block] = [Paragraph(status.plan["aim"])] if status.plan["aim"] else []
    if status.goals:
        counted = ", ".join(f"{word.lower()}: {number}" for word, _icon, _kind, number in status.counts)
        blocks += [Paragraph(_("Goals by how they stand: %(counted)s.") % {"counted": counted}), standing]
    else:
        blocks.append(Paragraph(_("The plan has no goal to report on.")))
    if status.plan["ministers_goals"]:
        announced = tuple(f"{one['number']}. {one['text']}" for one in status.plan["ministers_goals"])
        blocks += [Paragraph(_("The minister's goals:")), Points(announced)]
    return Section("overview", _("Overview"), tuple(blocks))


def _standing(status: StatusShown) -> Table:
    """As a page has room for it."""
    return Table(
        sheet=_("Overview"),
        caption=_("Where the goals stand"),
        columns=(
            _("How it stands"),
            _("Goal"),
            _("Baseline"),
            _("Latest"),
            _("Development"),
            _("Needed now"),
            _("Target"),
        ),
        rows=tuple(
            (
                text(f"{goal.sign_letter} {goal.sign_word}"),
                text(goal.heading),
                _number(goal, goal.raw["baseline"], goal.start),
                _number(goal, goal.raw["value"], f"{goal.latest} ({short_month(goal.raw['month'])})"),
                _number(goal, goal.raw["change"], goal.change_text),
                _number(goal, goal.raw["needed"], goal.needed_now),
                _number(goal, goal.raw["target"], goal.target_text),
            )
            for goal in status.goals
        ),
        notes=(_("Each goal has its own latest month, because figures arrive late."),),
        parts=(12, 23, 14, 17, 19, 12, 15),
    )


def _standing_sheet(status: StatusShown) -> Table:
    """As a workbook reckons with it: a number or a month in a cell, and its unit beside it."""
    return Table(
        sheet=_("Overview"),
        caption=_("Where the goals stand"),
        columns=(
            _("How it stands"),
            _("Goal"),
            _("Unit"),
            _("Baseline"),
            _("Baseline month"),
            _("Latest"),
            _("Latest month"),
            _("Change since the baseline"),
            _("Change in per cent"),
            _("Needed now"),
            _("Direction"),
            _("Target"),
            _("Target month"),
        ),
        rows=tuple(
            (
                text(f"{goal.sign_letter} {goal.sign_word}"),
                text(goal.heading),
                text(goal.unit_word),
                _number(goal, goal.raw["baseline"]),
                text(goal.start_month),
                _number(goal, goal.raw["value"]),
                text(goal.latest_month),
                _number(goal, goal.raw["change"]),
                _number(goal, None if goal.raw["unit"] == "percent" else goal.raw["change_percent"], least=1),
                _number(goal, goal.raw["needed"] if goal.raw["needed"] is None else _whole(goal, goal.raw["needed"])),
                text(Direction(goal.raw["direction"]).words.to(language())),
                _number(goal, goal.raw["target"]),
                text(goal.end_month),
            )
            for goal in status.goals
        ),
        notes=(_("Each goal has its own latest month, because figures arrive late."),),
    )


def _whole(goal: GoalShown, value: float) -> float:
    return value if goal.raw["unit"] == "percent" else float(round(value))


def _number(goal: GoalShown, value: float | None, told: str = "", least: int = 0) -> Cell:
    return Cell(value, Kind.NUMBER, _decimals(value, 1 if goal.raw["unit"] == "percent" else least), told)


def _of_goal(name: str, goal: GoalShown, most: int | None) -> Section:
    blocks: list[Block] = [Paragraph(f"{goal.sign_letter} {goal.sign_word}. {goal.sentence}")]
    blocks += [Paragraph(note, is_note=True) for note in goal.note_texts if note not in goal.sentence]
    # What is said of it is what the committee reads first; the tables share a page with the chart.
    blocks += [Paragraph(words) for words in _said(goal)]
    table = _numbers(name, goal, most)
    if picture.has_chart(goal):
        drawn = picture.for_paper(goal)
        blocks.append(Figure(Chart(goal.heading, picture.described(goal), drawn=drawn), table))
    elif table.rows:
        blocks.append(table)
    if goal.raw["compared"]:
        blocks.append(_compared(name, goal, with_units=most is None))
    if goal.forecast_text:
        blocks.append(Paragraph(goal.forecast_text))
    blocks.append(Points(tuple(_about(goal))))
    return Section(f"goal-{goal.raw['id']}", goal.heading, tuple(blocks), new_page=True)


def _said(goal: GoalShown) -> Iterator[str]:
    raw = goal.raw
    if goal.past:
        yield _("Proposed %(quarter)s: %(text)s") % {"quarter": goal.past.quarter, "text": goal.past.text}
    for label, words in (
        (_("What came of it"), raw["came_of_it"]),
        (_("Comment"), raw["comment"]),
        (_("What is proposed"), raw["proposal"]),
    ):
        if words:
            yield f"{label}: {words}"


def _about(goal: GoalShown) -> Iterator[str]:
    raw = goal.raw
    for label, words in (
        (_("Definition"), goal.what),
        (_("Who is counted"), raw["population"]),
        (_("Source"), goal.source_text),
        (_("Reason"), raw["reason"]),
        (_("Counter-moving factors"), raw["risks"]),
        (_("Responsible"), raw["responsible"]),
    ):
        if words:
            yield f"{label}: {words}"
    if len(goal.ways) > 1 and not raw["agrees"]:
        told = "; ".join(f"{way} {level}, {change}" for way, level, change in goal.ways)
        yield _("Told as: %(ways)s") % {"ways": told}


def _numbers(name: str, goal: GoalShown, most: int | None) -> Table:
    chosen = goal.points(most)
    decimals = 1 if goal.raw["unit"] == "percent" else 0
    return Table(
        sheet=_("%(goal)s figures") % {"goal": name},
        caption=goal.indicator_name,
        columns=(_("Month"), goal.unit_word.capitalize()),
        rows=tuple((text(month(one)), Cell(value, Kind.NUMBER, _decimals(value, decimals))) for one, value in chosen),
        notes=tuple(_notes(goal, chosen)),
    )


def _decimals(value: Any, least: int) -> int:
    return least if value is None or float(value).is_integer() else max(1, least)


def _notes(goal: GoalShown, chosen: list[tuple[str, float | None]]) -> Iterator[str]:
    if any(value is None for _month, value in chosen):
        yield _("A dash is a month without a figure: missing, not zero.")
    months = [one for one, _value in chosen]
    for one in goal.raw["breaks"]:
        if months and months[0] < one["month"] <= months[-1]:
            when = Month.read(one["month"]).to(language())
            yield _("Break in the data in %(month)s: %(why)s") % {"month": when, "why": one["why"][language()]}


def _compared(name: str, goal: GoalShown, *, with_units: bool) -> Table:
    """`with_units`: the heading says what the numbers below it are."""
    development = _("Development")
    if with_units:
        is_share = goal.raw["unit"] == "percent"
        development = _("Development in points") if is_share else _("Development in per cent")
    return Table(
        sheet=_("%(goal)s others") % {"goal": name},
        caption=_("Others over the same months"),
        columns=(_("Who"), goal.compared_since, goal.latest_month, development),
        rows=tuple(
            (
                text(row["name"]),
                _number(goal, row["values"][0], row["first"]),
                _number(goal, row["values"][1], row["last"]),
                _number(goal, row["values"][2], row["change"], least=1),
            )
            for row in goal.compared_rows
        ),
        is_beside=True,
    )


def _basis(status: StatusShown) -> Section:
    points = [
        status.basis_text,
        NOTE.to(language()),
        _(
            "The path needed is a straight line from the baseline to the target; a limit that the baseline keeps "
            "within is to be kept all the way."
        ),
        _("A break in the data is never bridged: figures before and after it are not compared."),
    ]
    if status.alike_text:
        points.append(status.alike_text)
    return Section("basis", _("What the figures stand on"), (Points(tuple(points)),), new_page=True)
