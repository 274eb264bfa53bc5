"""What is wrong with the files: where, what stands there, what was expected. Faults stop an import, doubts do not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from tovholder.web.masking import without_cpr

#: How many are listed (and of each sort at least a few, however many there are of another); all are counted.
LISTED = 1_000
OF_EACH_SORT = 20
#: How much of a value is shown.
SHOWN = 80

#: What was expected, by rule. Stored reports keep rule and parameters, so that each reader sees their own language.
EXPECTED: dict[str, Any] = {
    # the files
    "unreadable": _("a file that can be read as %(format)s: %(why)s"),
    "not_a_format": _("CSV (.csv), Excel (.xlsx) or Parquet (.parquet)"),
    "not_read": _("a file that belongs to a table; this one was not read"),
    "unknown_table": _("the name of a table (%(near)s)"),
    "table_twice": _("each table in one file; it is also in %(other)s"),
    "not_imported": _("a table that an import brings in; %(table)s is none yet, and nothing of this file was imported"),
    "needed_table": _("a file with the table %(table)s"),
    "nothing": _("at least one file with the name of a table: %(tables)s"),
    "empty": _("a header and at least one row"),
    "no_rows": _("at least one row below the header"),
    "too_large": _("at most %(most)s"),
    "not_utf8": _("UTF-8; it was read as Windows-1252: look at the names with æ, ø and å"),
    "row_length": _("%(columns)s fields, as in the header"),
    # the columns
    "unknown_column": _("one of the table's columns (%(near)s)"),
    "missing_column": _("the column has to be there"),
    "column_twice": _("each column once"),
    # the values
    "required": _("a value"),
    "too_long": _("at most %(most)s characters"),
    "no_control": _("a text without control characters"),
    "id": _("the row's name in the other system, without a CPR number in it"),
    "cpr_as_id": _("a name that is not a CPR number: put letters before it, or use another key"),
    "date": _("a date: 2026-01-31, 31-01-2026, 31.01.2026 or 31/01/2026"),
    "moment": _("a date and a time: 2026-01-31 14:30 or 31-01-2026 14:30, with or without a zone"),
    "skipped_hour": _("a time that exists: the clocks were put forward over this one"),
    "year": _("a year from 1900 to 2199"),
    "yes_no": _("yes or no"),
    "whole": _("a whole number from 0 to 2147483647"),
    "too_fine": _("at most %(decimals)s decimal"),
    "number": _("a number from 0 to %(most)s, such as 37 or 18,5"),
    "word": _("a code of letters, digits, dots, dashes and underscores, without blanks"),
    "email": _("an e-mail address"),
    "postcode": _("four digits"),
    "cpr": _("ten digits that begin with a date; if Excel took a zero in front, make the column a text column"),
    "unknown_code": _("one of the codes (%(near)s)"),
    # a row against itself
    "end_before_start": _("later than %(start)s in %(first)s"),
    "end_not_after_start": _("not earlier than %(start)s in %(first)s"),
    "needs": _("a value, because %(because)s is filled in"),
    "needs_when": _("a value, because %(because)s is %(value)s"),
    "not_with": _("empty, because %(because)s is filled in"),
    "empty_when": _("empty, because %(because)s is %(value)s"),
    "not_without": _("empty, as long as %(because)s is"),
    "one_outcome": _("held, missed or cancelled: one of them"),
    "refers_to_itself": _("another row than this one and those that refer back to it"),
    # a row against others
    "id_twice": _("each external_id once; it is also in row %(other)s"),
    "twice": _("each %(columns)s once; it is also in row %(other)s"),
    "known_already": _("each %(columns)s once; it is already registered"),
    "overlap": _("periods of the same %(columns)s that do not overlap; row %(other)s overlaps"),
    "overlap_known": _("periods of the same %(columns)s that do not overlap; one that is already registered overlaps"),
    "unknown_reference": _(
        "the external_id of a row in %(table)s, in this import or an earlier one from the same source"
    ),
    "unknown_reference_here": _("the external_id of a row in %(table)s"),
    "cpr_of_another": _("a CPR number that does not belong to another citizen already"),
    "cpr_again_today": _("one new CPR number a day; the citizen got one today"),
    "email_of_another": _("an e-mail that does not belong to somebody else already"),
    "frozen": _("as before: this is not changed afterwards. Put in another row instead"),
    "database": _("what the database accepts: %(why)s. Somebody may have changed it meanwhile: try again"),
    "busy": _("no other import at the same time: one is running"),
    # a case log
    "sequence_twice": _("each number once in a case; it is also in row %(other)s"),
    # doubts
    "cpr_modulus": _("a number that passes modulus 11; not all have to, since 2007"),
    "cpr_and_birth": _("the same day of birth in the CPR number and in born_on"),
    "no_cpr": _("a CPR number, so that the citizen can be found by it"),
    "linked": _("somebody new; the same is registered here already, and the two were joined"),
    "same_name": _("a name that is not taken; this makes a second unit of the same name"),
    "ahead": _("a day that has been; this one lies ahead"),
    "odd_postcode": _("a postcode from 0800 to 9990"),
    "out_of_use": _("a code that is in use in the period"),
    "no_zone": _("a zone; Danish time (Europe/Copenhagen) was assumed in %(rows)s rows"),
    "no_clock": _("a time of day; midnight was assumed in %(rows)s rows"),
    "cpr_in_text": _("a text without CPR numbers"),
    "nobody_holds": _("at least one row in assignments: nobody has ever held the case"),
    "before_the_case": _("not before the case was opened, %(opened)s"),
    "protection_stays": _("protected_to, to end the protection; without it, it stays"),
}


@dataclass(frozen=True)
class Fault:
    """Row 1 is the header, as a spreadsheet counts; 0 is the file as a whole. No value here holds a CPR number."""

    file: str
    row: int
    column: str
    value: str
    rule: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def expected(self) -> str:
        """In the reader's language."""
        return str(EXPECTED[self.rule]) % self.parameters

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "rule": self.rule,
            "parameters": dict(self.parameters),
        }


