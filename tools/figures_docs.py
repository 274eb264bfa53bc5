"""Writes the pages of docs/ that are made from the code: .venv/bin/python tools/figures_docs.py [--check]"""

from __future__ import annotations

import sys
from pathlib import Path

from tovholder.figures import document as definitions
from tovholder.figures.tidy import document as tables

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = {"tables.md": tables.markdown, "definitions.md": definitions.markdown}


def main() -> None:
    stale = []
    for name, markdown in PAGES.items():
        path, wanted = DOCS / name, markdown()
        if path.exists() and path.read_text(encoding="utf-8") == wanted:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.write_text(wanted, encoding="utf-8")
            print(f"· wrote docs/{name}")
    if stale and "--check" in sys.argv:
        sys.exit(f"Not up to date: {', '.join(stale)}. Run tools/figures_docs.py.")


if __name__ == "__main__":
    main()
