"""Has a row been changed since it was read? Told by its values, so that it holds whoever changed it and how."""

from __future__ import annotations

import hashlib

from django.db import models

from tovholder.accounts.registration import ChangedMeanwhile

#: What changes when a person only signs in.
_NOT_SHOWN = {"password", "last_login"}


def seen(row: models.Model) -> str:
    """A short mark of what a row says; a form carries it along from where the row was shown."""
    shown = [field for field in row._meta.concrete_fields if field.editable and field.name not in _NOT_SHOWN]
    values = [field.value_to_string(row) for field in shown]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


def require_as_seen(row: models.Model, mark: str) -> None:
    """Raises ChangedMeanwhile unless the (locked) row still says what the person saw."""
    if seen(row) != mark:
        raise ChangedMeanwhile(row)
