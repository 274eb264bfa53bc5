"""The verbs of the room, as in `casework/actions`: the actor and the time are given, the right is checked in the case,
each act is one transaction, and a refusal says everything that stands in the way."""
