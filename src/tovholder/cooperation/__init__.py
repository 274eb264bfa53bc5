"""Courses in which several professions work for one citizen towards one goal, with one coordinator (F7, F8)."""
