"""All that a status says, as plain values: composed from rows and figures, frozen when it is published, drawn by the
pages, the PDF and the workbook. Whoever draws it computes nothing, so that all of them say the same."""
