"""Waits of many cases at once: how many, how long, over which threshold; and pauses of a clock, with their reason."""
