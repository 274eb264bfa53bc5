"""Fills an empty, migrated database with made-up cases by SQL alone (bench/fill.sql)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

CASELOAD = 80
TEAM = 10
_SQL = Path(__file__).with_suffix(".sql")


def fill(connection: Any, cases: int) -> None:
    """Fills the database behind a Django connection in one transaction; staff number n holds cases 80n-79 to 80n."""
    staff = max(1, cases // CASELOAD)
    numbers = {"cases": cases, "staff": staff, "teams": max(1, -(-staff // TEAM)), "load": CASELOAD, "team": TEAM}
    text = "\n".join(line for line in _SQL.read_text(encoding="utf-8").splitlines() if not line.startswith("--"))
    with connection.cursor() as cursor:
        cursor.execute("begin")
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("set local synchronous_commit = off")
        cursor.execute("set local maintenance_work_mem = '512MB'")
        for statement in text.split(";\n"):
            if statement.strip():
                cursor.execute(statement.format(**numbers))
        cursor.execute("commit")
        cursor.execute("vacuum analyze")
