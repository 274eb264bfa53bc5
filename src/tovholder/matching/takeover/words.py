"""The reasons in Danish and English. A pure room has no catalogue of texts, so it carries its own words.

People, units, languages and fields come as the caller writes them: names are no part of a problem.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from tovholder.matching.takeover.answers import Aim, Lack, Reason, Relief, Shortfall, Why

Language = Literal["da", "en"]

_WHY: dict[Why, tuple[str, str]] = {
    Why.KEEPS: ("har sagen i dag", "holds the case today"),
    Why.FIXED: ("er bestemt af jer", "was decided by you"),
    Why.HELD_BEFORE: ("har haft sagen før", "has held the case before"),
    Why.HAS_MET: ("har mødt borgeren {times}", "has met the citizen {times}"),
    Why.SPEAKS: ("taler {value}", "speaks {value}"),
    Why.KNOWS_FIELD: ("kender området {value}", "knows the field {value}"),
    Why.HOLDS_MEETING: ("kan holde {meetings} forude", "can hold {meetings} ahead"),
    Why.ROOM: ("har plads til {cases} mere", "has room for {cases} more"),
    Why.FULL_AFTER: ("er derefter fyldt op", "is full after that"),
    Why.ONLY_ONE: ("er den eneste, der kan have sagen", "is the only one who can have the case"),
    Why.MISSES_MEETING: ("kan ikke holde {meetings}", "cannot hold {meetings}"),
    Why.SHIFT: ("ville være et skift", "would be a shift"),
    Why.KNOWN_LESS: ("kendes mindre af borgeren", "is known less to the citizen"),
    Why.FULL: ("mangler plads til {cases}", "is short of room for {cases}"),
    Why.BUSIER: ("ville blive {number} % belagt", "would be {number}% loaded"),
    Why.FITS_LESS: ("passer mindre til behovene", "fits the needs less"),
    Why.AS_GOOD: ("er lige så god", "is just as good"),
}
_LACK: dict[Lack, tuple[str, str]] = {
    Lack.NOBODY: (
        "Ingen i {where} kan tage {cases}: alle er fraværende eller tager ikke flere.",
        "Nobody in {where} can take {cases}: all are away or take no more.",
    ),
    Lack.LANGUAGE: ("Ingen i {where} taler {values} ({cases}).", "Nobody in {where} speaks {values} ({cases})."),
    Lack.FIELD: ("Ingen i {where} kender {values} ({cases}).", "Nobody in {where} knows {values} ({cases})."),
    Lack.TOGETHER: (
        "Ingen i {where} har det hele: {values} ({cases}).",
        "Nobody in {where} has all of this: {values} ({cases}).",
    ),
    Lack.EXCLUDED: (
        "De, der kunne tage {cases} i {where}, må ikke have dem.",
        "Those who could take {cases} in {where} may not have them.",
    ),
    Lack.FIXED: (
        "{cases} i {where} er bestemt til en, der ikke kan have dem.",
        "{cases} in {where} are fixed to somebody who cannot have them.",
    ),
    Lack.CAPACITY: (
        "Der mangler plads til {short} i {where}: {asked} skal placeres, og der er plads til {room}.",
        "Room for {short} is missing in {where}: {asked} are to be placed, and there is room for {room}.",
    ),
    Lack.PIECES: (
        "Der er plads nok i alt i {where}, men ikke i så store stykker; {short} mere er nok.",
        "There is room enough in all in {where}, but not in pieces that large; {short} more is enough.",
    ),
}
_RELIEF = {
    "more": ("{person} skulle have plads til {cases} mere", "{person} would need room for {cases} more"),
    "lend": (
        "{person} i en anden enhed kan det, der skal til, og har plads til {cases}",
        "{person} of another unit can do what it takes, and has room for {cases}",
    ),
}
_AIM: dict[Aim, tuple[str, str]] = {
    Aim.MEETINGS: ("Vigtige møder uden nogen", "Critical meetings without anybody"),
    Aim.SHIFTS: ("Sagsbehandlerskift", "Shifts"),
    Aim.FACES: ("Kendte ansigter, i point", "Known faces, in points"),
    Aim.BALANCE: ("Trængsel", "Crowding"),
    Aim.FIT: ("Ønsker om fag og sprog, i point", "Wished fields and languages, in points"),
}


def named(aim: Aim, language: Language) -> str:
    return _AIM[aim][language == "en"]


def said(reason: Reason, language: Language, *, usual: int, name: Callable[[str], str] = str) -> str:
    """One reason, without its subject: "has met the citizen twice". `usual` is the weight of a usual case; `name` turns
    the code of a language or field into its name."""
    number = reason.number or 0
    return _WHY[reason.why][language == "en"].format(
        number=number,
        value=name(reason.value),
        times=_times(number, language),
        meetings=_meetings(number, language),
        cases=_cases(number, usual, language),
    )


def short(shortfall: Shortfall, language: Language, *, usual: int, where: str, name: Callable[[str], str] = str) -> str:
    """One sentence on what is missing, and by how much. `where` names the unit, or all of the house."""
    return _LACK[shortfall.lack][language == "en"].format(
        where=where,
        values=", ".join(name(value) for value in shortfall.values),
        cases=_count(len(shortfall.cases), language),
        short=_cases(shortfall.short_by, usual, language),
        asked=_number(shortfall.asked / usual, language),
        room=_number(shortfall.room / usual, language),
    )


def eases(relief: Relief, language: Language, *, usual: int, person: str) -> str:
    """One way out, without a full stop. `person` is their name."""
    told = _RELIEF["lend" if relief.lend else "more"][language == "en"]
    return told.format(person=person, cases=_cases(relief.room if relief.lend else relief.more, usual, language))


def _times(number: int, language: Language) -> str:
    if language == "da":
        return f"{number} gang" if number == 1 else f"{number} gange"
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _meetings(number: int, language: Language) -> str:
    if language == "da":
        return "det vigtige møde" if number == 1 else f"{number} vigtige møder"
    return "the critical meeting" if number == 1 else f"{number} critical meetings"


def _count(number: int, language: Language) -> str:
    one, more = ("sag", "sager") if language == "da" else ("case", "cases")
    return f"{number} {one if number == 1 else more}"


def _cases(weight: int, usual: int, language: Language) -> str:
    """A weight told in usual cases."""
    number = _number(weight / usual, language)
    one, more = ("almindelig sag", "almindelige sager") if language == "da" else ("usual case", "usual cases")
    return f"{number} {one if number == '1' else more}"


def _number(value: float, language: Language) -> str:
    text = f"{value:,.1f}".removesuffix(".0")
    return text.translate({ord(","): ".", ord("."): ","}) if language == "da" else text