def shown(value: object, *, is_cpr: bool = False) -> str:
    """A value for the report: short, and without CPR numbers. In a CPR column every digit is hidden, so that one sees
    how many there were."""
    text = "" if value is None else str(value)
    text = re.sub(r"\d", "•", text) if is_cpr else without_cpr(text)
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


@dataclass(frozen=True)
class Sort:
    """Faults of one sort: the same rule in the same column."""

    file: str
    column: str
    rule: str


class Side:
    """The faults of a report, or its doubts."""

    def __init__(self) -> None:
        self.listed: list[Fault] = []
        self.sorts: Counter[Sort] = Counter()

    @property
    def count(self) -> int:
        return self.sorts.total()

    def room_for(self, sort: Sort) -> int:
        """How many more of a sort can be listed."""
        return max(LISTED - len(self.listed), OF_EACH_SORT - self.sorts[sort], 0)

    def put(self, fault: Fault) -> None:
        sort = Sort(fault.file, fault.column, fault.rule)
        if self.room_for(sort):
            self.listed.append(fault)
        self.sorts[sort] += 1

    def as_json(self) -> dict[str, Any]:
        return {
            "count": self.count,
            "listed": [fault.as_json() for fault in self.listed],
            "sorts": [
                {"file": sort.file, "column": sort.column, "rule": sort.rule, "count": count}
                for sort, count in self.sorts.most_common()
            ],
        }


def some_of_each(listed: Sequence[Fault], most: int) -> list[Fault]:
    """At most `most` of the listed faults, in their order: first a share for each sort, then whatever comes first."""
    sorts = Counter(Sort(fault.file, fault.column, fault.rule) for fault in listed)
    share = max(most // max(len(sorts), 1), 1)
    taken: Counter[Sort] = Counter()
    chosen: list[int] = []
    left: list[int] = []
    for place, fault in enumerate(listed):
        sort = Sort(fault.file, fault.column, fault.rule)
        taken[sort] += 1
        (chosen if taken[sort] <= share else left).append(place)
    return [listed[place] for place in sorted((chosen + left)[:most])]


class Report:
    """All faults and doubts of an import: everything is counted, the first are listed."""

    def __init__(self) -> None:
        self.faults = Side()
        self.doubts = Side()

    def fault(self, file: str, row: int, column: str, value: object, rule: str, **parameters: Any) -> None:
        self.faults.put(Fault(file, row, column, shown(value), rule, parameters))

    def doubt(self, file: str, row: int, column: str, value: object, rule: str, **parameters: Any) -> None:
        self.doubts.put(Fault(file, row, column, shown(value), rule, parameters))

    def as_json(self) -> dict[str, Any]:
        return {"faults": self.faults.as_json(), "doubts": self.doubts.as_json()}
