"""What the job worker does for this room. `tovholder serve` starts the worker."""

from __future__ import annotations

import logging

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from tovholder.accounts.acts import Refused
from tovholder.published import fetching, running
from tovholder.published.jobindsats.client import access
from tovholder.published.jobindsats.problems import Problem

log = logging.getLogger(__name__)


@app.task(name="published.fetch", queue="published")
def fetch_published(run_id: int) -> None:
    """In a test: `running.run(run_id)` does the same in this process."""
    try:
        running.run(run_id)
    finally:
        # The worker does each job in a thread of its own, which would leave its connection behind.
        connection.close()


@app.periodic(cron="23 4 * * *")
@app.task(name="published.nightly", queue="published")
def fetch_nightly(timestamp: int) -> None:
    """Each night, where there is a token."""
    try:
        access()
        fetching.ask_for_fetch(actor=None, now=timezone.now())
    except Problem:
        pass
    except Refused as refused:
        log.info("nothing is fetched tonight: %s", refused)
    finally:
        connection.close()
