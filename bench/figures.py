"""How long all figures take over a snapshot of a municipality, and of a hundred, on each engine.

Goals (issue 3): 3,000 citizens over five years in at most 2 s, 300,000 in at most 60 s. Each figure is computed whole
and by month, by unit and by target group, from the Parquet files of an invented municipality. Every run is a process of
its own, which reports its peak memory; Spark's is that of Java beside it, and its start is shown apart.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

SIZES = (3_000, 300_000)
GOALS = {3_000: 2.0, 300_000: 60.0}
ENGINES = ("polars", "duckdb", "spark")
#: How often each is run; the median is told. Spark over the large one takes minutes.
RUNS = 3
MEMORY = "4GB"
BREAKDOWNS: tuple[tuple[str, ...], ...] = ((), ("month",), ("unit",), ("target_group", "year"))


def run(sizes: tuple[int, ...] = SIZES, engines: tuple[str, ...] = ENGINES) -> bool:
    """Prints what was measured; whether the goals were met by the default engine."""
    from tests.figures import made

    from tovholder.figures.definitions import FIGURES
    from tovholder.figures.tidy import folder

    is_met = True
    for citizens in sizes:
        with tempfile.TemporaryDirectory() as name:
            frames = made.municipality(citizens)
            folder.write(Path(name), frames)
            rows = sum(frame.height for frame in frames.values())
            del frames
            print(f"{len(FIGURES)} figures, {citizens:,} citizens, five years, {rows:,} facts")
            print(f"  {'':8} {'start':>7} {'whole':>8} {'month':>8} {'unit':>8} {'group, year':>12} {'peak':>9}")
            for engine in engines:
                found = _median([_measured(Path(name), engine) for _run in range(_runs(engine, citizens))])
                is_met &= engine != "polars" or _told(engine, found) <= GOALS.get(citizens, float("inf"))
                if engine != "polars":
                    _told(engine, found)
        goal = GOALS.get(citizens)
        if goal:
            print(f"  goal: all figures, whole, in at most {goal:.0f} s on Polars {'met' if is_met else 'MISSED'}")
    return is_met


def _runs(engine: str, citizens: int) -> int:
    return 1 if engine == "spark" or citizens > 100_000 else RUNS


def _measured(place: Path, engine: str) -> dict[str, Any]:
    """Seconds for each breakdown, or why the engine cannot be used; the peak of the process and those it started."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.figures", str(place), engine],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    watched, peak = psutil.Process(process.pid), 0
    while process.poll() is None:
        peak = max(peak, _resident(watched))
        time.sleep(0.05)
    assert process.stdout is not None
    return {**json.loads(process.stdout.read()), "peak": peak}


def _resident(process: psutil.Process) -> int:
    try:
        return sum(one.memory_info().rss for one in (process, *process.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0


def _median(found: list[dict[str, Any]]) -> dict[str, Any]:
    return sorted(found, key=lambda one: sum(one.get("seconds", [])))[len(found) // 2]


def _told(engine: str, found: dict[str, Any]) -> float:
    if "missing" in found:
        print(f"  {engine:8} {found['missing']}")
        return float("inf")
    whole, month, unit, group = found["seconds"]
    print(
        f"  {engine:8} {found['start']:6.1f}s {whole:7.2f}s {month:7.2f}s {unit:7.2f}s {group:11.2f}s "
        f"{found['peak'] / 2**20:6,.0f} MB",
        flush=True,
    )
    return float(whole)


def _compute(place: Path, name: str) -> dict[str, Any]:
    """One process: opens the snapshot anew for each breakdown, so that nothing is there from the one before."""
    from tovholder.figures.compute import Asked, compute_all
    from tovholder.figures.definitions import FIGURES
    from tovholder.figures.engines import Unavailable, engine
    from tovholder.figures.periods import Period
    from tovholder.figures.source import Source

    begin = time.perf_counter()
    seconds = []
    try:
        with engine(name, memory=MEMORY) as computing:
            start = time.perf_counter() - begin
            for by in BREAKDOWNS:
                begin = time.perf_counter()
                known = [
                    figure for figure in FIGURES if set(by) - {"month", "year"} <= {d.id for d in figure.dimensions()}
                ]
                source = Source(computing, [place])
                compute_all(source, [Asked(figure, by, Period.of("2020..2024")) for figure in known])
                seconds.append(time.perf_counter() - begin)
    except Unavailable as missing:
        return {"missing": str(missing)}
    return {"start": start, "seconds": seconds}


if __name__ == "__main__":
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    print(json.dumps(_compute(Path(sys.argv[1]), sys.argv[2])))
