"""`tovholder analyse LOG …`: the measures of a case-handling log, and a report on it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

import click

if TYPE_CHECKING:
    from tovholder.analysis.run import Analysed

FAULTS, STOPPED = 1, 130

_FIELDS = {
    "case": "names the case",
    "seq": "numbers the events of a case",
    "activity": "says what happened",
    "time": "says when",
    "resource": "names the employee",
    "group": "names the employee's group or team",
}


def _columns(command: Any) -> Any:
    for name, what in reversed(_FIELDS.items()):
        command = click.option(f"--{name}", name, metavar="COLUMN", help=f"The column that {what}.")(command)
    return command


def _zone(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise click.BadParameter("no time zone of that name; Europe/Copenhagen is one") from error
    return value


def _measure(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    from tovholder.figures.eventlog.measures import BY_ID

    if value is not None and value not in BY_ID:
        raise click.BadParameter(f"no such measure; there are {', '.join(BY_ID)}")
    return value


class _NewFile(click.ParamType):
    """A file to be written, in a folder that is there."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if str(value) == "-":
            self.fail("a report is written to a file, not to standard output", param, ctx)
        if path.is_dir():
            self.fail(f"{value} is a folder; name a file in it", param, ctx)
        if not path.parent.is_dir():
            self.fail(f"there is no folder {path.parent}", param, ctx)
        return path


FILE = _NewFile()


