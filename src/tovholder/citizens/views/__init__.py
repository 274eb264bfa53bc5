"""Pages about citizens: each parses, calls one action or question, and renders."""
