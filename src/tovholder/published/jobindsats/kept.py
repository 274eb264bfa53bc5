"""Answers of a fetch that is under way, in a folder: whoever is stopped or killed goes on where it was."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

#: Older than this, it is asked whether an answer is still so.
FRESH = dt.timedelta(hours=12)


@dataclass(frozen=True)
class Told:
    """Of one answer: what was asked, its sha256, its ETag, when."""

    asked: str
    sha256: str
    etag: str
    at: str


@dataclass(frozen=True)
class Found:
    content: bytes
    etag: str
    is_fresh: bool


class Kept:
    """A folder with an answer and what is told of it for each thing that was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, name: str, asked: str, now: dt.datetime) -> Found | None:
        """What was answered to the same question; None when nothing whole is there."""
        try:
            told = Told(**json.loads(self._path(name, "told").read_text(encoding="utf-8")))
            content = self._path(name, "json").read_bytes()
        except (OSError, ValueError, TypeError):
            return None
        if told.asked != asked or hashlib.sha256(content).hexdigest() != told.sha256:
            return None
        return Found(content, told.etag, now - dt.datetime.fromisoformat(told.at) < FRESH)

    def keep(self, name: str, asked: str, content: bytes, etag: str, now: dt.datetime) -> None:
        """The answer first and what is told of it last, each written aside and put in place: never half of one."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        told = Told(asked, hashlib.sha256(content).hexdigest(), etag, now.isoformat())
        self._put(self._path(name, "json"), content)
        self._put(self._path(name, "told"), json.dumps(asdict(told)).encode())

    def drop(self, name: str) -> None:
        """Forgets one answer."""
        self._path(name, "told").unlink(missing_ok=True)

    def forget(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, name: str, suffix: str) -> Path:
        return self.folder / f"{name}.{suffix}"

    def _put(self, path: Path, content: bytes) -> None:
        aside = path.with_suffix(f"{path.suffix}.{os.getpid()}")
        aside.write_bytes(content)
        aside.replace(path)
