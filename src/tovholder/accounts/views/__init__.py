"""Pages of the room: one's own, those of signing in, and the administrator's."""
