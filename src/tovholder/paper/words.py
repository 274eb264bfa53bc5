"""What the writers themselves say around a report."""

from __future__ import annotations

from dataclasses import dataclass

from tovholder.paper.telling import gettext as _


@dataclass(frozen=True)
class Labels:
    contents: str
    made: str
    page: str


def labels() -> Labels:
    return Labels(contents=_("Contents"), made=_("Made"), page=_("Page"))
