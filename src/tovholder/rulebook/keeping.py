"""Keeps the dates of every case worked out: after each act, and by the job worker for all that came in another way.

A trigger marks a case when a fact of it changes (migration 0002), in the same transaction, also in an import of many
thousand rows. Whatever works the dates out takes the mark away first and reads the facts after it, so that no change is
lost: a fact that is committed meanwhile sets the mark again.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from tovholder.casework.models import Case, Conversation
from tovholder.citizens.models import TargetGroupSpell
from tovholder.rulebook import books, facts
from tovholder.rulebook.books import Book
from tovholder.rulebook.models import Exemption, StatutoryDate, Worked
from tovholder.rules.deadlines import Obligation, Status, look_again_on, obligations

log = logging.getLogger(__name__)

BATCH = 500


def stale(today: dt.date, edition: int) -> Any:
    """The cases whose dates are not worked out as they should be."""
    return Worked.objects.filter(Q(is_stale=True) | Q(edition__lt=edition) | Q(again_on__lte=today)).order_by()


def refresh(case_ids: Collection[int], *, today: dt.date, book: Book | None = None) -> int:
    """Works out the dates of these cases anew and returns how many were worked out. Cases that another process has in
    hand at this moment are left to it."""
    with transaction.atomic():
        rows = Worked.objects.select_for_update(skip_locked=True).filter(case__in=case_ids).order_by("case")
        mine = list(rows.values_list("case", flat=True))
        if not mine:
            return 0
        # The edition is read after the lock: a rule that changes meanwhile makes another edition.
        book = book or books.current()
        Worked.objects.filter(case__in=mine).update(is_stale=False, edition=book.edition, again_on=None)
        found = {pk: (course, obligations(course, today, book.rules)) for pk, course in facts.courses(mine).items()}
        StatutoryDate.objects.filter(case__in=mine).delete()
        StatutoryDate.objects.bulk_create(
            [
                as_row(pk, one)
                for pk, (_course, dates) in found.items()
                for one in dates
                if one.status != Status.UNKNOWN
            ],
            batch_size=2000,
        )
        for pk, (course, dates) in found.items():
            if again_on := look_again_on(course, dates, today):
                Worked.objects.filter(case=pk).update(again_on=again_on)
        return len(mine)


def as_row(case_id: int, one: Obligation) -> StatutoryDate:
    return StatutoryDate(
        case_id=case_id,
        series=one.series.key,
        rule_id=one.rule.id,
        group=one.group,
        counted_from=one.counted_from,
        window_from=one.window_from,
        due_on=one.due_on,
        count=one.count,
        done=len(one.done),
        fulfilled_on=one.fulfilled_on if one.status is not Status.EXEMPT else None,
        is_exempt=one.status is Status.EXEMPT,
        is_missed=one.status is Status.MISSED,
    )


def refresh_stale(*, today: dt.date, progress: Callable[[int], None] = lambda done: None, batch: int = BATCH) -> int:
    """All that is not worked out, batch by batch, each in its own transaction; returns how many cases."""
    total, after = 0, 0
    while True:
        waiting = stale(today, books.edition()).filter(case__gt=after).order_by("case")
        ids: Sequence[int] = list(waiting.values_list("case", flat=True)[:batch])
        if not ids:
            return total
        total += refresh(ids, today=today)
        after = ids[-1]
        progress(total)


def mark_all() -> int:
    """Every case is to be worked out anew; also gives a mark to those that have none."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "insert into rulebook_worked (case_id, edition, is_stale) "
            "select id, 0, true from casework_case order by id "
            "on conflict (case_id) do update set is_stale = true"
        )
        return int(cursor.rowcount)


def listen() -> None:
    """Called once, when the room starts: what a person registers shows in the dates at once."""
    for model, cases_of in (
        (Conversation, lambda row: [row.case_id]),
        (Exemption, lambda row: [row.case_id]),
        (Case, lambda row: [row.pk]),
        (TargetGroupSpell, _cases_of_citizen),
    ):
        handler = partial(_changed, cases_of)
        for signal in (post_save, post_delete):
            signal.connect(handler, sender=model, weak=False, dispatch_uid=f"rulebook {model.__name__}")


def _cases_of_citizen(row: TargetGroupSpell) -> list[int]:
    return list(Case.objects.filter(citizen=row.citizen_id).values_list("pk", flat=True))


def _changed(cases_of: Callable[[Any], list[int]], sender: Any, instance: Any, **_: Any) -> None:
    transaction.on_commit(partial(_refresh_if_stale, partial(cases_of, instance)))


def _refresh_if_stale(cases_of: Callable[[], list[int]]) -> None:
    """After the act. A fault here must not undo what was registered: the mark stays, and the job worker tries again."""
    try:
        ids = list(Worked.objects.filter(case__in=cases_of(), is_stale=True).values_list("case", flat=True))
        if ids:
            refresh(ids, today=timezone.localdate())
    except Exception:
        log.exception("the statutory dates could not be worked out; they will be tried again")
