"""Pure: who takes over which case (`takeover`). Plain values in and out; nothing is stored or decided here."""
