"""Makes the tables of a municipality that moves house: as many rows as asked for, the same every time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

#: Of a hundred rows, how many are in which table (the small tables come on top).
SHARE = {"assignments": 15, "conversations": 30, "notes": 30, "benefit_spells": 5, "target_group_spells": 5}
SHARE |= {"plan_goals": 2, "plan_steps": 3}
_CITIZENS = 5  #: and as many cases

START = dt.date(2023, 1, 2)
STAFF = 60


def municipality(rows: int) -> dict[str, pl.DataFrame]:
    """Tables with about `rows` rows together, without a fault."""
    people = max(rows * _CITIZENS // 100, 1)
    tables = {
        "units": pl.DataFrame(
            {
                "external_id": ["top", *(f"team-{n}" for n in range(6))],
                "name": ["Beskæftigelse", *(f"Team {n + 1}" for n in range(6))],
                "kind": ["department", *["team"] * 6],
                "parent": [None, *["top"] * 6],
                "opened_on": "2020-01-01",
            }
        ),
        "staff": _frame(
            STAFF,
            external_id="m-" + _n(),
            name="Medarbejder " + _n(),
            email=pl.lit("m") + _n() + "@flyttet.example",
        ),
        "memberships": _frame(
            STAFF,
            external_id="t-" + _n(),
            staff="m-" + _n(),
            unit="team-" + _n(6),
            role=pl.lit("caseworker"),
            **{"from": pl.lit("2020-01-01")},
        ),
        "citizens": _frame(
            people,
            external_id="b-" + _n(),
            cpr=_cpr(),
            given_name=pl.lit("Åse"),
            family_name="Prøvesen " + _n(),
            address="Prøvevej " + _n(),
            postcode=pl.lit("7000"),
            city=pl.lit("Fredericia"),
        ),
        "cases": _frame(people, external_id="s-" + _n(), citizen="b-" + _n(), opened_on=_day(0, people)),
    }
    for name, share in SHARE.items():
        tables[name] = _OF_A_CASE[name](max(rows * share // 100, 1), people)
    return tables


def write(folder: Path, tables: dict[str, pl.DataFrame], ending: str = "csv") -> Path:
    """Writes each table to a file of its name; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        path = folder / f"{name}.{ending}"
        if ending == "csv":
            frame.write_csv(path)
        elif ending == "parquet":
            frame.write_parquet(path)
        else:
            frame.write_excel(path, worksheet=name)
    return folder


def _n(of: int | None = None) -> pl.Expr:
    """The number of the row, or what is left of it divided by `of`."""
    number = pl.col("n") if of is None else pl.col("n") % of
    return number.cast(pl.String)


def _frame(rows: int, **columns: pl.Expr) -> pl.DataFrame:
    return pl.DataFrame({"n": range(rows)}).select(**columns)


def _day(turn: int, people: int) -> pl.Expr:
    """A day that lies the later, the oftener the row's citizen has had a turn."""
    days = pl.col("n") % 365 + (pl.col("n") // people + turn) * 31
    return (pl.lit(START) + pl.duration(days=days)).dt.to_string("iso")


def _at(people: int) -> pl.Expr:
    return _day(0, people) + " 09:30"


def _cpr() -> pl.Expr:
    """Numbers that are nobody's: 60 is added to the day of birth."""
    day, month = pl.col("n") % 28 + 61, pl.col("n") // 28 % 12 + 1
    year, serial = pl.col("n") // 336 % 100, pl.col("n") // 33600
    parts = ((day, 2), (month, 2), (year, 2), (serial, 4))
    return pl.concat_str(*(part.cast(pl.String).str.zfill(width) for part, width in parts))


def _of_case(people: int) -> pl.Expr:
    return "s-" + _n(people)


_OF_A_CASE = {
    "assignments": lambda rows, people: _frame(
        rows,
        external_id="a-" + _n(),
        case=_of_case(people),
        effective_at=_at(people),
        staff="m-" + ((pl.col("n") + pl.col("n") // people) % STAFF).cast(pl.String),
        unit="team-" + _n(6),
        planned=pl.lit("ja"),
        cause=pl.lit("balance"),
    ),
    "conversations": lambda rows, people: _frame(
        rows,
        external_id="k-" + _n(),
        case=_of_case(people),
        staff="m-" + _n(STAFF),
        kind=pl.lit("follow_up"),
        starts_at=_at(people),
        held_at=_at(people),
        agreed="Aftalt nr. " + _n(),
    ),
    "notes": lambda rows, people: _frame(
        rows,
        external_id="n-" + _n(),
        case=_of_case(people),
        author="m-" + _n(STAFF),
        happened_at=_at(people),
        text='Et notat; med "anførselstegn", linjeskift\nog nr. ' + _n(),
    ),
    "benefit_spells": lambda rows, people: _frame(
        rows,
        external_id="y-" + _n(),
        citizen="b-" + _n(people),
        benefit=pl.lit("kontanthjaelp"),
        **{"from": _day(0, people)},
    ),
    "target_group_spells": lambda rows, people: _frame(
        rows,
        external_id="g-" + _n(),
        citizen="b-" + _n(people),
        target_group=pl.lit("6.3"),
        **{"from": _day(0, people)},
    ),
    "plan_goals": lambda rows, people: _frame(
        rows, external_id="p-" + _n(), case=_of_case(people), effective_at=_at(people), words=pl.lit("Passe dyr")
    ),
    "plan_steps": lambda rows, people: _frame(
        rows,
        external_id="r-" + _n(),
        case=_of_case(people),
        text="Skridt " + _n(),
        agreed_at=_at(people),
        turn=pl.lit("citizen"),
    ),
}
