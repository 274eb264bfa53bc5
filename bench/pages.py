"""Work list and case page with 10,000, 100,000 and 1,000,000 cases (caseload 80): server time and queries.

The time is from the request's entry into Django to the finished page, in one process, for signed-in caseworkers drawn
at random: no network, no browser. Each size has its own database in the bench's data folder, filled once.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import psycopg
from psycopg import sql

from tovholder.config import database

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "10000,100000,1000000").split(",")]
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "200"))


def run() -> None:
    """Measures each size in a process of its own and prints one table."""
    results = {}
    for size in SIZES:
        url = database_for(size)
        command = [sys.executable, "-m", "bench.pages", str(size)]
        done = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, stdout=subprocess.PIPE, check=True)
        results[size] = json.loads(done.stdout.splitlines()[-1])
    print(f"{'page':34}{'cases':>12}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'p95 / smallest':>16}")
    for page in results[SIZES[0]]:
        for size in SIZES:
            found, base = results[size][page], results[SIZES[0]][page]
            ratio = found["p95"] / base["p95"]
            print(f"{page:34}{size:>12,}{found['p50']:>9.1f}{found['p95']:>9.1f}{found['queries']:>9}{ratio:>16.2f}")
    print(f"({REQUESTS} requests each; goal at 1,000,000: p95 at most 50 ms, at most 1.3 x the smallest, 12 queries)")


def database_for(size: int) -> str:
    """The address of the bench's database of a size, created beside the one in use when it is missing."""
    settings = database.settings()
    name = f"bench_{size}"
    with psycopg.connect(database.url_of(settings), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    return database.url_of({**settings, "NAME": name})


def measure(size: int) -> dict[str, dict[str, float]]:
    """p50 and p95 in milliseconds and the number of queries of each page, in the database of DATABASE_URL."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tovholder.config.settings")
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    import tovholder.config.wsgi  # noqa: F401 - as it is served: with templates cached and garbage collected as there
    from bench.fill import CASELOAD, TEAM, fill
    from tovholder.accounts.models import Staff
    from tovholder.casework.models import Case

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not Case.objects.exists():
        began = time.perf_counter()
        fill(connection, size)
        print(f"  filled {size:,} cases in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    people = max(1, size // CASELOAD)
    chosen = random.Random(7)

    def timed(address_for: Callable[[int], str], *, leader: bool = False) -> dict[str, float]:
        times, queries = [], 0
        # One client, made ready: a new one loads all middleware and looks through every static file, which a served
        # process does once.
        client = Client(HTTP_HOST="localhost")
        client.handler.load_middleware()
        for number in range(REQUESTS + 5):
            staff_id = chosen.randint(1, people)
            if leader:
                staff_id -= (staff_id - 1) % TEAM
            client.force_login(Staff.objects.get(pk=staff_id))
            address = address_for(staff_id)
            if number < 5:  # the first requests warm up templates, and are counted instead of timed
                with CaptureQueriesContext(connection) as caught:
                    response = client.get(address)
                queries = max(queries, len(caught))
            else:
                began = time.perf_counter()
                response = client.get(address)
                times.append((time.perf_counter() - began) * 1000)
            if response.status_code != 200:
                raise RuntimeError(f"{address} answered {response.status_code}")
        return {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[18], "queries": queries}

    def case_of(staff_id: int) -> str:
        return f"/cases/{(staff_id - 1) * CASELOAD + chosen.randint(1, CASELOAD)}/"

    return {
        "work list, mine": timed(lambda staff: "/cases/"),
        "work list, mine, two statuses": timed(lambda staff: "/cases/?flag=us&flag=quiet&sort=-due"),
        "work list, a team's 800": timed(lambda staff: f"/cases/?scope={1 + (staff - 1) // TEAM}", leader=True),
        "my day": timed(lambda staff: "/"),
        "my day, who leads a team of 800": timed(lambda staff: "/", leader=True),
        "a team's page": timed(lambda staff: f"/units/{1 + (staff - 1) // TEAM}/", leader=True),
        "a team's waits": timed(lambda staff: "/waits/", leader=True),
        "case page": timed(case_of),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
