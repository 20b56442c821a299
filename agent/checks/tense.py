"""Whether a sentence states an aim, an estimate made before, or what came of it."""

from __future__ import annotations

from typing import Literal

from agent.checks.quote import Located
from agent.lazy import lazy_pattern
from agent.text.figures import figures
from agent.text.lexicon import lexicon

Tense = Literal["target", "estimate", "report"]

_AIM, _SINCE, _DONE = (
    lexicon().expression(f"figure.{name}") for name in ("aim", "since", "brought_about")
)
TARGET = lazy_pattern(
    rf"{_AIM}|目标(?!责任)|(?<![虚模])拟(?![定合订])|到(?:20\d\d|二〇..)年(?![^。；]{{0,12}}已)|20\d\d年(?:底|\d{{1,2}}月底?)?前(?![^。；，]{{0,4}}已)"
    rf"|(?:将|计划|规划)(?:于|到|在|再|年内)?(?:{_DONE})"
)
"""Words of an aim. 将 alone also marks an object (将上月情况报省厅), and 规划 is a document's name."""
MET = lazy_pattern(r"(?<=提前|超额|圆满|顺利|全面|如期)完成[^，。；]{0,20}?目标(?:任务)?")
"""An aim that was met."""
_OF_AIMS = lazy_pattern(
    "目标(?:任务)?(?:完成|考核|管理|分解|评价|实现)(?:情况|形势|进度|进展|结果|率|体系|办法|制度)?"
    "|(?:比|较|低于|高于|超过|达到|完成)(?:年度|当年|考核)?目标(?:任务|值)?(?=[^，。；]{0,12}的)"
    "|(?:明确|提出|细化|分解|制定|编制)[^，。；\\d]{0,14}?目标|《[^《》]{1,80}》"
)
"""What is told about aims (目标完成形势, 比目标任务多改善1%的, 明确任务目标), names one (《2030年前…方案》), and states none."""
_HEADED = lazy_pattern("[^，。；：:]{0,12}目标[：:]")
"""工作目标：2031年，能耗比上年下降9%: what follows is an aim, however it is put."""
_AIMS_HEADING = lazy_pattern(r"目标\n{1,3}[^\n]{0,400}\Z")
"""第一章　总体目标, and the paragraph below it so far: what it says is an aim, however it is put."""
_ABOVE = 400
"""Characters before a sentence in which the heading of its paragraph stands."""
_ALREADY = lazy_pattern("已|截[至止]|目前|以来")
"""Words of what was so before the paper."""
REACHED = lazy_pattern(rf"(?:已(?:经)?(?:累计)?|累计)(?:{_DONE})|{_SINCE}")
"""What a document tells as reached was so before it, and is not what it brings about."""
_ESTIMATE = lazy_pattern(
    r"预计|预估|预测|有望|测算|估算|(?:投产|建成|投运|达产|实施|全部[^，。；]{1,6}|改造)后[^。；]{0,20}?可|每?年(?:均)?可(?:减|节|替|供|发|消纳|实现)"
)
"""What somebody reckoned before it came about: 预计年减排9万吨, 建成后年可节煤3万吨."""
_BASE = lazy_pattern("[比较](?:20\\d\\d|二〇..)年")
"""What a change is compared with (较2020年下降) is no time of the sentence."""
_OWN_TIME = lazy_pattern(r"20\d\d|二〇|今年|去年|明年|上年|年内|年底|\d月")


def states_a_target(located: Located) -> bool:
    """True when the passage states an aim: by its figures, or by a word such as 力争 or 到2025年.

    提前完成…目标 says that an aim was met, and 目标完成形势 tells about aims: the word states none in them.
    """
    text, passage = (_plain(words) for words in (located.text, located.passage))
    return any(f.target for f in figures(text)) or bool(TARGET.search(passage))


def is_headed_as_aim(located: Located) -> bool:
    """True for 累计完成改造620万平方米 in the paragraph right below 第一章　总体目标, and not for what was 已改造 there."""
    if located.span is None or _ALREADY.search(located.text):
        return False
    above = located.document.page.text[max(0, located.span.start - _ABOVE) : located.span.start]
    return _AIMS_HEADING.search(above) is not None


def tense_of(located: Located) -> Tense | None:
    """Aim, estimate or result; None for a sentence without a quantity that tells neither.

    The words of the sentence decide; of one without a time of its own, those of the sentence before it in
    the same paragraph: 到2030年，建成9座。装机达到8万千瓦。
    """
    own = _said("".join(located.text.split()), "".join(located.passage.split()))
    valued = bool(figures(located.text))
    if own or not valued:
        return own if own != "report" or valued else None
    if _OWN_TIME.search(_BASE.sub("", "".join(located.passage.split()))):
        return None
    before = "".join(_sentence_before(located).split())
    return _said(before, before) if _OWN_TIME.search(before) else None


def tells_its_aim(located: Located) -> bool:
    """True when a text says by itself, without its heading, that it is an aim: 到2030年，…."""
    return _said(words := "".join(located.text.split()), words) in ("target", "estimate")


def told_of(tense: Tense | None) -> dict[str, str]:
    """The words of a verdict for it."""
    if tense is None:
        return {}
    return {"target": "yes"} if tense == "target" else {"tense": tense}


def _said(text: str, passage: str) -> Tense | None:
    if _ESTIMATE.search(text):
        return "estimate"
    if _HEADED.match(passage):
        return "target"
    if (REACHED.search(text) or MET.search(text)) and not TARGET.search(_plain(text)):
        return "report"
    if any(f.target for f in figures(_plain(text))) or TARGET.search(_plain(passage)):
        return "target"
    return "report" if REACHED.search(passage) else None


def _plain(words: str) -> str:
    return _OF_AIMS.sub("", MET.sub("", "".join(words.split())))


def _sentence_before(located: Located) -> str:
    """The sentence before, in the same paragraph; empty where there is none."""
    document, span = located.document, located.passage_span
    if span is None:
        return ""
    ended = [one.span for one in document.sentences if one.span.end <= span.start]
    if not ended or "\n" in document.page.text[ended[-1].end : span.start]:
        return ""
    return document.words(ended[-1])
