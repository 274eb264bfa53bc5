"""Shifts and waits from logs of 52,000 to 100 million events: Tovholder, pandas and pm4py, reading included.

The log is bpic2015_1, repeated with new case ids. Each measurement is a process of its own; its time begins when its
libraries are imported. All must count the same.

Goals (issue 3), at 10 million events: 10 times as fast as pm4py, 5 times as fast as pandas; 100 million from Parquet in
at most 30 s and 4 GB; time per event at 100 million at most 1.2 times that at a million.

BENCH_EVENTS=1000000,10000000 measures only these; BENCH_RUNS=1 measures once.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import psutil

from bench._eventlog import COUNTS, MEDIANS

EVENTS = [int(size) for size in os.environ.get("BENCH_EVENTS", "0,1000000,10000000,100000000").split(",")]
RUNS = int(os.environ.get("BENCH_RUNS", "3"))
#: `-lean`: by somebody who knows the tool well, beside what its guide shows (bench/_eventlog.py).
TOOLS = ("tovholder", "pandas", "pandas-lean", "pm4py", "pm4py-lean", "duckdb")
FORMATS = ("parquet", "csv")
LOG = "bpic2015_1"
#: Copies written at once.
AT_ONCE = 20


@dataclass(frozen=True)
class Measured:
    """`work`: seconds of all cores together. `peak`: bytes."""

    seconds: float
    work: float
    peak: int


def run() -> bool:
    """Prints what was measured; whether the goals of what was measured are met."""
    source = Path(os.environ.get("TOVHOLDER_DATA") or Path(__file__).parents[2] / "shared" / "data") / "eventlogs"
    if not (source / f"{LOG}.csv.gz").exists():
        print(f"  left out: no {LOG}.csv.gz in {source} (set TOVHOLDER_DATA)")
        return True
    base = pl.read_csv(source / f"{LOG}.csv.gz", infer_schema=False).with_columns(pl.col("seq").cast(pl.Int64))
    reference = json.loads((source / "reference_stats.json").read_text())[LOG]
    measured: dict[tuple[int, str, str], Measured] = {}
    heads = f"{'seconds':>9}{'of cores':>9}{'events/s':>14}{'peak GB':>9}{'times ours':>12}"
    print(f"{'events':>12} {'format':8} {'tool':12}{heads}")
    for asked in EVENTS:
        copies = max(-(-asked // base.height), 1)
        for format_ in FORMATS:
            path = _log(base, copies, format_)
            for tool in TOOLS:
                found = _measure(tool, path, copies, reference, measured)
                if isinstance(found, str):
                    print(f"{copies * base.height:>12,} {format_:8} {tool:12} left out: {found}", flush=True)
                    continue
                measured[copies, format_, tool] = found
                _tell(copies * base.height, format_, tool, found, measured[copies, format_, "tovholder"])
    return _goals(base.height, measured)


def _log(base: pl.DataFrame, copies: int, format_: str) -> Path:
    """The log repeated, made once and kept; written a few copies at a time, so that memory stays low."""
    folder = Path(os.environ.get("TOVHOLDER_HOME", "var/bench")) / "eventlog"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{LOG}-{copies}.{format_}"
    if path.exists():
        return path
    unfinished = path.with_suffix(".part")
    print(f"  writing {path} ({copies * base.height:,} events)", flush=True)
    parts = (
        pl.concat(
            base.with_columns(case=pl.col("case") + f"-{copy}") for copy in range(first, min(first + AT_ONCE, copies))
        )
        for first in range(0, copies, AT_ONCE)
    )
    if format_ == "csv":
        with unfinished.open("wb") as file:
            for number, part in enumerate(parts):
                part.write_csv(file, include_header=not number)
    else:
        import pyarrow.parquet as pq

        writer = None
        for part in parts:
            moment = pl.col("timestamp").str.to_datetime("%+", time_unit="us", time_zone="UTC")
            table = part.with_columns(moment).to_arrow(compat_level=pl.CompatLevel.oldest())
            writer = writer or pq.ParquetWriter(unfinished, table.schema, compression="zstd")
            writer.write_table(table)
        assert writer
        writer.close()
    unfinished.rename(path)
    return path


def _measure(
    tool: str,
    path: Path,
    copies: int,
    reference: dict[str, float],
    measured: dict[tuple[int, str, str], Measured],
) -> Measured | str:
    """The medians of some runs; or why there are none."""
    smaller = [known for known in measured if known[1:] == (path.suffix[1:], tool)]
    if tool not in {"tovholder", "duckdb"} and smaller:
        most = max(smaller)
        needed = measured[most].peak * copies / most[0]
        there = psutil.virtual_memory().total
        if needed > there * 0.8:
            return f"it would need about {needed / 1e9:.0f} GB; the machine has {there / 1e9:.0f}"
    runs = []
    for _ in range(RUNS):
        command = [sys.executable, "-W", "ignore", "-m", "bench._eventlog", tool, str(path)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            return f"it ended with {done.returncode}: {(done.stderr.strip().splitlines() or ['killed'])[-1]}"
        told = json.loads(done.stdout.splitlines()[-1])
        _compare(tool, told["answer"], copies, reference)
        runs.append(told)
    seconds, work = (statistics.median(run[what] for run in runs) for what in ("seconds", "work"))
    return Measured(seconds, work, max(run["peak"] for run in runs))


def _compare(tool: str, answer: dict[str, float], copies: int, reference: dict[str, float]) -> None:
    """Every copy has the counts of the log, and its medians."""
    known = {"shifts": "handovers", "ping_pong": "pingpong_ABA"}
    for count in COUNTS:
        if count in answer:
            expected = reference[known.get(count, count)] * copies
            assert answer[count] == expected, (tool, count, answer[count], expected)
    same = {
        "median_gap_hours_at_shift": "median_gap_h_at_handover",
        "median_gap_hours_same_resource": "median_gap_h_same_resource",
    }
    for median in MEDIANS:
        if median in answer:
            expected = reference[same.get(median, median)]
            assert abs(answer[median] - expected) < 2e-4, (tool, median, answer[median], expected)


def _tell(events: int, format_: str, tool: str, found: Measured, ours: Measured) -> None:
    print(
        f"{events:>12,} {format_:8} {tool:12}{found.seconds:>9.2f}{found.work:>9.2f}{events / found.seconds:>14,.0f}"
        f"{found.peak / 1e9:>9.2f}{found.seconds / ours.seconds:>12.1f}",
        flush=True,
    )


def _goals(height: int, measured: dict[tuple[int, str, str], Measured]) -> bool:
    def copies(events: int) -> int:
        return -(-events // height)

    goals: list[tuple[str, float, float, bool]] = []
    for format_ in FORMATS:
        ours = measured.get((copies(10_000_000), format_, "tovholder"))
        for tool, times in (("pm4py", 10.0), ("pm4py-lean", 10.0), ("pandas", 5.0), ("pandas-lean", 5.0)):
            other = measured.get((copies(10_000_000), format_, tool))
            if ours and other:
                found = other.seconds / ours.seconds
                goals.append((f"10 million, {format_}: times as fast as {tool}", found, times, found >= times))
    large = measured.get((copies(100_000_000), "parquet", "tovholder"))
    small = measured.get((copies(1_000_000), "parquet", "tovholder"))
    if large:
        goals.append(("100 million, parquet: seconds", large.seconds, 30.0, large.seconds <= 30))
        goals.append(("100 million, parquet: GB", large.peak / 1e9, 4.0, large.peak <= 4e9))
    if large and small:
        ratio = (large.seconds / copies(100_000_000)) / (small.seconds / copies(1_000_000))
        goals.append(("time per event, 100 million against 1 million (parquet)", ratio, 1.2, ratio <= 1.2))
    for name, found, goal, is_met in goals:
        print(f"  {name}: {found:.2f} (goal {goal:g}) {'met' if is_met else 'MISSED'}")
    return all(is_met for *_rest, is_met in goals)


if __name__ == "__main__":
    sys.exit(0 if run() else 1)
