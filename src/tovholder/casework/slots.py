"""A question to the database that is put into words once, with slots where the values go.

A work list asks one question with fifteen statuses in it. Django needs longer to write such a question than PostgreSQL
to answer it, and writes the same text for everybody: only the day, the person and the units differ. So a question is
built from a moment whose values are slots, its text is kept, and each time it is asked the values are put in. What
builds it is the same code that takes a moment of plain values.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateField,
    DateTimeField,
    Expression,
    F,
    Field,
    Func,
    QuerySet,
    Value,
)

from tovholder.accounts.actor import Actor
from tovholder.casework.contributions import Moment

#: The values of a question by the names of its slots.
Values = Mapping[str, Any]

_NUMBERS: ArrayField = ArrayField(BigIntegerField())


class Slot(Expression):
    """Where a value goes that is known when the question is asked: the one of this name, put through the steps."""

    def __init__(self, name: str, output_field: Field, *steps: Callable[[Any], Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name
        self.steps = steps

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)

    def value(self, values: Values) -> Any:
        """What goes into the slot."""
        return functools.reduce(lambda found, step: step(found), self.steps, values[self.name])

    def then(self, step: Callable[[Any], Any], output_field: Field | None = None) -> Slot:
        """The slot of what a step makes of the value."""
        return Slot(self.name, output_field or self.output_field, *self.steps, step)

    def __add__(self, other: Any) -> Any:
        return self.then(lambda value: value + other) if isinstance(other, dt.timedelta) else super().__add__(other)

    def __sub__(self, other: Any) -> Any:
        return self.then(lambda value: value - other) if isinstance(other, dt.timedelta) else super().__sub__(other)


def takes_slots(output_field: Field) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """A function of one value that may also be given a slot: then the result is a slot of this kind of field."""

    def decorated(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        @functools.wraps(function)
        def taking(value: Any) -> Any:
            return value.then(function, output_field) if isinstance(value, Slot) else function(value)

        return taking

    return decorated


class OneOf(Func):
    """Whether a number is in an array: `IN` would be another text for each length."""

    arity = 2
    arg_joiner = " = any("
    template = "%(expressions)s)"
    output_field = BooleanField()


def one_of(field: str, numbers: Any) -> OneOf:
    """The condition that a field is one of some numbers, or of those in a slot."""
    plain = not isinstance(numbers, Slot)
    return OneOf(F(field), Value(sorted(numbers), output_field=_NUMBERS) if plain else numbers)


def slot_of_numbers(name: str) -> Any:
    """A slot for a list of numbers. What it stands for in a moment is typed there, so it is of any type."""
    return Slot(name, _NUMBERS)


def moment_of_slots() -> Moment:
    """A moment with slots for values: `now`, `today`, `staff` and `units`."""
    staff: Any = Slot("staff", BigIntegerField())
    now: Any = Slot("now", DateTimeField())
    today: Any = Slot("today", DateField())
    return Moment(Actor(staff_id=staff, name="", units=slot_of_numbers("units")), now, today)


def values_of(moment: Moment, **more: Any) -> dict[str, Any]:
    """The values for the slots of `moment_of_slots`, and others."""
    actor = moment.actor
    return {"now": moment.now, "today": moment.today, "staff": actor.staff_id, "units": list(actor.units), **more}


@dataclass(frozen=True)
class Question:
    """The text of a question and what goes into it; `sql` is empty when nothing can fit it."""

    sql: str
    params: tuple[Any, ...] = ()

    def ask(self, values: Values) -> list[tuple[Any, ...]]:
        """The rows, as tuples in the order in which the query set names its values."""
        if not self.sql:
            return []
        params = [param.value(values) if isinstance(param, Slot) else param for param in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return cursor.fetchall()

    def within(self, before: str, after: str) -> Question:
        """A question about the answer to this one."""
        return Question(f"{before}{self.sql}{after}", self.params) if self.sql else self


def written(found: QuerySet[Any, Any]) -> Question:
    """The text of a query set of values. They come as the database gives them: no field among them may convert."""
    compiler = found.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return Question("")
    if any(column.output_field.get_db_converters(connection) for column, _sql, _alias in compiler.select or ()):
        raise TypeError("a question with slots cannot convert what the database gives")
    return Question(sql, tuple(params))


#: More shapes of a question than this are never in use at the same time; the oldest is forgotten.
_KEPT = 512
_questions: dict[Hashable, Question] = {}


def kept(shape: Hashable, write: Callable[[], Question]) -> Question:
    """The question of a shape, written when it is first asked. The shape holds all that the text depends on."""
    question = _questions.get(shape)
    if question is None:
        question = write()
        if len(_questions) >= _KEPT:
            _questions.pop(next(iter(_questions)), None)
        _questions[shape] = question
    return question
