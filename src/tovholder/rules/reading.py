"""Reads the tables and checks them: every fault is named with the file and the row, and nothing is half read."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from tovholder.rules.book import Rulebook
from tovholder.rules.kinds import KINDS, read_terms
from tovholder.rules.rows import Benefit, Change, Group, Name, Rule, Series

SHIPPED = Path(__file__).with_name("tables")
GROUPS, BENEFITS, LAWS = "groups.toml", "benefits.toml", "laws.toml"

_HEAD = {"id", "series", "kind", "groups", "when", "valid_from", "valid_to", "keeps", "law", "source", "verified",
         "note_da", "note_en"}  # fmt: skip
_CODE = {"code", "da", "en", "valid_from", "valid_to", "law", "source", "verified"}
_TYPES = {
    "groups": list,
    "valid_from": dt.date,
    "valid_to": dt.date,
    "no_new_from": dt.date,
    "on": dt.date,
    "keeps": bool,
    "verified": bool,
}
_EXPECTED = {list: "a list", dt.date: "a day such as 2026-07-01", bool: "true or false", str: "a text"}


class Faulty(ValueError):
    """The tables cannot be used. `faults` says what is wrong, each with its file and row."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(faults))


@cache
def shipped() -> Rulebook:
    """The tables that come with the house."""
    return read(SHIPPED)


def read(folder: Path) -> Rulebook:
    """Every table of a folder. Raises Faulty."""
    faults: list[str] = []
    groups = [_group(row) for row in _rows(folder / GROUPS, "group", _CODE | {"course", "no_new_from"}, faults)]
    benefits = [_benefit(row) for row in _rows(folder / BENEFITS, "benefit", _CODE, faults)]
    changes = [_change(row) for row in _rows(folder / LAWS, "change", _CODE - {"code"} | {"on"}, faults)]
    series: dict[str, Series] = {}
    rules: list[Rule] = []
    for file in sorted(folder.glob("*.toml")):
        if file.name in {GROUPS, BENEFITS, LAWS}:
            continue
        content = _load(file, faults)
        for key, row in content.get("series", {}).items():
            place = f"{file.name}, series {key}"
            faults += _odd(row, {"da", "en", "what", "by"}, {"da", "en"}, place)
            if key in series:
                faults.append(f"{place}: there is one of that name in {series[key].table}.toml")
            name = Name(str(row.get("da", "")), str(row.get("en", "")))
            series[key] = Series(key, file.stem, name, str(row.get("what", "")), str(row.get("by", "municipality")))
        for number, row in enumerate(content.get("rule", []), 1):
            found = _rule(row, f"{file.name}, row {number} ({row.get('id', 'without an id')})", faults)
            rules += [found] if found else []
    if not faults:
        faults += [fault.en for fault in check(rules, series, groups)]
    if faults:
        raise Faulty(faults)
    return Rulebook(tuple(rules), series, {group.code: group for group in groups}, tuple(benefits), tuple(changes))


def check(rules: Iterable[Rule], series: Mapping[str, Series], groups: Iterable[Group]) -> list[Name]:
    """What is wrong with rows beside each other: unknown groups and series, twice the same id, a gap, an overlap."""
    known = {group.code: group for group in groups}
    faults: list[Name] = []
    ids: dict[str, str] = {}
    for rule in rules:
        at = rule.place
        if rule.id in ids:
            there = ids[rule.id]
            faults.append(
                Name(f"{at}: id'et {rule.id!r} står også i {there}", f"{at}: the id {rule.id!r} stands in {there} too")
            )
        ids[rule.id] = at
        if rule.series not in series:
            faults.append(
                Name(f"{at}: der er ingen serie {rule.series!r}", f"{at}: there is no series {rule.series!r}")
            )
        if rule.valid_from and rule.valid_to and rule.valid_to <= rule.valid_from:
            faults.append(
                Name(
                    f"{at}: den slutter ({rule.valid_to}), før den begynder ({rule.valid_from})",
                    f"{at}: valid_to ({rule.valid_to}) does not lie after valid_from ({rule.valid_from})",
                )
            )
        for code in rule.groups:
            if code not in known:
                faults.append(
                    Name(f"{at}: der er ingen målgruppe {code!r}", f"{at}: there is no target group {code!r}")
                )
    # What is wrong between two rows is said once, with all the groups that they share.
    return faults + list(dict.fromkeys(fault for rows in _side_by_side(rules).values() for fault in _in_time(rows)))


