"""The texts on the screen and their Danish: collected from code and templates, checked, compiled.

    python tools/messages.py             writes new texts into src/tovholder/<room>/locale/da/LC_MESSAGES/django.po
    python tools/messages.py --check     ends with 1 when a text has no Danish, or a Danish one has lost its text
    python tools/messages.py --compile   makes the .mo files that Django reads

English is the text in the code, so only Danish has a catalogue; each room keeps its own. Babel does the work of
GNU gettext, which a fresh machine may not have; templates go through Django's own `templatize` first.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "src" / "tovholder"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "gettext_noop": None,
}

#: What templatize leaves of a text: a call of gettext for `translate`, `_("…")` for an argument of any other tag.
CALL = re.compile(r"(?<!\w)(?:\w*gettext|_)\(")


def rooms() -> list[Path]:
    return sorted(path for path in HOUSE.iterdir() if path.is_dir() and not path.name.startswith("__"))


def found_in(file: Path) -> Iterator[tuple[int, object, list[str], object]]:
    """Each text of a file: line, text (or singular and plural), comments for the translator, context."""
    text = file.read_text(encoding="utf-8")
    if file.suffix in {".html", ".txt"}:
        text = templatize(text, origin=str(file))
        # templatize leaves calls of gettext among rubbish of the same length; only the lines with calls are Python.
        lines = [line if CALL.search(line) else "" for line in text.splitlines()]
        for number, line in enumerate(lines, 1):
            for call in calls_in(line):
                for _, *rest in extract("python", io.BytesIO(call.encode()), KEYWORDS, options={"encoding": "utf-8"}):
                    yield (number, *rest)  # type: ignore[misc]
        return
    yield from extract(  # type: ignore[misc]
        "python", io.BytesIO(text.encode()), KEYWORDS, comment_tags=["Translators:"], options={"encoding": "utf-8"}
    )


def calls_in(line: str) -> Iterator[str]:
    """The gettext calls in a line of templatize's output, each as Python."""
    start = 0
    while found := CALL.search(line, start):
        begin = found.start()
        end, quote, position = None, "", found.end()
        while position < len(line):
            letter = line[position]
            if quote:
                if letter == "\\":
                    position += 1
                elif letter == quote:
                    quote = ""
            elif letter in "'\"":
                quote = letter
            elif letter == ")":
                end = position
                break
            position += 1
        if end is None:
            return
        yield line[begin : end + 1]
        start = end


def collect(room: Path) -> Catalog:
    catalog = Catalog(locale="da")
    files = [*room.rglob("*.py"), *room.rglob("templates/**/*.html"), *room.rglob("templates/**/*.txt")]
    for file in sorted(files):
        if "migrations" in file.parts:
            continue
        for _line, message, comments, context in found_in(file):
            # Places without line numbers: a catalogue changes when a text does, not when code moves.
            catalog.add(
                message,  # type: ignore[arg-type]
                locations=[(str(file.relative_to(ROOT)), None)],  # type: ignore[list-item]
                auto_comments=comments,
                context=context,  # type: ignore[arg-type]
            )
    return catalog


def catalogue_of(room: Path) -> Path:
    return room / "locale" / "da" / "LC_MESSAGES" / "django.po"


def read(room: Path) -> Catalog:
    file = catalogue_of(room)
    if not file.exists():
        return Catalog(locale="da")
    with file.open("rb") as opened:
        return read_po(opened, locale="da")


#: No dates and no names of programs: a catalogue changes when a text does.
HEADER = """# Danish texts of the room {room}.
msgid ""
msgstr ""
"Language: da\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def update() -> None:
    elsewhere = {key(m): m.string for room in rooms() for m in read(room) if m.id and is_translated(m.string)}
    for room in rooms():
        wanted, known = collect(room), read(room)
        for message in wanted:
            own = known.get(message.id, message.context)
            # A text that another room has translated keeps one Danish in the whole house.
            message.string = own.string if own and is_translated(own.string) else elsewhere.get(key(message), "")
        if not len(wanted):
            continue
        written = io.BytesIO()
        write_po(written, wanted, width=120, sort_output=True, omit_header=True, include_lineno=False)
        file = catalogue_of(room)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(HEADER.format(room=room.name) + written.getvalue().decode("utf-8"), encoding="utf-8")
        missing = sum(1 for message in wanted if message.id and not is_translated(message.string))
        print(f"{room.name}: {len(wanted)} texts, {missing} without Danish")


def key(message: Message) -> tuple[object, object]:
    return message.id, message.context


def is_translated(string: object) -> bool:
    return bool(string) and (all(string) if isinstance(string, list | tuple) else True)


def check() -> int:
    faults = []
    danish: dict[object, tuple[object, str]] = {}
    for room in rooms():
        wanted, known = collect(room), read(room)
        for message in wanted:
            own = known.get(message.id, message.context)
            if not message.id:
                continue
            if own is None or not is_translated(own.string):
                faults.append(f"{room.name}: no Danish for {message.id!r}")
                continue
            faults += [f"{room.name}: {message.id!r}: {error}" for error in own.check(known)]
            other, where = danish.setdefault(key(own), (own.string, room.name))
            if other != own.string:
                faults.append(f"{room.name}: {message.id!r} is {own.string!r} here and {other!r} in {where}")
        faults += [
            f"{room.name}: {message.id!r} is not used any more (run: make messages)"
            for message in known
            if message.id and wanted.get(message.id, message.context) is None
        ]
    print("\n".join(faults) or "every text has its Danish")
    return 1 if faults else 0


def compile_all() -> None:
    for room in rooms():
        if catalogue_of(room).exists():
            with catalogue_of(room).with_suffix(".mo").open("wb") as opened:
                write_mo(opened, read(room))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compile", action="store_true")
    chosen = parser.parse_args()
    settings.configure(USE_I18N=True)
    if chosen.check:
        sys.exit(check())
    if chosen.compile:
        compile_all()
        return
    update()


if __name__ == "__main__":
    main()
