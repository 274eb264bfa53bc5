"""Files that unpack without end, names that point elsewhere, links, zips in zips: refused, nothing is left behind."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import polars as pl
import pytest

from tests.imports.conftest import Importer, Said
from tovholder.imports import readers
from tovholder.imports.archives import BadArchive, TooLarge, check_workbook, unpack

pytestmark = pytest.mark.requirement("F11")


def archive(path: Path, *entries: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in entries:
            written.writestr(name, content)
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "inside").mkdir()
    return tmp_path / "inside"


def test_a_zip_that_unpacks_to_more_than_is_taken_is_refused_while_it_unpacks(tmp_path: Path, target: Path) -> None:
    bomb = archive(tmp_path / "a.zip", ("citizens.csv", b"0" * 5_000_000), ("cases.csv", b"0" * 5_000_000))
    assert bomb.stat().st_size < 20_000
    with pytest.raises(TooLarge):
        unpack(bomb, target, most_bytes=6_000_000, most_files=5)
    assert sum(path.stat().st_size for path in target.iterdir()) <= 6_000_001


def test_a_zip_that_lies_about_its_sizes_is_refused(tmp_path: Path, target: Path) -> None:
    path = archive(tmp_path / "a.zip", ("citizens.csv", b"0" * 1_000_000))
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)  # the list of contents says: ten bytes
    path.write_bytes(content)
    with pytest.raises(BadArchive):
        unpack(path, target, most_bytes=2_000_000, most_files=5)


def test_a_zip_of_too_many_files_is_refused(tmp_path: Path, target: Path) -> None:
    path = archive(tmp_path / "a.zip", *((f"{n}.csv", b"x") for n in range(6)))
    with pytest.raises(TooLarge, match="5 files"):
        unpack(path, target, most_bytes=1000, most_files=5)


@pytest.mark.parametrize(
    "name", ["../../citizens.csv", "/etc/citizens.csv", "..\\..\\citizens.csv", "a/b/citizens.csv"]
)
def test_a_name_in_a_zip_never_becomes_a_path(tmp_path: Path, target: Path, name: str) -> None:
    before = set(tmp_path.rglob("*"))
    path = archive(tmp_path / "a.zip", (name, b"x"))
    ((told, where),) = unpack(path, target, most_bytes=1000, most_files=5)
    assert told == "citizens.csv"
    assert where.parent == target
    assert set(tmp_path.rglob("*")) - before == {path, where}


def test_a_link_in_a_zip_is_refused(tmp_path: Path, target: Path) -> None:
    link = zipfile.ZipInfo("citizens.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = archive(tmp_path / "a.zip", (link, b"/etc/passwd"))
    with pytest.raises(BadArchive, match="link"):
        unpack(path, target, most_bytes=1000, most_files=5)


def test_a_zip_in_a_zip_is_refused(tmp_path: Path, target: Path) -> None:
    path = archive(tmp_path / "a.zip", ("inner.zip", b"PK"))
    with pytest.raises(BadArchive, match="zip in a zip"):
        unpack(path, target, most_bytes=1000, most_files=5)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all", b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_zip_is_refused(tmp_path: Path, target: Path, content: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    with pytest.raises(BadArchive):
        unpack(path, target, most_bytes=1000, most_files=5)


def test_a_workbook_that_unpacks_without_end_is_refused_before_it_is_read(
    importer: Importer, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = importer.write()
    path = folder / "citizens.xlsx"
    pl.DataFrame({"external_id": ["B-1"], "family_name": ["Prøve"]}).write_excel(path, worksheet="citizens")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/image1.png", b"0" * 3_000_000)
    with pytest.raises(TooLarge):
        check_workbook(path, 2_000_000)
    monkeypatch.setattr(readers, "MOST_BYTES", 2_000_000)
    assert [rule for *_, rule in said(importer.again())] == ["too_large"]


def test_a_packed_csv_that_unpacks_without_end_is_refused(
    importer: Importer, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gzip

    monkeypatch.setattr(readers, "MOST_BYTES", 1_000_000)
    (importer.write() / "citizens.csv.gz").write_bytes(gzip.compress(b"0" * 2_000_000))
    (importer.folder / "cases.csv").write_bytes(b"0" * 2_000_000)
    assert [rule for *_, rule in said(importer.again())] == ["too_large", "too_large"]


def test_too_many_rows_are_refused_before_they_are_unpacked(
    importer: Importer, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "MOST_ROWS", 1000)
    packed = io.BytesIO()
    pl.DataFrame({"external_id": ["B-1"] * 2000, "family_name": "Prøve"}).write_parquet(packed)
    (importer.write() / "citizens.parquet").write_bytes(packed.getvalue())
    assert [rule for *_, rule in said(importer.again())] == ["too_large"]
