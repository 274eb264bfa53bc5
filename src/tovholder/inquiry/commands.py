"""`tovholder figures list` and `tovholder figures compute`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from tovholder.figures.compute import Asked
    from tovholder.figures.figure import AnyFigure
    from tovholder.figures.source import Source
    from tovholder.figures.words import Language

FAILED = 1


@click.group(name="figures")
def group() -> None:
    """Figures of a snapshot, with their definitions and the facts behind them.

    \b
    tovholder figures list                                          what there is, and what it says
    tovholder figures compute SNAPSHOT --figure shifts --by month   compute
    tovholder figures compute SNAPSHOT --figure shifts --facts      the facts behind it

    Exit codes: 0 done, 1 it cannot be computed, 2 the command was not understood.
    """


_LANGUAGE = click.option("--language", type=click.Choice(["da", "en"]), default="da", show_default=True)


@group.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@_LANGUAGE
def list_(as_json: bool, language: Language) -> None:
    """Every figure with its definition and what it can be broken down by."""
    from tovholder.inquiry import console

    click.echo(console.catalogue_json(language)) if as_json else console.catalogue(language)


def _figure(context: click.Context, parameter: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    from tovholder.figures.definitions import BY_ID

    if unknown := [name for name in names if name not in BY_ID]:
        raise click.BadParameter(f"no figure {', '.join(unknown)}; `tovholder figures list` has them all")
    return names


def _period(context: click.Context, parameter: click.Parameter, text: str | None) -> Any:
    from tovholder.figures.periods import Period

    try:
        return None if text is None else Period.of(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _where(context: click.Context, parameter: click.Parameter, pairs: tuple[str, ...]) -> dict[str, Any]:
    from tovholder.figures.labels import parsed

    found = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise click.BadParameter("write it as unit=12, cause=sickness, month=2024-03, age=null")
        try:
            found[name] = parsed(name, text)
        except ValueError as error:
            raise click.BadParameter(f"{pair}: {error}") from error
    return found


@group.command()
@click.argument("snapshots", metavar="SNAPSHOT…", nargs=-1, required=True)
@click.option(
    "--figure", "figures", multiple=True, callback=_figure, help="Which; may be given again. [default: all that can]"
)
@click.option("--by", default="", help="What to break it down by: month, unit,quarter, cause …")
@click.option("--period", callback=_period, help="2024, 2024-Q1, 2024-03, 2023-11..2024-03. [default: the last year]")
@click.option("--where", multiple=True, callback=_where, metavar="NAME=VALUE", help="Only those, such as unit=12.")
@click.option("--facts", is_flag=True, help="List the facts behind the figure instead.")
@click.option("--publishable", is_flag=True, help="Without groups of fewer than five people and what tells of them.")
@click.option(
    "--engine",
    type=click.Choice(["polars", "duckdb", "spark"]),
    default="polars",
    show_default=True,
    help="What computes. All say the same.",
)
@click.option("--memory", default="4GB", show_default=True, help="What DuckDB or Spark may use.")
@click.option("--master", default="local[*]", show_default=True, help="Where Spark computes: the address of a cluster.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@_LANGUAGE
def compute(
    snapshots: tuple[str, ...],
    figures: tuple[str, ...],
    by: str,
    period: Any,
    where: dict[str, Any],
    facts: bool,
    publishable: bool,
    engine: str,
    memory: str,
    master: str,
    as_json: bool,
    as_csv: bool,
    language: Language,
) -> None:
    """Compute figures of a SNAPSHOT: a folder, the id of one in the data folder, or `latest`. Several are one."""
    from tovholder.figures.compute import can_be_asked
    from tovholder.figures.definitions import BY_ID, FIGURES
    from tovholder.figures.engines import Unavailable
    from tovholder.figures.engines import engine as started
    from tovholder.figures.source import Source

    if facts and (len(figures) != 1 or by or publishable):
        raise click.UsageError("--facts is for one --figure; say which cell with --where, not --by.")
    names = tuple(name.strip() for name in by.split(",") if name.strip())
    requests = [_asked(BY_ID[name], names, period, where) for name in figures]
    if not requests:
        requests = [_asked(one, names, period, where) for one in FIGURES if can_be_asked(one, (*names, *where))]
    folders = [_folder(name) for name in snapshots]
    try:
        with started(engine, memory=memory, master=master) as computing:
            source = Source(computing, folders)
            _sound(folders)
            if facts:
                _tell_facts(source, requests[0], as_json=as_json, as_csv=as_csv, language=language)
            else:
                _tell(source, requests, publishable, as_json=as_json, as_csv=as_csv, language=language)
    except (Unavailable, FileNotFoundError) as error:
        raise click.ClickException(str(error)) from error


# They work where there is no database to set up (config/cli.py).
list_.needs_django = False  # type: ignore[attr-defined]
compute.needs_django = False  # type: ignore[attr-defined]


def _asked(figure: AnyFigure, by: tuple[str, ...], period: Any, where: dict[str, Any]) -> Asked:
    from tovholder.figures.compute import Asked, Unaskable

    try:
        return Asked(figure, by, period, where)
    except Unaskable as error:
        raise click.UsageError(str(error)) from error


def _folder(name: str) -> Path:
    """A folder as it is; else one of the snapshots in the data folder."""
    if Path(name).is_dir():
        return Path(name)
    kept = Path(os.environ.get("TOVHOLDER_HOME") or "var") / "snapshots"
    if name == "latest" and (made := _own_first(kept)):
        return made[0]
    if (kept / name).is_dir():
        return kept / name
    raise click.ClickException(f"There is no folder {name}, and no snapshot of that name in {kept}.")


def _own_first(kept: Path) -> list[Path]:
    """The snapshots in a folder: those of the database before those of another system's log or folder, and of each the
    latest first, as the page of figures has it."""

    def order(folder: Path) -> tuple[bool, str]:
        try:
            said = json.loads((folder / "manifest.json").read_text("utf-8"))
        except (OSError, ValueError):
            said = {}
        return said.get("source") == "database", folder.name

    return sorted(kept.glob("[0-9]*"), key=order, reverse=True)


def _sound(folders: list[Path]) -> None:
    """Ends the command where a snapshot is not as the schema has it."""
    from tovholder.figures.tidy.check import check

    faults = [(folder, fault) for folder in folders for fault in check(folder)]
    for folder, fault in faults:
        click.echo(f"{folder.name}: {fault.line('en')}", err=True)
    if faults:
        sys.exit(FAILED)


def _tell(
    source: Source, requests: list[Asked], publishable: bool, *, as_json: bool, as_csv: bool, language: Language
) -> None:
    from tovholder.figures.compute import compute_all
    from tovholder.figures.publish import publishable as published
    from tovholder.inquiry import console

    answers = compute_all(source, requests)
    if publishable:
        answers = [published(answer) for answer in answers]
    if as_json:
        click.echo(console.answers_json(source, answers, language))
    elif as_csv:
        click.echo(console.answers_csv(answers), nl=False)
    else:
        for answer in answers:
            console.show(source, answer, language)


def _tell_facts(source: Source, asked: Asked, *, as_json: bool, as_csv: bool, language: Language) -> None:
    from tovholder.figures.compute import facts_of
    from tovholder.inquiry import console

    found = facts_of(source, asked.figure, period=asked.period, where=asked.where)
    if as_json:
        click.echo(found.write_json())
    elif as_csv:
        click.echo(found.write_csv(), nl=False)
    else:
        console.show_facts(found, language)
