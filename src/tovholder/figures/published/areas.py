"""The country, its regions and municipalities, by the codes of Statistics Denmark since the reform of 2007."""

from __future__ import annotations

from dataclasses import dataclass

COUNTRY = "000"

#: Codes and names by region. Source: the municipality codes of Statistics Denmark; regions as of 2007 to 2026.
_REGIONS = {
    "Nordjylland": (
        "773 Morsø, 787 Thisted, 810 Brønderslev, 813 Frederikshavn, 820 Vesthimmerlands, 825 Læsø, 840 Rebild, "
        "846 Mariagerfjord, 849 Jammerbugt, 851 Aalborg, 860 Hjørring"
    ),
    "Midtjylland": (
        "615 Horsens, 657 Herning, 661 Holstebro, 665 Lemvig, 671 Struer, 706 Syddjurs, 707 Norddjurs, 710 Favrskov, "
        "727 Odder, 730 Randers, 740 Silkeborg, 741 Samsø, 746 Skanderborg, 751 Aarhus, 756 Ikast-Brande, "
        "760 Ringkøbing-Skjern, 766 Hedensted, 779 Skive, 791 Viborg"
    ),
    "Syddanmark": (
        "410 Middelfart, 420 Assens, 430 Faaborg-Midtfyn, 440 Kerteminde, 450 Nyborg, 461 Odense, 479 Svendborg, "
        "480 Nordfyns, 482 Langeland, 492 Ærø, 510 Haderslev, 530 Billund, 540 Sønderborg, 550 Tønder, 561 Esbjerg, "
        "563 Fanø, 573 Varde, 575 Vejen, 580 Aabenraa, 607 Fredericia, 621 Kolding, 630 Vejle"
    ),
    "Hovedstaden": (
        "101 København, 147 Frederiksberg, 151 Ballerup, 153 Brøndby, 155 Dragør, 157 Gentofte, 159 Gladsaxe, "
        "161 Glostrup, 163 Herlev, 165 Albertslund, 167 Hvidovre, 169 Høje-Taastrup, 173 Lyngby-Taarbæk, "
        "175 Rødovre, 183 Ishøj, 185 Tårnby, 187 Vallensbæk, 190 Furesø, 201 Allerød, 210 Fredensborg, "
        "217 Helsingør, 219 Hillerød, 223 Hørsholm, 230 Rudersdal, 240 Egedal, 250 Frederikssund, 260 Halsnæs, "
        "270 Gribskov, 400 Bornholm"
    ),
    "Sjælland": (
        "253 Greve, 259 Køge, 265 Roskilde, 269 Solrød, 306 Odsherred, 316 Holbæk, 320 Faxe, 326 Kalundborg, "
        "329 Ringsted, 330 Slagelse, 336 Stevns, 340 Sorø, 350 Lejre, 360 Lolland, 370 Næstved, 376 Guldborgsund, "
        "390 Vordingborg"
    ),
}


@dataclass(frozen=True)
class Area:
    """A municipality, a region or the country. `region` is empty for the latter two."""

    code: str
    name: str
    region: str = ""


MUNICIPALITIES: dict[str, Area] = {
    code: Area(code, name, region)
    for region, listed in _REGIONS.items()
    for code, _space, name in (entry.partition(" ") for entry in listed.split(", "))
}
REGIONS = tuple(_REGIONS)
AREAS = {COUNTRY: Area(COUNTRY, "Hele landet"), **dict(sorted(MUNICIPALITIES.items()))}

#: Names that older files use for the same municipality. One that gets another name has its line changed above, and the
#: old name here.
FORMER_NAMES = {"Århus": "751", "Bogense": "480", "Brønderslev-Dronninglund": "810", "Vesthimmerland": "820"}


@dataclass(frozen=True)
class Merger:
    """From the month `since` (2027M01) on, one municipality is part of another. Its line stays in the list above, so
    that what was published and decided before keeps its name; a municipality that the merger makes has one too."""

    code: str
    into: str
    since: str
    is_new: bool = False  #: `into` began with the merger


#: Mergers since 2007. There is none so far; the next one is a line here.
MERGERS: tuple[Merger, ...] = ()


def mergers(until: str) -> tuple[Merger, ...]:
    """Those that are in force in a month (2027M01)."""
    return tuple(one for one in MERGERS if one.since <= until)


def merged(code: str) -> Merger | None:
    """What a municipality became part of, if it did."""
    return next((one for one in MERGERS if one.code == code), None)


def exists(code: str, month: str) -> bool:
    """Whether there is such a municipality in a month (2027M01)."""
    gone = any(one.code == code and one.since <= month for one in MERGERS)
    to_come = any(one.into == code and one.is_new and month < one.since for one in MERGERS)
    return code in MUNICIPALITIES and not gone and not to_come


def to_choose() -> list[Area]:
    """The municipalities that somebody can write a plan for: without those that became part of another."""
    return [area for area in MUNICIPALITIES.values() if merged(area.code) is None]


def find(text: str) -> Area | None:
    """The area of a code or a name, with or without "Kommune", whatever its capitals."""
    wanted = text.strip().removesuffix("Kommune").removesuffix("kommune").strip().casefold()
    if wanted in AREAS:
        return AREAS[wanted]
    named = {area.name.casefold(): area for area in AREAS.values()}
    named |= {name.casefold(): AREAS[code] for name, code in FORMER_NAMES.items()}
    return named.get(wanted)


def in_region(region: str, month: str = "") -> list[Area]:
    """The municipalities of a region, by code; with a month (2027M01) those that there were in it."""
    return [area for area in AREAS.values() if area.region == region and (not month or exists(area.code, month))]
