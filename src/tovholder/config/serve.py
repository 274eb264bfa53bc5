"""`tovholder serve`: prepares the database, then serves pages and does jobs until it is told to stop."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from types import FrameType

import click

#: Seconds until the first page has to be there, and until what was told to stop has to have stopped.
READY, STOPPED = 180, 15
#: Two that prepare the same database at once wait for one another (any number will do; it is ours).
PREPARING = 7_311_042


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), envvar="TOVHOLDER_PORT", default=8000, show_default=True)
@click.option(
    "--host", envvar="TOVHOLDER_BIND", default="127.0.0.1", show_default=True, help="The address to listen on."
)
def serve(
    port: int, host: str, fill: Callable[[], None] | None = None, announce: Callable[[], None] | None = None
) -> None:
    """Serve what is in the database, until Ctrl-C.

    Brings the tables up to date, then starts the web server (and the job worker, when there are jobs). Stops them, and
    the embedded database, on Ctrl-C or SIGTERM. Ends with 1 when something fails.
    """
    check_port(host, port)
    click.echo("· preparing the database")
    prepare()
    if fill:
        fill()
    click.echo("· starting")
    with stopped_by_signals() as told_to_stop, children(host, port) as processes:
        wait_until_ready(host, port, processes, told_to_stop)
        if told_to_stop():
            return
        click.echo(f"\nTovholder is ready: http://{shown(host)}:{port}/")
        if announce:
            announce()
        click.echo("Stop with Ctrl-C.\n")
        while not told_to_stop():
            check_alive(processes)
            time.sleep(0.2)
    click.echo("· stopped")


def check_port(host: str, port: int) -> None:
    """Ends the command when nobody can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise click.ClickException(
                    f"Port {port} is taken by another program (another Tovholder?).\n"
                    f"Stop that one, or choose another port: TOVHOLDER_PORT={port + 1}, or --port {port + 1}."
                ) from error
            if error.errno == errno.EACCES:
                raise click.ClickException(
                    f"Port {port} is for root alone. Choose one from 1024 on: TOVHOLDER_PORT=8000, or --port 8000."
                ) from error
            raise click.ClickException(f"Nobody can listen on {host}, port {port}: {error.strerror}.") from error


def prepare() -> None:
    """Makes or updates the tables, and the one in which the throttling counts."""
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [PREPARING])
        try:
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [PREPARING])
    # The connection is not needed while the children serve.
    connection.close()


def has_jobs() -> bool:
    """Whether a room has registered anything for the job worker."""
    from procrastinate.contrib.django import app

    return any("builtin" not in name for name in app.tasks)


@contextlib.contextmanager
def children(host: str, port: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The web server and the job worker, as long as one is inside; both are stopped at the end."""
    from django.conf import settings

    from tovholder.config.database import url_of

    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tovholder.config.settings",
        "TOVHOLDER_HOME": str(settings.HOME),
        "TOVHOLDER_BIND": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        # The embedded server is this process's to keep: workers come and go without starting or stopping it.
        "DATABASE_URL": url_of(settings.DATABASES["default"]),
    }
    web = ["-m", "gunicorn", "--config", "python:tovholder.config.gunicorn", "tovholder.config.wsgi:application"]
    commands = [web, *([["-m", "tovholder.config.worker"]] if has_jobs() else [])]
    processes = [
        subprocess.Popen([sys.executable, *command], env=environment, preexec_fn=_end_with_parent)
        for command in commands
    ]
    try:
        yield processes
    finally:
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + STOPPED
        for process in processes:
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _end_with_parent() -> None:
    """Asks Linux to end this process when its parent is killed; elsewhere the operator has to."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[Callable[[], bool]]:
    """Gives the question whether somebody has asked to stop (Ctrl-C, SIGTERM, a closed terminal)."""
    received: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        received.append(number)

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, note) for number in numbers}
    try:
        yield lambda: bool(received)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def check_alive(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ends the command when a child has ended by itself: whoever keeps the service running starts it anew."""
    for process in processes:
        if process.poll() is not None:
            raise click.ClickException(
                f"A part of the server ended with code {process.returncode}. What it said stands above."
            )


def wait_until_ready(
    host: str, port: int, processes: list[subprocess.Popen[bytes]], told_to_stop: Callable[[], bool]
) -> None:
    """Returns when /healthz answers 200. Ends the command when a child dies first, or after READY seconds."""
    from django.conf import settings

    name = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
    request = urllib.request.Request(f"http://{shown(host)}:{port}/healthz", headers={"Host": name})
    # Not through a proxy of the machine's: it is this machine that is asked.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + READY
    while not told_to_stop():
        check_alive(processes)
        try:
            with opener.open(request, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        if time.monotonic() > deadline:
            raise click.ClickException(f"No page after {READY} seconds. What the server said stands above.")
        time.sleep(0.1)


def shown(host: str) -> str:
    """The address to type where one listens on `host`."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 - compared, not listened on
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
