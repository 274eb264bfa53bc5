"""What the job worker does for this room. `tovholder serve` starts the worker."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from tovholder.rulebook import keeping


@app.periodic(cron="*/5 * * * *")
@app.task(name="rulebook.refresh", queue="rulebook", queueing_lock="rulebook.refresh", pass_context=False)
def refresh_dates(timestamp: int = 0) -> None:
    """Whatever an import, a change of the rules or the passing of time has left to be worked out."""
    try:
        keeping.refresh_stale(today=timezone.localdate())
    finally:
        # The worker does each job in a thread of its own, which would leave its connection behind.
        connection.close()
