"""One municipality for all tests of the room: made once, read by each."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import models

from tovholder.demo.municipality import build
from tovholder.demo.rows import Table, Tables
from tovholder.demo.sizes import GROUPS

DAY = dt.date(2026, 11, 18)
#: As the code lists number them does not matter here, only that each is known.
CODES = {
    "benefit": {
        code: number
        for number, code in enumerate(
            [
                *sorted({group.benefit for group in GROUPS.values() if group.benefit}),
                *("uddannelseshjaelp", "shy", "su", "fleksloentilskud", "tidlig-pension"),
            ],
            1,
        )
    },
    "target_group": {group.code: number for number, group in enumerate(GROUPS.values(), 1)},
    # As workload/migrations/0002_fields.py makes them.
    "specialty": {
        name: number
        for number, name in enumerate(
            ["Unge", "Sygemeldte", "Fleksjob", "Integration", "Selvstændige", "Akademikere"], 1
        )
    },
}


class Municipality:
    """The rows by model, as dictionaries."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._read: dict[type[models.Model], list[dict[str, Any]]] = {}

    def __getitem__(self, model: type[models.Model]) -> list[dict[str, Any]]:
        if model not in self._read:
            self._read[model] = list(self.table(model).dicts())
        return self._read[model]

    def table(self, model: type[models.Model]) -> Table:
        return self.tables[model]


@pytest.fixture(scope="session")
def municipality() -> Municipality:
    return Municipality(build(today=DAY, codes=CODES))
