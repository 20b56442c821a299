"""The transcript in the READMEs: a part of what the demo prints. ``python -m tests.transcript`` renews it."""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from pathlib import Path

from agent.cli import run

ROOT = Path(__file__).parent.parent
COMMAND = "research --changepoint 2024-11-08 --province Shanxi --sector Ground --type Seasonal --confidence 0.59 --sample"
BEGIN, END = "<!-- transcript: begin -->", "<!-- transcript: end -->"
LONGEST = 150


def demo() -> str:
    """What the demo command prints, with a cache of its own in the current folder."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = run([*COMMAND.split()[1:], "--quiet"])
    if code:
        raise RuntimeError(f"the demo left with {code}")
    return printed.getvalue()


def transcript(report: str) -> str:
    """The head, the first item, the flagged one, the lines after the items; long lines cut."""
    head, _, rest = report.partition("\n1. ")
    items = re.split(r"\n\n(?=\d+\. )", "1. " + rest)
    last, _, after = items[-1].partition("\n\n")
    items[-1] = last
    flagged = [item for item in items if "【待核】" in item.splitlines()[0]]
    parts = [head.strip(), items[0], f"（第 2 至 {len(items) - 1} 条略）", *flagged, after.strip()]
    lines = "\n\n".join(parts).splitlines()
    shown = [line if len(line) <= LONGEST else line[:LONGEST] + "……" for line in lines]
    return f"{BEGIN}\n```text\n$ {COMMAND}\n\n" + timeless("\n".join(shown)) + f"\n```\n{END}"


def timeless(text: str) -> str:
    """The text without the times of one run."""
    text = re.sub(r"分析时间: [\d :-]+", "分析时间: 2026-11-24 02:00:00", text)
    return re.sub(r"\d{4}-\d\d-\d\d 抓取", "2026-11-24 抓取", text)


def main() -> None:
    """Write the transcript into both READMEs."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        block = transcript(demo())
    for name in ("README.md", "README.zh-CN.md"):
        path = ROOT / name
        text = path.read_text("utf-8")
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        path.write_text(before + block + after, "utf-8")


if __name__ == "__main__":
    main()
