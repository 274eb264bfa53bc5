"""`tovholder dates`: the statutory dates of the cases in the database."""

from __future__ import annotations

import click


@click.group(name="dates")
def command() -> None:
    """The statutory dates of the cases. They follow from facts and rules, and the job worker keeps them worked out."""


@command.command("status")
def status() -> None:
    """How many are worked out, and under which edition of the rules."""
    from django.utils import timezone

    from tovholder.rulebook import books, keeping
    from tovholder.rulebook.models import StatutoryDate, Worked

    edition = books.edition()
    waiting = keeping.stale(timezone.localdate(), edition).count()
    click.echo(
        f"Edition {edition} of the rules. {Worked.objects.count():,} cases, {waiting:,} of them to be worked out."
    )
    click.echo(f"{StatutoryDate.objects.count():,} dates.")


@command.command("refresh")
@click.option("--all", "every", is_flag=True, help="Work out every case anew, not only those whose facts have changed.")
def refresh(every: bool) -> None:
    """Work out what is not worked out. May be stopped and started again at any moment."""
    from django.utils import timezone
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from tovholder.rulebook import books, keeping

    if every:
        keeping.mark_all()
    today = timezone.localdate()
    waiting = keeping.stale(today, books.edition()).count()
    columns = (TextColumn("· {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, disable=not waiting) as progress:
        task = progress.add_task("working out dates", total=waiting)
        done = keeping.refresh_stale(today=today, progress=lambda total: progress.update(task, completed=total))
    click.echo(f"{done:,} cases worked out.")
