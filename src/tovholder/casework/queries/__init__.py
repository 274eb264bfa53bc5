"""The questions of casework. Rights are asked by the page or the act; a query answers for the cases it is given."""
