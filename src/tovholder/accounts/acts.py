"""How every act is done, in whatever room: one transaction with its name in the history, and a refusal in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from tovholder.accounts.actor import Actor
from tovholder.accounts.registration import Registered

Fact = TypeVar("Fact", bound=Registered)


@contextmanager
def act(name: str, actor: Actor, reason: str = "") -> Iterator[None]:
    """One transaction. What changes in it is kept with the act, the person and the reason."""
    with transaction.atomic(), pghistory.context(action=name, staff=actor.staff_id, reason=reason):
        yield


class Refused(Exception):
    """Why something that a person asked for was not done, in words that person can act on.

    Nothing was written. `faults` lists everything that stands in the way, each a sentence for the screen.
    """

    def __init__(self, faults: Iterable[Any]) -> None:
        self.faults = [str(fault) for fault in faults]
        super().__init__(" ".join(self.faults))


def store(row: models.Model) -> None:
    """Saves a row after checking its fields; Refused with the words of the field or constraint that it breaks.

    Constraints are left to the database, which also sees what another person writes at the same moment.
    """
    relations = {field.name for field in row._meta.fields if field.is_relation}
    try:
        row.clean_fields(exclude=relations)
    except ValidationError as error:
        raise Refused(_words(row, error)) from None
    try:
        row.save()
    except IntegrityError as error:
        if (words := _of_constraint(row, error)) is None:
            raise
        raise Refused([words]) from error


def register(row: Fact, actor: Actor, now: dt.datetime) -> Fact:
    """Stores a new fact (as `store` does) with who registered it and when, and gives it back."""
    row.registered_at, row.registered_by_id = now, actor.staff_id
    store(row)
    return row


def _words(row: models.Model, error: ValidationError) -> list[str]:
    labels = {field.name: str(getattr(field, "verbose_name", field.name)) for field in row._meta.fields}
    return [
        f"{labels.get(name, name).capitalize()}: {message}"
        for name, messages in error.message_dict.items()
        for message in messages
    ]


def _of_constraint(row: models.Model, error: IntegrityError) -> Any | None:
    """The words of the constraint that a row broke; None when it is one that no person can break."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    broken = next((known for known in row._meta.constraints if known.name == name), None)
    words = getattr(broken, "violation_error_message", None)
    return words if words and words != getattr(type(broken), "default_violation_error_message", None) else None
