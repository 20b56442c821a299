"""Reports and paragraphs whose layout is a file of ``templates/``, filled with values and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from agent.report.words import Language, joined, say, word


class Values(SimpleNamespace):
    """Values for a template, named where they are made: what is missing there fails at once."""


def environment(package: str, *, escapes: bool = True, **more: Any) -> Environment:
    """The templates of a package; all that is put into them is escaped unless ``escapes`` is False."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=escapes,  # noqa: S701 - what is no HTML escapes for its own format
        undefined=StrictUndefined,
        optimized=False,  # to fold constants takes a third of reading a template, and few have any
        trim_blocks=True,
        lstrip_blocks=True,
        **more,
    )


@cache
def _template(name: str) -> Template:
    """A template as it is read once; in those for TeX a sign is ``<<`` instead of ``{{``."""
    signs: dict[str, Any] = {"variable_start_string": "<<", "variable_end_string": ">>"}
    signs |= {"block_start_string": "<%", "block_end_string": "%>"}
    signs |= {"comment_start_string": "<#", "comment_end_string": "#>"}
    more = signs if name.endswith(".tex") else {}
    # Plain text: each template escapes for its own format.
    of_text = environment("agent.report", escapes=False, keep_trailing_newline=True, **more)
    return of_text.get_template(name)


def worded(language: Language, *told: Callable[..., str]) -> dict[str, Any]:
    """What a template words values with: words, phrases, and these functions in its language."""
    return {
        "language": language,
        "word": lambda kind, code: word(kind, code, language),
        "say": partial(_say, language),
        **{one.__name__: partial(one, language=language) for one in (joined, *told)},
    }


def _say(language: Language, code: str, **values: Any) -> str:
    return say(code, language, **values)


def streamed(name: str, language: Language, **values: Any) -> Iterator[str]:
    """A template with its values, and with the words of a language, part by part."""
    return _template(name).generate(**worded(language), **values)


def filled(name: str, language: Language, **values: Any) -> str:
    """The whole of a template with its values, and with the words of a language."""
    return "".join(streamed(name, language, **values))


def blocks(name: str, language: Language, **values: Any) -> list[str]:
    """The blocks of a template, each for itself, in the order in which they stand there."""
    template = _template(name)
    context = template.new_context({**worded(language), **values})
    return ["".join(block(context)) for block in template.blocks.values()]
