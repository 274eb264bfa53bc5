"""Pages: the plans, their goals, status reports, what a committee reads, what support costs."""
