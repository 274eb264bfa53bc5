"""The report as a tagged PDF (PDF/UA-1), set by Typst in this process.

What the report says goes into Typst as data, never as markup, so that no text from a log can be a command.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typst

from tovholder.paper import fonts, model
from tovholder.paper.telling import day
from tovholder.paper.words import labels

_TEMPLATE = Path(__file__).with_name("templates") / "report.typ"
#: A word longer than this may be broken, so that it stays in its cell.
_LONGEST_WORD = 18


def write(report: model.Report, path: Path) -> None:
    path.write_bytes(made(report))


def made(report: model.Report) -> bytes:
    data = {
        "language": report.language,
        "title": report.title,
        "facts": [_breakable(fact) for fact in report.facts],
        "made": f"{labels().made} {day(report.made)}.",
        "contents": labels().contents,
        "page": labels().page,
        "sections": [
            {
                "title": section.title,
                "new_page": section.new_page,
                "blocks": _side_by_side(told for block in section.blocks for told in _blocks(block)),
            }
            for section in report.sections
        ],
    }
    found = fonts.folder()
    answer = typst.Compiler(
        _TEMPLATE.read_bytes(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[found] if found else []),
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(data), "font": fonts.NAME if found else fonts.OTHER},
    ).compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(report.made.timestamp()))
    assert isinstance(answer, bytes)
    return answer


def _blocks(block: model.Block) -> Iterator[dict[str, Any]]:
    match block:
        case model.Paragraph():
            yield {"kind": "paragraph", "text": _breakable(block.text)}
        case model.Points():
            yield {"kind": "points", "points": [_breakable(point) for point in block.points]}
        case model.Cards():
            cards = [{"value": card.value, "name": card.name, "beside": card.beside} for card in block.cards]
            yield {"kind": "cards", "cards": cards}
        case model.Table():
            yield _table(block)
        case model.Figure():
            chart = block.chart
            yield {"kind": "chart", "alt": f"{chart.title}. {chart.alt}", "svg": chart.svg}
            yield _table(block.table)


def _side_by_side(blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """With tables that stand beside the one before them."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        if block.get("beside") and found and found[-1]["kind"] == "table":
            found[-1] = {"kind": "pair", "left": found[-1], "right": block}
        else:
            found.append(block)
    return found


def _table(table: model.Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": table.caption,
        "columns": [
            {"name": _breakable(name, longest=16), "number": table.is_number(index), "width": table.width(index)}
            for index, name in enumerate(table.columns)
        ],
        "rows": [[_breakable(cell.shown) for cell in row] for row in table.rows],
        "notes": [_breakable(note) for note in table.notes],
        "beside": table.is_beside,
    }


def _breakable(text: str, longest: int = _LONGEST_WORD) -> str:
    """With places in endless words where a line may end."""
    return " ".join(
        word if len(word) <= longest else "\u200b".join(word[at : at + 12] for at in range(0, len(word), 12))
        for word in text.split(" ")
    )
