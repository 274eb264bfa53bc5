"""Tidy tables: what a snapshot is made of, whichever system it comes from.

One row for each fact; keys that say nothing about a person; no name, CPR number or free text. `tables` says what there
is and what every column means, `snapshot` writes and reads a folder of them, `check` names what is wrong with one.
"""
