"""Dated rules of the law, and what follows from them: pure, without Django (docs/rules.md)."""
