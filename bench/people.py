"""Finding a citizen among a million, and reading a log of a million look-ups: server time and queries.

The time is from the request's entry into Django to the finished page, in one process, with the look-ups it writes; no
network, no browser. The database is made once, in the bench's data folder (bench/people.sql).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tovholder.config import database

NAME = "bench_people"
REQUESTS = 60
#: What is typed, in each case many times, and how many citizens it may find (none, some, more than a thousand).
TYPED = [
    "samira hussein",
    "jens sør",
    "åse aagaard",
    "łukasz bjerre",
    "fatima kirkestrup",
    "nielsen",
    "an",
    "peter nielsen",
    "jens peter sørensen",
    "qqxyz nielsen",
    "ågård øjvind",
    "010180",
    "peter nielsen 010180",
    "{cpr}",
    "619999-0000",
]
GOAL = 50.0


def run() -> None:
    """Measures in a process of its own and prints one table."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.people"],
        env={**os.environ, "DATABASE_URL": _database()},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    print(f"{'asked':44}{'found':>9}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}")
    for row in json.loads(done.stdout.splitlines()[-1]):
        print(f"{row['asked']:44}{row['found']:>9}{row['p50']:>9.1f}{row['p95']:>9.1f}{row['queries']:>9}")
    print(f"({REQUESTS} requests each; goal: a search at most {GOAL:.0f} ms)")


def _database() -> str:
    settings = database.settings()
    with psycopg.connect(database.url_of(settings), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(NAME)))
    return database.url_of({**settings, "NAME": NAME})


def fill(connection: Any) -> None:
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    with connection.cursor() as cursor:
        cursor.execute("begin")
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("set local synchronous_commit = off")
        for statement in "\n".join(lines).split(";\n"):
            if statement.strip():
                cursor.execute(statement)
        cursor.execute("commit")
        cursor.execute("vacuum analyze")


def measure() -> list[dict[str, Any]]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tovholder.config.settings")
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    import tovholder.config.wsgi  # noqa: F401 - as it is served
    from tovholder.accounts.models import Staff
    from tovholder.citizens.models import Citizen, Identity
    from tovholder.citizens.queries.search import find

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not Citizen.objects.exists():
        began = time.perf_counter()
        fill(connection)
        print(f"  filled in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    caseworker, leader, head = (Staff.objects.get(pk=pk) for pk in (2, 1, 1001))
    some = Identity.objects.order_by("pk").values_list("cpr", flat=True)[500_000]

    def timed(asked: str, staff: Staff, address: str, data: dict[str, str] | None = None) -> dict[str, Any]:
        client = Client(HTTP_HOST="localhost")
        client.force_login(staff)
        ask = (lambda: client.post(address, data)) if data is not None else (lambda: client.get(address))
        with CaptureQueriesContext(connection) as caught:
            response = ask()
        queries = len(caught)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        times = []
        for _ in range(REQUESTS):
            began = time.perf_counter()
            response = ask()
            times.append((time.perf_counter() - began) * 1000)
        found = find(data["q"], today=timezone.localdate()) if data else None
        number = ("> 1,000" if found.too_many else len(found.ids)) if found else ""
        p95 = statistics.quantiles(times, n=20)[18]
        return {
            "asked": asked,
            "found": number,
            "p50": statistics.median(times),
            "p95": p95,
            "queries": queries,
        }

    rows = [
        timed(f"find: {typed}".replace(some, "a CPR number"), caseworker, "/citizens/", {"q": typed})
        for typed in (each.format(cpr=some) for each in TYPED)
    ]
    # Citizen 1000 is held by member of staff 1, citizen 1 by 2 and has twenty thousand look-ups.
    rows.append(timed("who has looked at a citizen", leader, "/audit/lookups/1000/"))
    rows.append(timed("who has looked, twenty thousand times", caseworker, "/audit/lookups/1/"))
    rows.append(timed("the same, only the CPR number", caseworker, "/audit/lookups/1/?seen=cpr"))
    rows.append(timed("what I have looked at, 200,000 times", leader, "/audit/mine/"))
    rows.append(timed("reasons given in a team", leader, "/reasons/"))
    rows.append(timed("reasons given in the whole house", head, "/reasons/"))
    return rows


if __name__ == "__main__":
    print(json.dumps(measure()))
