"""`tovholder analyse`: the measures of case-handling logs as a report to put before a committee. Needs no database."""
