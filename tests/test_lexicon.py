"""The lexicon: words are added in the table alone, and stand nowhere else without a reason."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

import agent
from agent.facts.canonical import plain
from agent.text.lexicon import lexicon, parsed

TABLE = (resources.files("agent") / "data/lexicon.toml").read_text(encoding="utf-8")

NEW_WORDS = {
    "act.停运": ["趴窝", "熄火保温", "停炼", "歇窑"],
    "act.投产": ["入列运行", "上线运行"],
    "act.开工": ["打下第一桩"],
    "act.限电": ["错避峰用电"],
    "mode.plan": ["敲定", "圈定", "拟议"],
    "mode.rumour": ["消息人士"],
    "mode.denial": ["泡汤"],
    "issue.kind": ["白皮书", "倡议书", "路线图"],
    "issue.draft": ["讨论稿二"],
    "body.endings": ["合作社", "交易所", "工作站"],
}
"""Twenty words from news that the table lacks."""


def with_words(table: str, added: dict[str, list[str]]) -> str:
    """The table with words put at the end of its lists, as a person would edit it."""
    for place, words in added.items():
        section, name = place.split(".")
        listed = ", ".join(f'"{word}"' for word in words)
        if section == "act":
            head = rf'(\[act\."?{re.escape(name)}"?\]\n(?:[a-z]+ = .*\n)*?words = \[)'
        else:
            head = rf"(\[{section}\]\n(?:.*\n)*?{name} = \[)"
        table, count = re.subn(head, rf"\g<1>{listed}, ", table, count=1)
        assert count == 1, place
    return table


def test_twenty_words_are_added_by_editing_the_table_alone() -> None:
    assert sum(map(len, NEW_WORDS.values())) == 20
    edited = parsed(with_words(TABLE, NEW_WORDS))
    for place, words in NEW_WORDS.items():
        section, name = place.split(".")
        for word in words:
            if section == "act":
                known = [act.step for act, match in lexicon().find_acts(word) if match[0] == word]
                found = [act.step for act, match in edited.find_acts(word) if match[0] == word]
                assert (name in known, name in found) == (False, True), word
            else:
                assert edited.pattern(place).search(word), word


READ_WITH = """
import sys
from pathlib import Path
from agent.text import lexicon as table
table._loaded = lambda: table.parsed(Path(sys.argv[1]).read_text("utf-8"))
from agent.extract.signs import load_signs
from agent.facts.days import Clock
from agent.facts.named import quoted_papers
from agent.facts.statement import Statement
from agent.records import Span

def read(words):
    return Statement.of(words)