@click.command(name="analyse")
@click.argument(
    "files",
    metavar="LOG…",
    nargs=-1,
    required=True,
    is_eager=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@_columns
@click.option("--name", "names", multiple=True, help="What a log is called in the report; once for each, in order.")
@click.option(
    "--order",
    type=click.Choice(["seq", "time", "file"]),
    help="What the order of a case's events is. [default: seq if there is such a column, else file]",
)
@click.option("--zone", callback=_zone, help="The zone of times that name none. [default: Europe/Copenhagen]")
@click.option("--same-names", is_flag=True, help="Employees whose names differ only in case or blanks are the same.")
@click.option("--json", "as_json", is_flag=True, help="Print the measures as JSON.")
@click.option("--facts", callback=_measure, metavar="MEASURE", help="List the facts behind a measure, such as shifts.")
@click.option("--csv", "as_csv", is_flag=True, help="With --facts: all of them, as CSV.")
@click.option("--html", type=FILE, help="Write the report as one self-contained HTML file.")
@click.option("--pdf", type=FILE, help="Write the report as a tagged PDF.")
@click.option("--xlsx", type=FILE, help="Write the report as a workbook, a sheet for each table.")
@click.option("--hide-names", is_flag=True, help="In the report, employees have numbers instead of names.")
@click.option(
    "--engine",
    type=click.Choice(["polars", "duckdb", "spark"]),
    default="polars",
    show_default=True,
    help="What computes. All say the same; DuckDB and Spark are slower and sort on the disk. Spark: tovholder[spark].",
)
@click.option("--language", type=click.Choice(["da", "en"]), default="da", show_default=True)
def command(
    files: tuple[Path, ...],
    names: tuple[str, ...],
    order: Literal["seq", "time", "file"] | None,
    zone: str | None,
    same_names: bool,
    as_json: bool,
    facts: str | None,
    as_csv: bool,
    html: Path | None,
    pdf: Path | None,
    xlsx: Path | None,
    hide_names: bool,
    engine: Literal["polars", "duckdb", "spark"],
    language: Literal["da", "en"],
    **columns: str | None,
) -> None:
    """How many caseworker shifts, and how long people wait: from case-handling logs, without a database.

    LOG is CSV, CSV.gz, Parquet or XES with a row for each event: the case, when, and who did it. Columns with usual
    names (English, Danish, pm4py's) are found; others are named with the options. Several logs stand side by side.

    \b
    tovholder analyse log.csv                         the measures
    tovholder analyse log.csv --json                  for other programs
    tovholder analyse log.csv --facts shifts --csv    the events behind a measure
    tovholder analyse a.csv b.csv --html report.html --pdf report.pdf

    Exit codes: 0 done, 1 a log has faults, 2 the command was not understood, 130 stopped.
    """
    from tovholder.analysis import run, texts
    from tovholder.figures.engines import Unavailable
    from tovholder.figures.eventlog.read import Asked

    if len(names) > len(files):
        raise click.UsageError("There are more --name than logs.")
    if facts and len(files) > 1:
        raise click.UsageError("--facts is for one log at a time.")
    if as_csv and not facts:
        raise click.UsageError("--csv lists facts: say of which measure with --facts.")
    wanted = {kind: path for kind, path in (("html", html), ("pdf", pdf), ("xlsx", xlsx)) if path}
    _check_targets(wanted, files)
    if hide_names and not wanted:
        raise click.UsageError("--hide-names is for a report: --html, --pdf or --xlsx.")
    asked = Asked({name: column for name, column in columns.items() if column}, zone, order, same_names)
    with texts.speaking(language):
        try:
            analysed = _analyse(files, run.names_of(files, names), asked, engine, facts, with_details=bool(wanted))
            if wanted and all(one.result for one in analysed):
                _report(analysed, wanted, hide_names=hide_names)
        except Unavailable as error:
            raise click.ClickException(str(error)) from error
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            sys.exit(STOPPED)
        except OSError as error:
            raise click.ClickException(f"The report could not be written: {error}") from error
        _answer(analysed, as_json=as_json, as_csv=as_csv)
    sys.exit(FAULTS if any(one.result is None for one in analysed) else 0)


# It works where there is no database to set up (config/cli.py).
command.needs_django = False  # type: ignore[attr-defined]


def _check_targets(wanted: dict[str, Path], files: tuple[Path, ...]) -> None:
    """Before anything is read: a report must not take the place of a log, nor of another report."""
    taken = {path.resolve(): "is a log" for path in files}
    for kind, path in wanted.items():
        if path.resolve() in taken:
            raise click.BadParameter(f"{path} {taken[path.resolve()]}", param_hint=f"--{kind}")
        taken[path.resolve()] = f"is written by --{kind}"


def _report(analysed: list[Analysed], wanted: dict[str, Path], *, hide_names: bool) -> None:
    import datetime as dt

    from tovholder.analysis import console
    from tovholder.analysis.report.compose import compose
    from tovholder.analysis.texts import gettext as _
    from tovholder.paper import files

    report = compose(analysed, dt.datetime.now(dt.UTC), hide_names=hide_names)
    with console.progress() as show:
        files.write(report, wanted, lambda path: show(_("writing %(file)s") % {"file": path.name}, 0, None))
    for path in wanted.values():
        click.echo(_("Written: %(file)s") % {"file": path}, err=True)


def _analyse(
    files: tuple[Path, ...], names: list[str], asked: Any, engine: Any, facts: str | None, *, with_details: bool
) -> list[Analysed]:
    from tovholder.analysis import console, run
    from tovholder.figures.eventlog.measures import BY_ID

    analysed = []
    with console.progress() as show:
        for path, name in zip(files, names, strict=True):
            show(name, 0, None)
            analysed.append(
                run.analyse_one(
                    path,
                    name,
                    asked,
                    engine=engine,
                    with_details=with_details,
                    facts_of=BY_ID[facts] if facts else None,
                    progress=lambda done, total, name=name: show(name, done, total),  # type: ignore[misc]
                )
            )
    return analysed


def _answer(analysed: list[Analysed], *, as_json: bool, as_csv: bool) -> None:
    """The answer on standard output. What is wrong and what is doubtful goes to standard error, or into the JSON."""
    from rich.console import Console

    from tovholder.analysis import console, run, texts

    if as_json:
        answers = [run.as_json(one, texts.language()) for one in analysed]
        click.echo(json.dumps(answers[0] if len(answers) == 1 else {"logs": answers}, ensure_ascii=False, indent=2))
        return
    for one in analysed:
        console.show_findings(one.name, one.report, Console(stderr=True))
    good = [one for one in analysed if one.result is not None]
    if len(good) < len(analysed):
        return
    facts = analysed[0].facts
    if facts and as_csv:
        click.echo(facts.frame().write_csv(datetime_format="%Y-%m-%dT%H:%M:%S%.f%:z"), nl=False)
    elif facts:
        console.facts(facts.frame(), Console())
    else:
        Console().print(console.key_figures([(one.name, one.result) for one in good if one.result]))
