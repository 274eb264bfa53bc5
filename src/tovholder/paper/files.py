"""Writes a report to files: each whole, and all of them or none."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tovholder.paper import html, pdf, xlsx
from tovholder.paper.model import Report

WRITERS: Mapping[str, Callable[[Report, Path], None]] = {"html": html.write, "pdf": pdf.write, "xlsx": xlsx.write}


def write(report: Report, targets: Mapping[str, Path], told: Callable[[Path], None] = lambda path: None) -> None:
    """`targets`: html, pdf or xlsx → file. Each is made beside its place under another name and put there when all are
    done. Raises OSError."""
    made: dict[Path, Path] = {}
    try:
        for kind, path in targets.items():
            told(path)
            handle, name = tempfile.mkstemp(prefix=".tovholder-", suffix=f".{kind}", dir=path.parent)
            os.close(handle)
            made[path] = Path(name)
            WRITERS[kind](report, made[path])
        for path, copy in made.items():
            copy.chmod(_rights(path))
            copy.replace(path)
    finally:
        for copy in made.values():
            with contextlib.suppress(OSError):
                copy.unlink(missing_ok=True)


def _rights(path: Path) -> int:
    """Those of the file that is replaced, else those that a new file gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
