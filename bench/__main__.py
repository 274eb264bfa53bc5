"""Runs the benchmarks named on the command line, or all of them: each module of this package with a `run()`."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench


def main() -> None:
    known = sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_"))
    benches = {name: module for name in known if hasattr(module := importlib.import_module(f"bench.{name}"), "run")}
    wanted = sys.argv[1:] or list(benches)
    if unknown := [name for name in wanted if name not in benches]:
        sys.exit(f"No benchmark {', '.join(unknown)}. There are: {', '.join(benches)}.")
    for name in wanted:
        module = benches[name]
        print(f"\n{name}: {(module.__doc__ or '').strip().splitlines()[0]}", flush=True)
        module.run()


if __name__ == "__main__":
    main()
