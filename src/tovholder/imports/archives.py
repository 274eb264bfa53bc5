"""Unpacks what was uploaded without being fooled by paths, links, or files that unpack without end."""

from __future__ import annotations

import secrets
import zipfile
import zlib
from pathlib import Path, PurePosixPath

_CHUNK = 1024 * 1024


class TooLarge(Exception):
    """More than is taken. The text says how much that is."""

    def __init__(self, most: int, unit: str = "bytes") -> None:
        text = f"{most // 1024 // 1024} MB" if unit == "bytes" else f"{most} {unit}"
        super().__init__(text)


class BadArchive(Exception):
    """Not a zip file that can be unpacked; the text says why."""


def check_workbook(path: Path, most: int) -> None:
    """Raises TooLarge when a workbook (a zip of XML) would unpack to more than `most` bytes.

    Every entry is really unpacked, because the sizes in the list of contents are whatever its writer claims.
    """
    total = 0
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            with archive.open(entry) as opened:
                while chunk := opened.read(_CHUNK):
                    total += len(chunk)
                    if total > most:
                        raise TooLarge(most)


def unpack(path: Path, folder: Path, *, most_bytes: int, most_files: int) -> list[tuple[str, Path]]:
    """Writes the files of a zip into `folder` under random names; returns (the name in the zip, where it is).

    Nothing of a name in the zip becomes part of a path. Raises BadArchive and TooLarge.
    """
    unpacked: list[tuple[str, Path]] = []
    left = most_bytes
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_litter(entry.filename)]
            if len(entries) > most_files:
                raise TooLarge(most_files, "files")
            for entry in entries:
                name = PurePosixPath(entry.filename.replace("\\", "/")).name
                if (entry.external_attr >> 16) & 0o170000 == 0o120000:
                    raise BadArchive(f"{name}: a link")
                if name.lower().endswith(".zip"):
                    raise BadArchive(f"{name}: a zip in a zip")
                target = folder / secrets.token_hex(16)
                with archive.open(entry) as opened, target.open("wb") as written:
                    while chunk := opened.read(min(_CHUNK, left + 1)):
                        left -= len(chunk)
                        if left < 0:
                            raise TooLarge(most_bytes)
                        written.write(chunk)
                unpacked.append((name, target))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error) as error:
        # RuntimeError: encrypted. NotImplementedError: a compression nobody uses.
        raise BadArchive(str(error)) from error
    return unpacked


def _is_litter(name: str) -> bool:
    """What macOS and editors put into archives."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return not parts or "__MACOSX" in parts or parts[-1].startswith((".", "~$"))
