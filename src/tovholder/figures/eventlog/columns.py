"""Which column of a log is what: as the user says, else by the names that columns commonly have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tovholder.figures.eventlog.faults import Report
from tovholder.figures.words import Words


@dataclass(frozen=True)
class Field:
    name: str
    words: Words
    #: Without punctuation and capitals, the likeliest first: English, Danish, and those of XES and pm4py.
    usual: tuple[str, ...]
    is_required: bool = False


FIELDS = (
    Field(
        "case",
        Words("sagen", "the case"),
        (
            *("case", "caseid", "caseconceptname", "caseidentifier", "casenumber", "caseno"),
            *("sag", "sagsid", "sagid", "sagsnr", "sagsnummer", "journalnummer", "journalnr", "traceid", "trace"),
        ),
        is_required=True,
    ),
    Field(
        "seq",
        Words("rækkefølgen i sagen", "the order in the case"),
        ("seq", "sequence", "sequencenumber", "sequenceno", "order", "eventno", "løbenr", "løbenummer", "rækkefølge"),
    ),
    Field(
        "activity",
        Words("hændelsen", "the activity"),
        (
            *("activity", "conceptname", "activityname", "event", "eventname", "task", "action"),
            *("aktivitet", "hændelse", "handling", "opgave"),
        ),
    ),
    Field(
        "time",
        Words("tidspunktet", "the time"),
        (
            *("timestamp", "timetimestamp", "time", "completetimestamp", "endtimestamp", "eventtime", "datetime"),
            *("tidspunkt", "tid", "datotid", "dato", "hændelsestidspunkt", "date"),
        ),
        is_required=True,
    ),
    Field(
        "resource",
        Words("medarbejderen", "the resource"),
        (
            *("resource", "orgresource", "employee", "caseworker", "staff", "user", "userid", "username"),
            *("sagsbehandler", "medarbejder", "ressource", "bruger", "ansvarlig"),
        ),
        is_required=True,
    ),
    Field(
        "group",
        Words("gruppen", "the group"),
        (
            *("group", "orggroup", "team", "unit", "department"),
            *("gruppe", "enhed", "afdeling", "hold"),
        ),
    ),
)
BY_NAME = {field.name: field for field in FIELDS}


def find(header: Sequence[str], named: Mapping[str, str], report: Report, row: int = 1) -> dict[str, str]:
    """Field → column. `named`: what the user says. Faults: a required column is missing, a column that is used stands
    twice or is used for two things. Doubt: more than one column could be meant."""
    found: dict[str, str] = {}
    chosen = {column for name in named.values() for column in _named(header, name)}
    # What the user names for one thing is not guessed to be another.
    open_to_guess = [column for column in header if column not in chosen]
    for field in FIELDS:
        there = _named(header, named[field.name]) if named.get(field.name) else _usual(open_to_guess, field)
        if not there:
            if field.is_required or named.get(field.name):
                report.fault(
                    "missing_column",
                    row,
                    named.get(field.name) or field.name,
                    what=field.words,
                    option=f"--{field.name}",
                    there=", ".join(header) or "–",
                )
            continue
        found[field.name] = there[0]
        if len(there) > 1 and not named.get(field.name):
            report.doubt(
                "named_twice",
                row,
                there[0],
                what=field.words,
                others=", ".join(there[1:]),
                option=f"--{field.name}",
            )
    for name, column in found.items():
        if list(header).count(column) > 1:
            report.fault("column_twice", row, column, column)
        other = next((known for known in found if known != name and found[known] == column), None)
        if other and list(found).index(other) < list(found).index(name):
            report.fault("one_for_two", row, column, column, other=BY_NAME[other].words)
    return found


def _named(header: Sequence[str], name: str) -> list[str]:
    exact = [column for column in header if column == name]
    return exact[:1] or [column for column in header if column.strip().lower() == name.strip().lower()][:1]


def _usual(header: Sequence[str], field: Field) -> list[str]:
    """The columns that could be the field, the likeliest first."""
    plain = {column: _plain(column) for column in dict.fromkeys(header)}
    return [column for name in field.usual for column, told in plain.items() if told == name]


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())
