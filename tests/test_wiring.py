"""What holds the parts together: names in tables are those of the members."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from agent.wiring import READERS, Config
from agent.wiring.members import LateReader, readers
from agent.wiring.workshop import open_workshop
from tests.dossiers import POINT


def test_the_table_names_every_reader_as_it_names_itself() -> None:
    late = {media: LateReader(*member) for media, member in READERS.items()}
    assert {media: reader.reader.name for media, reader in late.items()} == readers().versions


def test_readers_are_imported_when_something_is_read() -> None:
    code = (
        "import sys; from agent.wiring.members import readers; readers().versions; "
        "heavy = {'lxml', 'pypdf', 'docx', 'openai'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_lost_index_is_filled_again_from_the_pages_that_are_kept(tmp_path: Path) -> None:
    config = Config(cache=tmp_path / "cache", sample=True)
    with open_workshop(config, lambda *_: None) as workshop:
        workshop.research(POINT)
        kept = workshop.index.size
    assert kept > 10
    for path in config.state.glob("index.db*"):
        path.unlink()
    with open_workshop(config, lambda *_: None) as workshop:
        assert workshop.index.size >= kept  # attachments are pages of their own then
