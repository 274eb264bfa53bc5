"""`tovholder staff`: let people in from the command line, the first administrator above all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tovholder.accounts.models import Staff, Unit

_ROLES = [
    "caseworker",
    "job_consultant",
    "coordinator",
    "team_leader",
    "analyst",
    "administrator",
    "external_partner",
]


@click.group("staff")
def staff() -> None:
    """Staff and who may sign in.

    \b
    The first administrator of a new installation:
      tovholder staff add anna@kommune.dk "Anna Holm" --role administrator --unit Jobcenter
    prints a one-time password. Everybody else is let in on the page Staff, or by an import.

    Ends with 0 when it is done, 1 when it was refused (and says why), 2 when the command is misspelt.
    """


@staff.command("list")
@click.option("--all", "everybody", is_flag=True, help="Also those who may not sign in.")
@click.option("--role", type=click.Choice(_ROLES), help="Only those who have this role today.")
def list_staff(everybody: bool, role: str | None) -> None:
    """List who may sign in, with what they are today."""
    from django.utils import timezone
    from rich.console import Console
    from rich.table import Table

    from tovholder.accounts import queries

    wanted = queries.StaffFilter(role=role or "", active=None if everybody else True)
    table = Table("E-mail", "Name", "Is today", "Last signed in", box=None, header_style="bold")
    with _in_words():
        for person in queries.staff_list(wanted, today=timezone.localdate()):
            roles = ", ".join(f"{row.role} in {row.unit}" for row in person.memberships_today) or "no role"  # type: ignore[attr-defined]
            last = person.last_signed_in_at  # type: ignore[attr-defined]
            seen = timezone.localtime(last).strftime("%Y-%m-%d %H:%M") if last else "never"
            table.add_row(person.email, person.name, roles if person.is_active else f"{roles} (may not sign in)", seen)
    Console(width=None if sys.stdout.isatty() else 200).print(table)


@staff.command("add")
@click.argument("email")
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), required=True, help="What the person is.")
@click.option("--unit", "unit_name", required=True, help="In which unit. If there is none at all yet, it is opened.")
@click.option("--phone", default="", help="Telephone.")
@click.option("--stdin", "from_stdin", is_flag=True, help="Read the one-time password from standard input.")
def add(email: str, name: str, role: str, unit_name: str, phone: str, from_stdin: bool) -> None:
    """Let somebody in. Prints a one-time password, to be changed at the first sign-in."""
    from django.db import transaction
    from django.utils import timezone

    from tovholder.accounts.actions.common import COMMAND_LINE
    from tovholder.accounts.actions.staff import add_staff
    from tovholder.accounts.passwords import one_time_password

    password = _read_line() if from_stdin else one_time_password()
    with _in_words(), transaction.atomic():
        added = add_staff(
            actor=COMMAND_LINE,
            name=name,
            email=email,
            phone=phone,
            role=role,
            unit_id=_unit(unit_name).pk,
            since=timezone.localdate(),
            password=password,
            now=timezone.now(),
        )
    click.echo(f"{added.name} may sign in as {added.email}.")
    if not from_stdin:
        click.echo(f"One-time password: {password}")


@staff.command("set-password")
@click.argument("email")
@click.option("--stdin", "from_stdin", is_flag=True, help="Read it from standard input instead of asking.")
@click.option("--without-second-step", is_flag=True, help="Forget the app, passkeys and recovery codes: they are lost.")
def set_password(email: str, from_stdin: bool, without_second_step: bool) -> None:
    """Give somebody a one-time password and sign them out everywhere.

    The password is asked for, or read from standard input; it is never an argument, where others could read it.
    """
    from django.utils import timezone

    from tovholder.accounts.actions.common import COMMAND_LINE
    from tovholder.accounts.actions.staff import set_one_time_password

    person = _person(email)
    password = (
        _read_line() if from_stdin else click.prompt("One-time password", hide_input=True, confirmation_prompt=True)
    )
    with _in_words():
        set_one_time_password(
            actor=COMMAND_LINE,
            staff_id=person.pk,
            password=password,
            without_second_step=without_second_step,
            now=timezone.now(),
        )
    click.echo(f"{person.name} signs in with it once and then chooses another.")


@staff.command("deactivate")
@click.argument("email")
def deactivate(email: str) -> None:
    """Close somebody's access at once. Roles and cases stay as they are."""
    from django.utils import timezone

    from tovholder.accounts.actions.common import COMMAND_LINE
    from tovholder.accounts.actions.staff import deactivate_staff

    person = _person(email)
    with _in_words():
        deactivate_staff(actor=COMMAND_LINE, staff_id=person.pk, now=timezone.now(), today=timezone.localdate())
    click.echo(f"{person.name} may no longer sign in.")


@contextmanager
def _in_words() -> Iterator[None]:
    """Ends the command with 1 and the reasons when an act is refused."""
    from django.db import ProgrammingError
    from django.utils import translation

    from tovholder.accounts.acts import Refused

    try:
        with translation.override("en"):
            yield
    except Refused as refusal:
        raise click.ClickException(" ".join(refusal.faults)) from None
    except ProgrammingError as error:
        if "does not exist" not in str(error):
            raise
        raise click.ClickException("the database has no tables yet; run: tovholder manage migrate") from None


def _read_line() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _person(email: str) -> Staff:
    from tovholder.accounts import queries

    with _in_words():
        person = queries.staff_with_email(email)
    if person is None:
        raise click.ClickException(f"nobody here has the e-mail {email}; see: tovholder staff list --all")
    return person


def _unit(name: str) -> Unit:
    """The open unit of that name. The first unit of all is opened as a department."""
    from django.utils import timezone

    from tovholder.accounts import queries
    from tovholder.accounts.actions.common import COMMAND_LINE
    from tovholder.accounts.actions.units import open_unit
    from tovholder.accounts.models import Unit, UnitKind

    today = timezone.localdate()
    named = list(queries.units_open_on(today).filter(name__iexact=name))
    if len(named) == 1:
        return named[0]
    if named:
        raise click.ClickException(f"there are {len(named)} units called {name}; use the page Staff")
    if Unit.objects.exists():
        names = ", ".join(unit.name for unit in queries.units_open_on(today))
        raise click.ClickException(f"there is no open unit called {name}. There are: {names}")
    return open_unit(actor=COMMAND_LINE, name=name, kind=UnitKind.DEPARTMENT, parent_id=None, opened_on=today)
