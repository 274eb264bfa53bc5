"""The pages on documentation."""
