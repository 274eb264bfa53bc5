"""A report: described once (`model`), written as HTML, tagged PDF and Excel by three writers that know only the
description, so that they cannot say different things. Knows no room and no Django."""
