"""Puts the rows into an empty database: all of them, or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction

from tovholder.accounts.models import Staff
from tovholder.casework.models import Assignment
from tovholder.citizens.models import Benefit, Citizen, TargetGroup
from tovholder.demo import sizes
from tovholder.demo.municipality import SEED, Codes, build
from tovholder.demo.rows import Table
from tovholder.demo.staffing import SIGN_INS
from tovholder.rulebook import keeping
from tovholder.rulebook.models import StatutoryDate, Worked
from tovholder.workload.models import Specialty

#: Two that fill the same database wait for one another (any number will do; it is ours).
FILLING = 7_311_043


class NotEmpty(Exception):
    """The database has staff or citizens already, and they are not the demonstration's."""


def is_filled() -> bool:
    """Whether the demonstration is in the database. Raises NotEmpty when something else is."""
    if Staff.objects.filter(email=address("caseworker")).exists():
        return True
    if Staff.objects.exists() or Citizen.objects.exists():
        raise NotEmpty
    return False


def address(sign_in: str) -> str:
    return f"{sign_in}@demo.example"


def codes() -> Codes:
    """The ids of the code lists that the migrations have made."""
    return {
        "benefit": dict(Benefit.objects.values_list("code", "pk")),
        "target_group": dict(TargetGroup.objects.values_list("code", "pk")),
        "specialty": dict(Specialty.objects.values_list("name_da", "pk")),
    }


def fill(
    *,
    today: dt.date,
    password: str,
    citizens: int = sizes.CITIZENS,
    seed: int = SEED,
    progress: Callable[[str], None] = lambda step: None,
) -> int:
    """Fills the empty database with a municipality; returns the number of rows. One transaction: whoever looks sees
    nothing or everything, and a kill in the middle leaves nothing. Raises NotEmpty."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [FILLING])
        if is_filled():
            raise NotEmpty
        tables = build(today=today, codes=codes(), citizens=citizens, seed=seed, progress=progress)
        for table in tables:
            progress(f"writing: {table.model._meta.db_table}")
            copy(table)
        _count_on([table.model for table in tables])
        set_password(password)
        progress("checking what belongs together")
        _analyze([table.model for table in tables])
        # Not a row of its own: the statutory dates follow from the others.
        progress("working out statutory dates")
        keeping.refresh_stale(today=today)
    _analyze([StatutoryDate, Worked])
    return len(tables)


def _analyze(models: list[Any]) -> None:
    """Tells the database what is in the tables, so that it finds its way in them."""
    quote: Callable[[Any], str] = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"analyze {quote(model._meta.db_table)}")


def copy(table: Table) -> None:
    """COPY: the database's own way of taking many rows at once. Triggers and constraints hold as always."""
    quote: Callable[[Any], str] = connection.ops.quote_name
    columns = ", ".join(quote(column) for column in table.columns)
    with connection.cursor() as cursor:
        raw: Any = cursor.cursor
        with raw.copy(f"copy {quote(table.model._meta.db_table)} ({columns}) from stdin") as target:
            for row in table.rows:
                target.write_row(row)


def _count_on(models: list[Any]) -> None:
    """The next row that somebody registers gets the id after the last one here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def set_password(password: str) -> None:
    """The password of all sign-ins."""
    for staff in Staff.objects.filter(email__in=[address(key) for key in SIGN_INS]):
        staff.set_password(password)
        staff.save(update_fields=["password"])


def made_up_to() -> dt.date | None:
    """The last day of the municipality that is in the database."""
    last = Assignment.objects.order_by("-registered_at").values_list("registered_at", flat=True).first()
    return last.date() if last else None
