"""The embedded PostgreSQL: odd folders, killed users, a killed server, several users at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tovholder.config.database import settings_from_url, url_of
from tovholder.config.embedded import LONGEST_SOCKET, Embedded, _socket_folder


def run(home: Path, code: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs Python that has `server` started in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM + textwrap.dedent(code)],
        env={**os.environ, "HOME_UNDER_TEST": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        **options,  # type: ignore[call-overload]
    )


PROGRAM = """
import os, sys
from pathlib import Path
from tovholder.config.embedded import Embedded
server = Embedded(Path(os.environ["HOME_UNDER_TEST"])).start()
def ask(question):
    with server.connect() as connection:
        return connection.execute(question).fetchone()[0]
"""


def postmaster(home: Path) -> int | None:
    file = home / "postgres" / "postmaster.pid"
    return int(file.read_text().splitlines()[0]) if file.exists() else None


@pytest.fixture
def home(place: Path) -> Path:
    """A data folder that is not there yet."""
    return place / "home"


def test_a_data_folder_with_a_space_a_quote_and_a_dollar_in_its_path_works(place: Path) -> None:
    home = place / "Bo's $HOME, på disken"
    done = run(home, "print(ask(\"select 'svar'\"))")
    assert done.stdout == "svar\n", done.stderr
    assert postmaster(home) is None


def test_a_data_folder_deeper_than_the_path_of_a_socket_may_be_long_works(place: Path) -> None:
    home = place / ("a-long-name-" * 10) / "home"
    assert len(str(home)) > 120 > LONGEST_SOCKET
    done = run(home, "print(ask('select 41 + 1'), server.socket_folder)")
    assert done.stdout.startswith("42 /tmp/tovholder-"), done.stderr


def test_a_short_data_folder_keeps_its_socket_to_itself() -> None:
    assert _socket_folder(Path("/srv/data/postgres")) == Path("/srv/data/postgres")


def test_what_was_written_survives_a_kill_of_server_and_user(home: Path) -> None:
    killed = run(
        home,
        """
        with server.connect() as connection:
            connection.execute("create table kept as select 7 as n")
        import psutil, signal
        pid = int((server.folder / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)
        """,
    )
    assert killed.returncode == -signal.SIGKILL
    done = run(home, "print(ask('select n from kept'))")
    assert done.stdout == "7\n", done.stderr


def test_a_killed_user_does_not_keep_the_server_running_for_ever(home: Path) -> None:
    run(home, "import signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert postmaster(home) is not None, "nobody stopped the server"
    run(home, "ask('select 1')")
    assert postmaster(home) is None, "the next user stops it"


def test_a_process_that_was_given_the_old_servers_number_is_not_taken_for_it(home: Path) -> None:
    run(home, "ask('select 1')")
    somebody = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        left_over = [str(somebody.pid), str(home / "postgres"), "1", "5432", str(home / "postgres"), "", "1 1", "ready"]
        (home / "postgres" / "postmaster.pid").write_text("\n".join(left_over) + "\n")
        done = run(home, "print(ask('select 1'))")
        assert done.stdout == "1\n", done.stderr
        assert somebody.poll() is None, "the other process was left alone"
    finally:
        somebody.kill()
        somebody.wait()


def test_the_server_outlives_the_first_of_two_users(home: Path) -> None:
    first = Embedded(home).start()
    try:
        done = run(home, "print(ask('select 1'))")
        assert done.stdout == "1\n", done.stderr
        with first.connect() as connection:
            assert connection.execute("select 2").fetchone() == (2,)
    finally:
        first.leave()
    for _ in range(300):
        if postmaster(home) is None:
            break
        time.sleep(0.1)
    assert postmaster(home) is None


@pytest.mark.parametrize("host", ["/a folder/with, odd signs & more", "db.example", ""])
def test_the_address_of_a_database_is_read_as_it_was_written(host: str) -> None:
    settings = {"NAME": "tov/holder", "USER": "bo", "PASSWORD": "p@ss/ord", "HOST": host, "PORT": "5433"}
    assert settings_from_url(url_of(settings)) == {"ENGINE": "django.db.backends.postgresql", **settings}


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://user:hemmelig@host"])
def test_a_wrong_database_url_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL") as refused:
        settings_from_url(url)
    assert "hemmelig" not in str(refused.value)
