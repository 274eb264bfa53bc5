"""A case-handling log as any case system can export it: one row for each event, with case, time and who did it.

`read` opens a file and reports what is wrong with it, `order` brings its events in order, `tables` says what a step, a
shift and a case are, `measures` what is counted, `engines` counts it. Nothing here needs a database.
"""
