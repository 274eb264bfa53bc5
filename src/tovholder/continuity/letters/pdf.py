"""A letter on paper: one page of A4 with the address where a window envelope wants it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import qrcode
import typst
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

_TEMPLATE = Path(__file__).with_name("letter.typ")


@cache
def _source() -> bytes:
    return _TEMPLATE.read_bytes()


def _drawn(link: str) -> str:
    """A QR code as SVG; empty without an address."""
    if not link:
        return ""
    drawn = qrcode.make(link, image_factory=SvgPathImage, box_size=10, border=4)
    return str(drawn.to_string(encoding="unicode"))


def pdf_of(*, addressee: list[str], subject: str, body: str, sender: str, day: str, link: str = "") -> bytes:
    """A tagged PDF (PDF/UA-1). `body` is paragraphs with an empty line between them; `link` is drawn as a QR code."""
    data = json.dumps(
        {"addressee": addressee, "subject": subject, "paragraphs": body.split("\n\n"), "sender": sender, "day": day}
        | {
            "link": link,
            "code": _drawn(link),
            "code_alt": _("The address as a code for a telephone's camera"),
            "code_says": _("Or scan the code with the camera of your telephone."),
        }
    )
    made = typst.compile(_source(), format="pdf", sys_inputs={"data": data}, pdf_standards="ua-1")
    assert isinstance(made, bytes)
    return made
