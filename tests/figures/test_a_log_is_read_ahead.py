"""What comes next is read in another thread: in order, with its errors in their place, and stopped with its reader."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tovholder.figures.eventlog.ahead import ahead


def test_an_error_comes_where_its_item_would_have_come() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise ValueError("the second")

    read = ahead(source())
    assert next(read) == 1
    with pytest.raises(ValueError, match="the second"):
        next(read)


def test_whoever_stops_early_leaves_no_thread_behind() -> None:
    made = []

    def source() -> Iterator[int]:
        for number in range(1000):
            made.append(number)
            yield number

    read = ahead(source())
    assert next(read) == 0
    read.close()  # type: ignore[attr-defined]
    assert len(made) < 10
    assert not [thread for thread in threading.enumerate() if thread.name == "tovholder-ahead"]


def test_everything_comes_in_order() -> None:
    assert list(ahead(iter(range(100)))) == list(range(100))
    assert list(ahead([])) == []
