"""Who delivers a letter. The house has one channel of its own: a folder, from which somebody prints and posts.

E-mail and Digital Post are a municipality's own agreements; a class with `name` and `deliver` connects one, and
`TOVHOLDER_LETTER_CHANNEL` names it. A channel is given the letter's key and has to treat the same key twice as the same
letter: a worker that is killed after delivering and before noting it will ask again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Parcel:
    """What is delivered. `citizen_id` lets a channel find out how to reach the person; the key never says who it is."""

    key: str
    citizen_id: int
    subject: str
    body: str
    addressee: list[str]
    pdf: bytes


class Channel(Protocol):
    """`name` is what the case says it was sent with; `is_delivery` is False where somebody still has to post it."""

    name: Any
    is_delivery: bool

    def deliver(self, parcel: Parcel) -> str:
        """Delivers, and returns where it can be found. Raises when it could not; then it is tried again."""
        ...


class Folder:
    """Lays the letter in the data folder, readable by its owner alone. The same key writes the same file."""

    name = _("printed from the outbox folder")
    is_delivery = False

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(settings.LETTER_FOLDER)

    def deliver(self, parcel: Parcel) -> str:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = self.folder / f"{parcel.key}.pdf"
        part = target.with_suffix(f".{os.getpid()}.part")
        with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as opened:
            opened.write(parcel.pdf)
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(target)
        return target.name


def channel() -> Channel:
    """The one that the settings name."""
    made: Channel = import_string(settings.LETTER_CHANNEL)()
    return made
