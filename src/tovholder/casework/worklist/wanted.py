"""What the address of a work list asks for. Unknown words in it are ignored: an old saved filter still opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from tovholder.casework.worklist.scopes import MINE

PAGE_SIZE = 50
#: The choices for "not spoken with for … days".
QUIET_CHOICES = (30, 60, 90, 180)


@dataclass(frozen=True)
class Wanted:
    """A work list as it stands in the address. Names typed into the search never stand there (see views)."""

    scope: str = MINE
    flags: tuple[str, ...] = ()
    holder: int | None = None
    sort: str = "last"
    descending: bool = False
    quiet_days: int = 60
    page: int = 1

    def query(self, **changes: object) -> str:
        """The query string, with changes; the page goes back to the first unless it is what changes."""
        wanted = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        standard = Wanted()
        pairs: list[tuple[str, object]] = [("flag", flag) for flag in wanted.flags]
        if wanted.scope != standard.scope:
            pairs.append(("scope", wanted.scope))
        if wanted.holder is not None:
            pairs.append(("holder", wanted.holder))
        if (wanted.sort, wanted.descending) != (standard.sort, standard.descending):
            pairs.append(("sort", ("-" if wanted.descending else "") + wanted.sort))
        if wanted.quiet_days != standard.quiet_days:
            pairs.append(("quiet", wanted.quiet_days))
        if wanted.page > 1:
            pairs.append(("page", wanted.page))
        return urlencode(pairs)

    def toggled(self, flag: str) -> str:
        """The query string with a status added or taken away."""
        flags = tuple(known for known in self.flags if known != flag) if flag in self.flags else (*self.flags, flag)
        return self.query(flags=flags)

    def sorted_by(self, column: str) -> str:
        """The query string sorted by a column; asked again, the other way round."""
        return self.query(sort=column, descending=self.sort == column and not self.descending)


def read(query: QueryDict | Mapping[str, str], *, flags: Iterable[str], sorts: Iterable[str]) -> Wanted:
    """What a query string asks for, given the statuses and sortings there are."""
    many = query.getlist("flag") if isinstance(query, QueryDict) else [query.get("flag", "")]
    known = set(flags)
    sort = query.get("sort") or Wanted.sort
    name = sort.removeprefix("-")
    if name not in set(sorts):
        sort = name = Wanted.sort
    quiet = _number(query.get("quiet"), 60)
    return Wanted(
        scope=query.get("scope") or MINE,
        flags=tuple(dict.fromkeys(flag for flag in many if flag in known)),
        holder=_number(query.get("holder"), 0) or None,
        sort=name,
        descending=sort.startswith("-"),
        quiet_days=quiet if quiet in QUIET_CHOICES else 60,
        page=max(1, _number(query.get("page"), 1)),
    )


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else otherwise
