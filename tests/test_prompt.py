"""Prompts: what is wrong with one is said when it is loaded."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import agent
from agent.errors import UsageError
from agent.prompt import load_prompt, parse_prompt, prompt_folder

ROOT = Path(agent.__file__).parent.parent

GOOD = """+++
name = "small"
schema_name = "Answer"
variables = ["page", "place"]
verbatim = ["quote"]
[[examples]]
text = "甲州地铁1号线于2031年3月28日开通。"
answer = '{"items": [{"value": "开通", "quote": "2031年3月28日开通"}]}'
+++
照抄原文。
$examples
+++
地区：$place
$page
"""


def test_a_prompt_has_its_constant_part_first_and_the_page_last() -> None:
    rendered = parse_prompt(GOOD, "small.md").render(page="正文", place="甲州")
    assert rendered.system.startswith("照抄原文。")
    assert rendered.user == "地区：甲州\n正文"
    assert rendered.name == "small"


def test_the_examples_that_are_checked_are_the_ones_that_are_shown() -> None:
    system = parse_prompt(GOOD, "small.md").render(page="", place="").system
    assert "甲州地铁1号线于2031年3月28日开通。" in system
    assert '{"items":[{"value":"开通","quote":"2031年3月28日开通"}]}' in system


def test_what_is_filled_in_is_not_searched_for_variables() -> None:
    hostile = "价格$page上涨 $5 ${place} $$"
    rendered = parse_prompt(GOOD, "small.md").render(page=hostile, place="甲州")
    assert rendered.user == f"地区：甲州\n{hostile}"


def test_the_hash_is_that_of_the_file_whatever_its_line_ends() -> None:
    expected = hashlib.sha256(GOOD.encode()).hexdigest()
    assert parse_prompt(GOOD, "small.md").sha256 == expected
    assert parse_prompt(GOOD + " ", "small.md").sha256 != expected


BROKEN = [
    pytest.param(GOOD.replace("$place", "$province"), "missing variables: place", id="unused"),
    pytest.param(
        GOOD.replace('["page", "place"]', '["page"]'), "unknown variables: place", id="undeclared"
    ),
    pytest.param(
        GOOD.replace("照抄原文", "照抄$page"), "only $examples", id="page data in the constant part"
    ),
    pytest.param(GOOD.replace("$page", "$ page"), "a $ that is no variable", id="a lone $"),
    pytest.param(
        GOOD.replace('2031年3月28日开通"}', '2031年3月29日开通"}'),
        "quote does not stand in its text",
        id="another day",
    ),
    pytest.param(
        GOOD.replace('"quote": "2031年3月28日开通"', '"quote": "31年3月28日开通"'),
        "quote does not stand",
        id="a cut number",
    ),
    pytest.param(
        GOOD.replace("开通\"}]}'", "开通\"}]'"), "the answer is no JSON", id="broken JSON"
    ),
    pytest.param(
        GOOD.replace('name = "small"', 'nom = "small"'), "front matter: name", id="a missing field"
    ),
    pytest.param(
        GOOD.replace('name = "small"', 'name = "small"\nnom = 1'), "nom", id="an unknown field"
    ),
    pytest.param(GOOD.replace('name = "small"', "name = small"), "front matter", id="broken TOML"),
    pytest.param(GOOD.rsplit("+++", 1)[0], "three parts", id="two parts"),
    pytest.param("你好\n" + GOOD, "three parts", id="words before the front matter"),
    pytest.param("", "three parts", id="an empty file"),
]


@pytest.mark.parametrize(("text", "said"), BROKEN)
def test_a_broken_prompt_fails_at_load_and_says_where_and_why(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_prompt(text, "prompts/small.md")
    assert said in caught.value.message
    assert "prompts/small.md" in caught.value.message


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        pytest.param({"page": "正文"}, "missing variables: place", id="one too few"),
        pytest.param({"page": "", "place": "", "x": ""}, "unknown variables: x", id="one too many"),
    ],
)
def test_a_prompt_is_filled_in_with_all_its_variables_and_no_others(
    variables: dict[str, str], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        parse_prompt(GOOD, "small.md").render(**variables)


def test_the_shipped_prompt_loads_and_says_json() -> None:
    prompt = load_prompt("extract")
    assert prompt.name == "extract"
    assert "JSON" in prompt.system
    assert prompt.front.examples


def test_a_folder_of_ones_own_goes_before_the_shipped_prompts(tmp_path: Path) -> None:
    (tmp_path / "small.md").write_text(GOOD, encoding="utf-8")
    assert load_prompt("small", tmp_path).name == "small"
    assert load_prompt("extract", tmp_path).sha256 == load_prompt("extract").sha256


@pytest.mark.parametrize(
    ("name", "folder", "said"),
    [
        pytest.param("nothing", None, "nothing.md", id="no such prompt"),
        pytest.param("extract", "absent", "no prompt folder", id="no such folder"),
    ],
)
def test_a_prompt_that_is_not_there_is_said_in_one_line(
    tmp_path: Path, name: str, folder: str | None, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        load_prompt(name, tmp_path / folder if folder else None)


def test_a_prompt_in_another_encoding_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "small.md").write_bytes(GOOD.encode("gbk"))
    with pytest.raises(UsageError, match=r"small\.md"):
        load_prompt("small", tmp_path)


def test_a_checkout_reads_the_folder_beside_the_package() -> None:
    assert prompt_folder() == ROOT / "prompts"


def test_an_installed_package_reads_the_prompts_inside_it(tmp_path: Path) -> None:
    """The layout of a wheel: the package with _prompts in it, and no folder beside it."""
    shutil.copytree(
        ROOT / "agent", tmp_path / "agent", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(ROOT / "prompts", tmp_path / "agent" / "_prompts")
    code = "from agent.prompt import load_prompt, prompt_folder; print(prompt_folder(), load_prompt('extract').name)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
    )
    assert done.stdout.split() == [str(tmp_path / "agent" / "_prompts"), "extract"]


@pytest.mark.slow
def test_a_wheel_carries_the_prompts(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(ROOT)]
    subprocess.run(pip, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = archive.read("agent/_prompts/extract.md")
    assert packed == (ROOT / "prompts" / "extract.md").read_bytes()
