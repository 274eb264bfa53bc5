"""Data folders for servers that a test starts itself."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


def data_folder() -> Iterator[Path]:
    """Not pytest's own: each start of pytest closes those to others, and where everything runs as root the embedded
    server is another user."""
    folder = Path(tempfile.mkdtemp(prefix="tovholder-test-"))
    yield folder
    for file in folder.rglob("postmaster.pid"):
        try:
            os.kill(int(file.read_text().split("\n", 1)[0]), signal.SIGINT)
        except (OSError, ValueError):
            continue
    shutil.rmtree(folder, ignore_errors=True)


place = pytest.fixture(data_folder, name="place")
shared_place = pytest.fixture(data_folder, scope="module", name="shared_place")
