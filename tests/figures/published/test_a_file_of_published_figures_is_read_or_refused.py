"""Published monthly figures: every fault is named with its row, and missing is never zero."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from tovholder.figures.published import areas, read
from tovholder.figures.published.months import Month
from tovholder.figures.published.read import Faulty

HEADS = "area_code,area,indicator,period,value\n"
GOOD = HEADS + "173,Lyngby-Taarbæk,unemployment.total,2026M06,850\n173,Lyngby-Taarbæk,unemployment.total,2026M07,857\n"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str, name: str = "figures.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize(
    ("line", "code", "row"),
    [
        ("999,Nirgends,unemployment.total,2026M07,1", "area", 4),
        ("173,Gentofte,unemployment.total,2026M08,1", "name", 4),
        ("173,Lyngby-Taarbæk,unemployment.totl,2026M08,1", "indicator", 4),
        ("173,Lyngby-Taarbæk,unemployment.total,2026M13,1", "period", 4),
        ("173,Lyngby-Taarbæk,unemployment.total,juli 2026,1", "period", 4),
        ("173,Lyngby-Taarbæk,unemployment.total,2026M08,mange", "value", 4),
        ("173,Lyngby-Taarbæk,unemployment.total,2026M08,inf", "value", 4),
        ("173,Lyngby-Taarbæk,unemployment.total,2026M08,-1", "negative", 4),
        ("173,Lyngby-Taarbæk,unemployment.totalRate,2026M08,857", "share", 4),
        ("173,Lyngby-Taarbæk,unemployment.total,2026M07,858", "twice", 3),
    ],
)
def test_a_fault_is_named_with_its_row(write: Write, line: str, code: str, row: int) -> None:
    with pytest.raises(Faulty) as refused:
        read.read(write(GOOD + line + "\n"))
    assert (refused.value.faults[0].code, refused.value.faults[0].row) == (code, row)
    assert refused.value.faults[0].line("da").startswith(f"række {row}: ")


def test_a_shifted_column_is_refused_and_not_guessed(write: Write) -> None:
    shifted = HEADS + "Lyngby-Taarbæk,unemployment.total,2026M07,857,\n"
    with pytest.raises(Faulty) as refused:
        read.read(write(shifted))
    assert {fault.code for fault in refused.value.faults} >= {"area", "indicator"}
    with pytest.raises(Faulty) as refused:
        read.read(write(GOOD.replace("area_code,area,", "area,area_code,")))
    assert [fault.code for fault in refused.value.faults] == ["columns"]


def test_all_faults_are_counted_and_the_first_of_each_kind_listed(write: Write) -> None:
    lines = "".join(f"9{number},X,unemployment.total,2026M01,1\n" for number in range(10, 40))
    with pytest.raises(Faulty) as refused:
        read.read(write(GOOD + lines))
    assert (refused.value.count, len(refused.value.faults)) == (30, read.SHOWN)


@pytest.mark.parametrize(("text", "code"), [("", "unreadable"), (HEADS, "empty"), ("hej", "columns")])
def test_a_file_that_is_no_table_is_refused(write: Write, text: str, code: str) -> None:
    with pytest.raises(Faulty) as refused:
        read.read(write(text))
    assert [fault.code for fault in refused.value.faults] == [code]


def test_a_file_that_ends_in_the_middle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv.gz"
    lines = "".join(
        f"173,Lyngby-Taarbæk,unemployment.total,{1900 + n // 12}M{n % 12 + 1:02},{n}\n" for n in range(1500)
    )
    whole = gzip.compress((HEADS + lines).encode())
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Faulty) as refused:
        read.read(path)
    assert [fault.code for fault in refused.value.faults] == ["cut_short"]


def test_a_number_that_was_cut_off_is_not_taken_for_another(write: Write) -> None:
    with pytest.raises(Faulty) as refused:
        read.read(write(GOOD[:-2]))  # 85 for 857
    assert [(fault.code, fault.row) for fault in refused.value.faults] == [("cut_short", 3)]


def test_a_file_that_grows_without_end_when_unpacked_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "MOST_BYTES", 10_000)
    path = tmp_path / "figures.csv.gz"
    path.write_bytes(gzip.compress(b"0" * 10_001))
    with pytest.raises(Faulty) as refused:
        read.read(path)
    assert [fault.code for fault in refused.value.faults] == ["too_large"]


def test_the_same_figures_are_read_from_csv_gzip_and_parquet_whatever_the_name(tmp_path: Path, write: Write) -> None:
    plain = write(GOOD, "figures")
    (tmp_path / "zipped").write_bytes(gzip.compress(GOOD.encode()))
    read.table(plain).write_parquet(tmp_path / "packed")
    tables = [read.table(tmp_path / name) for name in ("figures", "zipped", "packed")]
    assert tables[0].equals(tables[1])
    assert tables[0].equals(tables[2])


def test_figures_without_any_month_are_refused(write: Write) -> None:
    with pytest.raises(Faulty) as refused:
        read.read(write(HEADS + "173,Lyngby-Taarbæk,offers.activated,Løntilskud,5\n"))
    assert [fault.code for fault in refused.value.faults] == ["no_month"]


def test_an_empty_value_is_missing_and_a_month_between_is_missing_too(write: Write) -> None:
    more = "173,Lyngby-Taarbæk,unemployment.total,2026M04,\n173,Lyngby-Taarbæk,unemployment.total,2026M03,800\n"
    series = read.read(write(GOOD + more)).series("unemployment.total", "173")
    assert series.points() == [
        (Month.of(2026, 3), 800.0),
        (Month.of(2026, 4), None),
        (Month.of(2026, 5), None),
        (Month.of(2026, 6), 850.0),
        (Month.of(2026, 7), 857.0),
    ]
    assert series.latest() == (Month.of(2026, 7), 857.0)


def test_an_area_or_indicator_without_figures_is_empty(write: Write) -> None:
    published = read.read(write(GOOD))
    assert published.series("unemployment.total", "101").latest() is None
    assert published.series("longterm.total", "173").latest() is None
    with pytest.raises(KeyError):
        published.series("no.such", "173")


def test_a_former_name_is_the_same_municipality(write: Write) -> None:
    published = read.read(write(HEADS + "751,Århus,unemployment.total,2026M07,9000\n"))
    assert published.series("unemployment.total", "751").latest() == (Month.of(2026, 7), 9000.0)


MERGER = areas.Merger("563", "561", "2027M01")


def fanoe_and_esbjerg(*months: str) -> str:
    return "".join(
        f"{code},{name},{indicator},{month},{value}\n"
        for month in months
        for code, name, indicator, value in [
            ("561", "Esbjerg", "unemployment.total", 2000),
            ("563", "Fanø", "unemployment.total", 30),
            ("561", "Esbjerg", "unemployment.totalRate", 3.0),
            ("563", "Fanø", "unemployment.totalRate", 2.0),
        ]
    )


def test_a_file_from_before_a_merger_is_read_as_it_was(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(areas, "MERGERS", (MERGER,))
    published = read.read(write(HEADS + fanoe_and_esbjerg("2026M11", "2026M12")))
    assert published.series("unemployment.total", "561").latest() == (Month.of(2026, 12), 2000.0)
    assert published.series("unemployment.total", "563").latest() == (Month.of(2026, 12), 30.0)


def test_a_merged_municipality_is_counted_where_it_went(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(areas, "MERGERS", (MERGER,))
    after = "561,Esbjerg,unemployment.total,2027M01,2040\n561,Esbjerg,unemployment.totalRate,2027M01,2.9\n"
    published = read.read(write(HEADS + fanoe_and_esbjerg("2026M12") + after))
    assert published.series("unemployment.total", "561").values == (2030.0, 2040.0)
    assert published.series("unemployment.totalRate", "561").values == (None, 2.9), "two shares cannot be added"
    assert not published.has("563")


def test_what_the_publisher_has_worked_out_anew_is_taken_as_it_is(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(areas, "MERGERS", (MERGER,))
    rows = "".join(f"561,Esbjerg,unemployment.totalRate,{month},2.9\n" for month in ("2026M12", "2027M01"))
    published = read.read(write(HEADS + rows))
    assert published.series("unemployment.totalRate", "561").values == (2.9, 2.9)


def test_two_that_become_a_new_one(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    merged = {"599": areas.Area("599", "Vadehavet", "Syddanmark")}
    monkeypatch.setattr(areas, "MUNICIPALITIES", areas.MUNICIPALITIES | merged)
    monkeypatch.setattr(areas, "AREAS", areas.AREAS | merged)
    monkeypatch.setattr(
        areas, "MERGERS", tuple(areas.Merger(one, "599", "2027M01", is_new=True) for one in ("561", "563"))
    )
    rows = fanoe_and_esbjerg("2026M12") + "599,Vadehavet,unemployment.total,2027M01,2040\n"
    published = read.read(write(HEADS + rows))
    assert published.series("unemployment.total", "599").values == (2030.0, 2040.0)
    assert [areas.exists("599", month) for month in ("2026M12", "2027M01")] == [False, True]
    assert [areas.exists("561", month) for month in ("2026M12", "2027M01")] == [True, False]
    assert len(areas.to_choose()) == 97
    assert {one.code for one in areas.in_region("Syddanmark", "2027M01")} & {"561", "563", "599"} == {"599"}


def test_a_renamed_or_new_municipality_is_one_fault_that_says_what_to_do(write: Write) -> None:
    rows = "".join(
        f"{code},{name},unemployment.total,2026M{month:02},10\n"
        for month in range(1, 13)
        for code, name in (("173", "Nordsund"), ("599", "Vadehavet"))
    )
    with pytest.raises(read.Faulty) as faulty:
        read.read(write(HEADS + rows))
    assert faulty.value.count == 24
    assert [(one.code, one.row, one.value) for one in faulty.value.faults] == [
        ("area", 3, "599"), ("name", 2, "Nordsund")
    ]  # fmt: skip
    assert all("skal Tovholders liste over kommuner rettes først" in one.line("da") for one in faulty.value.faults)
    assert "Lyngby-Taarbæk" in faulty.value.faults[1].line("da")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lyngby-Taarbæk", "173"),
        (" lyngby-taarbæk kommune ", "173"),
        ("173", "173"),
        ("Hele landet", "000"),
        ("Århus", "751"),
    ],
)
def test_a_municipality_is_found_by_name_or_code(text: str, code: str) -> None:
    found = areas.find(text)
    assert found is not None
    assert found.code == code


def test_there_are_98_municipalities_in_five_regions() -> None:
    assert len(areas.MUNICIPALITIES) == 98
    assert sum(len(areas.in_region(region)) for region in areas.REGIONS) == 98
    assert areas.find("Atlantis") is None


def test_months_are_counted(write: Write) -> None:
    assert str(Month.of(2026, 11) + 3) == "2027M02"
    assert Month.read("2027-02").since(Month.read("2026M11")) == 3
    assert Month.read("2026M07").to("da") == "juli 2026"
    with pytest.raises(ValueError, match="2026M00"):
        Month.read("2026M00")


def test_the_real_file_is_read_whole(data: Path) -> None:
    published = read.read(data / "jobindsats" / "kommuner.csv.gz")
    assert len(list(published.indicators())) == 17
    assert all(len(panel.areas) == 99 for panel in published.panels.values())
    assert published.series("unemployment.total", "173").latest() == (Month.of(2026, 7), 857.0)
    assert published.series("ordinaryHours.share", "000").latest() is not None
    assert published.categories["cashVisitation.fullTime", "000"]["Jobparat"] == 16409.0
