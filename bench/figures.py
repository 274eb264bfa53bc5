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
#: How often each is run, and the median told; Spark, and what is large, once. Spark computes what is large whole only.
RUNS, LARGE = 3, 100_000
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
            whole = {}
            for engine in engines:
                is_long = engine == "spark" or citizens > LARGE
                breakdowns = 1 if engine == "spark" and citizens > LARGE else len(BREAKDOWNS)
                found = _median([_measured(Path(name), engine, breakdowns) for _run in range(1 if is_long else RUNS)])
                whole[engine] = _told(engine, found)
        if citizens in GOALS and "polars" in whole:
            meets = whole["polars"] <= GOALS[citizens]
            is_met &= meets
            told = "met" if meets else "MISSED"
            print(f"  goal: all figures, whole, in at most {GOALS[citizens]:.0f} s on Polars {told}")
    return is_met


def _measured(place: Path, engine: str, breakdowns: int) -> dict[str, Any]:
    """Seconds for each breakdown, or why the engine cannot be used; the peak of the process and those it started."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.figures", str(place), engine, str(breakdowns)],
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
    times = (f"{second:.2f}s" for second in found["seconds"])
    cells = [f"{time:>{width}}" for time, width in zip(times, (8, 8, 8, 12), strict=False)]
    print(f"  {engine:8} {found['start']:6.1f}s {' '.join(cells):39} {found['peak'] / 2**20:6,.0f} MB", flush=True)
    return float(found["seconds"][0])


def _compute(place: Path, name: str, breakdowns: int) -> dict[str, Any]:
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
            for by in BREAKDOWNS[:breakdowns]:
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
    print(json.dumps(_compute(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
