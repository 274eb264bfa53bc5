"""The picture of a figure: what is missing or hidden is said in words, and is no bar or point of height 0."""

import re

from tovholder.snapshots.charts import Picture, Point, draw

MONTHS = tuple(f"2025-{month:02}" for month in range(1, 13))


def test_where_all_is_zero_the_line_lies_at_the_bottom_and_not_through_the_words() -> None:
    points = [
        Point(month, team, None if number % 3 == place else 0.0, "skjult" if number % 3 == place else "0")
        for place, team in enumerate(("Nord", "Syd"))
        for number, month in enumerate(MONTHS)
    ]
    svg = draw(Picture(tuple(points), is_time=True), "da", 890)
    assert svg.count(">skjult</text>") == 8
    heights = {label: float(y) for y, label in re.findall(r'translate\([-\d.]+,([\d.]+)\)"[^>]*>([01])</text>', svg)}
    assert heights["0"] - heights["1"] > 200
