"""Pages of the room: figures, and the snapshots they are computed from."""
