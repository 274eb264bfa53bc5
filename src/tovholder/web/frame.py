"""Parts that rooms put into the frame of every staff page, as they put entries into the menu."""

from __future__ import annotations

_parts: list[str] = []


def add(template: str) -> None:
    """`template` is drawn at the end of every page of somebody who is signed in."""
    if template not in _parts:
        _parts.append(template)


def parts() -> list[str]:
    return list(_parts)
