"""Where the database is: the server that DATABASE_URL names, or one of our own in the data folder.

The embedded server is a PostgreSQL that pip installs (`embedded.py`). It is stopped when the last process that uses it
ends; after a kill, PostgreSQL recovers by itself at the next start.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

DATABASE = "tovholder"
#: Whether this process needs a database; said before Django's settings are read.
is_wanted = True


def home() -> Path:
    """The data folder: TOVHOLDER_HOME, or `var/` where the command is run."""
    return Path(os.environ.get("TOVHOLDER_HOME") or "var").resolve()


def settings_from_url(url: str) -> dict[str, Any]:
    """Django's settings for `postgresql://user:password@host:port/name?host=/socket/folder`.

    Raises ValueError (without the password) when the address is not one of PostgreSQL's.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgresql:// and it does not")
    if not parts.path.strip("/"):
        raise ValueError("DATABASE_URL names no database: postgresql://user:password@host/NAME")
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
    }


def embedded() -> dict[str, Any]:
    """Starts the embedded server if it is not running and returns Django's settings for it. Raises Unusable."""
    import psycopg

    from tovholder.config.embedded import PORT, SUPERUSER, Embedded

    server = Embedded(home()).start()
    # An exception to "a library knows better": the server has no command to create a database if it is not there.
    with server.connect() as connection:
        known = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
        if not known:
            # Another process may have come first.
            with contextlib.suppress(psycopg.errors.DuplicateDatabase):
                connection.execute(f'create database "{DATABASE}"')
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": SUPERUSER,
        "PASSWORD": "",
        "HOST": str(server.socket_folder),
        "PORT": str(PORT),
    }


def url_of(settings: dict[str, Any]) -> str:
    """The address that `settings_from_url` reads as these settings."""
    user = quote(settings["USER"], safe="") + (
        f":{quote(settings['PASSWORD'], safe='')}" if settings["PASSWORD"] else ""
    )
    host, port = settings["HOST"], f":{settings['PORT']}" if settings["PORT"] else ""
    if host.startswith("/"):
        return f"postgresql://{user}@localhost{port}/{quote(settings['NAME'], safe='')}?{urlencode({'host': host})}"
    return f"postgresql://{user}@{host}{port}/{quote(settings['NAME'], safe='')}"


def settings() -> dict[str, Any]:
    """Django's settings for the database in use, tests under a name of their own."""
    if not is_wanted:
        return {"ENGINE": "django.db.backends.dummy"}
    url = os.environ.get("DATABASE_URL")
    found = settings_from_url(url) if url else embedded()
    return {**found, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "TEST": {"NAME": f"test_{found['NAME']}"}}
