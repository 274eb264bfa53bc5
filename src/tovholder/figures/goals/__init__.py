"""Goals of an employment plan: what was decided, what follows from it, and where a series stands against it."""