stopped, planned = read("11月7日，云岭电厂1号机组已趴窝。"), read("云岭电厂1号机组敲定12月7日投产。")
print([(act.act.step, stopped.told(act).mode.value) for act in stopped.acts])
print([(act.act.step, planned.told(act).mode.value) for act in planned.acts])
print(next(quoted_papers("我省敲定年内发布《甲省货车更新办法》。")).how.value)
print(load_signs().is_document("甲省货车更新白皮书"))
print([body.name for body in read("云岭粮食合作社、乙江碳排放交易所发布消息。").bodies])
"""


def test_a_word_that_was_added_is_read_by_every_room(tmp_path: Path) -> None:
    """Without the words none of these sentences is read so."""
    told = {}
    for name, text in (("before", TABLE), ("after", with_words(TABLE, NEW_WORDS))):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        run = [sys.executable, "-c", READ_WITH, str(path)]
        told[name] = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    assert told["after"].splitlines() == [
        "[('停运', 'done')]",
        "[('投产', 'planned')]",
        "coming",
        "True",
        "['云岭粮食合作社', '乙江碳排放交易所']",
    ]
    assert told["before"].splitlines() == ["[]", "[('投产', 'unclear')]", "issued", "False", "[]"]


def test_a_word_that_is_no_expression_is_told() -> None:
    with pytest.raises(ValueError, match="lexicon"):
        parsed(with_words(TABLE, {"mode.plan": ["拟(议"]})).pattern("mode.plan")
    with pytest.raises(ValueError, match="a group of its own"):
        list(parsed(with_words(TABLE, {"act.停运": ["趴(窝)"]})).find_acts("趴窝"))


def test_every_word_of_the_table_is_an_expression() -> None:
    # They are compiled when they are first asked for, which may be in the middle of a night.
    table = parsed(TABLE)
    for name in table.lists:
        table.pattern(name)
    for act in table.acts.values():
        for word in act.words:
            list(table.find_acts(word))


ALLOWED = {
    "text/figure_words.py": "bounds and fillers beside a number (封顶, 实现, 完成): what stands between a noun and its figure, of any act",
    "text/figure_years.py": "the ends of plans by which a year is told (十四五末), no act",
    "text/dates.py": "spans of days with a name (供暖期), no act",
    "checks/kinds.py": "the events from which a term runs (投产后10日内): which one it is, is compared by the word",
    "checks/across_points.py": "events that have one name every year; the lexicon's lists say what happened, not how often",
    "readers/own_words.py": "words of block pages (请求被拒绝)",
    "facts/modes.py": "how the words of the table are put together",
    "audit/lines.py": "placeholders of reports that found nothing",
    "audit/rebuild.py": "labels of dates in reports",
    "checks/place.py": "ends and ways of routes",
    "checks/tense.py": "how an estimate is worded (投产后年可节煤)",
    "checks/effects.py": "single characters of effects (减, 增) and aims, asked of a whole sentence: may it be an impact at all",
    "extract/picking.py": "verbs that open what a document demands, by which its sentences are chosen",
}
"""Modules and rooms that have words of the lexicon in constants of their own, each with its reason."""


def constants(path: Path) -> list[str]:
    """The texts of a module's own constants (not docstrings, not what a function says)."""
    found = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            found += [
                part.value
                for part in ast.walk(node.value)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
    return found


def test_no_module_keeps_words_of_the_lexicon_without_a_reason() -> None:
    plain = {
        word
        for act in lexicon().acts.values()
        for word in act.words
        if re.fullmatch(r"[\u4e00-\u9fff]{2,}", word)
    }
    plain |= {
        word
        for name in ("mode.plan", "mode.target", "mode.denial", "mode.rumour")
        for word in lexicon().words(name)
        if re.fullmatch(r"[\u4e00-\u9fff]{2,}", word)
    }
    root = Path(agent.__file__).parent
    copies = {}
    for path in sorted(root.rglob("*.py")):
        name = str(path.relative_to(root))
        words = {word for text in constants(path) for word in plain if word in text}
        if len(words) >= 3:
            copies[name] = sorted(words)[:6]
    told = tuple(ALLOWED)
    assert {name: words for name, words in copies.items() if not name.startswith(told)} == {}
    idle = [one for one in told if not any(name.startswith(one) for name in copies)]
    assert idle == [], "no longer needed: take these out"


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


LITERAL = re.compile(r"[\u4e00-\u9fff]{2,}")


def test_every_plain_word_of_an_act_is_found_where_it_stands() -> None:
    """Acts are looked for by their first two characters: none of their words may be lost by that."""
    missed = [
        word
        for act in lexicon().acts.values()
        for word in filter(LITERAL.fullmatch, act.words)
        if not any(match.start() == 1 for _, match in lexicon().find_acts(f"，{word}"))
    ]
    assert not missed


def test_every_plain_name_with_a_shorter_one_is_written_in_it() -> None:
    """Names are looked for by two characters first: none of them may be lost by that."""
    named = [
        (short.removeprefix("same.").strip("-"), word)
        for short in lexicon().group("same.")
        for word in filter(LITERAL.fullmatch, lexicon().words(short))
    ]
    assert named
    assert not [word for short, word in named if plain(f"甲{word}乙") != f"甲{short}乙"]


@pytest.mark.parametrize(
    "name", ["甲山水泥有限公司", "甲山水泥股份有限公司", "甲山水泥有限责任公司"]
)
def test_the_legal_form_of_a_firm_is_left_out_wherever_it_stands(name: str) -> None:
    assert plain(name) == "甲山水泥"


def test_a_name_may_begin_with_any_word_of_a_group() -> None:
    assert plain("乙山藏族羌族自治州") == "乙山州"


def test_the_lists_of_a_group_that_have_a_word_in_a_text_are_named() -> None:
    assert lexicon().named("carrier.", "公交车恢复运营") == {"carrier.bus"}
    assert not lexicon().named("carrier.", "甲厂停产")
