"""The house's typeface, where the design system is installed: the same letters on screen, on paper and in charts, whose
labels then take the room that was reckoned for them. Without it, readers see one of their own."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

NAME = "IBM Plex Sans"
#: Typst brings this one.
OTHER = "Libertinus Serif"
_FOLDER = Path(__file__).parents[1] / "web/static/vendor/dkfds/fonts/IBMPlexSans"
#: Weights in CSS → the file's name. Latin letters only: the others of a name are the reader's own.
_FACES = {"400": "Regular", "600 700": "Bold"}


def folder() -> Path | None:
    """The typeface as TrueType."""
    there = _FOLDER / "complete/ttf"
    return there if there.is_dir() else None


@cache
def faces() -> str:
    """@font-face rules with the letters in them; empty where the typeface is not installed."""
    rules = []
    for weight, name in _FACES.items():
        file = _FOLDER / f"split/woff2/IBMPlexSans-{name}-Latin1.woff2"
        if file.is_file():
            letters = base64.b64encode(file.read_bytes()).decode()
            rules.append(
                f'@font-face{{font-family:"{NAME}";font-weight:{weight};'
                f'src:url("data:font/woff2;base64,{letters}") format("woff2")}}'
            )
    return "".join(rules)
