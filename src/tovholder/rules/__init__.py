"""Pure: dated rule tables and what follows from them. The room is drawn and not built yet."""
