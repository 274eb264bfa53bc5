"""A status of a plan as somebody reads it: its goals, its title, what it is made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from tovholder.figures.published import alike
from tovholder.plans.content.compared import COUNT
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.content.shown import GoalShown
from tovholder.plans.content.signs import SIGNS
from tovholder.plans.content.telling import day, language, month


@dataclass(frozen=True)
class StatusShown:
    """A whole status."""

    content: Mapping[str, Any]

    @cached_property
    def goals(self) -> list[GoalShown]:
        return [GoalShown(goal, self.content["basis"]) for goal in self.content["goals"]]

    @property
    def plan(self) -> Mapping[str, Any]:
        plan: Mapping[str, Any] = self.content["plan"]
        return plan

    @property
    def quarter(self) -> Quarter:
        return Quarter.read(self.content["quarter"])

    @property
    def quarter_text(self) -> str:
        return self.quarter.words.to(language())

    @property
    def title(self) -> str:
        return _("Status of %(quarter)s") % {"quarter": self.quarter_text}

    @cached_property
    def counts(self) -> list[tuple[str, str, str, int]]:
        """How many goals have each sign: word, icon, kind, number. Those that nobody has are left out."""
        found: dict[str, int] = {}
        for goal in self.content["goals"]:
            found[goal["sign"]] = found.get(goal["sign"], 0) + 1
        shown = {goal.raw["sign"]: goal for goal in self.goals}
        return [(shown[sign].sign_word, *SIGNS[sign], found[sign]) for sign in SIGNS if sign in found]

    @property
    def published_at(self) -> dt.datetime | None:
        told_at = self.content.get("published")
        return dt.datetime.fromisoformat(told_at["at"]) if told_at else None

    @property
    def published_by(self) -> str:
        return self.content["published"]["by"] if self.content.get("published") else ""

    @property
    def remark(self) -> str:
        return self.content["published"]["remark"] if self.content.get("published") else ""

    @property
    def basis_text(self) -> str:
        """The figures that the status was made from: those that a goal of it follows."""
        basis = self.content["basis"]
        followed = {goal["source"] for goal in self.content["goals"]}
        parts = []
        if basis["publication"] and "published" in followed:
            parts.append(
                _("Published figures to %(month)s, taken in on %(day)s (publication %(id)s).")
                % {"month": month(basis["last_month"]), "day": day(basis["taken_at"]), "id": basis["publication"]}
            )
        if basis["snapshot"] and "own" in followed:
            parts.append(
                _("Own figures from snapshot %(id)s, data to %(day)s.")
                % {"id": basis["snapshot"], "day": day(basis["data_end"])}
            )
        return " ".join(parts) or _("Entered figures only.")

    @property
    def alike_text(self) -> str:
        """By what the municipalities most alike were found; empty where nothing is compared with them."""
        if not any(one["key"] == "alike" for goal in self.content["goals"] for one in goal["compared"]):
            return ""
        criteria = "; ".join(one.name.to(language()) for one in alike.CRITERIA)
        return _(
            "The municipalities most alike are the %(count)s that are nearest over the last twelve months by: "
            "%(criteria)s. No criterion weighs more than another."
        ) % {"count": COUNT, "criteria": criteria}
