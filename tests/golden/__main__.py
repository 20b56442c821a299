"""``python -m tests.golden``: see the package."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tests.golden.kept import LEGACY, differences, keep
from tests.golden.products import legacy_audit, products

DATA = Path(os.environ.get("POLICY_DATA", Path(__file__).parents[3] / "shared" / "data"))


def main() -> int:
    """Compare, keep or write out what the program makes now."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden")
    parser.add_argument("--write", action="store_true", help="keep what is made now")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="write all products in full")
    asked = parser.parse_args()
    made = products()
    legacy, items = legacy_audit(DATA) if DATA.is_dir() else ({}, None)
    if asked.into:
        for name, data in (made | legacy).items():
            path = asked.into / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return 0
    if asked.write:
        keep(made | legacy, items)
        return 0
    told = differences(made)
    told += differences(legacy, items or (), below=LEGACY) if legacy else ""
    print(told or "nothing differs")
    return bool(told)


if __name__ == "__main__":
    sys.exit(main())
