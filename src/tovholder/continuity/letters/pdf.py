"""A letter on paper: one page of A4 with the address where a window envelope wants it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import typst

_TEMPLATE = Path(__file__).with_name("letter.typ")


@cache
def _source() -> bytes:
    return _TEMPLATE.read_bytes()


def pdf_of(*, addressee: list[str], subject: str, body: str, sender: str, day: str) -> bytes:
    """A tagged PDF (PDF/UA-1). `body` is paragraphs with an empty line between them."""
    data = json.dumps(
        {"addressee": addressee, "subject": subject, "paragraphs": body.split("\n\n"), "sender": sender, "day": day}
    )
    made = typst.compile(_source(), format="pdf", sys_inputs={"data": data}, pdf_standards="ua-1")
    assert isinstance(made, bytes)
    return made
