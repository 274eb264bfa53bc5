"""What somebody does with the work list itself: columns, saved filters, taking it out of the system."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.encoding import force_str

from tovholder.accounts.actor import Actor
from tovholder.accounts.rights import Right
from tovholder.audit.actions import log_export
from tovholder.casework.contributions import flags
from tovholder.casework.models import Case, ColumnChoice, SavedFilter
from tovholder.casework.worklist.columns import BY_KEY, Column
from tovholder.casework.worklist.export import MOST_ROWS, table_of
from tovholder.casework.worklist.query import WorkList
from tovholder.web.tables import Format

#: Rows worked out at a time: the export of a department does not fill the memory.
_BATCH = 1_000


def choose_columns(*, actor: Actor, columns: Iterable[str]) -> ColumnChoice:
    """Keeps the person's choice of columns, in this order. Unknown ones are left out; none means the standard."""
    known = [key for key in dict.fromkeys(columns) if key in BY_KEY]
    choice, _created = ColumnChoice.objects.update_or_create(staff_id=actor.staff_id, defaults={"columns": known})
    return choice


def save_filter(*, actor: Actor, name: str, query: str) -> SavedFilter:
    """Keeps a work list under a name; the same name again replaces it."""
    saved, _created = SavedFilter.objects.update_or_create(
        staff_id=actor.staff_id, name=name, defaults={"query": query}
    )
    return saved


def delete_filter(*, actor: Actor, filter_id: int) -> None:
    """Forgets one of one's own filters; another's is left alone."""
    SavedFilter.objects.filter(staff_id=actor.staff_id, pk=filter_id).delete()


@transaction.atomic
def export_list(*, actor: Actor, work_list: WorkList, columns: Sequence[Column], file: Format) -> bytes:
    """The whole filtered list as a file of at most 20,000 rows, and the log of it: both or neither.

    Raises NotAllowed without the right to export.
    """
    actor.require(Right.EXPORT)
    ids = list(work_list.filtered().values_list("pk", flat=True)[:MOST_ROWS])
    rows = [
        row
        for start in range(0, len(ids), _BATCH)
        for row in work_list.rows(ids[start : start + _BATCH], list(columns))
    ]
    names = [force_str(flag.label) for flag in flags() if flag.key in work_list.wanted.flags]
    log_export(
        actor=actor,
        what=": ".join(["work list", work_list.scope.key, *names]),
        rows=len(rows),
        format=file.suffix,
        citizen_ids=Case.objects.filter(pk__in=ids).values_list("citizen", flat=True),
        now=work_list.moment.now,
    )
    return file.write(*table_of(columns, rows, work_list.moment.today))
