"""The promises of README, --help, .env.example and the package, held against the code."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import click
import pytest

import agent
import agent.cli  # adds the subcommands
from agent.cli.shared import Lazy
from agent.cli.single import research_command
from agent.settings import Settings
from agent.wiring import BACKENDS, RENDERERS
from agent.wiring.asking import members

ROOT = Path(__file__).parent.parent
COMMANDS = [ROOT / "docs" / "commands.md", ROOT / "docs" / "zh" / "commands.md"]
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", *(ROOT / "docs").rglob("*.md")]
MOST_WORDS = 1200


def test_env_example_names_every_setting_and_no_other() -> None:
    named = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    services = [one.setting for one in members() if one.setting]
    assert sorted(named) == sorted([*(name.upper() for name in Settings.model_fields), *services])


def test_env_example_and_help_list_the_searches_in_the_order_of_asking() -> None:
    listed = ", ".join(BACKENDS)
    assert f"Comma list of: {listed}." in (ROOT / ".env.example").read_text("utf-8")
    (option,) = (p for p in research_command.params if p.name == "search")
    assert isinstance(option, click.Option)
    assert listed in (option.help or "")


def test_env_example_shows_the_defaults(tmp_path: Path) -> None:
    example = Settings(_env_file=ROOT / ".env.example")
    assert example == Settings(_env_file=tmp_path / "none")


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").split()) <= MOST_WORDS


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", COMMANDS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_pages_of_commands_name_every_option_and_subcommand(page: Path) -> None:
    text = page.read_text("utf-8")
    options = [p.opts[0] for p in research_command.params if isinstance(p, click.Option)]
    subcommands = [f"research {name}" for name in research_command.commands]
    missing = [word for word in [*options, *subcommands] if word not in text]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_page_names_an_option_that_does_not_exist(page: Path) -> None:
    commands: list[click.Command] = [research_command]
    for command in _subcommands():
        commands += [command, *getattr(command, "commands", {}).values()]
    known = {o for c in commands for p in c.params for o in (*p.opts, *p.secondary_opts)}
    lines = [line for line in page.read_text("utf-8").splitlines() if "research " in line]
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", "\n".join(lines)))
    assert named <= known | {"--help"}


def test_every_report_format_is_named_by_the_help_and_the_chinese_page() -> None:
    (row,) = re.findall(r"^\| `--format`.*$", COMMANDS[1].read_text("utf-8"), re.MULTILINE)
    (option,) = (p for p in research_command.params if p.name == "report_format")
    told = option.help or "" if isinstance(option, click.Option) else ""
    for name in RENDERERS:
        assert re.search(rf"\b{name}\b", row)
        assert re.search(rf"\b{name}\b", told)


def _subcommands() -> list[click.Command]:
    commands = research_command.commands.values()
    return [one.real if isinstance(one, Lazy) else one for one in commands]


def test_the_list_of_commands_says_how_the_help_of_each_begins() -> None:
    for command in _subcommands():
        listed = research_command.commands[command.name or ""].help or ""
        assert " ".join((command.help or "").split()).startswith(listed)


def test_every_option_and_command_has_help() -> None:
    for command in (research_command, *_subcommands()):
        assert command.help
        assert all(p.help for p in command.params if isinstance(p, click.Option))


def test_the_package_exports_what_it_says() -> None:
    assert all(getattr(agent, name) is not None for name in agent.__all__)
    with pytest.raises(AttributeError, match="no attribute 'audits'"):
        _ = agent.audits


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from agent.cli import run; run(['--help']); "
        "heavy = {'httpx2', 'openai', 'pydantic', 'lxml', 'rich', 'pypdf'}; "
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_wheel_holds_prompts_tables_and_the_sample_web(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path, str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "agent/_prompts/extract.md" in names
    for folder in ("data", "sample", "review", "report/html/templates"):
        shipped = [p for p in (ROOT / "agent" / folder).rglob("*") if p.is_file()]
        assert shipped
        kept = [p for p in shipped if "__pycache__" not in p.parts]
        assert {p.relative_to(ROOT).as_posix() for p in kept} <= names
