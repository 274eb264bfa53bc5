"""What the job worker does for this room."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from tovholder.continuity import proposals
from tovholder.continuity.letters import sending


@app.task(name="continuity.send_letter", queue="letters")
def send_letter(letter_id: int) -> None:
    """In a test: `sending.send(letter_id)` does the same in this process."""
    try:
        sending.send(letter_id)
    finally:
        # The worker does each job in a thread of its own, which would leave its connection behind.
        connection.close()


@app.periodic(cron="* * * * *")
@app.task(name="continuity.send_left", queue="letters", queueing_lock="continuity.send_left")
def send_left(timestamp: int) -> None:
    """Takes up what a worker that was killed has left, each minute."""
    try:
        sending.send_left(now=timezone.now())
    finally:
        connection.close()


@app.task(name="continuity.work_out", queue="proposals")
def work_out(run_id: int) -> None:
    """In a test: `proposals.run(run_id)` does the same in this process."""
    try:
        proposals.run(run_id)
    finally:
        connection.close()
