"""Reads ahead: what comes next is made in another thread while this one works on what there is.

Polars works without the interpreter's lock, so that two threads of it use two cores.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

#: How many are made ahead at most: they are in memory.
DEPTH = 1


def ahead(source: Iterable[T]) -> Iterator[T]:
    """The same, in the same order. An error of the source comes where its item would have come. Whoever stops early
    waits for the item that is being made, and no other is."""
    made: queue.Queue[tuple[bool, T | BaseException | None]] = queue.Queue(DEPTH)
    is_over = threading.Event()

    def give(is_item: bool, what: T | BaseException | None) -> None:
        while not is_over.is_set():
            try:
                return made.put((is_item, what), timeout=0.05)
            except queue.Full:
                continue

    def make() -> None:
        try:
            for item in source:
                give(True, item)
                if is_over.is_set():
                    return
            give(False, None)
        except BaseException as error:
            give(False, error)
        finally:
            if isinstance(source, Generator):
                source.close()

    thread = threading.Thread(target=make, name="tovholder-ahead", daemon=True)
    thread.start()
    try:
        while True:
            is_item, what = made.get()
            if not is_item:
                if isinstance(what, BaseException):
                    raise what
                return
            yield what  # type: ignore[misc]
    finally:
        is_over.set()
        thread.join()
