"""Published monthly figures of the municipalities (Jobindsats): what they are, how they are read, where they go.

`months` and `areas` say when and where, `catalogue` what is measured and where it breaks, `read` makes series of a file
and names its faults, `pack` keeps one for years, `changes` tells two apart, `forecast` says where a series goes and how
wrong it has been before (`learned`), `alike` which municipalities resemble one.
"""
