"""A report on logs: described once (`model`), composed by chapters, written as HTML, PDF and Excel by three writers
that know only the description, so that they cannot say different things."""
