"""The command `tovholder`. Each room brings its own commands; they are loaded when they are called, so that `--help`
answers at once and starts no database."""

from __future__ import annotations

import importlib
import importlib.util
import os
from typing import Any

import click

from tovholder.config import database

#: The command, the module that has a click command of that name, and what `tovholder --help` says about it.
COMMANDS = {
    "demo": ("tovholder.demo.commands", "Fill a municipality to try it on, and serve it."),
    "serve": ("tovholder.config.serve", "Serve what is in the database."),
    "worker": ("tovholder.config.worker", "Do the jobs that the pages leave in the queue."),
    "import": ("tovholder.imports.commands", "Bring in data from another system: a folder of tables, an event log."),
    "analyse": ("tovholder.analysis.commands", "Shifts and waits in case-handling logs of any system, as a report."),
    "snapshot": ("tovholder.snapshots.commands", "Write the facts without names, from which the figures are computed."),
    "published": ("tovholder.published.commands", "The figures that Jobindsats publishes: take in, list."),
    "rules": ("tovholder.rules.commands", "What the law asks when, from dated tables; without a case."),
    "dates": ("tovholder.rulebook.commands", "The statutory dates of the cases: how they stand, work them out anew."),
    "figures": ("tovholder.inquiry.commands", "Figures of a snapshot, with definitions and the facts behind them."),
    "staff": ("tovholder.accounts.commands", "Staff and who may sign in."),
    "manage": ("tovholder.config.manage", "Django's own commands: tovholder manage migrate."),
}


class Rooms(click.Group):
    """A group whose commands are in the rooms; a room that has none is left out."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Ends with 0, with 1 when something failed, with 2 when the command was misspelt."""
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tovholder.config.settings")
        try:
            return super().main(*args, **{"prog_name": "tovholder", **kwargs})
        except Exception as error:
            # Django's or psycopg's; neither is imported until a command needs it.
            if type(error).__name__ != "OperationalError":
                raise
            click.echo(f"Error: the database does not answer: {str(error).strip()}", err=True)
            raise SystemExit(1) from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, (module, _help) in COMMANDS.items() if importlib.util.find_spec(module)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(COMMANDS[name][0])
        found = next(
            known for known in vars(module).values() if isinstance(known, click.Command) and known.name == name
        )
        _set_up_before(found)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


def _set_up_before(command: click.Command) -> None:
    """Sets up Django when the command is run, not when its help is shown."""
    if isinstance(command, click.Group):
        for known in command.commands.values():
            _set_up_before(known)
        return
    if getattr(command, "sets_up", False) or not getattr(command, "needs_django", True):
        return
    run = command.invoke

    def invoke(ctx: click.Context) -> Any:
        # A command that needs no database gets none: no server is started, and whatever asks one after all fails.
        database.is_wanted = getattr(command, "needs_database", True)
        set_up()
        return run(ctx)

    command.invoke = invoke  # type: ignore[method-assign]
    command.sets_up = True  # type: ignore[attr-defined]


def set_up() -> None:
    """Django, with the database that DATABASE_URL or TOVHOLDER_HOME name. Ends the command when there is none."""
    import django

    from tovholder.config.embedded import Unusable

    try:
        django.setup()
    except (Unusable, ValueError, PermissionError) as error:
        raise click.ClickException(str(error)) from error


@click.command(
    "tovholder",
    cls=Rooms,
    epilog="""\b
Where things are:
  TOVHOLDER_HOME   the data folder, with the embedded database (var/ if not set)
  DATABASE_URL     a PostgreSQL server to use instead of the embedded one
  TOVHOLDER_PORT   where to serve (8000 if not set)
The others are in docs/operations.md. Each command has a --help of its own.""",
)
@click.version_option(package_name="tovholder")
def main() -> None:
    """Tovholder: casework for municipal employment services.

    \b
    To try it:  tovholder demo
    For real:   tovholder staff, tovholder import, then tovholder serve
    """
