"""What is wrong with a log: where, what stands there, what was expected. Faults stop, doubts warn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tovholder.figures.words import Language, Words

#: How many of each kind are listed; all are counted.
LISTED = 20
#: How much of a value is shown.
SHOWN = 80

FAULTS: dict[str, Words] = {
    "not_a_format": Words(
        "en fil, der ender på .csv, .csv.gz, .parquet, .xes eller .xes.gz",
        "a file that ends in .csv, .csv.gz, .parquet, .xes or .xes.gz",
    ),
    "unreadable": Words("en fil, der kan læses som {format}: {why}", "a file that can be read as {format}: {why}"),
    "empty": Words("en fil med indhold", "a file with something in it"),
    "no_cases": Words("mindst én hændelse under overskrifterne", "at least one event below the headings"),
    "row_length": Words("{columns} felter, som i overskrifterne", "{columns} fields, as in the headings"),
    "missing_column": Words(
        "en kolonne med {what}; angiv den med {option}. Filens kolonner: {there}",
        "a column with {what}; name it with {option}. The file's columns: {there}",
    ),
    "column_twice": Words("hver kolonne én gang", "each column once"),
    "one_for_two": Words(
        "en kolonne for sig; den er også angivet som {other}", "a column of its own; it is also named as {other}"
    ),
    "no_case": Words("sagens navn", "the name of the case"),
    "no_time": Words("et tidspunkt", "a time"),
    "time": Words(
        "en dato eller et tidspunkt: 2026-01-31T14:30:00+01:00, 2026-01-31 14:30 eller 31-01-2026 14:30",
        "a date or a time: 2026-01-31T14:30:00+01:00, 2026-01-31 14:30 or 31-01-2026 14:30",
    ),
    "time_column": Words("en kolonne med tidspunkter; den har {type}", "a column with times; it has {type}"),
    "skipped_hour": Words(
        "et tidspunkt, der findes i {zone}: uret blev stillet frem over det. Angiv den rigtige zone med --zone",
        "a time that exists in {zone}: the clocks were put forward over it. Name the right zone with --zone",
    ),
    "sequence": Words("et helt tal", "a whole number"),
    "sequence_twice": Words(
        "hvert nummer én gang i en sag; det står to gange i sagen {case}",
        "each number once in a case; it stands twice in case {case}",
    ),
}

DOUBTS: dict[str, Words] = {
    "named_twice": Words(
        "flere kolonner kan være {what}: {others}. Denne blev brugt; vælg en anden med {option}",
        "several columns could be {what}: {others}. This one was used; choose another with {option}",
    ),
    "not_utf8": Words(
        "filen er ikke UTF-8 og blev læst som Windows-1252: se efter navne med æ, ø og å",
        "the file is not UTF-8 and was read as Windows-1252: look at names with æ, ø and å",
    ),
    "no_zone": Words(
        "tidspunkter uden tidszone: {rows}. De blev læst som {zone}",
        "times without a time zone: {rows}. They were read as {zone}",
    ),
    "zone_sometimes": Words(
        "nogle tidspunkter har tidszone og andre ikke. Uden: {without} af {rows}",
        "some times have a zone and others have not. Without: {without} of {rows}",
    ),
    "mixed_zones": Words(
        "tidspunkterne har forskellige tidszoner ({zones}), som ikke er sommertid og vintertid samme sted",
        "the times have different zones ({zones}) that are not summer and winter time of one place",
    ),
    "repeated_hour": Words(
        "tidspunkter i timen, der kommer to gange, når uret stilles tilbage: {rows}. Den første blev valgt",
        "times in the hour that comes twice when the clocks are put back: {rows}. The first was chosen",
    ),
    "no_clock": Words(
        "datoer uden klokkeslæt: {rows}. De blev læst som midnat, så ventetider er i hele døgn",
        "dates without a clock: {rows}. They were read as midnight, so that waits are whole days",
    ),
    "not_grouped": Words(
        "sagernes hændelser står ikke samlet i filen. De blev sorteret efter sag",
        "the events of a case do not stand together in the file. They were sorted by case",
    ),
    "not_in_sequence": Words(
        "hændelser, der står efter en med et højere nummer: {rows}. De blev sorteret efter nummer",
        "events that stand after one with a higher number: {rows}. They were sorted by number",
    ),
    "time_goes_back": Words(
        "hændelser, der er tidligere end den før dem i samme sag: {rows}. {kept}",
        "events earlier than the one before them in the same case: {rows}. {kept}",
    ),
    "duplicate_rows": Words(
        "hændelser magen til en anden i samme sag (hændelse, tidspunkt og medarbejder): {rows}. De er talt med",
        "events like another in the same case (activity, time and resource): {rows}. They are counted",
    ),
    "similar_names": Words(
        "disse medarbejdere adskiller sig kun ved store bogstaver eller mellemrum og er talt hver for sig: {names}. "
        "Slå dem sammen med --same-names",
        "these resources differ only in case or blanks and were counted apart: {names}. Join them with --same-names",
    ),
    "nobody": Words(
        "hændelser, der ingen medarbejder nævner: {rows}. Skift til og fra dem kan ikke ses",
        "events that name nobody: {rows}. Shifts to and from them cannot be seen",
    ),
}

#: What became of events that are out of order, by how the log is ordered.
KEPT = {
    "seq": Words("Numrenes rækkefølge blev beholdt", "The order of the numbers was kept"),
    "file": Words(
        "Filens rækkefølge blev beholdt; --order time sorterer efter tidspunkt",
        "The order of the file was kept; --order time sorts by time",
    ),
}


@dataclass(frozen=True)
class Finding:
    """Row 1 is the headings, as a spreadsheet counts; 0 is the file as a whole."""

    code: str
    row: int = 0
    column: str = ""
    value: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: Language) -> str:
        """What was expected (a fault) or what is doubtful."""
        words = FAULTS.get(self.code) or DOUBTS[self.code]
        told = {name: v.to(language) if isinstance(v, Words) else v for name, v in self.parameters.items()}
        return words.to(language, **told)

    def as_json(self, language: Language = "en") -> dict[str, Any]:
        return {
            "code": self.code,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "expected" if self.code in FAULTS else "doubt": self.sentence(language),
        }


class Unusable(Exception):
    """The log has faults; they are in `report`."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


