"""Prompts are files: front matter, a constant part, a part with the data.

A prompt is a Markdown file of three parts between ``+++`` lines: TOML front matter, the constant
part (instructions and examples: first, so that a provider can cache it), and the part that differs
from page to page, with ``$variables`` (string.Template).

    +++
    name = "extract"
    schema_name = "PageAnswer"      the class the answer must fit
    variables = ["page"]            what the last part needs, all of it and nothing else
    verbatim = ["name", "content"]  fields of an example's answer that must stand in its text
    [[examples]]
    text = "…"                      an invented page
    answer = "{…}"                  the right answer to it, as JSON
    +++
    Instructions. $examples
    +++
    $page

What can be wrong with a prompt is wrong when it is loaded: an unknown or missing variable, an
answer that is no JSON, an example whose quote does not stand in its own text (the check of
langextract's prompt validation, made strict).
"""

from __future__ import annotations

import hashlib
import json
import string
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, ValidationError

from agent.errors import StateError, UsageError
from agent.records import Record
from agent.text.fold import contains

FENCE = "+++"
EXAMPLES = "examples"


class Example(Record):
    """A text and the right answer to it, as JSON."""

    text: str
    answer: str


class FrontMatter(Record):
    """What a prompt says about itself."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: str
    schema_name: str
    variables: tuple[str, ...]
    verbatim: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class Rendered:
    """A prompt with its variables filled in, ready to be asked."""

    system: str
    user: str
    name: str


@dataclass(frozen=True)
class Prompt:
    """A loaded prompt. ``sha256`` is that of its file, line ends apart, for the provenance."""

    front: FrontMatter
    system: str
    template: string.Template
    sha256: str

    @property
    def name(self) -> str:
        """The prompt's own name."""
        return self.front.name

    def render(self, **variables: str) -> Rendered:
        """Fill in the variables. What is filled in is not searched for variables again.

        Raises:
            UsageError: a variable is missing or unknown.
        """
        _same_names(f"prompt {self.name}", set(self.front.variables), set(variables))
        user = self.template.substitute(variables)
        return Rendered(self.system, user, self.name)


def load_prompt(name: str, override_dir: Path | None = None) -> Prompt:
    """Load ``name``.md from a user's own folder where it has one, else from the shipped prompts.

    Raises:
        UsageError: the folder or the prompt does not exist, or something is wrong with it; the
            message names the file and what is wrong.
    """
    if override_dir is not None and not override_dir.is_dir():
        raise UsageError(f"there is no prompt folder {override_dir}")
    own = override_dir / f"{name}.md" if override_dir is not None else None
    path = own if own is not None and own.is_file() else prompt_folder() / f"{name}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the prompt {path}: {error}") from error
    return parse_prompt(text, str(path))


def prompt_folder() -> Path:
    """Where the shipped prompts are: inside the installed package, or beside it in a checkout.

    Raises:
        StateError: there are none; the installation is damaged.
    """
    package = Path(__file__).parent
    for folder in (package / "_prompts", package.parent / "prompts"):
        if (folder / "extract.md").is_file():
            return folder
    raise StateError("the prompts are missing", hint="install the package again")


def parse_prompt(text: str, where: str) -> Prompt:
    """Read a prompt from its text; ``where`` names it in errors.

    Raises:
        UsageError: something is wrong with it.
    """
    front, system, user = _parts(text, where)
    matter = _front_matter(front, where)
    _check_examples(matter, where)
    named = _placeholders(system, where)
    if named - {EXAMPLES}:
        wrong = ", ".join(sorted(named - {EXAMPLES}))
        raise UsageError(
            f"{where}: the constant part uses ${wrong}; only $examples may stand there"
        )
    template = string.Template(user)
    _same_names(where, set(matter.variables), _placeholders(user, where))
    shown = "\n\n".join(
        f"【例{number}】\n{example.text.strip()}\n【答{number}】\n{_compact(example.answer)}"
        for number, example in enumerate(matter.examples, 1)
    )
    return Prompt(
        front=matter,
        system=string.Template(system).substitute({EXAMPLES: shown}),
        template=template,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def _parts(text: str, where: str) -> tuple[str, str, str]:
    sections: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.rstrip() == FENCE:
            sections.append([])
        else:
            sections[-1].append(line)
    before, *parts = ["\n".join(lines).strip() for lines in sections]
    if before or len(parts) != 3:
        raise UsageError(f"{where}: a prompt has three parts, each begun by a line {FENCE}")
    return parts[0], parts[1], parts[2]


def _front_matter(text: str, where: str) -> FrontMatter:
    try:
        return FrontMatter.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        said = str(error)
        if isinstance(error, ValidationError):
            said = "; ".join(
                f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}"
                for item in error.errors(include_url=False)
            )
        raise UsageError(f"{where}: front matter: {said}") from error


def _placeholders(text: str, where: str) -> set[str]:
    template = string.Template(text)
    if not template.is_valid():
        raise UsageError(f"{where}: a $ that is no variable; write $$ for the character")
    return set(template.get_identifiers())


def _same_names(where: str, wanted: set[str], given: set[str]) -> None:
    for words, names in (("missing", wanted - given), ("unknown", given - wanted)):
        if names:
            raise UsageError(f"{where}: {words} variables: {', '.join(sorted(names))}")


def _check_examples(matter: FrontMatter, where: str) -> None:
    for number, example in enumerate(matter.examples, 1):
        try:
            answer = json.loads(example.answer)
        except ValueError as error:
            raise UsageError(
                f"{where}: example {number}: the answer is no JSON: {error}"
            ) from error
        for field, quote in _verbatim(answer, matter.verbatim):
            if not contains(example.text, quote):
                raise UsageError(
                    f"{where}: example {number}: {field} does not stand in its text: {quote}"
                )


def _verbatim(answer: Any, fields: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(answer, list):
        for item in answer:
            yield from _verbatim(item, fields)
    if not isinstance(answer, dict):
        return
    for field, value in answer.items():
        if field not in fields:
            yield from _verbatim(value, fields)
            continue
        for quote in value if isinstance(value, list) else [value]:
            if isinstance(quote, str):
                yield field, quote
            else:
                yield from _verbatim(quote, fields)


def _compact(answer: str) -> str:
    return json.dumps(json.loads(answer), ensure_ascii=False, separators=(",", ":"))
