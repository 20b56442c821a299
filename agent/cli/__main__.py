"""``python -m agent.cli`` is ``research``."""

from agent.cli import main

main()
