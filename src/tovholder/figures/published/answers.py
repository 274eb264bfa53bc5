"""What is asked of Jobindsats' API, and its answers → rows as a file has them.

An answer is `{"columns": [...], "rows": [[...], ...]}` with names of columns and of areas in Danish. Which columns are
meant is said by words that their names must have, so that "16-66 år" more in a name changes nothing; when a word is
missing, or two columns have them all, the answer is refused and nothing is guessed.

Not verified with the publisher: worked out from public programs that call the API (docs/published.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from tovholder.figures.published import areas
from tovholder.figures.published.read import COLUMNS, SHOWN, Fault, Faulty

#: Areas that stand among the municipalities and are none: their names begin so.
NO_MUNICIPALITIES = ("uoplyst", "christiansø", "region ", "rar ", "udlandet")
#: How a figure that is suppressed or not published is written.
NOTHING = ("", "-", "–", ".", "..", "...", "*")
_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+")

Row = tuple[str, str, str, str, str | None]


@dataclass(frozen=True)
class Measure:
    """`indicator` may have `{group}` in it; `words`: what the name of the column has, each the beginning of a word."""

    indicator: str
    words: tuple[str, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A part that the figures are also told for: `key` in the indicator, `words` in its Danish name."""

    key: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Wish:
    """One table with its measures. `hierarchy`: what it is split by besides the area, into `groups` and the total, or
    into `kinds` (name in the answer → name here), which then stand where the month stands."""

    id: str
    table: str
    measures: tuple[Measure, ...]
    months: int = 60
    hierarchy: str = ""
    groups: tuple[Group, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    all_kinds: str = ""  #: what all kinds together are called in the answer: `<indicator>Total` of the month

    def query(self, area: str) -> dict[str, str]:
        """The parameters of `/data/<table>`; `area`: `*` for the municipalities, `/` for the country."""
        split = {f"hierarchy.{self.hierarchy}": "*"} if self.hierarchy else {}
        latest = {"mgroup.*": "*", "period.M": f"latest:{self.months}", "hierarchy._nykom": area}
        return {**latest, **split, "format": "json"}


_TOTAL = "total"
_INSURED_OR_NOT = (Group("dagpenge", ("dagpenge",)), Group("kontanthjaelp", ("kontanthj",)))
_READINESS = ("Jobparat", "Aktivitetsparat", "Uddannelsesparat", "Åbenlys uddannelsesparat")
_OFFERS = (
    ("Vejledning og opkvalificering i alt", "Vejledning og opkvalificering"),
    ("Ansættelse med løntilskud i alt", "Løntilskud"),
    ("Virksomhedspraktik i alt", "Virksomhedspraktik"),
    ("Nytteindsats i alt", "Nytteindsats"),
    ("Særligt tilrettelagt nytteindsats i alt", "Særligt tilrettelagt nytteindsats"),
)

WISHES = (
    Wish(
        "unemployment",
        "y25i01",
        (
            Measure("unemployment.{group}", ("antal", "ledige"), ("pct",)),
            Measure("unemployment.{group}Rate", ("pct", "arbejdsstyrk")),
        ),
        hierarchy="_ygrpi09",
        groups=_INSURED_OR_NOT,
    ),
    Wish(
        "longterm",
        "y25i09",
        (Measure("longterm.{group}", ("antal", "langtidsledige", "fuldtidspersoner"), ("pct",)),),
        hierarchy="_ygrpi09",
        groups=_INSURED_OR_NOT,
    ),
    Wish(
        "cash",
        "y60a02",
        (
            Measure("cashAssistance.persons", ("antal", "personer"), ("pct",)),
            Measure("cashAssistance.fullTime", ("antal", "fuldtidspersoner"), ("pct",)),
            Measure("cashAssistance.populationRate", ("fuldtidspersoner", "pct", "befolkning")),
            Measure("cashAssistance.workforceRate", ("fuldtidspersoner", "pct", "arbejdsstyrk")),
        ),
    ),
    Wish(
        "activation",
        "y60c07",
        (
            Measure("activation.degree", ("aktiveringsgrad",)),
            Measure("activation.affectedShare", ("andel", "aktiveringsberørte")),
        ),
    ),
    Wish(
        "hours",
        "y60j01",
        (
            Measure("ordinaryHours.persons", ("antal", "personer", "ordinære")),
            Measure("ordinaryHours.share", ("andel", "ordinære")),
        ),
    ),
    Wish(
        "readiness",
        "y60a02",
        (Measure("cashVisitation.fullTime", ("antal", "fuldtidspersoner"), ("pct",)),),
        months=1,
        hierarchy="_viskat_1int",
        kinds=(*((name, name) for name in _READINESS), ("Uoplyst visitationskategori", "Uoplyst")),
    ),
    Wish(
        "offers",
        "y60c02",
        (
            Measure("offers.courses", ("antal", "aktiveringsforløb")),
            Measure("offers.activated", ("antal", "aktiverede")),
        ),
        months=1,
        hierarchy="_tilb_2ptv",
        kinds=_OFFERS,
        all_kinds="Tilbud i alt",
    ),
)


def number(told: Any) -> str | None:
    """A figure as it stands in a file: None for what is suppressed or not published. Raises ValueError.

    Numbers come as such, or as Danish text: `1.234,5` is 1234.5, `1.234` is 1234.
    """
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int | float | str):
        raise ValueError(f"{told!r} is no number")
    if not isinstance(told, str):
        return repr(told)
    text = "".join(told.split())
    if text in NOTHING:
        return None
    if "," in text or _THOUSANDS.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    return repr(float(text))


