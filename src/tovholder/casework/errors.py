"""Why something that a person asked for was not done. It is the same in every room (`accounts/acts.py`)."""

from tovholder.accounts.acts import Refused, register, store

__all__ = ["Refused", "register", "store"]
