"""The verbs about citizens: one module per noun, one function per act.

Every act takes the `actor` and the time (`now`, and `today` in the Danish calendar), checks the right for the citizen
(`audit/reach.py`), and is one transaction. It raises

* `NotAllowed` when the right is missing,
* `Refused` with every fault, in words for the screen,
* `ChangedMeanwhile` when somebody else wrote after the row was read; it carries the row as it is now.
"""
