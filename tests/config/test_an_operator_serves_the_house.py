"""`tovholder serve` in processes of its own, as an operator runs it. What goes wrong comes first."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

TOVHOLDER = Path(sys.executable).parent / "tovholder"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(port: int, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.text = answer.read().decode()  # type: ignore[attr-defined]
    connection.close()
    return answer


def start(home: Path, port: int) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "TOVHOLDER_DEBUG"}}
    return subprocess.Popen(
        [TOVHOLDER, "serve"],
        env={**environment, "TOVHOLDER_HOME": str(home), "TOVHOLDER_PORT": str(port), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def said_until(process: subprocess.Popen[str], words: str) -> str:
    """What a process says up to a line with these words; fails when it ends before."""
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    pytest.fail("it ended and said: " + "".join(lines))


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def gone(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=120)[1]


@pytest.fixture(scope="module")
def home(shared_place: Path) -> Path:
    return shared_place / "a home"


@pytest.fixture
def served(home: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = start(home, port)
    try:
        said_until(process, "Stop with Ctrl-C")
        yield process, port
    finally:
        process.terminate()
        process.communicate(timeout=300)


def test_a_taken_port_is_named_and_another_proposed(place: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(place / "home", port)
        said, _ = process.communicate(timeout=300)
    assert process.returncode == 1
    assert f"Port {port} is taken by another program" in said
    assert f"TOVHOLDER_PORT={port + 1}" in said
    assert "Traceback" not in said


def test_a_killed_web_server_ends_the_command_with_1(served: tuple[subprocess.Popen[str], int]) -> None:
    process, _port = served
    everybody = family(process)
    web = next(child for child in everybody if child.ppid() == process.pid)
    web.kill()
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 1
    assert "A part of the server ended with code -9" in said
    assert gone(everybody)


def test_killed_it_takes_the_web_server_along(served: tuple[subprocess.Popen[str], int]) -> None:
    process, _port = served
    everybody = family(process)
    process.kill()
    assert gone(everybody)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_leaves_nothing_running(
    served: tuple[subprocess.Popen[str], int], home: Path, how: signal.Signals
) -> None:
    process, port = served
    everybody = family(process)
    assert len(everybody) >= 3, "gunicorn and its two workers"
    postmaster = int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    process.send_signal(how)
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    assert "· stopped" in said
    assert "Traceback" not in said
    assert gone(everybody)
    for _ in range(300):
        if not psutil.pid_exists(postmaster) or psutil.Process(postmaster).status() == psutil.STATUS_ZOMBIE:
            break
        time.sleep(0.1)
    assert not (home / "postgres" / "postmaster.pid").exists(), "the embedded database was stopped"
    with pytest.raises(OSError):
        get(port, "/healthz")


def test_what_it_serves(served: tuple[subprocess.Popen[str], int], home: Path) -> None:
    _process, port = served
    assert get(port, "/healthz").text == "ready\n"  # type: ignore[attr-defined]
    style = get(port, "/static/vendor/dkfds/css/dkfds.min.css")
    assert style.status == 200
    assert style.getheader("Content-Type", "").startswith("text/css")
    # Danish without being asked, so the texts were compiled; and no page for developers.
    missing = get(port, "/there-is-no-such-page/")
    assert missing.status == 404
    assert 'lang="da"' in missing.text  # type: ignore[attr-defined]
    assert "DEBUG" not in missing.text  # type: ignore[attr-defined]
