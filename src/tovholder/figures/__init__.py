"""The definition of every figure, and the engines that compute it. Pure: values and data frames in, the same out."""

import os

# Polars' allocator asks the system for large pages, which it is told when it is loaded and not later: a log of ten
# million events is then read in four fifths of the time, because so many fewer pages have to be handed out.
os.environ.setdefault("POLARS_THP", "1")
