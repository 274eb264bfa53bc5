"""The verbs of the room: one module per noun, one function per act.

Every act takes the `actor` and the time (`now`, and `today` in the Danish calendar), checks the right and is one
transaction. It raises

* `NotAllowed` when the right is missing,
* `Refused` with every fault, in words for the screen,
* `ChangedMeanwhile` when somebody else changed the row after `mark` was made of it (`accounts/seen.py`).
"""
