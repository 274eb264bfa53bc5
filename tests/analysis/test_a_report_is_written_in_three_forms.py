"""HTML, PDF and Excel from one description: wrong use and hostile logs first."""

from __future__ import annotations

import contextlib
import re
import stat
import zipfile
import zlib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser

from tests.analysis.reports import report
from tests.browser import AXE_OPTIONS
from tests.figures.logs import HEADER, SMALL, write
from tovholder.analysis.texts import speaking
from tovholder.config import cli
from tovholder.paper import files, html, pdf

#: What a log may say to do harm: in a browser, in Typst, in a spreadsheet, in Vega, or only to the eye.
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "#read(\"/etc/passwd\") $x$ *b* _i_ @ref `raw` \\ // ]",
    "=HYPERLINK(\"http://evil.example\";\"click\")",
    "+1+1",
    "@SUM(A1)",
    "http://evil.example/",
    "{{ 7*7 }}{% include 'x' %}",
    "datum.x</text></svg>",
    "\u202etxt.exe",
    "a\x1bb",
    "x" * 5000,
)  # fmt: skip


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.main, ["analyse", *map(str, arguments)])


def hostile_log(folder: Path) -> Path:
    def quoted(name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    events = []
    for number, name in enumerate(HOSTILE):
        for seq, who in ((1, name), (2, HOSTILE[number - 1])):
            events.append(f"{quoted(name)},{seq},{quoted(name)},2026-01-0{seq}T00:00:00Z,{quoted(who)},{quoted(who)}\n")
    return write(folder, f"{HEADER},group\n{''.join(events)}")


@pytest.mark.parametrize(
    ("option", "target", "said"),
    [
        ("--html", "-", "not to standard output"),
        ("--pdf", ".", "is a folder"),
        ("--xlsx", "nowhere/report.xlsx", "there is no folder"),
        ("--html", "log.csv", "is a log"),
    ],
)
def test_a_target_that_cannot_be(tmp_path: Path, option: str, target: str, said: str) -> None:
    path = write(tmp_path, SMALL)
    done = call(path, option, target if target == "-" else tmp_path / target)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert path.read_text() == SMALL


def test_two_reports_in_one_file(tmp_path: Path) -> None:
    target = tmp_path / "report"
    done = call(write(tmp_path, SMALL), "--html", target, "--pdf", target)
    assert done.exit_code == 2
    assert "is written by --html" in " ".join(done.stderr.split())
    assert not target.exists()


def test_a_log_with_faults_gets_no_report(tmp_path: Path) -> None:
    bad = write(tmp_path, f"{HEADER}\nA,1,open,soon,Ann\n")
    assert call(bad, "--html", tmp_path / "r.html").exit_code == 1
    assert not (tmp_path / "r.html").exists()


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError("No space left on device")])
def test_what_is_stopped_leaves_nothing_and_keeps_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Any
) -> None:
    log = write(tmp_path, SMALL)
    (tmp_path / "r.html").write_text("the old one")

    def stop(*arguments: object) -> None:
        raise error

    monkeypatch.setitem(files.WRITERS, "xlsx", stop)  # type: ignore[arg-type]
    done = call(log, "--html", tmp_path / "r.html", "--xlsx", tmp_path / "r.xlsx")
    assert done.exit_code == (130 if error is KeyboardInterrupt else 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.csv", "r.html"]
    assert (tmp_path / "r.html").read_text() == "the old one"


def test_hiding_names_is_for_a_report(tmp_path: Path) -> None:
    assert call(write(tmp_path, SMALL), "--hide-names").exit_code == 2


def test_all_three_at_once(tmp_path: Path) -> None:
    targets = {kind: tmp_path / f"r.{kind}" for kind in ("html", "pdf", "xlsx")}
    done = call(write(tmp_path, SMALL), *(part for kind, path in targets.items() for part in (f"--{kind}", path)))
    assert done.exit_code == 0
    assert targets["pdf"].read_bytes().startswith(b"%PDF-1.7")
    assert zipfile.is_zipfile(targets["xlsx"])
    assert "<title>Sagsbehandlerskift og ventetid</title>" in targets["html"].read_text()
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o444 == 0o444 for path in targets.values())


class Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def outline(text: str) -> Outline:
    found = Outline()
    found.feed(text)
    return found


def test_hostile_names_are_only_text_in_html(tmp_path: Path) -> None:
    with speaking("en"):
        made = html.made(report(hostile_log(tmp_path)))
    found = outline(made)
    assert not {"script", "iframe", "object", "link"} & {tag for tag, _attributes in found.tags}
    assert not [name for _tag, attributes in found.tags for name in attributes if name.startswith("on")]
    assert HOSTILE[0] in found.text
    assert "{{ 7*7 }}" in found.text
    assert "\u202e" not in made
    assert "x" * 200 not in made


def test_hostile_names_are_only_text_in_charts(tmp_path: Path) -> None:
    with speaking("en"):
        drawn = "".join(chart.svg for chart in report(hostile_log(tmp_path)).charts())
    assert "<script" not in drawn
    assert "onerror=alert" not in re.sub(r'="[^"]*"|>[^<]*<', "", drawn)
    assert "<image" not in drawn


