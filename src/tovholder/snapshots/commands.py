"""`tovholder snapshot …`: write one, list them, check one, remove one."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from tovholder.imports.commands import source_name

FAULTS, STOPPED = 1, 130


class WithDefault(click.Group):
    """Without the name of a command, it is `make`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] != "--help"):
            args = ["make", *args]
        return super().parse_args(ctx, args)


@click.group(name="snapshot", cls=WithDefault)
def group() -> None:
    """The facts without names, from which the figures are computed.

    \b
    tovholder snapshot                write one from the database
    tovholder snapshot from-log LOG   write one from a case-handling log of any system
    tovholder snapshot from-folder F  write one from a folder of another system's tables
    tovholder snapshot list           those that are kept
    tovholder snapshot check ID       whether one is as it was written
    tovholder snapshot remove ID      delete one

    A snapshot is a folder of Parquet tables: one row for each fact, keys that name nobody, no name, no CPR number, no
    text that anybody wrote. Old ones are kept until somebody removes them: a figure once published can be computed
    again to the last digit.

    Exit codes: 0 done, 1 it failed, 2 the command was not understood, 130 stopped.
    """


_TO = click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that gets the snapshot as a folder of its own.  [default: snapshots/ in the data folder]",
)


@group.command()
@_TO
def make(to: Path | None) -> None:
    """Write a snapshot of the database as it is now.

    Others may go on working: it reads the database as it was at one moment. Stopped with Ctrl-C, or killed, it leaves
    no half snapshot behind.
    """
    from tovholder.snapshots import queries, writer

    with _told_when_stopped(), _bar() as progress:
        made = writer.write_database(to or queries.place(), progress=progress)
    click.echo(_said(made))


