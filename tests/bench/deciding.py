"""``python deciding.py N``: milliseconds of CPU of a decision and the next finding at N findings.

Run as a script, so that it measures whichever version stands first on the path.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests import dossiers
from tests.desks import browser, decide, dossier, misdated, save

EACH = 10


def main() -> None:
    """Print the median of fifteen decisions, each with the page that is sent after it."""
    points = int(sys.argv[1]) // EACH
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = [dossiers.page(f"https://host{n}.shanxi.example/a.html") for n in range(EACH)]
        found = [misdated(page, f"示例办法之{n}") for n, page in enumerate(pages)]
        made = (dossier(*found, pages=tuple(pages), days=n) for n in range(points))
        save(folder / "research.db", *made)
        with browser(folder) as client:
            taken = []
            for number in range(16):
                key = client.get("/").text.split('name="key" value="')[1].split('"')[0]
                began = time.process_time()
                decide(client, key, "accept", request=f"press-bench-{number}")
                taken.append(1000 * (time.process_time() - began))
    print(f"{statistics.median(taken[1:]):.1f}")


if __name__ == "__main__":
    main()
