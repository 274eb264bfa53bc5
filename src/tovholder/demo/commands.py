"""`tovholder demo`: a municipality to try the house on."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from dataclasses import dataclass

import click

#: Words of a made-up password: easy to read out, and as hard to guess as it has to be on one's own machine.
WORDS = tuple(
    """birk fjord havn kyst skov eng sten lyng hede mark sund klit bro molle tang ravn lom terne sild mos sol vind
sejl reb knob mast anker tov lygte stige kande krus bord bog pen lampe tavle nat gren blad rod""".split()  # noqa: SIM905 - read as a list of words
)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), envvar="TOVHOLDER_PORT", default=8000, show_default=True)
@click.option("--citizens", type=click.IntRange(300, 100_000), default=3000, show_default=True)
@click.option("--seed", type=int, default=607, show_default=True, help="The same seed and day give the same rows.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day up to which it is made.  [default: today]")
@click.option("--no-serve", is_flag=True, help="Only fill the database.")
@click.pass_context
def demo(ctx: click.Context, port: int, citizens: int, seed: int, today: dt.datetime | None, no_serve: bool) -> None:
    """Fill a municipality to try Tovholder on, and serve it.

    Everything in it is invented: five years, 3,000 citizens, 60 staff. Sizes follow a real municipality
    (docs/demo.md). A second start keeps what is there, with all that was changed in it.

    \b
    TOVHOLDER_DEMO_PASSWORD  the password of all sign-ins; without it one is made and shown
    TOVHOLDER_HOME           the data folder (var/ if not set): remove it to begin again
    """
    made = Made(today.date() if today else None, citizens, seed)
    if no_serve:
        from django.core.management import call_command

        call_command("migrate", interactive=False, verbosity=0)
        fill(made)
        announce(made)
        return
    # The children read it: a letter that somebody tries gives the citizen an address that opens.
    os.environ.setdefault("TOVHOLDER_ADDRESS", f"http://127.0.0.1:{port}")
    serve = ctx.find_root().command.get_command(ctx.find_root(), "serve")  # type: ignore[attr-defined]
    ctx.invoke(serve, port=port, fill=lambda: fill(made), announce=lambda: announce(made))


@dataclass
class Made:
    """What was asked for, and what is to be said about it at the end."""

    today: dt.date | None
    citizens: int
    seed: int
    password: str = ""  #: empty: it is the one from the first start
    is_new: bool = False


def fill(made: Made) -> None:
    """Fills the database if it is empty; else sets the password if the environment gives one."""
    from django.utils import timezone

    from tovholder.demo import load

    made.password = os.environ.get("TOVHOLDER_DEMO_PASSWORD", "")
    try:
        made.is_new = not load.is_filled()
        if made.is_new:
            made.password = made.password or "-".join(secrets.choice(WORDS) for _ in range(4)) + str(
                secrets.randbelow(90) + 10
            )
            _fill_with_progress(made, made.today or timezone.localdate())
        elif made.password:
            load.set_password(made.password)
        _take_a_snapshot(is_new=made.is_new)
        if made.is_new:
            _write_a_plan()
    except load.NotEmpty as error:
        raise click.ClickException(
            "There is something else than the demonstration in this database, and it stays as it is.\n"
            "Choose another data folder (TOVHOLDER_HOME), or another database (DATABASE_URL)."
        ) from error


def _fill_with_progress(made: Made, today: dt.date) -> None:
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from tovholder.demo import load

    columns = (TextColumn("· {task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns) as progress:
        task = progress.add_task("making a municipality", total=35)

        def say(step: str) -> None:
            progress.update(task, description=f"making a municipality: {step}"[:58].ljust(58), advance=1)

        rows = load.fill(today=today, password=made.password, citizens=made.citizens, seed=made.seed, progress=say)
        progress.update(task, description=f"made {rows:,} rows".ljust(58), completed=32)


def _take_a_snapshot(*, is_new: bool) -> None:
    """So that there are figures at first sight; one that is there already is kept."""
    from django.utils import timezone

    from tovholder.demo import load
    from tovholder.snapshots import queries, writer

    if queries.snapshots() and not is_new:
        return
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    # Of a municipality that was made up to an earlier day nothing is known after it.
    made = writer.write_database(queries.place(), data_end=min(yesterday, load.made_up_to() or yesterday))
    click.echo(f"· wrote the figures' {made.manifest.rows:,} rows without names")


def _write_a_plan() -> None:
    """An employment plan on the figures of the snapshot, with a published status."""
    from django.utils import timezone

    from tovholder.accounts.models import Staff
    from tovholder.demo import load, plan

    analyst = Staff.objects.get(email=load.address("analyst"))
    written = plan.write(analyst=analyst, made_up_to=load.made_up_to() or timezone.localdate(), now=timezone.now())
    click.echo(f"· wrote an employment plan with {written.goals.count()} goals and a published status")


def a_password() -> str:
    return "-".join(secrets.choice(WORDS) for _ in range(4)) + str(secrets.randbelow(90) + 10)


def announce(made: Made) -> None:
    """Who may sign in, and with what."""
    from tovholder.demo import load
    from tovholder.demo.organisation import MUNICIPALITY
    from tovholder.demo.staffing import SIGN_INS

    click.echo(f"\n{MUNICIPALITY} (all of it is invented)")
    for key, name in SIGN_INS.items():
        click.echo(f"  {load.address(key):28} {name}, {WHO[key]}")
    if made.is_new:
        click.echo(f"Password of them all: {made.password}")
    elif made.password:
        click.echo(f"Password of them all, changed now: {made.password}")
    else:
        click.echo("Password of them all: the one from the first start. (To change it, set TOVHOLDER_DEMO_PASSWORD.)")
    if not made.is_new:
        click.echo(f"What was there is kept; it was made up to {load.made_up_to()}.")


WHO = {
    "caseworker": "caseworker in Udvikling Øst",
    "consultant": "job consultant",
    "leader": "leads the department Job og Udvikling",
    "analyst": "analyst",
    "admin": "administrator",
    "partner": "external partner in the project Første Skridt",
}
