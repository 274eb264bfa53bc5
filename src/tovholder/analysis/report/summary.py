"""In short: the few figures that a reader who reads nothing else should have read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tovholder.analysis import texts
from tovholder.analysis.report.logs import One, Part, parts
from tovholder.analysis.texts import duration, number, percent
from tovholder.analysis.texts import gettext as _
from tovholder.figures.eventlog.measures import DAYS, HOURS, MEASURES, Measure
from tovholder.paper.model import Block, Card, Cards, Cell, Kind, Paragraph, Points, Section, Table, text


def section(logs: Sequence[One]) -> Section:
    blocks: list[Block] = [_cards(logs[0]), _sentences(logs[0])] if len(logs) == 1 else [_compared(logs)]
    ends = {texts.day(log.result.last) for log in logs}
    blocks.append(
        Paragraph(
            _("The data end on %(day)s. What happened later is not in the report, and cases may still be running.")
            % {"day": next(iter(ends))}
            if len(ends) == 1
            else _("The data end on different days: see the top of the report. What happened later is not in it, and "
                   "cases may still be running.")
        )
    )  # fmt: skip
    blocks += [_key_figures(part) for part in parts(logs)]
    return Section("summary", _("In short"), tuple(blocks))


def _cards(log: One) -> Cards:
    cases, shifts = log.number("cases"), log.number("shifts")
    shared = log.number("cases_with_more_than_one_resource")
    steps = log.steps()
    return Cards(
        (
            Card(
                percent(shared, cases),
                _("of the cases were with more than one employee"),
                _("%(n)s of %(all)s cases") % {"n": number(shared), "all": number(cases)},
            ),
            Card(
                number(log.known("shifts_per_case_mean"), 1),
                _("caseworker shifts per case on average"),
                _("%(n)s in the case that has most") % {"n": number(log.number("shifts_per_case_max"))},
            ),
            Card(
                duration(log.known("median_gap_hours_at_shift")),
                _("wait at a shift, for the middle one of them"),
                _("with the same employee: %(wait)s between two events")
                % {"wait": duration(log.known("median_gap_hours_same_resource"))},
            ),
            Card(
                _share(log.share_of_time_at_shifts()),
                _("of the time between events lies at shifts"),
                _("but they are %(share)s of the steps") % {"share": percent(steps["shift"], sum(steps.values()))}
                if (log.share_of_time_at_shifts() or 0) > steps["shift"] / max(sum(steps.values()), 1)
                else _("and they are %(share)s of the steps") % {"share": percent(steps["shift"], sum(steps.values()))},
            ),
            Card(
                percent(log.number("ping_pong"), shifts),
                _("of the shifts led back to the employee whom the case had just left"),
                _("%(n)s of %(all)s shifts") % {"n": number(log.number("ping_pong")), "all": number(shifts)},
            ),
            Card(
                _days(log.known("median_case_days")),
                _("from the first to the last event, for the middle case"),
                _("%(n)s employees are named") % {"n": number(log.number("resources"))},
            ),
        )
    )


def _sentences(log: One) -> Points:
    points = []
    if log.number("shifts"):
        points.append(
            _("Half of the shifts waited longer than %(half)s for the next employee's first event, one in ten longer "
              "than %(tenth)s.")
            % {"half": duration(log.wait_reached_by(0.5)), "tenth": duration(log.wait_reached_by(0.9))}
        )  # fmt: skip
    else:
        points.append(_("The log has no caseworker shift."))
    points.append(
        _("A wait at a shift is what lies between the last event with one employee and the first with the next. The "
          "log does not say what happened in between, nor that the shift was the cause.")
    )  # fmt: skip
    return Points(tuple(points))


def _compared(logs: Sequence[One]) -> Points:
    def spread(sentence: str, value: Callable[[One], float | None], said: Callable[[float | None], str]) -> str | None:
        known = [(found, log.name) for log in logs if (found := value(log)) is not None]
        if len(known) < 2:
            return None
        (low, low_name), (high, high_name) = min(known), max(known)
        return sentence % {"low": said(low), "low_name": low_name, "high": said(high), "high_name": high_name}

    def shared(log: One) -> float:
        return log.number("cases_with_more_than_one_resource") / log.number("cases")

    def back(log: One) -> float | None:
        return log.number("ping_pong") / log.number("shifts") if log.number("shifts") else None

    found = (
        spread(
            _("Cases with more than one employee: from %(low)s (%(low_name)s) to %(high)s (%(high_name)s)."),
            shared,
            _share,
        ),
        spread(
            _("The middle wait at a shift: from %(low)s (%(low_name)s) to %(high)s (%(high_name)s)."),
            lambda log: log.known("median_gap_hours_at_shift"),
            duration,
        ),
        spread(
            _("The share of the time that lies at shifts: from %(low)s (%(low_name)s) to %(high)s (%(high_name)s)."),
            lambda log: log.share_of_time_at_shifts(),
            _share,
        ),
        spread(
            _("Shifts back to the employee whom the case had just left: from %(low)s (%(low_name)s) to %(high)s "
              "(%(high_name)s)."),
            back,
            _share,
        ),
        _("The logs may register different things: compare only what their events have in common. A wait at a shift "
          "is what lies between the last event with one employee and the first with the next; the log does not say "
          "that the shift was the cause."),
    )  # fmt: skip
    return Points(tuple(sentence for sentence in found if sentence))


def _key_figures(part: Part) -> Table:
    return Table(
        sheet=part.sheet(_("Key figures")),
        caption=part.title(_("Key figures")),
        columns=(_("Figure"), *part.names),
        rows=tuple(
            (text(texts.told(measure.name)), *(figure(measure, log.known(measure.id)) for log in part.logs))
            for measure in MEASURES
        ),
        notes=(_("Each figure is defined in the last section."),),
    )


def figure(measure: Measure, value: float | None) -> Cell:
    """A measure's number as a reader wants it: hours and days as a wait, two decimals of a mean."""
    if value is not None and measure.unit is DAYS:
        return Cell(value * 24, Kind.WAIT)
    if measure.unit is HOURS:
        return Cell(value, Kind.HOURS if measure.fold.value == "sum" else Kind.WAIT)
    if measure.decimals:
        return Cell(value, Kind.NUMBER, 2)
    return Cell(value, Kind.COUNT)


def _share(value: float | None) -> str:
    return percent(value or 0, 1) if value is not None else texts.number(None)


def _days(value: float | None) -> str:
    return duration(None if value is None else value * 24)
