"""Pure: who fits where, and who takes over a case. The room is drawn and not built yet."""
