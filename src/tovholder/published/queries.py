"""Which published figures hold, and those of any publication before."""

from __future__ import annotations

from functools import lru_cache

from tovholder.figures.published.changes import Changes, compare
from tovholder.figures.published.pack import unpack
from tovholder.figures.published.series import Published
from tovholder.published.models import Content, Publication

#: So many publications are kept unpacked in each process, about one megabyte each; and so many comparisons of two.
KEPT, COMPARED = 8, 64


def current_publication() -> Publication | None:
    """The publication that holds: the latest. None when nothing has been taken in yet."""
    return Publication.objects.select_related("taken_by").first()


def current() -> Published | None:
    """The figures that hold. None when nothing has been taken in yet.

    Who keeps what is computed from them keeps `current_publication().pk` with it and asks `of` for the same figures.
    """
    sha256 = Publication.objects.values_list("content_id", flat=True).first()
    return None if sha256 is None else _unpacked(sha256)


def of(publication_id: int) -> Published:
    """The figures of a publication, which are the same for ever. Raises Publication.DoesNotExist."""
    return _unpacked(Publication.objects.values_list("content_id", flat=True).get(pk=publication_id))


def changes(publication: Publication) -> Changes | None:
    """What a publication says otherwise than the one before it. None for the first."""
    before = Publication.objects.filter(pk__lt=publication.pk).values_list("content_id", flat=True).first()
    return None if before is None else _compared(before, publication.sha256)


@lru_cache(maxsize=COMPARED)
def _compared(before: str, after: str) -> Changes:
    return compare(_unpacked(before), _unpacked(after))


@lru_cache(maxsize=KEPT)
def _unpacked(sha256: str) -> Published:
    """Named by what they are, so that what is in the cache cannot be out of date."""
    return unpack(bytes(Content.objects.values_list("parquet", flat=True).get(pk=sha256)))
