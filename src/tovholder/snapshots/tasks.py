"""What the job worker does for this room. `tovholder serve` starts the worker."""

from __future__ import annotations

from django.db import connection
from procrastinate.contrib.django import app

from tovholder.snapshots import running


@app.task(name="snapshots.make", queue="snapshots")
def make_snapshot(run_id: int) -> None:
    """In a test: `running.run(run_id)` does the same in this process."""
    try:
        running.run(run_id)
    finally:
        # The worker does each job in a thread of its own, which would leave its connection behind.
        connection.close()
