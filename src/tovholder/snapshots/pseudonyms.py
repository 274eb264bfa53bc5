"""Keys without names: what a case, a citizen or an employee is called in a snapshot.

A key is a keyed hash of the row's number, so the same case has the same key in every snapshot of an installation and
nobody without the secret can tell which case it is. The secret lies in the data folder, readable by its owner alone;
it is in no snapshot and in no dump of the database.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Hashable
from pathlib import Path

SECRET = "snapshot-key"
#: Keys are from 0 to 2⁶³ − 1: among a million rows the chance that any two share one is one in ten million.
LENGTH = 8


def secret_in(home: Path) -> bytes:
    """The installation's secret, made when it is first needed."""
    file = home / SECRET
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        made = home / f".{SECRET}-{secrets.token_hex(4)}"
        with os.fdopen(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as opened:
            opened.write(secrets.token_hex(32))
        # Whole or not at all, and the first one holds: another process may have come in between.
        with contextlib.suppress(FileExistsError):
            os.link(made, file)
        made.unlink()
    return bytes.fromhex(file.read_text().strip())


def fingerprint(secret: bytes) -> str:
    """Tells two secrets apart and tells nothing about either."""
    return hashlib.blake2b(b"fingerprint", key=secret, digest_size=8).hexdigest()


class Pseudonyms:
    """Keys of rows of several kinds (`case`, `citizen`, `staff`). Each is computed once."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        self._known: dict[tuple[str, Hashable], int] = {}

    def key(self, kind: str, row: Hashable) -> int:
        """The key of a row, from 0 to 2⁶³ − 1."""
        known = (kind, row)
        if (found := self._known.get(known)) is None:
            hashed = hashlib.blake2b(f"{kind}:{row}".encode(), key=self.secret, digest_size=LENGTH).digest()
            found = self._known[known] = int.from_bytes(hashed) >> 1
        return found
