"""Everything that is published, asked for table by table: rows as a file has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl

from tovholder.figures.published import answers, read
from tovholder.figures.published.answers import WISHES, Wish
from tovholder.published.jobindsats.client import Client, parsed
from tovholder.published.jobindsats.kept import Kept

#: Told before each question: the name of the table, and which part of the whole is done. Raises to stop.
Show = Callable[[str, float], None]

#: What is asked of each table: the municipalities, and the country.
AREAS = {"municipalities": "*", "country": "/"}


def fetch(client: Client, kept: Kept, *, now: dt.datetime, show: Show) -> pl.DataFrame:
    """The rows of all tables, checked as those of a file are.

    Raises Problem when it cannot be asked, Faulty when the answers are not what they were; what was answered stays in
    `kept`, and is not asked for again.
    """
    questions = [(wish, whom) for wish in WISHES for whom in AREAS]
    frames: list[pl.DataFrame] = []
    for done, (wish, whom) in enumerate(questions):
        show(wish.table, done / len(questions))
        answer = parsed(_answer(client, kept, wish, whom, now))
        try:
            frames.append(answers.rows(wish, answer, country=whom == "country"))
        except read.Faulty:
            kept.drop(_name(wish, whom))  # the next attempt asks anew
            raise
    show("", 1.0)
    return read.checked(answers.together(frames))


def _answer(client: Client, kept: Kept, wish: Wish, whom: str, now: dt.datetime) -> bytes:
    path, query, name = f"data/{wish.table}", wish.query(AREAS[whom]), _name(wish, whom)
    asked = f"{path}?" + "&".join(f"{key}={value}" for key, value in query.items())
    found = kept.find(name, asked, now)
    if found and found.is_fresh:
        return found.content
    answer = client.get(path, query, etag=found.etag if found else "")
    content = found.content if answer.content is None and found else answer.content or b""
    kept.keep(name, asked, content, answer.etag, now)
    return content


def _name(wish: Wish, whom: str) -> str:
    return f"{wish.id}-{whom}"
