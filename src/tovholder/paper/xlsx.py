"""The report as a workbook: a sheet for each table, numbers as numbers, charts as pictures beside them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

from tovholder.paper import model
from tovholder.paper.model import Kind
from tovholder.paper.telling import day
from tovholder.paper.telling import gettext as _
from tovholder.paper.words import labels

#: Text stays text: nothing that a log says becomes a formula, a link or a number.
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FORMATS = {Kind.COUNT: "#,##0", Kind.SHARE: "0.0%", Kind.WAIT: "#,##0.00", Kind.HOURS: "#,##0.0"}
_WIDEST = 60
_A4 = 9
#: Letters that a sheet's name may not have.
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def write(report: model.Report, path: Path) -> None:
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": report.title, "author": "Tovholder", "created": report.made.replace(tzinfo=None)})
        _Writer(book, report).write()


class _Writer:
    def __init__(self, book: Any, report: model.Report) -> None:
        self.book, self.report = book, report
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.heading = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"})
        self.heading_right = book.add_format(
            {"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom", "align": "right"}
        )
        self.note = book.add_format({"font_color": "#454545", "italic": True})
        self.words = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self.numbers = {kind: book.add_format({"num_format": told, "valign": "top"}) for kind, told in _FORMATS.items()}
        self.decimals: dict[int, Any] = {}
        # The unit stands in the cell where a column has several.
        self.with_unit = book.add_format({"num_format": f'#,##0.00 "{_("hours")}"', "valign": "top"})
        self.names = _names(report)

    def write(self) -> None:
        self._contents()
        for section in self.report.sections:
            for block in section.blocks:
                if isinstance(block, model.Figure):
                    self._table(block.table, block.chart)
                elif isinstance(block, model.Table):
                    self._table(block, None)

    def _contents(self) -> None:
        sheet = self.book.add_worksheet(labels().contents[:31])
        self._on_paper(sheet)
        sheet.set_column(0, 0, 100, self.words)
        sheet.write_string(0, 0, self.report.title, self.title)
        row = 1
        for fact in (*self.report.facts, f"{labels().made} {day(self.report.made)}."):
            sheet.write_string(row, 0, fact, self.words)
            row += 1
        for section in self.report.sections:
            row += 1
            sheet.write_string(row, 0, section.title, self.heading)
            for block in section.blocks:
                for told in self._told(block):
                    row += 1
                    sheet.write_string(row, 0, told, self.words)
                table = block.table if isinstance(block, model.Figure) else block
                if isinstance(table, model.Table):
                    row += 1
                    sheet.write_url(row, 0, f"internal:'{self.names[table.sheet]}'!A1", string=table.caption)
            row += 1

    @staticmethod
    def _told(block: model.Block) -> tuple[str, ...]:
        match block:
            case model.Paragraph():
                return (block.text,)
            case model.Points():
                return block.points
            case model.Cards():
                return tuple(f"{card.value} {card.name} ({card.beside})" for card in block.cards)
        return ()

    def _table(self, table: model.Table, chart: model.Chart | None) -> None:
        sheet = self.book.add_worksheet(self.names[table.sheet])
        sheet.write_string(0, 0, table.caption, self.title)
        for column, name in enumerate(table.columns):
            heading = self.heading_right if table.is_number(column) else self.heading
            sheet.write_string(2, column, name + self._unit(table, column), heading)
            # A heading may have several lines, but no word of it.
            widest = max([*map(len, name.split()), min(len(name), 16), *(len(row[column].shown) for row in table.rows)])
            sheet.set_column(column, column, min(max(widest, 10) + 2, _WIDEST))
        for number, row in enumerate(table.rows, 3):
            for column, cell in enumerate(row):
                self._cell(sheet, number, column, cell, self._is_mixed(table, column))
        after = 3 + len(table.rows) + 1
        for note in table.notes:
            sheet.write_string(after, 0, note, self.note)
            after += 1
        sheet.freeze_panes(3, 1)
        self._on_paper(sheet, landscape=True)
        sheet.repeat_rows(2)
        if chart:
            place = {
                "image_data": io.BytesIO(chart.png),
                "description": f"{chart.title}. {chart.alt}",
                "x_scale": 0.5,
                "y_scale": 0.5,
            }
            sheet.insert_image(2, len(table.columns) + 1, "chart.png", place)

    def _on_paper(self, sheet: Any, *, landscape: bool = False) -> None:
        """As wide as the paper, however many pages long."""
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        if landscape:
            sheet.set_landscape()
        # An ampersand begins a code there.
        title = self.report.title.replace("&", "&&")[:200]
        sheet.set_footer(f"&L&9{' ' if title[:1].isdigit() else ''}{title}&R&9&P / &N")

    def _number(self, cell: model.Cell) -> Any:
        """The format of a number: with as many decimals as the cell is told with."""
        if cell.kind is not Kind.NUMBER:
            return self.numbers[cell.kind]
        if cell.decimals not in self.decimals:
            told = "#,##0" + ("." + "0" * cell.decimals if cell.decimals else "")
            self.decimals[cell.decimals] = self.book.add_format({"num_format": told, "valign": "top"})
        return self.decimals[cell.decimals]

    @staticmethod
    def _is_mixed(table: model.Table, column: int) -> bool:
        """Waits stand among other figures, so that the heading cannot name their unit."""
        kinds = {row[column].kind for row in table.rows}
        return Kind.WAIT in kinds and len(kinds) > 1

    def _unit(self, table: model.Table, column: int) -> str:
        kinds = {row[column].kind for row in table.rows}
        return " " + _("(hours)") if kinds == {Kind.WAIT} else ""

    def _cell(self, sheet: Any, row: int, column: int, cell: model.Cell, is_mixed: bool) -> None:
        value = cell.value
        if value is None:
            sheet.write_blank(row, column, None, self.words)
        elif isinstance(value, str):
            sheet.write_string(row, column, cell.shown, self.words)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), self.day)
        else:
            is_told = cell.kind is Kind.WAIT and is_mixed
            sheet.write_number(row, column, value, self.with_unit if is_told else self._number(cell))


def _names(report: model.Report) -> Mapping[str, str]:
    """Each table's sheet → a name that Excel takes, no two alike."""
    taken: dict[str, str] = {}
    for table in report.tables():
        name = table.sheet.translate(_FORBIDDEN)[:31].strip("' ") or "-"
        assert name.lower() not in {known.lower() for known in taken.values()}, table.sheet
        taken[table.sheet] = name
    return taken
