"""Where snapshots lie: a folder each in the data folder, whole or not there at all.

A snapshot that is being made has a hidden name; only when everything is written, its manifest last, it gets its own.
So whoever looks sees whole snapshots alone, however the one that makes another ends.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

MANIFEST = "manifest.json"
_MAKING = ".making-"
_LIVING = ".living"
_ID = re.compile(r"\d{8}-\d{6}(-\d+)?")


class Unusable(Exception):
    """A folder that is no whole snapshot. The text says why, for whoever has to put it right."""


@dataclass(frozen=True)
class Part:
    """One table of a snapshot: its rows, its bytes and the SHA-256 of its file."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a snapshot says of itself. `moment`: when it was taken; `data_end`: the last day of which everything is
    known; `source`: database, folder or eventlog; `keys`: which secret made its keys (two snapshots with the same can
    be compared case by case)."""

    id: str
    moment: dt.datetime
    data_end: dt.date
    source: str
    schema: str
    software: str
    keys: str
    tables: Mapping[str, Part]

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables.values())

    @property
    def bytes(self) -> int:
        return sum(part.bytes for part in self.tables.values())

    def as_json(self) -> str:
        said = asdict(self) | {"moment": self.moment.isoformat(), "data_end": self.data_end.isoformat()}
        return json.dumps(said, indent=2) + "\n"

    @classmethod
    def read(cls, text: str) -> Manifest:
        """Raises ValueError, KeyError or TypeError when it is not one."""
        said = json.loads(text)
        days = {
            "moment": dt.datetime.fromisoformat(said["moment"]),
            "data_end": dt.date.fromisoformat(said["data_end"]),
        }
        tables = {name: Part(**part) for name, part in said["tables"].items()}
        return cls(**{**said, **days, "tables": tables})


@dataclass(frozen=True)
class Snapshot:
    """A whole snapshot and the folder it lies in."""

    folder: Path
    manifest: Manifest

    @property
    def id(self) -> str:
        return self.manifest.id

    def path_of(self, table: str) -> Path:
        return self.folder / f"{table}.parquet"


def read(folder: Path) -> Snapshot:
    """The snapshot in a folder, without reading its tables. Raises Unusable."""
    try:
        manifest = Manifest.read((folder / MANIFEST).read_text("utf-8"))
    except OSError as error:
        raise Unusable(f"{folder} has no {MANIFEST}, so it is no snapshot.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Unusable(f"{folder / MANIFEST} is not the manifest of a snapshot.") from error
    return Snapshot(folder, manifest)


def verify(snapshot: Snapshot) -> list[str]:
    """The tables that are not as they were written; none, when all is well. Reads everything."""
    return [
        name
        for name, part in snapshot.manifest.tables.items()
        if not (path := snapshot.path_of(name)).is_file() or checksum(path) != part.sha256
    ]


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def all_in(place: Path) -> list[Snapshot]:
    """Every whole snapshot in a folder, the latest first."""
    found: list[Snapshot] = []
    for folder in place.iterdir() if place.is_dir() else ():
        if folder.is_dir() and not folder.name.startswith("."):
            with contextlib.suppress(Unusable):
                found.append(read(folder))
    return sorted(found, key=lambda one: (one.manifest.moment, one.id), reverse=True)


def find(place: Path, id_: str) -> Snapshot | None:
    """The snapshot with an id; None when there is none. An id is never a path."""
    if not _ID.fullmatch(id_):
        return None
    try:
        return read(place / id_)
    except Unusable:
        return None


def remove(snapshot: Snapshot) -> None:
    """Deletes a snapshot: its name goes first, so that nobody meets half of it."""
    hidden = snapshot.folder.with_name(f"{_MAKING}{snapshot.id}-{secrets.token_hex(4)}")
    snapshot.folder.rename(hidden)
    shutil.rmtree(hidden)


@contextlib.contextmanager
def making(place: Path) -> Iterator[Path]:
    """A hidden folder to write in. It is deleted at the end unless `finish` has given it its name.

    A process that is killed leaves it behind; the next one to make a snapshot clears it away: the lock on a file in it
    goes with the process that wrote, however that ended.
    """
    place.mkdir(parents=True, exist_ok=True)
    sweep(place)
    folder = place / f"{_MAKING}{secrets.token_hex(8)}"
    folder.mkdir(mode=0o700)
    try:
        with (folder / _LIVING).open("w") as living:
            fcntl.flock(living, fcntl.LOCK_EX)
            yield folder
    finally:
        if folder.exists():
            shutil.rmtree(folder)


def finish(folder: Path, manifest: Manifest, place: Path) -> Snapshot:
    """Gives a folder that is written its name; `manifest.id` gets a number behind it when that name is taken."""
    number, id_ = 1, manifest.id
    while True:
        named = Manifest(**{**vars(manifest), "id": id_})
        _write(folder / MANIFEST, named.as_json())
        try:
            # A folder that is there and not empty is never replaced.
            folder.rename(place / id_)
        except OSError:
            if not (place / id_).exists():
                raise
            number, id_ = number + 1, f"{manifest.id}-{number + 1}"
            continue
        (place / id_ / _LIVING).unlink(missing_ok=True)
        _flush(place)
        return Snapshot(place / id_, named)


def sweep(place: Path) -> None:
    """Deletes what processes that are gone have left half written."""
    for folder in place.glob(f"{_MAKING}*"):
        try:
            with (folder / _LIVING).open("r+") as living:
                fcntl.flock(living, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        except OSError:
            pass
        shutil.rmtree(folder, ignore_errors=True)


def software() -> str:
    """The name and the version of what writes."""
    return f"Tovholder {version('tovholder')}"


def id_of(moment: dt.datetime) -> str:
    """What a snapshot of a moment (in local time) is called: 20261118-093000."""
    return moment.strftime("%Y%m%d-%H%M%S")


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    """Makes sure that the new name is on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
