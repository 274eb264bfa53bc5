"""How long an import of 100,000 rows takes: the command as an administrator runs it, into an empty database.

Goal (issue 2, § 6): at most 60 s. A second run, which finds everything there, and a dry run are measured beside it; and
how long it takes until figures can be computed: by way of the database (the first run, the statutory dates and a
snapshot), and from the folder directly, with an address of a database that nobody answers.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from tests.imports import made

from tovholder.config import database

ROWS = 100_000
GOAL = 60.0
NAME = "tovholder_bench_imports"


def run(rows: int = ROWS) -> bool:
    """Prints what was measured; whether the goal was met."""
    url = os.environ.get("DATABASE_URL") or _url(database.settings())
    environment = {**os.environ, "DATABASE_URL": _with_name(url, NAME)}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"drop database if exists {NAME}")
        connection.execute(f"create database {NAME}")
        try:
            _call(environment, "manage", "migrate", "--verbosity", "0")
            with tempfile.TemporaryDirectory() as folder:
                tables = made.municipality(rows)
                made.write(Path(folder), tables)
                number = sum(frame.height for frame in tables.values())
                print(f"import of {number:,} rows in {len(tables)} tables (CSV)")
                first = _timed(environment, folder)
                _timed(environment, folder)
                _timed(environment, folder, "--dry-run")
                _snapshots({**environment, "TOVHOLDER_HOME": str(Path(folder) / ".home")}, folder, first)
        finally:
            connection.execute(f"drop database {NAME} with (force)")
    print(f"  goal: at most {GOAL:.0f} s {'met' if first <= GOAL else 'MISSED'}")
    return first <= GOAL


def _timed(environment: dict[str, str], folder: str, *options: str) -> float:
    begin = time.perf_counter()
    answer = json.loads(_call(environment, "import", "folder", folder, "--json", *options))
    seconds = time.perf_counter() - begin
    new = sum(counts["new"] for counts in answer["tables"].values())
    rows = sum(counts["new"] + counts["changed"] + counts["unchanged"] for counts in answer["tables"].values())
    print(f"  {seconds:6.1f} s  {rows / seconds:10,.0f} rows/s  {new:,} new {' '.join(options)}")
    return seconds


def _snapshots(environment: dict[str, str], folder: str, imported: float) -> None:
    begin = time.perf_counter()
    _call(environment, "dates", "refresh")
    _call(environment, "snapshot")
    by_database = imported + time.perf_counter() - begin
    begin = time.perf_counter()
    nowhere = {**environment, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    _call(nowhere, "snapshot", "from-folder", folder, "--json")
    directly = time.perf_counter() - begin
    print(f"  {by_database:6.1f} s  to a snapshot, by way of the database")
    print(f"  {directly:6.1f} s  to a snapshot, from the folder")


def _call(environment: dict[str, str], *arguments: str) -> str:
    command = [str(Path(sys.executable).with_name("tovholder")), *arguments]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def _url(settings: dict[str, str]) -> str:
    user = quote(settings["USER"])
    return f"postgresql://{user}@/{settings['NAME']}?host={quote(settings['HOST'], safe='')}&port={settings['PORT']}"


def _with_name(url: str, name: str) -> str:
    base, mark, query = url.partition("?")
    return base.rpartition("/")[0] + "/" + name + mark + query


if __name__ == "__main__":
    sys.exit(0 if run() else 1)
