"""Taking published figures in: whole or nothing, and what was there before stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl
from django.db import connection, transaction

from tovholder.accounts.actor import Actor
from tovholder.accounts.rights import Right
from tovholder.figures.published.changes import Changes, Loss, compare
from tovholder.figures.published.pack import Packed, pack, unpack
from tovholder.published import queries
from tovholder.published.models import Content, Publication, Source

#: Two who take figures in at the same moment wait for one another (any number will do; it is ours).
TAKING_IN = 7_302_041


class WouldLose(Exception):
    """What is to be taken in lacks figures that were there: half a file, or an indicator that is not published any
    more. A person decides which; until then what is there stays."""

    def __init__(self, losses: tuple[Loss, ...]) -> None:
        self.losses = losses
        super().__init__(f"{len(losses)} series would be lost")


@dataclass(frozen=True)
class Taken:
    """`publication` holds now. `is_new`: it was not there already. `changes` from the one before, if there was one."""

    publication: Publication | None
    is_new: bool
    changes: Changes | None


def take_in(
    *,
    actor: Actor | None,
    rows: pl.DataFrame,
    source: str,
    name: str,
    now: dt.datetime,
    accept_losses: bool = False,
    dry_run: bool = False,
) -> Taken:
    """Takes in rows that `figures.published.read` has checked, all or nothing. The same figures as those that hold
    change nothing, whatever file they come in. With `dry_run` nothing is written.

    `actor` is None on the command line, where whoever may run it may do all. Raises NotAllowed; WouldLose.
    """
    if actor:
        actor.require(Right.TAKE_IN_FIGURES)
    return _take_in(actor, pack(rows), source, name, now, accept_losses=accept_losses, dry_run=dry_run)


def take_in_again(*, actor: Actor, publication_id: int, now: dt.datetime) -> Taken:
    """Lets an earlier publication hold again, as a new one: when a mistake was taken in. Losses are meant then.

    Raises NotAllowed; Publication.DoesNotExist.
    """
    actor.require(Right.TAKE_IN_FIGURES)
    earlier = Publication.objects.select_related("content").get(pk=publication_id)
    packed = Packed(bytes(earlier.content.parquet), earlier.sha256, earlier.rows, earlier.month)
    name = earlier.taken_at.isoformat(timespec="minutes")
    return _take_in(actor, packed, Source.AGAIN, name, now, accept_losses=True)


@transaction.atomic
def _take_in(
    actor: Actor | None,
    packed: Packed,
    source: str,
    name: str,
    now: dt.datetime,
    *,
    accept_losses: bool,
    dry_run: bool = False,
) -> Taken:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [TAKING_IN])
    held = queries.current_publication()
    if held and held.sha256 == packed.sha256:
        return Taken(held, is_new=False, changes=None)
    changes = compare(queries.of(held.pk), unpack(packed.parquet)) if held else None
    if changes and changes.losses and not accept_losses:
        raise WouldLose(changes.losses)
    if dry_run:
        return Taken(None, is_new=True, changes=changes)
    content, _made = Content.objects.get_or_create(sha256=packed.sha256, defaults={"parquet": packed.parquet})
    publication = Publication.objects.create(
        content=content,
        source=source,
        name=name[:200],
        taken_at=now,
        taken_by_id=actor.staff_id if actor else None,
        rows=packed.rows,
        last_month=packed.last_month.first_day,
    )
    return Taken(publication, is_new=True, changes=changes)