def _side_by_side(rules: Iterable[Rule]) -> dict[tuple[str, str, str], list[Rule]]:
    """Rows that may not hold on the same day: those of one series, one group and one special situation."""
    found: dict[tuple[str, str, str], list[Rule]] = defaultdict(list)
    for rule in rules:
        for group in rule.groups or ("",):
            found[rule.series, group, rule.when].append(rule)
    return found


def _in_time(rows: list[Rule]) -> list[Name]:
    rows = sorted(rows, key=lambda rule: rule.valid_from or dt.date.min)
    # A table of yearly rates may leave out the years that nobody has verified: no figure is shown for them.
    may_have_gaps = rows[0].kind in {"rates", "statement"}
    faults = []
    for earlier, later in pairwise(rows):
        both = ", ".join(group for group in earlier.groups if group in later.groups)
        whom = f", for {both}" if both else ""
        if earlier.valid_to is None or later.valid_from is None or earlier.valid_to > later.valid_from:
            since, until = later.valid_from, min(filter(None, (earlier.last_day, later.last_day)), default=None)
            da = (f" fra {since}" if since else "") + (f" til {until}" if until else "")
            en = (f" from {since}" if since else "") + (f" to {until}" if until else "")
            faults.append(
                Name(
                    f"{later.place}: gælder samtidig med {earlier.place}{da}{whom}",
                    f"{later.place}: overlaps {earlier.place}{en}{whom}",
                )
            )
        elif earlier.valid_to < later.valid_from and not may_have_gaps:
            last = later.valid_from - dt.timedelta(days=1)
            faults.append(
                Name(
                    f"{later.place}: intet gælder fra {earlier.valid_to} til {last} efter {earlier.place}{whom}",
                    f"{later.place}: a gap from {earlier.valid_to} to {last} after {earlier.place}{whom}",
                )
            )
    return list(dict.fromkeys(faults))


def _load(file: Path, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.append(f"{file.name}: the file is missing")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{file.name}: {error}")
    return {}


def _rows(file: Path, name: str, allowed: set[str], faults: list[str]) -> list[dict[str, Any]]:
    """The rows of a code list that are in order."""
    good, codes = [], set()
    for number, row in enumerate(_load(file, faults).get(name, []), 1):
        place = f"{file.name}, row {number} ({row.get('code') or row.get('on') or 'without a code'})"
        odd = _odd(row, allowed, {"da", "en", "source", "verified"} | allowed & {"code", "on", "course"}, place)
        if "code" in allowed and row.get("code") in codes:
            odd.append(f"{place}: the code stands twice")
        codes.add(row.get("code"))
        faults += odd
        good += [] if odd else [row]
    return good


def _odd(row: Mapping[str, Any], allowed: set[str], needed: set[str], place: str) -> list[str]:
    faults = [f"{place}: {key!r} is not known here" for key in row if key not in allowed]
    faults += [f"{place}: {key!r} is missing" for key in sorted(needed - set(row))]
    for key in row:
        wanted = _TYPES.get(key, str)
        if key in allowed and (not isinstance(row[key], wanted) or isinstance(row[key], dt.datetime)):
            faults.append(f"{place}: {key} is {row[key]!r}; {_EXPECTED[wanted]} was expected")
    return faults


def _rule(row: dict[str, Any], place: str, faults: list[str]) -> Rule | None:
    head = {key: value for key, value in row.items() if key in _HEAD}
    odd = _odd(head, _HEAD, {"id", "series", "kind", "source", "verified"}, place)
    kind = KINDS.get(str(row.get("kind")))
    terms: dict[str, Any] = {}
    if kind is None:
        odd.append(f"{place}: there is no kind {row.get('kind')!r}; there are {', '.join(KINDS)}")
    else:
        terms, wrong = read_terms(kind, {key: value for key, value in row.items() if key not in _HEAD})
        odd += [f"{place}: {fault}" for fault in wrong]
    if odd:
        faults += odd
        return None
    rest = {key: head[key] for key in _HEAD & set(head) - {"groups", "note_da", "note_en"}}
    note = Name(head.get("note_da", ""), head.get("note_en", ""))
    return Rule(terms=terms, groups=tuple(head.get("groups", ())), note=note, place=place, **rest)


def _plain(row: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: row[key] for key in ("law", "source", "verified", *keys) if key in row}


def _group(row: dict[str, Any]) -> Group:
    more = _plain(row, "code", "course", "valid_from", "valid_to", "no_new_from")
    return Group(name=Name(row["da"], row["en"]), **more)


def _benefit(row: dict[str, Any]) -> Benefit:
    return Benefit(name=Name(row["da"], row["en"]), **_plain(row, "code", "valid_from", "valid_to"))


def _change(row: dict[str, Any]) -> Change:
    return Change(text=Name(row["da"], row["en"]), **_plain(row, "on"))
