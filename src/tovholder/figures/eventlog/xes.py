"""XES, the XML of process mining (IEEE 1849): events as rows, the attributes of their trace as `case:…`, as pm4py names
them. Read a trace at a time, so that a file may be larger than memory."""

from __future__ import annotations

import gzip
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

import polars as pl

#: Rows in a part of the copy.
PART = 200_000

Row = dict[str, str | None]


class Unreadable(Exception):
    """The file is no XES; the text says why."""


def to_parquet(path: Path, folder: Path, progress: Callable[[int], None] | None = None) -> list[str]:
    """Writes the events into `folder` as Parquet, in the order of the file. Answers with their columns, the commonest
    first. Raises Unreadable."""
    folder.mkdir(parents=True, exist_ok=True)
    columns: dict[str, int] = {}
    rows: list[Row] = []
    done = 0

    def write() -> None:
        nonlocal rows, done
        frame = pl.DataFrame(rows, infer_schema_length=None, schema_overrides=dict.fromkeys(columns, pl.String))
        frame.write_parquet(folder / f"{done:012}.parquet")
        done += len(rows)
        rows = []
        if progress:
            progress(done)

    try:
        with _opened(path) as file:
            for row in _rows(file):
                for name in row:
                    columns[name] = columns.get(name, 0) + 1
                rows.append(row)
                if len(rows) >= PART:
                    write()
    except (ET.ParseError, gzip.BadGzipFile, EOFError, UnicodeDecodeError) as error:
        raise Unreadable(str(error)) from error
    if rows:
        write()
    return sorted(columns, key=lambda name: -columns[name])


def _opened(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if path.name.lower().endswith(".gz") else path.open("rb")


def _rows(file: IO[bytes]) -> Iterator[Row]:
    root: ET.Element | None = None
    depth = 0
    for kind, element in ET.iterparse(file, events=("start", "end")):
        if kind == "start":
            if root is None:
                root = element
                if _tag(root) != "log":
                    raise Unreadable(f"<{_tag(root)}>, not <log>")
            depth += 1
            continue
        depth -= 1
        if depth == 1 and _tag(element) == "trace":
            yield from _trace(element)
            assert root is not None
            root.clear()


def _trace(trace: ET.Element) -> Iterator[Row]:
    about = {f"case:{name}": value for name, value in _attributes(trace)}
    for event in trace:
        if _tag(event) == "event":
            yield {**dict(_attributes(event)), **about}


def _attributes(element: ET.Element) -> Iterator[tuple[str, str | None]]:
    for child in element:
        if (name := child.get("key")) is not None and "value" in child.attrib:
            yield name, child.get("value") or None


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
