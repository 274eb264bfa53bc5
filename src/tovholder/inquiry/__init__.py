"""`tovholder figures`: figures of a snapshot, asked in a terminal. Needs no database."""
