"""The table of words by which sentences are read."""

from __future__ import annotations

import subprocess
import sys

RACE = """
import threading
from agent.text.lexicon import lexicon
gate, found = threading.Barrier(8), []
def ask():
    gate.wait()
    found.append(lexicon())
threads = [threading.Thread(target=ask) for _ in range(8)]
[t.start() for t in threads]
[t.join() for t in threads]
print(len({id(one) for one in found}))
"""


def test_all_threads_have_one_lexicon() -> None:
    # Acts are told apart by identity: two tables made a page's event another from run to run.
    told = subprocess.run([sys.executable, "-c", RACE], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "1"
