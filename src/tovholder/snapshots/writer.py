"""From the database to a snapshot: every room's tidy rows as they were at one moment, a batch at a time."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from tovholder.accounts.tidy import Row, Taken, TidyRows, contributed
from tovholder.casework.models import Case
from tovholder.figures.tidy import tables
from tovholder.snapshots import store
from tovholder.snapshots.models import CaseKey
from tovholder.snapshots.parquet import TableFile, manifest, meta_row
from tovholder.snapshots.progress import Progress
from tovholder.snapshots.pseudonyms import Pseudonyms, secret_in

#: Rows that are held in memory at a time.
BATCH = 50_000


def write_database(
    place: Path, *, progress: Progress | None = None, now: dt.datetime | None = None, data_end: dt.date | None = None
) -> store.Snapshot:
    """Writes a snapshot of the database into a folder of `place`.

    `now` is when it is taken, `data_end` the last day of which everything is known (the day before, unless said
    otherwise: today is not over). Raises Stopped when `progress` does; nothing is kept then, nor when anything else
    goes wrong.
    """
    progress = progress or Progress()
    now = now or timezone.now()
    taken = Taken(now, data_end or timezone.localdate(now) - dt.timedelta(days=1))
    pseudonyms = Pseudonyms(secret_in(Path(settings.HOME)))
    with store.making(place) as folder:
        with _one_moment():
            parts = _write_tables(folder, taken, pseudonyms, progress)
            cases = list(Case.objects.order_by().values_list("pk", flat=True))
        about = manifest(
            "database",
            moment=now,
            data_end=taken.data_end,
            software=store.software(),
            secret=pseudonyms.secret,
            parts=parts,
        )
        remember_keys(cases, pseudonyms)
        return store.finish(folder, about, place)


@contextlib.contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction that sees the database as it is at its beginning, whatever others write meanwhile, and cannot write
    itself. In a transaction that is open already, it is that one which sees what it sees."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
        yield


def _write_tables(folder: Path, taken: Taken, pseudonyms: Pseudonyms, progress: Progress) -> dict[str, store.Part]:
    rooms = contributed()
    counts = {name: sum(rows.count() for rows in of_table) for name, of_table in rooms.items()}
    whole, done = sum(counts.values()) or 1, 0
    parts = {}
    for table in tables.TABLES:
        if table.name == tables.META.name:
            batches: Iterable[Sequence[Row]] = [[meta_row(store.software(), taken.now, taken.data_end)]]
        elif table.name in rooms:
            batches = _batches(rooms[table.name], taken)
        else:
            continue
        file = TableFile(folder, table, pseudonyms)
        progress.show(table.name, done / whole)
        for batch in batches:
            file.add(batch)
            progress.show(table.name, min(0.99, (done + min(file.rows, counts.get(table.name, 0))) / whole))
        done += counts.get(table.name, 0)
        parts[table.name] = file.close()
    return parts


def _batches(of_table: list[TidyRows], taken: Taken) -> Iterator[list[Row]]:
    for contribution in of_table:
        rows = contribution.rows(taken)
        reading = rows.iterator(chunk_size=BATCH) if isinstance(rows, QuerySet) else iter(rows)
        while batch := list(islice(reading, BATCH)):
            yield batch


def remember_keys(cases: Iterable[int], pseudonyms: Pseudonyms) -> None:
    """Notes which key each case has, where that is not known yet: the way from a figure back to its cases."""
    known = set(CaseKey.objects.values_list("key", flat=True))
    keys = ((pseudonyms.key(tables.CASES.name, case), case) for case in cases)
    new = (CaseKey(key=key, case_id=case) for key, case in keys if key not in known)
    while batch := list(islice(new, BATCH)):
        CaseKey.objects.bulk_create(batch, ignore_conflicts=True)
