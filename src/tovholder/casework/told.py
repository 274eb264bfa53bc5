"""What the rooms above say about one case, asked of the database in one question.

Each room gives query sets of values (`contributions.py: asks`). They are joined into one text, which is written once
and kept (`slots.py`); each row comes back as JSON beside the name of its question, and is made what it was. So a page
of a case costs the same few queries however many rooms there are.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField, DateField, DateTimeField, QuerySet

from tovholder.casework.contributions import Contribution, Moment, Part, TimelineEntry, Told, contributions
from tovholder.casework.slots import Question, Slot, moment_of_slots, values_of, written

#: What JSON has no word for comes as text and is read again.
_READ: dict[type, Callable[[str], Any]] = {
    DateTimeField: dt.datetime.fromisoformat,
    DateField: dt.date.fromisoformat,
}


@dataclass(frozen=True)
class _Joined:
    """The questions of all rooms in one: for each its room, its name, and how each of its columns is read."""

    question: Question
    parts: list[tuple[str, str, list[Callable[[str], Any] | None]]]


def told_about(case_id: int, moment: Moment, *, without: str = "") -> Told:
    """What every room that asks (perhaps but one) says about a case, in one query."""
    rooms = [room for room in contributions() if room.asks and room.tells and room.room != without]
    if not rooms:
        return Told()
    joined = _joined(rooms)
    answers: dict[str, dict[str, list[tuple[Any, ...]]]] = defaultdict(lambda: defaultdict(list))
    for part, values in joined.question.ask(values_of(moment, case=case_id)):
        room, name, readers = joined.parts[part]
        answers[room][name].append(
            tuple(
                reader(value) if reader and value is not None else value
                for value, reader in zip(values, readers, strict=True)
            )
        )
    found = Told()
    for contribution in rooms:
        assert contribution.tells
        told = contribution.tells(answers[contribution.room], case_id, moment)
        for name in ("waits", "due", "open_work", "notices", "timeline", "facts"):
            getattr(found, name).extend(getattr(told, name))
    return found


def part_of(entries: Iterable[TimelineEntry], part: Part) -> list[TimelineEntry]:
    """The newest entries of the wanted kinds that contain the text."""
    wanted = part.text.casefold()
    found = [
        one for one in entries if part.wants(one.kind) and wanted in f"{one.title} {one.text} {one.who}".casefold()
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[: part.limit]


_kept_joined: dict[tuple[str, ...], _Joined] = {}


def _joined(rooms: list[Contribution]) -> _Joined:
    names = tuple(room.room for room in rooms)
    if names not in _kept_joined:
        _kept_joined[names] = _join(rooms)
    return _kept_joined[names]


def _join(rooms: list[Contribution]) -> _Joined:
    case, moment = Slot("case", BigIntegerField()), moment_of_slots()
    texts: list[str] = []
    params: list[Any] = []
    parts: list[tuple[str, str, list[Callable[[str], Any] | None]]] = []
    for room in rooms:
        assert room.asks
        for name, asked in room.asks(case, moment).items():
            question, fields = _written(asked)
            columns = ", ".join(f"c{number}" for number in range(len(fields)))
            texts.append(
                f"select {len(parts)} as part, json_build_array({columns}) from ({question.sql}) of_part ({columns})"
            )
            params.extend(question.params)
            parts.append((room.room, name, [_READ.get(type(field)) for field in fields]))
    return _Joined(Question(" union all ".join(texts), tuple(params)), parts)


def _written(asked: QuerySet[Any, Any]) -> tuple[Question, list[Any]]:
    """A query set's text, and the field of each of its columns."""
    question = written(asked)
    if not question.sql:
        raise ValueError("what a room asks has to be able to have an answer")
    compiler = asked.query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.as_sql()
    return question, [column.output_field for column, _sql, _alias in compiler.select or ()]
