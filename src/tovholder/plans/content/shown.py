"""A content as somebody reads it: each figure in words, in the reader's language. Nothing is computed here that is not
in the content, so that a report that was published says the same for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tovholder.figures.goals.goal import Direction
from tovholder.figures.goals.status import Sign
from tovholder.figures.published.catalogue import SOURCE, Unit
from tovholder.figures.published.forecast import BAND, BAND_ALONE, METHOD, METHOD_LAST
from tovholder.figures.words import NOTHING, Words, number
from tovholder.plans.content import hide
from tovholder.plans.content.quarter import Quarter
from tovholder.plans.content.signs import HIDDEN_WORDS, LETTERS, SIGNS
from tovholder.plans.content.telling import day, figure, language, month, percent, told
from tovholder.plans.models import Horizon

#: So many months are shown in a report.
LATEST = 13
_SOURCES = {
    "published": Words(SOURCE, SOURCE),
    "own": Words("Egne tal, beregnet af udtrækket {snapshot}", "Own figures, computed from the snapshot {snapshot}"),
    "entered": Words("Indtastet", "Entered by hand"),
}


@dataclass(frozen=True)
class Past:
    """What the last proposal was, and from which quarter."""

    quarter: str
    text: str


@dataclass(frozen=True)
class GoalShown:
    """One goal. `raw` is its part of the content."""

    raw: Mapping[str, Any]
    basis: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        """Texts and marks as they stand in the content: `title`, `reason`, `comment`, …"""
        try:
            return self.raw[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def heading(self) -> str:
        return f"{self.raw['number']}. {self.raw['title']}" if self.raw["number"] else self.raw["title"]

    @property
    def indicator_name(self) -> str:
        return told(self.raw["name"])

    @property
    def what(self) -> str:
        return told(self.raw["definition"])

    @property
    def is_under(self) -> bool:
        return self.raw["parent"] is not None

    @property
    def horizon_word(self) -> str:
        return str(Horizon(self.raw["horizon"]).label)

    @property
    def sign_word(self) -> str:
        sign = self.raw["sign"]
        return (HIDDEN_WORDS if sign == hide.HIDDEN else Sign(sign).words).to(language())

    @property
    def sign_icon(self) -> str:
        return SIGNS[self.raw["sign"]][0]

    @property
    def sign_kind(self) -> str:
        return SIGNS[self.raw["sign"]][1]

    @property
    def sign_letter(self) -> str:
        return LETTERS[self.raw["sign"]]

    @property
    def unit_word(self) -> str:
        return Unit(self.raw["unit"]).words.to(language())

    def tell(self, value: float | None, *, signed: bool = False) -> str:
        return figure(value, self.raw["unit"], signed=signed)

    def with_unit(self, value: float | None) -> str:
        return NOTHING if value is None else f"{self.tell(value)} {self.unit_word}"

    @property
    def latest(self) -> str:
        return self.tell(self.raw["value"])

    @property
    def latest_month(self) -> str:
        return month(self.raw["month"])

    @property
    def start(self) -> str:
        return self.tell(self.raw["baseline"])

    @property
    def start_month(self) -> str:
        return month(self.raw["baseline_month"])

    @property
    def end_month(self) -> str:
        return month(self.raw["target_month"])

    @property
    def needed_now(self) -> str:
        """The path in the latest month; nobody is a part of a person."""
        needed = self.raw["needed"]
        return self.tell(needed if needed is None or self.raw["unit"] == "percent" else float(round(needed)))

    @property
    def target_text(self) -> str:
        """`højst 428`; what it is when nothing is to be reached."""
        direction = Direction(self.raw["direction"])
        if direction is Direction.FOLLOWED:
            return direction.words.to(language())
        if self.raw.get("level_of") and self.raw["target"] is None:
            return _("%(direction)s the country's level") % {"direction": direction.words.to(language())}
        if self.raw["target"] is None:
            return HIDDEN_WORDS.to(language()) if self.raw["hidden"] else self._undecided()
        return f"{direction.words.to(language())} {self.tell(self.raw['target'])}"

    def _undecided(self) -> str:
        """A change is decided, and the figure that it is counted from is missing: the change alone."""
        if self.raw["percent"] is not None:
            return percent(self.raw["percent"])
        if self.raw["persons"] is not None:
            return self.tell(self.raw["persons"], signed=True)
        return _("not decided yet")

    @property
    def target_change_text(self) -> str:
        """`−107 (−20 %)`: the per cent as it was decided, where it fits the number."""
        share = self.raw["target_percent"]
        if self.raw["percent"] is not None and self.raw["agrees"]:
            share = self.raw["percent"]
        return self._changed(self.raw["target_change"], share)

    @property
    def change_text(self) -> str:
        """What has happened since the baseline: `−79 (−14,8 %)`, in points of shares."""
        return self._changed(self.raw["change"], self.raw["change_percent"])

    def _changed(self, change: float | None, share: float | None) -> str:
        if change is None:
            return NOTHING
        if self.raw["unit"] == "percent":
            return _("%(change)s points") % {"change": self.tell(change, signed=True)}
        told_change = self.tell(change, signed=True)
        return told_change if share is None else f"{told_change} ({percent(share)})"

    @property
    def ways(self) -> list[tuple[str, str, str]]:
        """Each way in which the goal was told: its name, the level it comes to, the change."""
        names = {"level": _("the level"), "persons": _("the number"), "percent": _("the per cent")}
        return [
            (names[one["way"]], self.tell(one["level"]), self._changed(one["change"], one["percent"]))
            for one in self.raw["told"]
        ]

    @property
    def note_texts(self) -> list[str]:
        return [told(note) for note in self.raw["notes"]]

    @property
    def sentence(self) -> str:
        """Where the goal stands, in one sentence."""
        raw = self.raw
        if raw["value"] is None:
            return " ".join(self.note_texts) or self.sign_word
        parts = {"value": self.with_unit(raw["value"]), "month": self.latest_month}
        found = _("%(value)s in %(month)s.") % parts
        if raw["change"] is not None and raw["baseline_month"]:
            found += " " + _("Since %(month)s: %(change)s.") % {"month": self.start_month, "change": self.change_text}
        if raw["needed"] is not None:
            found += " " + _("The path needed is at %(needed)s.") % {"needed": self.needed_now}
        if raw["left"] is not None:
            found += " " + self.left_text
        return found

    @property
    def left_text(self) -> str:
        left = self.raw["left"]
        if left is None:
            return ""
        if left == 0:
            return _("The target is reached, with nothing to spare.")
        if left < 0:
            return _("The target is reached with %(left)s to spare.") % {"left": self.with_unit(-left)}
        return _("%(left)s are left to the target.") % {"left": self.with_unit(left)}

    @property
    def source_text(self) -> str:
        """Where the figures come from, their table and when they were taken in."""
        source = _SOURCES[self.raw["source"]].to(language(), snapshot=self.basis["snapshot"])
        if self.raw["source"] == "published":
            source += ", " + _("table %(table)s") % {"table": self.raw["table"]}
            if self.basis["taken_at"]:
                source += ". " + _("Taken in on %(day)s.") % {"day": day(self.basis["taken_at"])}
        elif self.raw["source"] == "own" and self.basis["data_end"]:
            source += ". " + _("The data end on %(day)s.") % {"day": day(self.basis["data_end"])}
        elif self.raw["entered"]:
            last = self.raw["entered"][-1]
            source += ": " + _("%(source)s, data of %(day)s.") % {"source": last["source"], "day": day(last["dated"])}
        return source

    @property
    def months(self) -> list[tuple[str, str]]:
        """The figures of the baseline and of the last thirteen months, the latest first."""
        return [(month(when), self.tell(value)) for when, value in reversed(self.points(LATEST))]

    def points(self, most: int | None = None) -> list[tuple[str, float | None]]:
        """Months and figures; with `most` the baseline and so many of the latest."""
        known = [
            (when, value) for when, value in self.raw["series"] if value is not None or self.raw["source"] != "entered"
        ]
        if most is None:
            return known
        return [one for one in known[:-most] if one[0] == self.raw["baseline_month"]] + known[-most:]

    @property
    def entered_rows(self) -> list[dict[str, str]]:
        return [
            {
                "month": month(one["month"]),
                "value": self.tell(one["value"]),
                "source": one["source"],
                "dated": day(one["dated"]),
            }
            for one in reversed(self.raw["entered"])
        ]

    @property
    def past(self) -> Past | None:
        last = self.raw["last_proposal"]
        return Past(Quarter.read(last["quarter"]).words.to(language()), last["text"]) if last else None

    @property
    def forecast_text(self) -> str:
        """Which method said it, and how wrong it has been; or why there is none."""
        points = self.raw["forecast"]
        if not points:
            return told(why) if (why := self.raw.get("no_forecast")) else ""
        last = points[-1]
        method = (
            METHOD.to(language(), part=number(last["part"], language(), 2))
            if last["part"]
            else METHOD_LAST.to(language())
        )
        found = _("Forecast for %(month)s: %(value)s.") % {
            "month": month(last["month"]),
            "value": self.tell(round(last["value"], 1 if self.raw["unit"] == "percent" else 0)),
        }
        found += f" {method}."
        if last["past_error"] is None:
            return found + " " + _("Too few past forecasts to say how wrong it is.")
        band = BAND if self.raw["source"] == "published" else BAND_ALONE
        return f"{found} {band.to(language())} " + _(
            "%(months)s months ahead the method has missed by %(error)s on average here (%(count)s past forecasts)."
        ) % {
            "months": len(points),
            "error": number(last["past_error"], language(), 1),
            "count": number(last["errors"], language()),
        }

    @property
    def compared_rows(self) -> list[dict[str, Any]]:
        """The goal's own way and others' over the same months."""
        rows = []
        if self.raw["compared"] and self.raw["value"] is not None:
            change = self._beside(self.raw["change"], self.raw["change_percent"])
            rows.append(
                {
                    "key": "own",
                    "name": _("Here"),
                    "first": self.start,
                    "last": self.latest,
                    "change": change,
                    "values": [self.raw["baseline"], self.raw["value"], self._comparable(self.raw, "change_percent")],
                }
            )
        for one in self.raw["compared"]:
            values = one["values"]
            note = ""
            if one["left_out"]:
                note = _("%(count)s municipalities without a figure that may be shown in every month are left out") % {
                    "count": one["left_out"]
                }
            rows.append(
                {
                    "name": told(one["name"]),
                    "first": self.tell(values[0]) if values else NOTHING,
                    "last": self.tell(values[-1]) if values else NOTHING,
                    "change": self._beside(one["change"], one["percent"]),
                    "values": [*(values[:1] or [None]), *(values[-1:] or [None]), self._comparable(one, "percent")],
                    "note": note,
                    "key": one["key"],
                    "distance": number(one["distance"], language(), 2) if one["distance"] is not None else "",
                }
            )
        return rows

    def _beside(self, change: float | None, share: float | None) -> str:
        """Of counts only the share can be compared; of shares the points."""
        return self._changed(change, None) if self.raw["unit"] == "percent" else percent(share)

    def _comparable(self, one: Mapping[str, Any], percent: str) -> float | None:
        """What `_beside` tells, as a number: points of shares, per cent of counts."""
        change: float | None = one["change"] if self.raw["unit"] == "percent" else one[percent]
        return change

    @property
    def compared_since(self) -> str:
        return month(self.raw["compared"][0]["first"]) if self.raw["compared"] else ""
