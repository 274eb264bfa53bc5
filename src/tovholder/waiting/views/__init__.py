"""The pages on waits."""