@group.command("from-log")
@click.argument("log", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_TO
@click.option("--case", help="The column that names the case.")
@click.option("--seq", help="The column that numbers the events of a case.")
@click.option("--time", help="The column that says when.")
@click.option("--resource", help="The column that names the employee.")
@click.option("--group", "team", help="The column that names the employee's team.")
@click.option("--zone", help="The zone of times that name none.  [default: Europe/Copenhagen]")
@click.option("--name", help="What the log is called.  [default: the name of the file]")
def from_log(log: Path, to: Path | None, team: str | None, zone: str | None, name: str | None, **columns: str) -> None:
    """Write a snapshot of the case-handling log LOG (CSV, CSV.gz, Parquet or XES), without a database.

    Columns with usual names are found; others are named with the options. There is a citizen for each case; what a log
    does not say (why the employee changed, when a case was closed) is not there, and figures that need it are missing.
    """
    import datetime as dt

    from tovholder.figures.eventlog.faults import Unusable
    from tovholder.figures.eventlog.read import Asked, ending
    from tovholder.snapshots import from_log as log_
    from tovholder.snapshots import store
    from tovholder.snapshots.pseudonyms import secret_in

    home = _home()
    named = {field: column for field, column in {**columns, "group": team}.items() if column}
    try:
        with _told_when_stopped(), _bar() as progress:
            made, report = log_.write_log(
                log,
                to or home / "snapshots",
                secret=secret_in(home),
                software=store.software(),
                now=dt.datetime.now(dt.UTC),
                name=name or log.name[: len(log.name) - len(ending(log.name))] or log.name,
                asked=Asked(named, zone),
                progress=progress,
            )
    except Unusable as error:
        for finding in error.report.faults:
            click.echo(_line(finding, "expected "), err=True)
        click.echo("Nothing is kept.", err=True)
        sys.exit(FAULTS)
    for finding in report.doubts:
        click.echo(_line(finding), err=True)
    click.echo(_said(made))


# It works where there is no database to set up (config/cli.py).
from_log.needs_django = False  # type: ignore[attr-defined]


@group.command("from-folder")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_TO
@click.option(
    "--source",
    default="import",
    show_default=True,
    callback=source_name,
    help="The system it comes from. With the same name every time, a case has the same key in every snapshot of it.",
)
@click.option(
    "--data-end",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The last day of which the tables know everything.  [default: the day of the latest thing that has happened]",
)
@click.option("--name", help="What the folder is called.  [default: its name]")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def from_folder(
    folder: Path, to: Path | None, source: str, data_end: datetime | None, name: str | None, as_json: bool
) -> None:
    """Write a snapshot of the tables of another system in FOLDER, without a database.

    The tables are those of `tovholder import tables`, and they are checked as an import checks them: with a fault,
    nothing is kept. A table that is not there is not known, and figures that need it are missing.
    """
    from django.utils import timezone

    from tovholder.imports import console
    from tovholder.imports.reading import files_in
    from tovholder.snapshots import from_folder as folder_
    from tovholder.snapshots import store
    from tovholder.snapshots.pseudonyms import secret_in

    now = timezone.now()
    if data_end and data_end.date() > timezone.localdate(now):
        raise click.BadParameter("a day that has been", param_hint="--data-end")
    home = _home()
    with _told_when_stopped(), _bar() as progress:
        made = folder_.write_folder(
            files_in(folder),
            to or home / "snapshots",
            secret=secret_in(home),
            software=store.software(),
            now=now,
            source=source,
            name=name or folder.resolve().name,
            data_end=data_end.date() if data_end else None,
            progress=progress,
        )
    if as_json:
        said = {"snapshot": str(made.snapshot.folder) if made.snapshot else None, "tables": made.counts}
        click.echo(json.dumps(said | console.report_as_json(made.report), ensure_ascii=False, indent=2))
    else:
        console.show_report(made.report)
        click.echo(_said(made.snapshot) if made.snapshot else "Nothing is kept.")
    if made.snapshot is None:
        sys.exit(FAULTS)


from_folder.needs_database = False  # type: ignore[attr-defined]


@group.command("list")
@_TO
def list_(to: Path | None) -> None:
    """List the snapshots that are kept, the latest first."""
    from django.utils import timezone

    from tovholder.snapshots import queries, store

    found = store.all_in(to or queries.place())
    for one in found:
        manifest = one.manifest
        moment = timezone.localtime(manifest.moment).strftime("%Y-%m-%d %H:%M")
        click.echo(
            f"{one.id:18} taken {moment}, data to {manifest.data_end}, {manifest.rows:>10,} rows, "
            f"{manifest.bytes / 1e6:8.1f} MB, from {manifest.source}"
        )
    if not found:
        click.echo("There is none yet. Write one with: tovholder snapshot")


@group.command()
@click.argument("id_", metavar="ID")
@_TO
def check(id_: str, to: Path | None) -> None:
    """Check that a snapshot is as it was written, and that its tables are well formed."""
    from tovholder.figures.tidy.check import check as faults_of
    from tovholder.snapshots import store

    snapshot = _find(id_, to)
    changed = store.verify(snapshot)
    for name in changed:
        click.echo(f"{name} is not as it was written.", err=True)
    faults = faults_of(snapshot.folder)
    for fault in faults:
        click.echo(fault.line("en"), err=True)
    if changed or faults:
        sys.exit(FAULTS)
    click.echo(f"{snapshot.id} is as it was written: {len(snapshot.manifest.tables)} tables without faults.")


@group.command()
@click.argument("id_", metavar="ID")
@_TO
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(id_: str, to: Path | None, yes: bool) -> None:
    """Delete a snapshot. Figures of it cannot be computed again."""
    from tovholder.snapshots import store

    snapshot = _find(id_, to)
    if not yes:
        click.confirm(f"Delete {snapshot.id}? Figures of it cannot be computed again.", abort=True)
    store.remove(snapshot)
    click.echo(f"{snapshot.id} is deleted.")


def _find(id_: str, to: Path | None) -> Any:
    from tovholder.snapshots import queries, store

    found = store.find(to or queries.place(), id_)
    if found is None:
        raise click.ClickException(f"There is no snapshot {id_}. `tovholder snapshot list` shows those that are kept.")
    return found


def _line(finding: Any, before: str = "") -> str:
    """`row 3, timestamp: "yesterday", expected a date or a time`."""
    row = f"row {finding.row}" if finding.row else ""
    where = ", ".join(part for part in (row, finding.column) if part)
    value = f'"{finding.value}", ' if finding.value else ""
    return f"{where}: {value}{before}{finding.sentence('en')}" if where else f"{value}{before}{finding.sentence('en')}"


def _home() -> Path:
    """The data folder, where no settings say it."""
    return Path(os.environ.get("TOVHOLDER_HOME") or "var").resolve()


def _said(made: Any) -> str:
    manifest = made.manifest
    return (
        f"{made.id}: {manifest.rows:,} rows in {len(manifest.tables)} tables, {manifest.bytes / 1e6:.1f} MB, "
        f"data to {manifest.data_end}.\n{made.folder}"
    )


@contextlib.contextmanager
def _told_when_stopped() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        click.echo("Stopped. Nothing is kept.", err=True)
        sys.exit(STOPPED)


@contextlib.contextmanager
def _bar() -> Iterator[Any]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    from tovholder.snapshots.progress import Progress

    class Shown(Progress):
        def show(self, what: str, part: float) -> None:
            bar.update(task, description=what.ljust(20), completed=part)

    columns = (TextColumn("· {task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading".ljust(20), total=1)
        yield Shown()
