"""How the country, the region and the municipalities most alike went over the same months as a goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tovholder.figures.goals.compare import Path, path
from tovholder.figures.published import alike, areas
from tovholder.figures.published.months import Month
from tovholder.figures.published.series import Published
from tovholder.figures.words import Words

#: So many are counted as most alike.
COUNT = 5


@dataclass(frozen=True)
class Criteria:
    """By what municipalities are found to be alike, and whether only those of the region are looked at."""

    ids: tuple[str, ...] = tuple(one.id for one in alike.CRITERIA)
    same_region: bool = False


@dataclass(frozen=True)
class Beside:
    """A line to be compared with. `codes`: whose figures it is made of; `distance` of a single municipality."""

    key: str  #: country, region, alike, or a municipality's code
    name: Words
    path: Path
    distance: float | None = None


def besides(
    published: Published, indicator: str, area: str, first: Month, last: Month, criteria: Criteria | None = None
) -> list[Beside]:
    """The country, the region, those most alike together, and each of them. Empty without an area that is known."""
    panel = published.panels.get(indicator)
    if panel is None or area not in areas.MUNICIPALITIES:
        return []
    region = areas.MUNICIPALITIES[area].region
    near = nearest(published, area, criteria or Criteria())
    middle = not panel.indicator.unit.counts
    found = [
        Beside("country", Words("Hele landet", "The country"), path(panel, [areas.COUNTRY], first, last)),
        Beside(
            "region",
            _of_several(Words(f"Region {region}", f"Region {region}"), middle=middle),
            path(panel, [one.code for one in areas.in_region(region, str(last))], first, last),
        ),
    ]
    if near:
        name = _of_several(Words("De mest lignende kommuner", "The municipalities most alike"), middle=middle)
        found.append(Beside("alike", name, path(panel, [one.area for one in near], first, last)))
    for one in near:
        alone = areas.MUNICIPALITIES[one.area].name
        found.append(Beside(one.area, Words(alone, alone), path(panel, [one.area], first, last), one.distance))
    return found


def _of_several(name: Words, *, middle: bool) -> Words:
    """Of shares it is the middle municipality's that is shown."""
    if not middle:
        return name
    return Words(f"{name.da}, den midterste kommune", f"{name.en}, the middle municipality")


def nearest(published: Published, area: str, criteria: Criteria) -> list[alike.Alike]:
    return _nearest(_Kept(published), area, criteria)


class _Kept:
    """Figures as a key: the same object is the same publication, and stays as long as it is asked for."""

    def __init__(self, published: Published) -> None:
        self.published = published

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.published is self.published

    def __hash__(self) -> int:
        return id(self.published)


@lru_cache(maxsize=512)
def _nearest(kept: _Kept, area: str, criteria: Criteria) -> list[alike.Alike]:
    chosen: Sequence[alike.Criterion] = [alike.BY_ID[one] for one in criteria.ids if one in alike.BY_ID]
    return alike.most_alike(kept.published, area, chosen, COUNT, region=criteria.same_region)
