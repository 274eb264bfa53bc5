"""`tovholder import …`: tables from another system, or the log of one."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from tovholder.imports.folder import Circumstances, Outcome

FAULTS, STOPPED = 1, 130

_SOURCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@click.group(name="import")
def group() -> None:
    """Bring data in from another system.

    \b
    tovholder import tables              what can be handed over, column by column
    tovholder import template FOLDER     empty files with the right headers, to fill in
    tovholder import folder FOLDER       read, check and write them, whole or nothing
    tovholder import eventlog FILE       cases and who held them, from a case-handling log

    Try first with --dry-run: it checks and counts everything and writes nothing. A second import of the same files
    changes nothing; one of newer files changes what has changed.

    Exit codes: 0 done, 1 there were faults and nothing was written, 2 the command was not understood, 130 stopped.
    """


def source_name(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """What a system may be called, before the external ids of its rows."""
    if value is not None and not _SOURCE.fullmatch(value):
        raise click.BadParameter("letters, digits, dot, dash and underscore, at most 40")
    return value


def _common(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON."),
        click.option(
            "--by", metavar="E-MAIL", help="The member of staff who does it; without it the history names nobody."
        ),
        click.option("--dry-run", is_flag=True, help="Do everything, write nothing."),
    ):
        command = option(command)
    return command


@group.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--source",
    default="import",
    show_default=True,
    callback=source_name,
    help="The system it comes from. Give the same name every time: together with external_id it tells the rows apart.",
)
@_common
def folder(folder: Path, source: str, dry_run: bool, by: str | None, as_json: bool) -> None:
    """Import the tables in FOLDER.

    Each table is a file of that name (citizens.csv, cases.xlsx, notes.parquet …) or a sheet of that name in a workbook.
    Tables that are not there are left alone. CSV is UTF-8, with comma, semicolon or tab.
    """
    from tovholder.imports.console import as_json as answer
    from tovholder.imports.folder import import_tables
    from tovholder.imports.models import ImportKind
    from tovholder.imports.reading import files_in

    files = files_in(folder)
    outcome = _run(
        lambda progress, circumstances, finish: import_tables(files, circumstances, progress, finish),
        kind=ImportKind.TABLES,
        circumstances=_circumstances(source, dry_run, by),
        files=[file.name for file in files],
    )
    _answer(outcome, answer(outcome) if as_json else None)


@group.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--case", default="case", show_default=True, help="The column that names the case.")
@click.option("--seq", default="seq", show_default=True, help="The column that numbers the events of a case.")
@click.option("--file-order", is_flag=True, help="There is no such column: events of a moment are in the file's order.")
@click.option("--time", default="timestamp", show_default=True, help="The column that says when.")
@click.option("--resource", default="resource", show_default=True, help="The column that names the employee.")
@click.option("--group", "team", help="A column that names the employee's team. Without it everybody is in one unit.")
@click.option("--unit", help="The unit that gets the cases; made if it is not there. [default: the source]")
@click.option("--source", callback=source_name, help="The system it comes from. [default: the name of the file]")
@_common
def eventlog(
    file: Path,
    case: str,
    seq: str,
    file_order: bool,
    time: str,
    resource: str,
    team: str | None,
    unit: str | None,
    source: str | None,
    dry_run: bool,
    by: str | None,
    as_json: bool,
) -> None:
    """Import cases and who held them from the case-handling log FILE (CSV, CSV.gz, Excel or Parquet).

    Every case of the log becomes a case. Its citizen is called by the name of the case: a log names no person. Every
    employee becomes a member of staff who cannot sign in until an administrator gives a password. Where the employee of
    a case changes, in the order of case, time and number, there is a new assignment; events that name nobody are left
    out.
    """
    from tovholder.imports import eventlog as log
    from tovholder.imports.console import as_json as answer
    from tovholder.imports.folder import Finish
    from tovholder.imports.models import ImportKind
    from tovholder.imports.readers import stem
    from tovholder.imports.reading import File

    source = source or re.sub(r"[^A-Za-z0-9._-]+", "-", stem(file.name)).strip("-._")[:40] or "log"
    columns = log.LogColumns(case, None if file_order else seq, time, resource, team)
    found: list[log.LogSummary] = []

    def run(progress: Any, circumstances: Circumstances, finish: Finish) -> Outcome:
        def finish_and_count(outcome: Outcome) -> None:
            found.append(log.summary(circumstances.source))
            finish(outcome)

        return log.import_log(
            File(file.name, file),
            circumstances,
            unit=unit or source,
            columns=columns,
            progress=progress,
            finish=finish_and_count,
        )

    outcome = _run(run, kind=ImportKind.EVENT_LOG, circumstances=_circumstances(source, dry_run, by), files=[file.name])
    if as_json:
        _answer(outcome, vars(found[0]) if found and not outcome.report.faults.count else answer(outcome))
    for said in found:
        click.echo(", ".join(f"{number:,} {what}" for what, number in vars(said).items()))
    _answer(outcome, None)


@group.command()
@click.option("--markdown", is_flag=True, help="As the tables in docs/import.md.")
def tables(markdown: bool) -> None:
    """Print the tables that can be handed over, column by column."""
    from django.utils import translation

    from tovholder.imports.documentation import as_markdown, as_text

    with translation.override("en"):
        click.echo(as_markdown() if markdown else as_text())


@group.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--semicolon", is_flag=True, help="With semicolons, as Danish Excel expects.")
def template(folder: Path, semicolon: bool) -> None:
    """Write one CSV per table into FOLDER: the header and one row to show how. Files that are there are kept."""
    from tovholder.imports.documentation import write_templates

    folder.mkdir(parents=True, exist_ok=True)
    for path, is_new in write_templates(folder, ";" if semicolon else ","):
        click.echo(f"{path}" if is_new else f"{path} was there already and is kept")


def _circumstances(source: str, dry_run: bool, by: str | None) -> Circumstances:
    from django.utils import timezone

    from tovholder.accounts.models import Staff
    from tovholder.imports.folder import Circumstances

    staff_id = None
    if by:
        staff_id = Staff.objects.filter(email__iexact=by).values_list("pk", flat=True).first()
        if staff_id is None:
            raise click.BadParameter("no member of staff has that e-mail", param_hint="--by")
    return Circumstances(
        source=source, now=timezone.now(), today=timezone.localdate(), staff_id=staff_id, dry_run=dry_run
    )


def _run(run: Callable[..., Outcome], *, kind: str, circumstances: Circumstances, files: list[str]) -> Outcome:
    """Runs an import with a bar, and registers that it took place: in its own transaction when it was written."""
    from tovholder.imports.actions import record
    from tovholder.imports.console import progress
    from tovholder.imports.models import Ending

    def register(outcome: Outcome | None, ending: str) -> None:
        record(kind=kind, circumstances=circumstances, files=files, outcome=outcome, ending=ending)

    def finish(outcome: Outcome) -> None:
        register(outcome, Ending.WRITTEN)

    try:
        with progress() as bar:
            outcome = run(bar, circumstances, finish)
    except KeyboardInterrupt:
        register(None, Ending.STOPPED)
        click.echo("Stopped. Nothing was written.", err=True)
        sys.exit(STOPPED)
    if not outcome.is_written:
        register(outcome, Ending.FAULTS if outcome.report.faults.count else Ending.TRIED)
    return outcome


def _answer(outcome: Outcome, data: dict[str, Any] | None) -> None:
    from tovholder.imports.console import show

    if data is None:
        show(outcome)
    else:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))
    sys.exit(FAULTS if outcome.report.faults.count else 0)
