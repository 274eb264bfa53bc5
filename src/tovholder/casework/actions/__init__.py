"""The verbs of casework: one module per noun, one function per act.

Every act takes the `actor` and the time (`now`, and `today` in the Danish calendar), checks the right in the case, and
is one transaction. It raises

* `NotAllowed` when the right is missing and `NeedsReason` when a stated reason would open the case,
* `Refused` with every fault, in words for the screen,
* `ChangedMeanwhile` when somebody else wrote after `version` was read; it carries the row as it is now.
"""
