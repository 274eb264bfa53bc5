"""What the job worker does for this room. `tovholder serve` starts the worker."""

from __future__ import annotations

from django.db import connection
from procrastinate.contrib.django import app

from tovholder.imports import running


@app.task(name="imports.run", queue="imports")
def run_import(run_id: int) -> None:
    """In a test: `running.run(run_id)` does the same in this process.

    No lock of the queue's: a job whose worker was killed would keep it for ever. The import has one of the database's.
    """
    try:
        running.run(run_id)
    finally:
        # The worker does each job in a thread of its own, which would leave its connection behind.
        connection.close()