def unpacked(made: bytes) -> bytes:
    """A PDF with its packed parts unpacked, so that one can look into it."""
    parts = [made]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompress(packed))
    return b"\n".join(parts)


def test_hostile_names_are_only_text_in_pdf(tmp_path: Path) -> None:
    with speaking("da"):
        hostile = report(hostile_log(tmp_path))
        whole = unpacked(pdf.made(hostile))
        # In Typst's markup the same name would be a command that fails: here it is set as it stands.
        told = next(one for one in pdf._blocks(hostile.sections[2].blocks[1]) if one["kind"] == "table")
        assert HOSTILE[2] in {cell.replace("\u200b", "") for row in told["rows"] for cell in row}
    assert b"/StructTreeRoot" in whole
    for action in (b"/URI", b"/JavaScript", b"/Launch", b"/EmbeddedFile"):
        assert action not in whole


def test_hostile_names_are_only_text_in_a_workbook(tmp_path: Path) -> None:
    target = tmp_path / "r.xlsx"
    assert call(hostile_log(tmp_path), "--xlsx", target).exit_code == 0
    with zipfile.ZipFile(target) as book:
        sheets = "".join(book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name)
        links = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".rels"))
    assert "<f>" not in sheets
    assert "evil.example" not in links
    names = fastexcel.read_excel(str(target)).load_sheet("Par af medarbejdere", header_row=2).to_polars()
    assert {"=HYPERLINK(\"http://evil.example\";\"click\")", "+1+1", "@SUM(A1)"} <= set(names["Fra"])  # fmt: skip


def test_the_html_asks_nothing_of_others(tmp_path: Path) -> None:
    with speaking("da"):
        made = html.made(report(write(tmp_path, SMALL)))
    found = outline(made)
    sources = [
        value for _tag, attributes in found.tags for name, value in attributes.items() if name in {"src", "href"}
    ]
    assert sources
    assert all((source or "").startswith(("data:", "#")) for source in sources)
    assert not re.search(r"@import|url\((?!\"data:)", made)
    assert ("html", {"lang": "da"}) in found.tags
    tags = [tag for tag, _attributes in found.tags]
    assert tags.count("h1") == 1
    assert tags.count("caption") == tags.count("table") > 8
    assert all(attributes.get("alt") for tag, attributes in found.tags if tag == "img")


@pytest.mark.browser
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_html_is_for_everybody(tmp_path: Path, chromium: Browser, language: Any, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    other = write(tmp_path, SMALL.replace("Cy", "Ann"), "other.csv")
    target = tmp_path / "r.html"
    with speaking(language):
        html.write(report(hostile_log(tmp_path), other, names=("<b>Odense</b>", "Vejle")), target)
    page = chromium.new_page(viewport={"width": width, "height": 800})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("console", lambda message: said.append(message.text))
    page.goto(target.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    found = Axe().run(page, options=AXE_OPTIONS)
    assert not found.violations_count, found.generate_report()
    assert not said
    assert {url.partition(":")[0] for url in asked} <= {"file", "data"}
    page.close()


def test_the_pdf_is_tagged_and_has_its_letters_with_it(tmp_path: Path) -> None:
    with speaking("da"):
        made = pdf.made(report(write(tmp_path, SMALL)))
    whole = unpacked(made)
    for mark in (b"/StructTreeRoot", b"/Lang", b"/TH", b"/Caption", b"/H1", b"/Alt", b"pdfuaid:part"):
        assert mark in whole, mark
    assert whole.count(b"/S /Figure") + whole.count(b"/S/Figure") == 5
    # Every typeface that is described stands in the file.
    fonts = (
        whole.count(b"/FontDescriptor\n") + whole.count(b"/Type /FontDescriptor") + whole.count(b"/Type/FontDescriptor")
    )
    assert len(re.findall(rb"/FontFile[23]?", whole)) >= fonts > 0


def test_the_workbook_has_a_sheet_for_each_table_and_numbers_as_numbers(tmp_path: Path) -> None:
    target = tmp_path / "r.xlsx"
    assert call(write(tmp_path, SMALL), "--xlsx", target).exit_code == 0
    book = fastexcel.read_excel(str(target))
    with speaking("da"):
        expected = [table.sheet for table in report(write(tmp_path, SMALL)).tables()]
    assert book.sheet_names == ["Indhold", *expected]
    assert "Definitioner" in book.sheet_names
    steps = book.load_sheet("Skridt og tid", header_row=2).to_polars()
    assert steps.schema["Timer"] == pl.Float64
    assert steps["Timer"].to_list() == [74.0, 5.0]
    with zipfile.ZipFile(target) as packed:
        pictures = [name for name in packed.namelist() if name.startswith("xl/media/")]
        drawings = "".join(packed.read(name).decode() for name in packed.namelist() if "drawings/drawing" in name)
    assert len(pictures) == 5
    assert drawings.count('descr="') == 5