class Report:
    """All that was found in a file: everything is counted, the first of each kind are listed."""

    def __init__(self) -> None:
        self.faults: list[Finding] = []
        self.doubts: list[Finding] = []
        self.counts: Counter[str] = Counter()

    def fault(self, code: str, row: int = 0, column: str = "", value: object = "", **parameters: Any) -> None:
        assert code in FAULTS
        self.counts[code] += 1
        if self.counts[code] <= LISTED:
            self.faults.append(Finding(code, row, column, shown(value), parameters))

    def more(self, code: str, count: int) -> None:
        """Faults of a kind beyond those that were listed."""
        self.counts[code] += count

    def doubt(self, code: str, row: int = 0, column: str = "", value: object = "", **parameters: Any) -> None:
        """A doubt is told once for the whole file; when it comes again, the later one stands."""
        assert code in DOUBTS
        self.counts[code] += 1
        self.doubts = [known for known in self.doubts if (known.code, known.column) != (code, column)]
        self.doubts.append(Finding(code, row, column, shown(value), parameters))

    @property
    def fault_count(self) -> int:
        return sum(count for code, count in self.counts.items() if code in FAULTS)

    def stop_at_faults(self) -> None:
        """Raises Unusable when there are any, in the order of the rows: several look at the log at the same time."""
        if self.faults:
            self.faults.sort(key=lambda fault: fault.row)
            raise Unusable(self)

    def take(self, other: Report) -> None:
        """Adds what another found."""
        self.faults += other.faults
        self.doubts += other.doubts
        self.counts += other.counts


def shown(value: object) -> str:
    text = " ".join(("" if value is None else str(value)).split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
