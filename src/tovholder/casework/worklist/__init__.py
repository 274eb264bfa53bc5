"""The work list: a scope of cases, statuses that are counts and filters, columns, sorting, export, bulk actions.

scopes.py    whose cases
flags.py     casework's own statuses (other rooms contribute theirs)
facts.py     what a case says about itself in one column: last conversation, held since …
columns.py   the columns one can choose
wanted.py    what the address asks for
query.py     counts and a page of rows, a fixed number of queries
"""
