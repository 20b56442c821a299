"""content and impact: the sentence stands in the page, whole and unturned.

What the page says in other words is left open here: deciding a paraphrase takes a reader, and what
nobody has decided is cut from the report.
"""

from __future__ import annotations

import re

from agent.checks.quote import Located, find, find_quote, quote_is_missing
from agent.checks.subject import Document, Ruling, Subject
from agent.findings import Claim, Verdict
from agent.records import Span
from agent.text.dates import dates
from agent.text.figures import figures
from agent.text.names import status_words

_AIMED = "达|实现|建成|完成|减少|减排|增加|提高|提升|降低|下降|新增|淘汰|推广|更新|投放|新建|建设"
TARGET = re.compile(
    r"力争|争取|目标(?!责任)|预计|预期|有望|(?<![虚模])拟(?![定合订])|到(?:20\d\d|二〇..)年|20\d\d年底?前"
    rf"|(?:将|计划|规划)(?:于|到|在|再|年内)?(?:{_AIMED})"
)
"""Words of an aim. 将 alone also marks an object (将上月情况报省厅), and 规划 is a document's name."""
TURNS = re.compile(
    r"不再|不得|不予|不|未|无|非|禁止|严禁|取消|停止|暂停|暂缓|拟|将|力争|计划|争取|原则上|试点|部分|鼓励|除|如|若"
)
"""Words that turn what follows; a sentence cut off behind one does not say what the page says."""
EXCEPTS = re.compile(r"除外|以外的|不在此列|另行规定")
SCOPES = ("试点", "国际", "部分", "原则上", "鼓励", "新建", "新增")
CONDITION = re.compile(r"(?:除[^，,]{1,40}外|未[^，,]{1,20}|如[^，,]{1,30}|若[^，,]{1,30})[，,]$")
"""A clause right before that limits what follows it."""
CLAUSE_ENDS = "[，。；！？\n,;!?：:]"
SENTENCE_ENDS = "[。；！？\n;!?]"
SENTENCE_STOPS = "。；！？;!?"
NUMBERING = re.compile(r"第[一二三四五六七八九十百\d]+[条章节款项]?|[一二三四五六七八九十\d]+是?")
REACH = 120


class SentenceCheck:
    """One field's sentences: ``SentenceCheck("content")`` or ``SentenceCheck("impact")``.

    Supported when the sentence itself stands there verbatim after the folding, and is not cut out
    of a clause that turns it. A sentence in other words than its quote is refuted when its dates,
    its status words or its scope are not the quote's, and open otherwise. ``target`` is said when
    the passage states an aim and not a result.
    """

    def __init__(self, field: str) -> None:
        self.name = field

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """A verdict on each sentence."""
        return tuple(self._judge(subject, i, claim) for i, claim in subject.of_fields(self.name))

    def _judge(self, subject: Subject, index: int, claim: Claim) -> Verdict:
        rule = Ruling(self.name)
        verbatim = find(claim.value, subject.documents_from(claim.source))
        if verbatim:
            turned = _turned(verbatim)
            if turned:
                return rule.undecided("sentence.cut_off", index, verbatim.standing, word=turned)
            values = {"target": "yes"} if states_a_target(verbatim) else {}
            return rule.supported("sentence.verbatim", index, verbatim.standing, **values)
        if quote_is_missing(subject, claim):
            return rule.undecided("quote.not_found", index, quote=claim.quote or "")
        quote = find_quote(subject, claim)
        if quote is None:
            return rule.undecided("sentence.absent", index)
        return self._refute(index, claim, quote) or rule.undecided(
            "sentence.paraphrase", index, quote.standing, quote=quote.text
        )

    def _refute(self, index: int, claim: Claim, quote: Located) -> Verdict | None:
        """A part of the sentence that the passage contradicts."""
        rule, passage, at = Ruling(self.name), quote.passage, quote.standing
        standing = dates(passage)
        for date in dates(claim.value):
            if standing and not any(date.interval.contains(s.interval) for s in standing):
                values = {"claimed": date.text, "page": "、".join(s.text for s in standing)}
                return rule.refuted("sentence.other_date", index, at, **values)
        done = {(w.step, w.planned) for w in status_words(passage)}
        for word in status_words(claim.value):
            if (word.step, not word.planned) in done and (word.step, word.planned) not in done:
                values = {"claimed": word.word, "page": passage}
                return rule.refuted("sentence.other_status", index, at, **values)
        for scope in SCOPES:
            if scope in quote.text and scope not in claim.value:
                return rule.undecided("sentence.wider_scope", index, at, word=scope)
        return None


def states_a_target(located: Located) -> bool:
    """True when the passage states an aim: by its figures, or by a word such as 力争 or 到2025年."""
    return any(f.target for f in figures(located.text)) or bool(TARGET.search(located.passage))


def _turned(located: Located) -> str | None:
    """The word in the rest of the clause that turns the sentence cut out of it, if any.

    Also what stands right before or behind a sentence that was not cut at the edge of a clause:
    6000辆 is not all of 6000辆以上.
    """
    if located.span is None:
        return None
    text = located.document.page.text
    start, end = located.span.start, located.span.end
    clause = re.split(CLAUSE_ENDS, text[max(0, start - REACH) : start])[-1]
    sentence = re.split(SENTENCE_ENDS, text[max(0, start - REACH) : start])[-1]
    rest = re.split(SENTENCE_ENDS, text[end : end + REACH])[0]
    if text[end - 1 : end] in SENTENCE_STOPS:
        rest = ""
    found = TURNS.search(clause) or CONDITION.search(sentence) or EXCEPTS.search(rest)
    return found.group() if found else _beyond_the_edge(located.document, located.span)


def _beyond_the_edge(document: Document, span: Span) -> str | None:
    """The characters that a sentence was cut off from in the middle of a clause, or None."""
    text, whole = document.page.text, document.passage(span)
    before, after = text[whole.start : span.start].rstrip(), text[span.end : whole.end].lstrip()
    if before and before[-1].isalnum() and not NUMBERING.fullmatch(before):
        return before[-6:]
    ended = text[span.end - 1 : span.end] in f"{SENTENCE_STOPS}，,、"
    return after[:6] if after and after[0].isalnum() and not ended else None
