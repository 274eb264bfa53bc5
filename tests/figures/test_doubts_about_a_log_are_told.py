"""What does not stop an analysis but has to be known by whoever reads it."""

from __future__ import annotations

from pathlib import Path

from tests.figures.logs import HEADER, SMALL, doubts, faults, measured, numbers, write


def log(folder: Path, *rows: str, header: str = "case,timestamp,resource") -> Path:
    return write(folder, "\n".join([header, *rows]) + "\n")


def test_a_good_log_raises_none(tmp_path: Path) -> None:
    assert doubts(write(tmp_path, SMALL)) == {}


def test_times_without_a_zone_are_danish_and_it_says_so(tmp_path: Path) -> None:
    path = log(tmp_path, "A,2026-01-05 08:00:00,Ann", "A,2026-07-05 08:00:00,Ann")
    found = doubts(path)
    assert found["no_zone"].sentence("en") == "times without a time zone: 2. They were read as Europe/Copenhagen"
    assert measured(path).first.isoformat() == "2026-01-05T07:00:00+00:00"
    assert measured(path).last.isoformat() == "2026-07-05T06:00:00+00:00"
    assert doubts(path, zone="Europe/London")["no_zone"].sentence("da").endswith("De blev læst som Europe/London")


def test_times_with_a_zone_among_times_without(tmp_path: Path) -> None:
    found = doubts(log(tmp_path, "A,2026-01-05T08:00:00+01:00,Ann", "A,2026-01-05T09:00:00,Ann"))
    assert found["zone_sometimes"].sentence("en").endswith("Without: 1 of 2")


def test_zones_of_more_than_one_place(tmp_path: Path) -> None:
    far = doubts(log(tmp_path, "A,2026-01-05T08:00:00+01:00,Ann", "A,2026-01-05T17:00:00+09:00,Ann"))
    assert "UTC+01:00, UTC+09:00" in far["mixed_zones"].sentence("en")
    near = doubts(log(tmp_path, "A,2026-01-05T08:00:00+01:00,Ann", "A,2026-01-05T17:00:00Z,Ann"))
    assert "UTC+00:00, UTC+01:00" in near["mixed_zones"].sentence("en")


def test_summer_and_winter_time_are_one_place(tmp_path: Path) -> None:
    assert doubts(log(tmp_path, "A,2026-01-05T08:00:00+01:00,Ann", "A,2026-07-05T08:00:00+02:00,Ann")) == {}


def test_the_hour_that_comes_twice(tmp_path: Path) -> None:
    assert doubts(log(tmp_path, "A,2026-10-25 02:30:00,Ann"))["repeated_hour"].parameters["rows"] == 1


def test_dates_without_a_clock(tmp_path: Path) -> None:
    assert doubts(log(tmp_path, "A,2026-01-05,Ann", "A,05-02-2026,Ann"))["no_clock"].parameters["rows"] == 2


def test_events_out_of_order_stay_where_they_are_unless_asked(tmp_path: Path) -> None:
    path = log(
        tmp_path,
        "A,2026-01-05T08:00:00+01:00,Ann",
        "A,2026-01-07T08:00:00+01:00,Ann",
        "A,2026-01-06T08:00:00+01:00,Bo",
        "A,2026-01-08T08:00:00+01:00,Bo",
    )
    found = doubts(path)["time_goes_back"]
    assert found.parameters["rows"] == 1
    assert found.sentence("en").endswith("The order of the file was kept; --order time sorts by time")
    assert numbers(path)["shifts"] == 1
    assert "time_goes_back" not in doubts(path, order="time")
    assert numbers(path, order="time")["shifts"] == 3


def test_a_log_without_sequence_keeps_the_order_of_the_file_at_one_time(tmp_path: Path) -> None:
    same = "2026-01-05T08:00:00+01:00"
    path = log(tmp_path, f"A,{same},Bo", f"A,{same},Ann", f"A,{same},Bo")
    assert numbers(path)["shifts"] == 2
    assert numbers(path, order="time")["shifts"] == 2


def test_events_that_are_not_in_the_order_of_their_numbers_are_sorted(tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEADER}\nA,2,x,2026-01-06,Bo\nA,1,x,2026-01-05,Ann\nA,3,x,2026-01-07,Bo\n")
    assert doubts(path)["not_in_sequence"].parameters["rows"] == 1
    assert numbers(path)["shifts"] == 1


def test_cases_whose_events_are_scattered_are_sorted(tmp_path: Path) -> None:
    header, *rows = SMALL.splitlines()
    scattered = write(tmp_path, "\n".join([header, *rows[::2], *rows[1::2]]) + "\n")
    assert "not_grouped" in doubts(scattered)
    assert numbers(scattered) == numbers(write(tmp_path, SMALL, "grouped.csv"))


def test_the_same_event_twice(tmp_path: Path) -> None:
    header = "case,timestamp,resource,activity"
    twice = ["A,2026-01-05T08:00:00Z,Ann,x", "A,2026-01-05T08:00:00Z,Ann,y", "A,2026-01-05T08:00:00Z,Ann,x"]
    path = log(tmp_path, *twice, "B,2026-01-05T08:00:00Z,Ann,x", header=header)
    assert doubts(path)["duplicate_rows"].parameters["rows"] == 1
    assert numbers(path)["events"] == 4


def test_names_that_differ_only_in_case_or_blanks(tmp_path: Path) -> None:
    path = log(
        tmp_path,
        "A,2026-01-05T08:00:00Z,Ann Hansen",
        "A,2026-01-05T09:00:00Z,ann  hansen",
        "A,2026-01-05T10:00:00Z, Ann Hansen",
        "A,2026-01-05T11:00:00Z,Bo",
    )
    told = doubts(path)["similar_names"].sentence("en")
    assert "“ Ann Hansen” / “Ann Hansen” / “ann  hansen”" in told
    assert "Bo" not in told
    assert (numbers(path)["resources"], numbers(path)["shifts"]) == (4, 3)
    joined = measured(path, same_names=True)
    assert (joined.numbers["resources"], joined.numbers["shifts"]) == (2, 1)
    assert not joined.report.doubts


def test_events_that_name_nobody(tmp_path: Path) -> None:
    path = log(tmp_path, "A,2026-01-05T08:00:00Z,Ann", "A,2026-01-05T09:00:00Z,  ", "A,2026-01-05T10:00:00Z,")
    assert doubts(path)["nobody"].parameters["rows"] == 2
    assert numbers(path)["resources"] == 1


def test_a_file_in_windows_1252_is_read_with_a_doubt(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    # The odd letter stands far down, where the reading has long begun.
    rows = "".join(f"A{number},2026-01-05T08:00:00Z,Ann\n" for number in range(5_000))
    path.write_bytes(f"case,timestamp,resource\n{rows}B,2026-01-05T08:00:00Z,Søren\n".encode("cp1252"))
    assert "not_utf8" in doubts(path)
    assert numbers(path)["events"] == 5_001


def test_several_columns_that_could_be_meant(tmp_path: Path) -> None:
    path = log(tmp_path, "A,2026-01-05T08:00:00Z,Ann,Bo", header="case,timestamp,resource,user")
    found = doubts(path)["named_twice"]
    assert found.column == "resource"
    assert found.sentence("en").endswith("user. This one was used; choose another with --resource")
    assert "named_twice" not in doubts(path, columns={"resource": "user"})


def test_a_fault_is_told_together_with_the_doubts(tmp_path: Path) -> None:
    assert [fault.code for fault in faults(log(tmp_path, "A,2026-01-05 08:00:00,Ann", "A,soon,Ann"))] == ["time"]
