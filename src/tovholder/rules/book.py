"""The tables joined: which rule holds for whom on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tovholder.rules.kinds import KINDS
from tovholder.rules.rows import Benefit, Change, Group, Rule, Series


class Unknown(LookupError):
    """No rule of the tables answers. The message says what is missing and where it would be added."""


@dataclass(frozen=True)
class Rulebook:
    """Everything that the tables say. It never changes: another version is another object."""

    rules: tuple[Rule, ...]
    series: Mapping[str, Series]
    groups: Mapping[str, Group]
    benefits: tuple[Benefit, ...] = ()
    changes: tuple[Change, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def _of(self) -> dict[tuple[str, str], tuple[Rule, ...]]:
        """The deadlines of a series for a group, the earliest first."""
        found: dict[tuple[str, str], list[Rule]] = {}
        for rule in sorted(self.rules, key=lambda rule: rule.valid_from or dt.date.min):
            if KINDS[rule.kind].is_deadline and not rule.when:
                for group in rule.groups or tuple(self.groups):
                    found.setdefault((rule.series, group), []).append(rule)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def deadlines(self) -> tuple[Series, ...]:
        """The series from which dates follow for a person."""
        keys = dict.fromkeys(series for series, _group in self._of)
        return tuple(self.series[key] for key in self.series if key in keys)

    def rows(self, series: str, group: str) -> tuple[Rule, ...]:
        return self._of.get((series, group), ())

    def in_force(self, day: dt.date) -> list[Rule]:
        return [rule for rule in self.rules if rule.holds_on(day)]

    def find(self, series: str, day: dt.date, *, group: str = "", when: str = "") -> Rule:
        """The row of a series that holds on a day for a group, in a special situation if one is named.

        Raises Unknown: a figure without a rule is no figure.
        """
        for rule in self.rules:
            if rule.series == series and rule.when == when and rule.concerns(group) and rule.holds_on(day):
                return rule
        for_whom = f" for {group}" if group else ""
        raise Unknown(f"no rule of {series!r} holds on {day}{for_whom}; one is added to the tables (docs/rules.md)")
