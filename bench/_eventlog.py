"""One measurement of `bench.eventlog`, in a process of its own: `python -m bench._eventlog TOOL FILE`.

Each tool reads the file and computes the same: cases, events, shifts, ping-pong, the medians of the waits at a shift
and with the same person, the median of the durations. Its seconds begin when its libraries are imported, so that a
small log is not measured by its imports.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

COLUMNS = ["case", "seq", "activity", "timestamp", "resource"]
HOUR, DAY = 3600, 86400
#: What all must agree on, and how exactly the medians (hours and days) are compared.
COUNTS = ("cases", "events", "shifts", "ping_pong")
MEDIANS = ("median_gap_hours_at_shift", "median_gap_hours_same_resource", "median_case_days")

Answer = dict[str, Any]


def tovholder(path: Path) -> Callable[[], Answer]:
    """As `tovholder analyse --json` does it, with all its measures and all its checks of the log."""
    from tovholder.figures.eventlog.engines import analyse

    return lambda: dict(analyse(path).numbers)


def pandas(path: Path) -> Callable[[], Answer]:
    """What one writes with pandas: read the file, sort, the event before by `groupby().shift()`."""
    return _with_pandas(path, None)


def pandas_lean(path: Path) -> Callable[[], Answer]:
    """The same by somebody who reads only the columns needed."""
    return _with_pandas(path, COLUMNS)


def _with_pandas(path: Path, columns: list[str] | None) -> Callable[[], Answer]:
    import pandas as pd

    def compute() -> Answer:
        frame = _read(pd, path, columns)
        frame["timestamp"] = pd.to_datetime(frame["timestamp"], utc=True)
        frame = frame.sort_values(["case", "seq"], kind="stable")
        return _waits(frame, "case", "timestamp", "resource")

    return compute


def pm4py(path: Path) -> Callable[[], Answer]:
    """As pm4py's guide goes from a file to a log, and its own functions for who hands over to whom and for durations;
    for what it has no function for (the number of shifts, there and back, medians of the waits), pandas on pm4py's
    frame. Its way over single traces (`convert_to_event_log`) is slower and holds a Python object for each event."""
    import pm4py

    def shifts(frame: Any, _shifts: int) -> None:
        network = pm4py.discover_handover_of_work_network(frame)
        assert network.connections  # in shares of all, so that the number of shifts is not in it

    return _with_pm4py(path, None, shifts)


def pm4py_lean(path: Path) -> Callable[[], Answer]:
    """The same by somebody who reads only the columns needed and knows the function inside pm4py that counts directly
    following resources fastest."""
    from pm4py.algo.discovery.dfg.adapters.pandas import df_statistics

    def shifts(frame: Any, expected: int) -> None:
        followed = df_statistics.get_dfg_graph(
            frame, measure="frequency", activity_key="org:resource", sort_timestamp_along_case_id=False
        )
        assert expected == sum(count for (one, other), count in followed.items() if one != other)

    return _with_pm4py(path, COLUMNS, shifts)


def _with_pm4py(path: Path, columns: list[str] | None, shifts: Callable[[Any, int], None]) -> Callable[[], Answer]:
    import pandas as pd
    import pm4py

    def compute() -> Answer:
        frame = _read(pd, path, columns).rename(columns={"resource": "org:resource"})
        frame = pm4py.format_dataframe(frame, case_id="case", activity_key="activity", timestamp_key="timestamp")
        answer = _waits(frame, "case:concept:name", "time:timestamp", "org:resource")
        shifts(frame, answer["shifts"])
        durations = pd.Series(pm4py.get_all_case_durations(frame))
        # pm4py counts a case of one event as lasting no time; the measure leaves it out.
        lasting = frame.groupby("case:concept:name").size() > 1
        assert len(durations) == len(lasting)
        return answer

    return compute


def _read(pd: Any, path: Path, columns: list[str] | None) -> Any:
    if path.suffix == ".parquet":
        return pd.read_parquet(path, columns=columns)
    return pd.read_csv(path, usecols=columns)


def duckdb(path: Path) -> Callable[[], Answer]:
    """The floor: nothing but one window query for the shifts, no checks, no medians."""
    import duckdb

    def compute() -> Answer:
        source = "read_parquet" if path.suffix == ".parquet" else "read_csv"
        before = 'lag(resource) OVER (PARTITION BY "case" ORDER BY seq)'
        query = f"""
            SELECT count(*), count(*) FILTER (WHERE resource <> was)
            FROM (SELECT resource, {before} AS was FROM {source}(?))
        """
        row = duckdb.execute(query, [str(path)]).fetchone()
        assert row
        return {"events": row[0], "shifts": row[1]}

    return compute  # fmt: skip


def _waits(frame: Any, case: str, time_: str, resource: str) -> Answer:
    of_case = frame.groupby(case, sort=False)
    before = of_case[resource].shift()
    paired = frame[resource].notna() & before.notna()
    is_shift = paired & frame[resource].ne(before)
    gap = (frame[time_] - of_case[time_].shift()).dt.total_seconds()
    shifts = frame.loc[is_shift, [case, resource]].assign(left=before[is_shift])
    earlier = shifts.groupby(case, sort=False)
    back = shifts[resource].eq(earlier["left"].shift()) & shifts["left"].eq(earlier[resource].shift())
    ends = of_case[time_].agg(["min", "max", "size"])
    lasting = ends[ends["size"] > 1]
    return {
        "cases": len(ends),
        "events": len(frame),
        "shifts": int(is_shift.sum()),
        "ping_pong": int(back.sum()),
        "median_gap_hours_at_shift": round(gap[is_shift].median() / HOUR, 4),
        "median_gap_hours_same_resource": round(gap[paired & ~is_shift].median() / HOUR, 4),
        "median_case_days": round((lasting["max"] - lasting["min"]).dt.total_seconds().median() / DAY, 4),
    }


TOOLS = {
    "tovholder": tovholder,
    "pandas": pandas,
    "pandas-lean": pandas_lean,
    "pm4py": pm4py,
    "pm4py-lean": pm4py_lean,
    "duckdb": duckdb,
}


def _peak() -> int:
    """The most memory that this process held, in bytes: its own, not what it inherited from whoever started it."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    name, file = sys.argv[1:]
    compute = TOOLS[name](Path(file))
    begin, worked = time.perf_counter(), time.process_time()
    answer = compute()
    told = {"seconds": time.perf_counter() - begin, "work": time.process_time() - worked, "peak": _peak()}
    print(json.dumps({**told, "answer": answer}))