def rows(wish: Wish, answer: Any, *, country: bool) -> pl.DataFrame:
    """The rows of an answer, all texts, with the columns of a file. Raises Faulty: not all that was asked for is there.

    `country`: the answer is about the whole country and nothing else.
    """
    columns, told = _checked(wish, answer)
    period, area = (_one(wish, columns, words) for words in (("periode",), ("område", "kommune")))
    measures = [(measure, _column(wish, columns, measure)) for measure in wish.measures]
    taken = {period, area, *(place for _measure, place in measures)}
    others = [place for place in range(len(columns)) if place not in taken]
    found: list[Row] = []
    faults: list[Fault] = []
    keys: set[str] = set()
    for line, values in enumerate(told, 1):
        code, is_known = _area(str(values[area]), country=country)
        if not is_known:
            faults.append(Fault("answer_area", line, f"{wish.table}: {values[area]}"))
        key = _key(wish, [str(values[place]) for place in others])
        if code is None or key is None:
            continue
        keys.add(key)
        for measure, place in measures:
            try:
                value = number(values[place])
            except ValueError:
                faults.append(Fault("value", line, f"{wish.table}: {values[place]}"))
                continue
            indicator, when = measure.indicator.format(group=key), str(values[period]).strip()
            if wish.kinds:
                indicator, when = (f"{indicator}Total", when) if key == _TOTAL else (indicator, key)
            found.append((code, areas.AREAS[code].name, indicator, when, value))
    if missing := [key for key in _wanted(wish) if key not in keys]:
        faults.append(Fault("answer_group", 0, wish.table, ", ".join(missing)))
    if faults:
        raise Faulty(faults[:SHOWN], len(faults))
    return pl.DataFrame(found, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def together(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """All rows, once each: the country may stand among the municipalities too."""
    return pl.concat(frames).unique(maintain_order=True)


def _checked(wish: Wish, answer: Any) -> tuple[list[str], list[list[Any]]]:
    """The columns and rows of an answer, each row as long as the columns."""
    columns, told = (answer.get("columns"), answer.get("rows")) if isinstance(answer, Mapping) else (None, None)
    if not isinstance(columns, list) or not isinstance(told, list) or not told:
        raise Faulty([Fault("answer_shape", 0, wish.table)], 1)
    short = [line for line, row in enumerate(told, 1) if not isinstance(row, list) or len(row) != len(columns)]
    if short:
        raise Faulty([Fault("answer_row", line, wish.table) for line in short[:SHOWN]], len(short))
    return [str(column) for column in columns], told


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _has(text: str, words: Sequence[str]) -> bool:
    tokens = _tokens(text)
    return all(any(token.startswith(word) for token in tokens) for word in words)


def _one(wish: Wish, columns: list[str], either: Sequence[str]) -> int:
    """The first column with one of the words."""
    for place, column in enumerate(columns):
        if any(_has(column, (word,)) for word in either):
            return place
    raise Faulty([Fault("answer_column", 0, f"{wish.table}: {', '.join(columns)}", " / ".join(either))], 1)


def _column(wish: Wish, columns: list[str], measure: Measure) -> int:
    """The one column that is meant."""
    found = [
        place
        for place, column in enumerate(columns)
        if _has(column, measure.words) and not any(_has(column, (word,)) for word in measure.without)
    ]
    if len(found) != 1:
        raise Faulty([Fault("answer_column", 0, f"{wish.table}: {', '.join(columns)}", " ".join(measure.words))], 1)
    return found[0]


def _area(name: str, *, country: bool) -> tuple[str | None, bool]:
    """The code of a named area, None when it is left out; and whether it is known at all."""
    known = areas.find(name)
    if country:
        return areas.COUNTRY, known is None or known.code == areas.COUNTRY
    if known is None:
        return None, name.strip().casefold().startswith(NO_MUNICIPALITIES)
    return known.code, True


def _key(wish: Wish, texts: list[str]) -> str | None:
    """Which group or kind a row is about; None when it is about one that is not asked for."""
    if wish.all_kinds and wish.all_kinds in texts:
        return _TOTAL
    if wish.kinds:
        return next((here for there, here in wish.kinds if there in texts), None)
    if not wish.groups:
        return _TOTAL
    named = " ".join(texts)
    specific = [group.key for group in wish.groups if _has(named, group.words)]
    if len(specific) == 1:
        return specific[0]
    return _TOTAL if _has(named, ("alt",)) else None


def _wanted(wish: Wish) -> Iterator[str]:
    """The groups that have to be there. A kind that nobody has in this month may be missing."""
    if not wish.kinds:
        yield _TOTAL
        yield from (group.key for group in wish.groups)
