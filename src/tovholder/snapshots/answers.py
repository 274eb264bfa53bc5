"""Computes figures for the page, and remembers what was computed.

A snapshot never changes, so an answer holds as long as this process lives.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from tovholder.figures.compute import Answer, Asked, compute_all
from tovholder.figures.engines import engine
from tovholder.figures.source import Source
from tovholder.snapshots import store

#: Snapshots whose derived tables a process keeps in memory, and answers that it remembers.
MOST_SOURCES, MOST_ANSWERS = 2, 2_000


class Computing:
    """A snapshot in the hands of Polars. One question at a time: they share what is derived from the tables."""

    def __init__(self, folder: Path) -> None:
        self._engine = engine("polars")
        self.source = Source(self._engine.__enter__(), [folder])
        self.lock = threading.Lock()


_sources: OrderedDict[tuple[str, str], Computing] = OrderedDict()
_answers: OrderedDict[tuple[object, ...], Answer] = OrderedDict()
_lock = threading.Lock()


def computing(snapshot: store.Snapshot) -> Computing:
    """The snapshot, opened once; the one that was used longest ago makes room."""
    known = _name(snapshot)
    with _lock:
        if known not in _sources:
            _sources[known] = Computing(snapshot.folder)
            while len(_sources) > MOST_SOURCES:
                _sources.popitem(last=False)
        _sources.move_to_end(known)
        return _sources[known]


def ask(snapshot: store.Snapshot, requests: Sequence[Asked]) -> list[Answer]:
    """The answers, computed together as far as they are not known yet."""
    keys = [(_name(snapshot), one.figure.id, one.by, one.period, tuple(sorted(one.where.items()))) for one in requests]
    with _lock:
        found = {key: _answers[key] for key in keys if key in _answers}
    missing = {key: one for key, one in zip(keys, requests, strict=True) if key not in found}
    if missing:
        of = computing(snapshot)
        with of.lock:
            found |= dict(zip(missing, compute_all(of.source, missing.values()), strict=True))
    with _lock:
        for key in keys:
            _answers[key] = found[key]
            _answers.move_to_end(key)
        while len(_answers) > MOST_ANSWERS:
            _answers.popitem(last=False)
    return [found[key] for key in keys]


def _name(snapshot: store.Snapshot) -> tuple[str, str]:
    """Two snapshots may have the same id one after the other, when somebody removes one; never the same moment too."""
    return str(snapshot.folder), snapshot.manifest.moment.isoformat()


def forget() -> None:
    """Drops everything that is remembered."""
    with _lock:
        _sources.clear()
        _answers.clear()
