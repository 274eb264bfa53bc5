"""What the figures stand on: how the logs were read, what is doubtful about them, what each figure means."""

from __future__ import annotations

from collections.abc import Sequence

from tovholder.analysis import texts
from tovholder.analysis.console import line
from tovholder.analysis.report.logs import One, Part, parts
from tovholder.analysis.texts import gettext as _
from tovholder.figures.eventlog.columns import FIELDS
from tovholder.figures.eventlog.measures import MEASURES
from tovholder.paper.model import Paragraph, Points, Section, Table, day, text, visible


def doubts(logs: Sequence[One]) -> Section:
    found = [(log, finding) for log in logs for finding in log.findings.doubts]
    told = Table(
        sheet=_("Doubts"),
        caption=_("What is doubtful about the logs, and what was assumed"),
        columns=(_("Log"), _("Doubt")),
        rows=tuple((text(log.name), text(line(finding))) for log, finding in found),
    )
    points = [
        _("A log tells what was registered, not what happened: a phone call that nobody wrote down is not seen."),
        _("Weekends, holidays and leave count in waits."),
        _("Each case counts from its first to its last event in the log. Cases may have begun before, and gone on."),
        _("Where one of two events names nobody, the step is neither a shift nor the same employee's."),
    ]
    if any(finding.code == "time_goes_back" for _log, finding in found):
        points.append(
            _("Steps that go back in time count with their negative hours in the key figures and as none in the other "
              "sections, so that these differ.")
        )  # fmt: skip
    return Section(
        "basis",
        _("What the figures stand on"),
        (
            *(_read(part) for part in parts(logs)),
            told if found else Paragraph(_("Nothing doubtful was found in the logs.")),
            Points(tuple(points)),
        ),
    )


def definitions() -> Section:
    return Section(
        "definitions",
        _("Definitions"),
        (
            Table(
                sheet=_("Definitions"),
                caption=_("What each figure means"),
                columns=(_("Figure"), _("Definition"), _("Unit"), _("Name in JSON")),
                rows=tuple(
                    (
                        text(texts.told(measure.name)),
                        text(texts.told(measure.definition)),
                        text(texts.told(measure.unit.words)),
                        text(measure.id),
                    )
                    for measure in MEASURES
                ),
                notes=(
                    _("An event is a row of the log. A step is two events in a row in one case. A shift is a step from "
                      "one employee to another. The median is the middle one: half are smaller, half larger."),
                ),
            ),
        ),
    )  # fmt: skip


def _read(part: Part) -> Table:
    order = {"seq": _("by their numbers"), "file": _("as in the file"), "time": _("by time")}
    rows = [
        (text(_("File")), *(text(log.file) for log in part.logs)),
        (text(_("First event")), *(day(log.result.first) for log in part.logs)),
        (text(_("Last event")), *(day(log.result.last) for log in part.logs)),
        (text(_("Order of events")), *(text(order[log.result.log.order]) for log in part.logs)),
    ]
    for field in FIELDS:
        columns = [log.result.log.columns.get(field.name) for log in part.logs]
        name = _("Column with %(what)s") % {"what": texts.told(field.words)}
        rows.append((text(name), *(text(None if column is None else visible(column)) for column in columns)))
    return Table(
        sheet=part.sheet(_("How it was read")),
        caption=part.title(_("How the logs were read")),
        columns=(_("About"), *part.names),
        rows=tuple(rows),
    )
