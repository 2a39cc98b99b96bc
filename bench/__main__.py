"""Run every measurement, or the named ones: `python -m bench [NAME ...]`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(wanted: list[str]) -> int:
    """Run the measurements in order of their names. Returns the exit code."""
    known = sorted(p.stem for p in HERE.glob("*.py") if not p.stem.startswith("_"))
    for name in wanted or known:
        if name not in known:
            print(f"No measurement {name!r}; known: {', '.join(known)}", file=sys.stderr)
            return 2
        print(f"== {name}")
        importlib.import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
