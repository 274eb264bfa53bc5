"""Runs a command with a PostgreSQL of the machine's own, thrown away afterwards.

    python3 tools/with_postgres.py .venv/bin/pytest -n 2
    python3 tools/with_postgres.py --version 15 .venv/bin/tovholder demo

The programs are those that Debian's package postgresql installs under /usr/lib/postgresql/VERSION/bin (any folder with
`initdb` and `pg_ctl` will do: --bin). A cluster is made in a temporary folder, listens on a socket there and on no
port, and is named to the command in DATABASE_URL. It keeps nothing on the disk in time, so it is for tests alone.
"""

from __future__ import annotations

import argparse
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

DEBIAN = Path("/usr/lib/postgresql")


def programs(version: str, folder: str) -> Path:
    if folder:
        found = Path(folder)
    else:
        known = sorted(DEBIAN.glob("*/bin"), key=lambda path: int(path.parent.name))
        chosen = [path for path in known if path.parent.name == version] if version else known[-1:]
        if not chosen:
            there = ", ".join(path.parent.name for path in known) or "none"
            sys.exit(f"There is no PostgreSQL {version} under {DEBIAN} (there: {there}). apt-get install postgresql")
        found = chosen[0]
    if not (found / "initdb").exists():
        sys.exit(f"There is no initdb in {found}.")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--version", default="", help="the major version; the newest if not given")
    parser.add_argument("--bin", default="", help="the folder with initdb and pg_ctl, instead of Debian's")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="what to run")
    chosen = parser.parse_args()
    if not chosen.command:
        parser.error("say what to run")
    tools = programs(chosen.version, chosen.bin)

    # PostgreSQL does not run as root. Debian's package has made a user for it.
    server: dict[str, object] = {}
    user = pwd.getpwuid(os.geteuid()).pw_name
    home = Path(tempfile.mkdtemp(prefix="postgres-"))
    if os.geteuid() == 0:
        entry = pwd.getpwnam("postgres")
        server = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        os.chown(home, entry.pw_uid, entry.pw_gid)
        user = "postgres"
    cluster = home / "cluster"

    def run(program: str, *arguments: str) -> None:
        # To a file: the server keeps what it is given as output, and a pipe would never end.
        with (home.parent / f"{home.name}.log").open("a") as log:
            done = subprocess.run(
                [tools / program, *arguments], cwd=home, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **server
            )  # type: ignore[call-overload]
        if done.returncode:
            print((home.parent / f"{home.name}.log").read_text(), file=sys.stderr)
            sys.exit(f"{program} failed")

    try:
        run("initdb", "-D", str(cluster), "-U", user, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        options = f"-c listen_addresses= -c unix_socket_directories={home} -c fsync=off -c synchronous_commit=off"
        run("pg_ctl", "-D", str(cluster), "-w", "-l", str(home / "server.log"), "-o", options, "start")
        try:
            environment = {
                **os.environ,
                "DATABASE_URL": f"postgresql://{user}@localhost/tovholder?host={quote(str(home))}",
            }
            run("psql", "-h", str(home), "-U", user, "-d", "postgres", "-c", "create database tovholder")
            try:
                return subprocess.run(chosen.command, env=environment, check=False).returncode
            except KeyboardInterrupt:
                return 130
        finally:
            run("pg_ctl", "-D", str(cluster), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)
        (home.parent / f"{home.name}.log").unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
