"""`tovholder worker`: does the jobs that the pages leave in the queue, until it is told to stop."""

from __future__ import annotations

import os

import click


@click.command()
def worker() -> None:
    """Do the jobs: letters, imports, proposals. `tovholder serve` starts one by itself.

    The queue is in the database; more than one may run. First it takes up what a worker that was killed has left.
    """
    from django.core.management import call_command
    from django.utils import timezone

    from tovholder.continuity.letters.sending import LEFT, send_left

    send_left(now=timezone.now(), since=LEFT)
    call_command("procrastinate", "worker")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tovholder.config.settings")
    from tovholder.config.cli import set_up

    set_up()
    worker.main(prog_name="tovholder worker")


if __name__ == "__main__":
    main()
