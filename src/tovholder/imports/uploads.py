"""What is uploaded, on its way to the import: stored under random names, unpacked with care, deleted afterwards."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from tovholder.imports.archives import BadArchive, TooLarge, unpack
from tovholder.imports.faults import shown
from tovholder.imports.readers import FORMATS, ending
from tovholder.imports.reading import File

#: What one upload may weigh, and what it may weigh unpacked.
MOST_BYTES = 200 * 1024 * 1024
MOST_UNPACKED = 1024 * 1024 * 1024
MOST_FILES = 50


class Unusable(Exception):
    """What was uploaded cannot be taken in; `reasons` are sentences for the screen."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


def folder_of(token: str) -> Path:
    """Where the files of an import lie, in the data folder."""
    return Path(settings.MEDIA_ROOT) / "imports" / token


def store(uploads: Sequence[UploadedFile]) -> tuple[str, list[dict[str, str]]]:
    """Stores what was uploaded; returns the token of its folder and, per file, the name it had and the one it has.

    Raises Unusable, and leaves nothing behind then.
    """
    if reasons := _faults(uploads):
        raise Unusable(reasons)
    token = secrets.token_hex(16)
    folder = folder_of(token)
    folder.mkdir(parents=True, mode=0o700)
    try:
        files = [stored for upload in uploads for stored in _stored(upload, folder)]
        if not files:
            raise Unusable([_("The zip holds no files.")])
    except BaseException:
        remove(token)
        raise
    return token, files


def _faults(uploads: Sequence[UploadedFile]) -> list[str]:
    faults = []
    if sum(upload.size or 0 for upload in uploads) > MOST_BYTES:
        faults.append(
            _("That is more than %(most)s MB. Use the command on the server instead.")
            % {"most": MOST_BYTES // 1024 // 1024}
        )
    if len(uploads) > MOST_FILES:
        faults.append(_("That is more than %(most)s files.") % {"most": MOST_FILES})
    for upload in uploads:
        name = upload.name or ""
        if not ending(name) and not name.lower().endswith(".zip"):
            faults.append(
                _("%(name)s: only %(endings)s and .zip can be read.")
                % {"name": shown(name), "endings": ", ".join(FORMATS)}
            )
    return faults


def _stored(upload: UploadedFile, folder: Path) -> list[dict[str, str]]:
    path = folder / secrets.token_hex(16)
    with path.open("wb") as written:
        for chunk in upload.chunks():
            written.write(chunk)
    name = upload.name or ""
    if not name.lower().endswith(".zip"):
        return [{"name": shown(name), "stored": path.name}]
    try:
        unpacked = unpack(path, folder, most_bytes=MOST_UNPACKED, most_files=MOST_FILES)
    except TooLarge as error:
        raise Unusable([_("%(name)s unpacks to more than %(most)s.") % {"name": shown(name), "most": error}]) from error
    except BadArchive as error:
        text = _("%(name)s cannot be unpacked: %(why)s") % {"name": shown(name), "why": shown(error)}
        raise Unusable([text]) from error
    finally:
        path.unlink()
    return [{"name": shown(inside), "stored": where.name} for inside, where in unpacked]


def files_of(token: str, files: Sequence[dict[str, str]]) -> list[File]:
    """The stored files under the names they had."""
    return [File(file["name"], folder_of(token) / file["stored"]) for file in files]


def remove(token: str) -> None:
    """Deletes the files of an import."""
    if token:
        shutil.rmtree(folder_of(token), ignore_errors=True)
