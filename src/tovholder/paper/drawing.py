"""Draws charts in this process, without a network: Vega-Lite as SVG, and either as PNG."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from tovholder.paper import fonts
from tovholder.paper.telling import language

_FORMATS = {"da": {"decimal": ",", "thousands": "."}, "en": {"decimal": ".", "thousands": ","}}


def svg(spec: Mapping[str, Any]) -> str:
    drawn: str = _drawing().vegalite_to_svg(dict(spec), format_locale=_locale(), allowed_base_urls=[])
    return drawn


def png(spec: Mapping[str, Any]) -> bytes:
    drawn: bytes = _drawing().vegalite_to_png(dict(spec), scale=2, format_locale=_locale(), allowed_base_urls=[])
    return drawn


def png_of(picture: str) -> bytes:
    """An SVG that is drawn already."""
    drawn: bytes = _drawing().svg_to_png(picture, scale=2)
    return drawn


@cache
def _drawing() -> Any:
    import vl_convert

    if folder := fonts.folder():
        vl_convert.register_font_directory(str(folder))
    return vl_convert


def _locale() -> dict[str, Any]:
    return {**_FORMATS[language()], "grouping": [3], "currency": ["", ""]}
