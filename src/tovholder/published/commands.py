"""`tovholder published …`: take figures in, list what was taken in."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tovholder.accounts.actor import Actor
    from tovholder.published.actions import Taken

REFUSED, STOPPED = 1, 130


@click.group(name="published")
def group() -> None:
    """The figures that Jobindsats publishes month by month about all municipalities.

    \b
    tovholder published import FILE   take in a file, whole or not at all
    tovholder published fetch         fetch them from Jobindsats' API
    tovholder published list          what was taken in, and what changed each time

    The latest publication holds; earlier ones are kept in the database, so that a report can be computed again. The
    same figures a second time change nothing.

    Exit codes: 0 done, 1 refused and nothing was changed, 2 the command was not understood, 130 stopped.
    """


BY = click.option("--by", metavar="E-MAIL", help="The member of staff who does it; without it nobody is named.")
ACCEPT = click.option(
    "--accept-losses", is_flag=True, help="Take it in although figures are missing that are here now."
)


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check and compare everything, keep nothing.")
@ACCEPT
@BY
def import_(file: Path, dry_run: bool, accept_losses: bool, by: str | None) -> None:
    """Take in FILE: CSV (also gzipped) or Parquet with the columns area_code, area, indicator, period, value.

    One row for each area, indicator and month (2026M07). An empty value is suppressed or not published, never zero.
    """
    from django.utils import timezone

    from tovholder.figures.published import read
    from tovholder.published.actions import WouldLose, take_in
    from tovholder.published.models import Source

    try:
        taken = take_in(
            actor=actor_of(by),
            rows=read.table(file),
            source=Source.FILE,
            name=file.name,
            now=timezone.now(),
            accept_losses=accept_losses,
            dry_run=dry_run,
        )
    except read.Faulty as faulty:
        for fault in faulty.faults:
            click.echo(fault.line("en"), err=True)
        counted = "1 fault" if faulty.count == 1 else f"{faulty.count:,} faults"
        click.echo(f"Refused: {counted}. What was here before still holds.", err=True)
        sys.exit(REFUSED)
    except WouldLose as refused:
        tell_losses(refused)
        sys.exit(REFUSED)
    tell(taken)


@group.command()
@click.option("--again", is_flag=True, help="Although it was fetched within the last 20 hours.")
@ACCEPT
@BY
def fetch(again: bool, accept_losses: bool, by: str | None) -> None:
    """Fetch what Jobindsats publishes now, table by table, and take it in.

    The token is read from JOBINDSATS_API_TOKEN and shown nowhere. Stopped with Ctrl-C, or killed, it goes on the next
    time where it was: what was answered within 12 hours is not asked for again. `tovholder serve` fetches by itself
    each night where there is a token.
    """
    from django.utils import timezone, translation

    from tovholder.accounts.acts import Refused
    from tovholder.published import fetches, running
    from tovholder.published.fetching import Lately, ask_for_fetch
    from tovholder.published.models import Ending, FetchRun

    with translation.override("en"):
        try:
            run = ask_for_fetch(
                actor=actor_of(by), now=timezone.now(), accept_losses=accept_losses, again=again, in_queue=False
            )
        except Lately as refused:
            raise click.ClickException(f"{refused} To fetch all the same: --again.") from None
        except Refused as refused:
            raise click.ClickException(str(refused)) from None
        if run.began_at:
            raise click.ClickException("It is being fetched already, by another process.")
        try:
            with _bar() as tell:
                running.run(run.pk, tell=tell)
        except KeyboardInterrupt:
            click.echo("Stopped. Nothing was changed; what was answered is kept for the next time.", err=True)
            sys.exit(STOPPED)
        run = FetchRun.objects.select_related("publication").get(pk=run.pk)
        for line in fetches.why(run):
            click.echo(line, err=True)
        if run.publication is None:
            click.echo(f"{run.get_ending_display()}. What was here before still holds.", err=True)
            sys.exit(STOPPED if run.ending == Ending.STOPPED else REFUSED)
        one = run.publication
        click.echo(f"{run.get_ending_display()}: publication {one.pk}, {one.rows:,} figures to {one.month}.")


@group.command("list")
def list_() -> None:
    """List the publications, the latest first."""
    from django.utils import timezone, translation

    from tovholder.published import queries, sentences
    from tovholder.published.models import Publication

    found = list(Publication.objects.select_related("taken_by"))
    with translation.override("en"):
        for one in found:
            when = timezone.localtime(one.taken_at).strftime("%Y-%m-%d %H:%M")
            who = one.taken_by.name if one.taken_by else "the command line"
            click.echo(
                f"{one.pk:>5}  {when}  to {one.month}  {one.rows:>8,} figures  {one.sha256[:12]}  "
                f"{one.get_source_display()} {one.name}, by {who}: {sentences.summary(queries.changes(one))}"
            )
    if not found:
        click.echo("Nothing has been taken in yet. Take in a file with: tovholder published import FILE")


def tell(taken: Taken) -> None:
    """How taking in ended."""
    from django.utils import translation

    from tovholder.published import sentences

    with translation.override("en"):
        summary = sentences.summary(taken.changes)
        if not taken.is_new:
            click.echo("These figures are here already. Nothing was changed.")
        elif taken.publication is None:
            click.echo(f"Tried, nothing kept. It would change: {summary}.")
        else:
            one = taken.publication
            click.echo(f"Taken in as publication {one.pk}: {one.rows:,} figures to {one.month}. Changed: {summary}.")


def tell_losses(refused: Exception) -> None:
    """Why figures were not taken in unseen. `refused`: a WouldLose."""
    from django.utils import translation

    from tovholder.published import sentences

    losses = getattr(refused, "losses", ())
    with translation.override("en"):
        for line in sentences.losses(losses):
            click.echo(line, err=True)
    click.echo(
        f"Refused: {len(losses)} series would be lost. What was here before still holds. "
        "If they are really published no more: --accept-losses.",
        err=True,
    )


def actor_of(by: str | None) -> Actor | None:
    """The member of staff of an e-mail."""
    if not by:
        return None
    from django.utils import timezone

    from tovholder.accounts.actor import load_actor
    from tovholder.accounts.models import Staff

    staff = Staff.objects.filter(email__iexact=by).first()
    if staff is None:
        raise click.BadParameter("no member of staff has that e-mail", param_hint="--by")
    return load_actor(staff_id=staff.pk, name=staff.name, today=timezone.localdate())


@contextlib.contextmanager
def _bar() -> Iterator[Callable[[str, float], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("· {task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("beginning".ljust(20), total=1)
        yield lambda what, part: bar.update(task, description=f"table {what}".ljust(20), completed=part)
