"""The rows of the municipality, table by table, before they are in any database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models.fields import NOT_PROVIDED


class Table:
    """The rows of one model. Ids count from 1; what the database derives (generated columns) is left to it."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        key = model._meta.pk
        assert key is not None
        self.key = key.attname
        fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
        self.names = tuple(field.attname for field in fields)
        self.columns = tuple(field.column for field in fields)
        self._defaults = {field.attname: _default(field) for field in fields}
        self.rows: list[tuple[Any, ...]] = []

    def add(self, **values: Any) -> int:
        """A row; returns its id. Raises KeyError for a field that has to be given, TypeError for one there is not."""
        key = len(self.rows) + 1
        merged = {**self._defaults, self.key: key, **values}
        if len(merged) != len(self.names):
            raise TypeError(f"{self.model.__name__} has no {sorted(merged.keys() - set(self.names))}")
        row = tuple(merged[name] for name in self.names)
        if _MISSING in row:
            raise KeyError(f"{self.model.__name__}: {[n for n in self.names if merged[n] is _MISSING]}")
        self.rows.append(row)
        return key

    def __len__(self) -> int:
        return len(self.rows)

    def dicts(self) -> Iterator[dict[str, Any]]:
        for row in self.rows:
            yield dict(zip(self.names, row, strict=True))


_MISSING = object()


def _default(field: models.Field[Any, Any]) -> Any:
    """What stands where nothing was given. A default that reads the clock is none: the same seed and day have to give
    the same rows."""
    if field.default is not NOT_PROVIDED and not callable(field.default):
        return field.default
    if field.null:
        return None
    if field.empty_strings_allowed and field.blank:
        return ""
    return _MISSING


class Tables:
    """All tables, in the order in which they were first used."""

    def __init__(self) -> None:
        self._tables: dict[type[models.Model], Table] = {}

    def __getitem__(self, model: type[models.Model]) -> Table:
        if model not in self._tables:
            self._tables[model] = Table(model)
        return self._tables[model]

    def __iter__(self) -> Iterator[Table]:
        return iter(self._tables.values())

    def __len__(self) -> int:
        return sum(len(table) for table in self)

    def digest(self) -> str:
        """One short text that differs when any row differs."""
        seen = hashlib.sha256()
        for table in self:
            seen.update(f"{table.model.__name__} {table.columns}\n".encode())
            for row in table.rows:
                seen.update(repr(row).encode())
        return seen.hexdigest()
