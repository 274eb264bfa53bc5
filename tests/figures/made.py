"""An invented municipality as a snapshot, of any size, the same for the same seed: for tests and benchmarks.

It is plausible in its proportions (how often cases change hands, how long people wait), not in its causes.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl

from tovholder.figures.tidy.folder import dtypes, empty
from tovholder.figures.tidy.tables import BY_NAME, SCHEMA_VERSION

START, END = dt.date(2020, 1, 1), dt.date(2024, 12, 31)
_EPOCH = dt.date(1970, 1, 1)
FIRST, LAST = (START - _EPOCH).days, (END - _EPOCH).days
#: A department for so many citizens, three teams and a project in each, an employee for so many.
PER_DEPARTMENT, TEAMS, PER_EMPLOYEE = 1500, 3, 40

CAUSES = (
    "new_case",
    "target_group",
    "reorganisation",
    "resignation",
    "sickness",
    "leave",
    "project",
    "balance",
    "other",
)
GROUPS = ("6.1", "6.2", "6.3", "6.6", "6.7", "6.9")
#: Which benefit goes with which target group.
BENEFITS = ("dagpenge", "kontanthjaelp", "kontanthjaelp", "sygedagpenge", "ressourceforloebsydelse", "ledighedsydelse")
WAITS = {"first_conversation": 7, "caseworker": 5, "measure": 28, "certificate": 30, "first_with_new": 14}
REGIONS = ("region_a", "region_b", "clinic", None)


def municipality(citizens: int, seed: int = 1) -> dict[str, pl.DataFrame]:
    """The tables of a snapshot with so many citizens over five years."""
    return _Made(citizens, seed).tables()


class _Made:
    def __init__(self, citizens: int, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.number = citizens
        self.departments = max(2, citizens // PER_DEPARTMENT)

    def tables(self) -> dict[str, pl.DataFrame]:
        made = {
            "meta": [(SCHEMA_VERSION, "made", None, dt.datetime(2025, 1, 1, 3), START, END)],  # noqa: DTZ001
            "breaks": [("benefit_spells", dt.date(2023, 7, 1), "Én kontanthjælp", "One cash benefit")],
            "benefit_types": [(name, True, name in {"dagpenge", "kontanthjaelp"}) for name in dict.fromkeys(BENEFITS)],
            "target_group_types": [(group, group in {"6.1", "6.2"}) for group in GROUPS],
            "codes": [("target_group", "6.3", "Aktivitetsparat", "Activity-ready")],
        }
        frames = {name: pl.DataFrame(rows, schema=dtypes(BY_NAME[name]), orient="row") for name, rows in made.items()}
        frames |= self._units()
        frames |= self._people()
        cases = frames["cases"].with_columns(
            pl.col("opened", "closed").cast(pl.Int32),
        )
        self.case = cases["case"].to_numpy()
        self.citizen = cases["citizen"].to_numpy()
        self.opened = cases["opened"].to_numpy()
        self.closed = cases["closed"].fill_null(LAST + 400).to_numpy()
        self.team = self.rng.integers(0, self.departments * TEAMS, len(self.case))
        frames["assignments"] = self._assignments()
        frames["weights"] = self._weights()
        frames["conversations"] = self._conversations()
        frames |= self._spells()
        frames["activities"] = self._activities()
        frames["participants"] = empty(BY_NAME["participants"])
        frames |= self._waits()
        frames["dues"] = self._dues()
        return frames

    def _units(self) -> dict[str, pl.DataFrame]:
        """Departments have the keys 1 …, teams 1,000,000 …, projects 2,000,000 …"""
        rows: list[tuple[Any, ...]] = []
        for number in range(self.departments):
            rows.append((1 + number, None, "department", f"Department {number + 1}", START))
            rows.append((2_000_000 + number, 1 + number, "project", f"Project {number + 1}", START))
            rows += [
                (1_000_000 + number * TEAMS + team, 1 + number, "team", f"Team {number + 1}.{team + 1}", START)
                for team in range(TEAMS)
            ]
        units = _table("units", [(*row, None) for row in rows])
        each = self.staff_of_a_team
        teams = np.repeat(np.arange(self.departments * TEAMS), each)
        staff = _frame(
            "staff", staff=np.arange(len(teams)) + 1, unit=1_000_000 + teams, start=np.full(len(teams), FIRST)
        )
        return {"units": units, "staff": staff.with_columns(capacity=pl.lit(50.0))}

    @property
    def staff_of_a_team(self) -> int:
        return max(2, self.number // PER_EMPLOYEE // (self.departments * TEAMS))

    def _people(self) -> dict[str, pl.DataFrame]:
        births = self.rng.integers(-40 * 365, 35 * 365, self.number)
        citizens = _frame("citizens", citizen=np.arange(self.number) + 1, birth_month=births).with_columns(
            pl.when(pl.col("citizen") % 97 != 0).then(pl.col("birth_month").dt.month_start())
        )
        first = np.arange(self.number)
        opened = self.rng.integers(FIRST - 300, LAST, self.number)
        closed = opened + 1 + self.rng.exponential(500, self.number).astype(int)
        again = first[(closed < LAST - 60) & (self.rng.random(self.number) < 0.4)]
        second = closed[again] + 1 + self.rng.integers(0, 200, len(again))
        owner = np.concatenate([first, again])
        start = np.concatenate([opened, second])
        end = np.concatenate([closed, second + 1 + self.rng.exponential(400, len(again)).astype(int)])
        reason = self.rng.choice(["work", "education", "flex_job", "pension", "moved", "other", "unknown"], len(owner))
        kept = start <= LAST
        cases = _frame(
            "cases",
            case=10_000_000 + np.arange(kept.sum()),
            citizen=owner[kept] + 1,
            opened=start[kept],
            closed=end[kept],
        ).with_columns(reason=pl.Series(reason[kept]))
        is_open = pl.col("closed") > END
        cases = cases.with_columns(closed=pl.when(~is_open).then("closed"), reason=pl.when(~is_open).then("reason"))
        return {"citizens": citizens, "cases": cases}

    def _along(self, every: float, least: int = 0) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Indices of cases and days within them, about one for `every` days that the case is open."""
        length = np.minimum(self.closed, LAST + 1) - self.opened
        counts = self.rng.poisson(np.maximum(length, 0) / every) + least
        index = np.repeat(np.arange(len(self.case)), counts)
        day = self.opened[index] + (self.rng.random(len(index)) * np.maximum(length[index], 1)).astype(int)
        order = np.lexsort((day, index))
        return index[order], day[order]

    def _assignments(self) -> pl.DataFrame:
        parts = [self._role("caseworker", np.arange(len(self.case)), 280.0)]
        parts.append(self._role("job_consultant", np.flatnonzero(self.rng.random(len(self.case)) < 0.3), 500.0))
        return pl.concat(parts)

    def _role(self, role: str, chosen: np.ndarray[Any, Any], every: float) -> pl.DataFrame:
        index, day = self._along(every)
        taken = np.isin(index, chosen)
        index, day = index[taken], day[taken]
        late = self.rng.integers(0, 6, len(chosen)) * (self.rng.random(len(chosen)) < 0.3)
        index = np.concatenate([chosen, index])
        day = np.concatenate([np.minimum(self.opened[chosen] + late, self.closed[chosen]), day])
        each = self.staff_of_a_team
        moved = self.rng.random(len(index)) < 0.15
        team = np.where(moved, self.rng.integers(0, self.departments * TEAMS, len(index)), self.team[index])
        staff = team * each + self.rng.integers(0, min(each, 6), len(index)) + 1
        cause = self.rng.choice(CAUSES, len(index))
        made = pl.DataFrame(
            {
                "case": self.case[index],
                "role": pl.repeat(role, len(index), eager=True),
                "at": pl.Series(day).cast(pl.Int32).cast(pl.Date).cast(pl.Datetime("us"))
                + pl.Series(self.rng.integers(7, 17, len(index)) * 3_600_000_000).cast(pl.Duration("us")),
                "staff": staff,
                "vacant": self.rng.random(len(index)) < 0.08,
                "unit": 1_000_000 + team,
                "planned": self.rng.random(len(index)) < 0.6,
                "known": self.rng.random(len(index)) < 0.9,
                "cause": cause,
            }
        ).sort("case", "at")
        told = made.with_columns(
            seq=pl.int_range(pl.len()).over("case"),
            staff=pl.when(~pl.col("vacant")).then("staff"),
            planned=pl.when("known").then("planned"),
            cause=pl.when("known").then("cause"),
            project=pl.when(pl.col("known") & (pl.col("cause") == "project")).then(
                2_000_000 + (pl.col("unit") - 1_000_000) // TEAMS
            ),
        )
        return _shaped("assignments", told)

    def _weights(self) -> pl.DataFrame:
        chosen = np.flatnonzero(self.rng.random(len(self.case)) < 0.5)
        weight = self.rng.choice([0.5, 1.5, 2.0, 3.0], len(chosen))
        day = self.opened[chosen] + self.rng.integers(0, 90, len(chosen))
        return _frame("weights", case=self.case[chosen], start=day).with_columns(weight=pl.Series(weight))

    def _conversations(self) -> pl.DataFrame:
        index, day = self._along(60.0, 1)
        outcome = self.rng.random(len(index))
        made = _frame(
            "conversations",
            conversation=np.arange(len(index)) + 1,
            case=self.case[index],
            staff=self.team[index] * self.staff_of_a_team + 1,
            planned_for=day,
        )
        past = pl.col("planned_for") <= END
        chance = pl.Series("chance", outcome)
        return made.with_columns(
            kind=pl.Series(self.rng.choice(["first", "follow_up", "job", "plan"], len(index))),
            form=pl.Series(self.rng.choice(["office", "phone", "video"], len(index))),
            held=pl.when(past & (chance < 0.8)).then("planned_for"),
            missed=pl.when(past & (chance >= 0.8) & (chance < 0.9)).then("planned_for"),
            cancelled=pl.when(past & (chance >= 0.9) & (chance < 0.97)).then("planned_for"),
        )

    def _spells(self) -> dict[str, pl.DataFrame]:
        """A benefit and a target group for each case, which change on the way in a third of them. A new benefit may
        begin before the old one ends."""
        group = self.rng.integers(0, len(GROUPS), len(self.case))
        turn = self.opened + ((self.closed - self.opened) * self.rng.uniform(0.3, 0.7, len(self.case))).astype(int)
        changes = (self.rng.random(len(self.case)) < 0.35) & (turn > self.opened + 1) & (turn < self.closed - 1)
        other = (group + 1 + self.rng.integers(0, len(GROUPS) - 2, len(self.case))) % len(GROUPS)
        end = np.where(changes, turn, self.closed)
        later = np.flatnonzero(changes)
        spells = {
            "citizen": np.concatenate([self.citizen, self.citizen[later]]),
            "start": np.concatenate([self.opened, turn[later]]),
            "end": np.concatenate([end, self.closed[later]]),
        }
        groups = np.concatenate([group, other[later]])
        overlap = np.where(np.arange(len(groups)) < len(self.case), 0, -self.rng.integers(0, 20, len(groups)))
        benefits = pl.Series([BENEFITS[number] for number in range(len(GROUPS))]).gather(groups)
        target = _frame("target_group_spells", **spells).with_columns(
            target_group=pl.Series(GROUPS).gather(groups), contact_group=pl.lit(None, pl.String)
        )
        benefit = _frame("benefit_spells", **{**spells, "start": spells["start"] + overlap}).with_columns(
            benefit=benefits,
            degree=pl.Series([1.0, 1.0, 0.5, None]).gather(self.rng.integers(0, 4, len(groups))),
        )
        known = pl.when(pl.col("end") <= END).then("end")
        return {
            "target_group_spells": _apart(target.with_columns(end=known), "citizen"),
            "benefit_spells": _apart(benefit.with_columns(end=known), "citizen", "benefit"),
        }

    def _activities(self) -> pl.DataFrame:
        index, day = self._along(200.0)
        length = self.rng.choice([28, 91, 91, 60, 180], len(index))
        made = _frame(
            "activities",
            activity=np.arange(len(index)) + 1,
            citizen=self.citizen[index],
            case=self.case[index],
            start=day,
            end=day + length,
        )
        return made.with_columns(
            kind=pl.Series(self.rng.choice(["measure", "internship", "wage_subsidy", "paid_hours"], len(index))),
            hours=pl.Series(self.rng.choice([10.0, 20.0, 37.0], len(index))),
            end=pl.when(pl.col("end") <= END).then("end"),
        )

    def _waits(self) -> dict[str, pl.DataFrame]:
        index, day = self._along(120.0)
        kind = self.rng.integers(0, len(WAITS), len(index))
        typical = np.array(list(WAITS.values()))[kind]
        length = (self.rng.exponential(1.0, len(index)) * typical * 1.2).astype(int)
        made = _frame(
            "waits", wait=np.arange(len(index)) + 1, case=self.case[index], started=day, ended=day + length
        ).with_columns(
            kind=pl.Series(list(WAITS)).gather(kind),
            counterpart=pl.Series(REGIONS).gather(self.rng.integers(0, len(REGIONS), len(index))),
            threshold_days=pl.Series(np.where(kind == 0, -1, typical)),
            came=pl.Series(self.rng.random(len(index)) < 0.9),
        )
        waits = made.with_columns(
            ended=pl.when(pl.col("ended") <= END).then("ended"),
            came=pl.when(pl.col("ended") <= END).then("came"),
            threshold_days=pl.when(pl.col("threshold_days") >= 0).then("threshold_days"),
        )
        chosen = np.flatnonzero((self.rng.random(len(index)) < 0.08) & (length > 4))
        begin = day[chosen] + 1
        stop = begin + 1 + (self.rng.random(len(chosen)) * (length[chosen] - 2)).astype(int)
        pauses = _frame("pauses", wait=chosen + 1, start=begin, end=stop)
        return {"waits": waits, "pauses": pauses.with_columns(end=pl.when(pl.col("end") <= END).then("end"))}

    def _dues(self) -> pl.DataFrame:
        parts = []
        for number, (kind, limit, required, quota) in enumerate(
            (("first_conversation", 7, 1, None), ("conversations", 183, 4, 0.75), ("offer", 183, 1, 0.75))
        ):
            reached = self.rng.binomial(required + 1, 0.75, len(self.case))
            took = self.rng.integers(1, limit * 5 // 4 + 1, len(self.case))
            due = self.opened + limit
            made = _frame(
                "dues",
                requirement=number * 100_000_000 + np.arange(len(self.case)),
                case=self.case,
                valid_at=self.opened,
                since=self.opened,
                due=due,
                fulfilled=self.opened + took,
                reached=reached,
            )
            parts.append(
                made.with_columns(
                    kind=pl.lit(kind),
                    rule=pl.lit(f"rule_{kind}"),
                    required=pl.lit(required, pl.Int64),
                    is_exempt=pl.Series(self.rng.random(len(self.case)) < 0.1),
                    quota=pl.lit(quota, pl.Float64),
                    fulfilled=pl.when((pl.col("reached") >= required) & (pl.col("fulfilled") <= END)).then("fulfilled"),
                )
            )
        return pl.concat(parts)


def _table(name: str, rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dtypes(BY_NAME[name]), orient="row")


def _frame(name: str, **columns: Any) -> pl.DataFrame:
    """A table with these columns; whole numbers of days become dates. The others are null, to be filled."""
    types = dtypes(BY_NAME[name])
    made = pl.DataFrame({column: pl.Series(values) for column, values in columns.items()})
    return made.select(
        (pl.col(column).cast(pl.Int32).cast(dtype) if dtype == pl.Date else pl.col(column).cast(dtype))
        if column in columns
        else pl.lit(None, dtype).alias(column)
        for column, dtype in types.items()
    )


def _shaped(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.col(column).cast(dtype) for column, dtype in dtypes(BY_NAME[name]).items())


def _apart(frame: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Without spells that begin before an earlier one of the same key has ended."""
    ends = pl.col("end").fill_null(dt.date(2100, 1, 1))
    before = ends.cum_max().shift(1).over(by, order_by="start")
    return frame.filter(before.is_null() | (before <= pl.col("start")))
