"""How a goal stands as a shape: an icon on the page, a letter on paper; a word always stands beside it."""

from __future__ import annotations

from tovholder.figures.words import Words
from tovholder.plans.content import hide

#: Sign → icon and the colour of its ground; the word stands beside it always.
SIGNS = {
    "reached": ("check", "success"),
    "on_path": ("arrow-upward", "success"),
    "off_path": ("arrow-downward", "warning"),
    "missed": ("close", "error"),
    "followed": ("visibility", "info"),
    "not_decided": ("more-horiz", "neutral"),
    "no_baseline": ("help", "neutral"),
    "no_data": ("help", "neutral"),
    "broken": ("warning", "warning"),
    hide.HIDDEN: ("visibility-off", "neutral"),
}
#: The same shapes as letters, where icons cannot stand: in a PDF and a workbook.
LETTERS = {
    "reached": "✓",
    "on_path": "↑",
    "off_path": "↓",
    "missed": "✗",
    "followed": "◦",
    "not_decided": "…",
    "no_baseline": "?",
    "no_data": "?",
    "broken": "‖",
    hide.HIDDEN: "–",
}
HIDDEN_WORDS = Words("Skjult: små grupper", "Hidden: small groups")
