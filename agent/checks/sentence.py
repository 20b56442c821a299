"""content and impact: the sentence stands in the page, whole and unturned.

What the page says in other words is left open here: deciding a paraphrase takes a reader, and what
nobody has decided is cut from the report.
"""

from __future__ import annotations

import re

from agent.checks.belonging import belongs_elsewhere
from agent.checks.clauses import about, is_said
from agent.checks.quote import Located, find_quote, quote_is_missing
from agent.checks.subject import Ruling, Subject
from agent.checks.worded import worded
from agent.findings import Claim, Label, Verdict
from agent.policy import REPORTED, PolicyKind
from agent.records import Interval
from agent.text.dates import dates
from agent.text.figures import figures
from agent.text.names import status_words
from agent.wording import Comparison

_AIMED = "达|实现|建成|完成|减少|减排|增加|提高|提升|降低|下降|新增|淘汰|推广|更新|投放|新建|建设"
TARGET = re.compile(
    r"力争|争取|目标(?!责任)|预计|预期|有望|(?<![虚模])拟(?![定合订])|到(?:20\d\d|二〇..)年(?![^。；]{0,12}已)|20\d\d年底?前(?![^。；，]{0,4}已)"
    rf"|(?:将|计划|规划)(?:于|到|在|再|年内)?(?:{_AIMED})"
)
"""Words of an aim. 将 alone also marks an object (将上月情况报省厅), and 规划 is a document's name."""
MET = re.compile(r"(?<=提前|超额|圆满|顺利|全面|如期)完成[^，。；]{0,20}?目标(?:任务)?")
"""An aim that was met."""
SCOPES = ("试点", "国际", "部分", "原则上", "鼓励", "新建", "新增")
EFFECT = re.compile(
    r"减|降|节约|节省|节能|提高|提升|增|涨|带动|淘汰|替代|更新|达|实现|完成|建成|改善|缓解|压"
    r"|目标|力争|预计|预期|有望|缩短|覆盖|占比|比例|受益|影响|效果|成效|开行|推广"
)
"""Words of an aim or effect; a sentence without any is no impact, however true."""

REACHED = re.compile(
    rf"已(?:经)?(?:累计)?(?:{_AIMED})|截至|截止|累计(?:{_AIMED})|同比|环比|[比较](?:上|去)年"
)
"""What a document tells as reached was so before it, and is not what it brings about."""


class SentenceCheck:
    """One field's sentences: ``SentenceCheck("content")`` or ``SentenceCheck("impact")``.

    Supported when the sentence stands there verbatim after the folding and is not cut off
    from what turns or limits it, or is abridged by licences alone (agent.wording); one of impact also
    has to tell an aim or effect. Refuted when it is literally the page's with another figure or date, and in
    somebody else's report when its dates or status words are not its quote's; open otherwise. ``target`` is said when the passage states an aim and not a result.
    """

    def __init__(self, field: str) -> None:
        self.name = field

    def __call__(self, subject: Subject) -> tuple[Verdict, ...]:
        """A verdict on each sentence."""
        return tuple(self._judge(subject, i, claim) for i, claim in subject.of_fields(self.name))

    def _judge(self, subject: Subject, index: int, claim: Claim) -> Verdict:
        rule, told = Ruling(self.name), subject.once(worded)[index]
        stands = told.stands
        if stands:
            unfit = self.unfit(subject, stands, claim.value)
            if unfit:
                return rule.undecided(unfit, index, stands.standing)
            values = {"target": "yes"} if states_a_target(stands) else {}
            reason = "sentence.verbatim" if stands is told.verbatim else "sentence.abridged"
            return rule.supported(reason, index, stands.standing, **values)
        if told.verbatim and told.cut_off:
            at = told.verbatim.standing
            return rule.undecided("sentence.cut_off", index, at, word=told.cut_off)
        if quote_is_missing(subject, claim):
            return rule.undecided("quote.not_found", index, quote=claim.quote or "")
        if told.borne and told.comparison.tier == "other_value":
            return self._other_value(index, told.comparison, told.borne)
        quote = find_quote(subject, claim)
        if quote is None:
            return rule.undecided("sentence.absent", index)
        differs = self._differs(index, claim, quote)
        if differs and subject.policy.extractor != REPORTED:
            # Our own sentence is retold, and may tell of another day or step that the page has too.
            differs = differs.model_copy(update={"label": Label.NOT_ENOUGH_INFO})
        return differs or rule.undecided(
            "sentence.paraphrase", index, quote.standing, quote=quote.text
        )

    def _other_value(self, index: int, comparison: Comparison, borne: Located) -> Verdict:
        """The page's sentence to the letter, but for a figure or a date."""
        changed = [d for d in comparison.differences if d.licence is None]
        claimed, page = ("、".join(getattr(d, side) for d in changed) for side in ("claim", "page"))
        return Ruling(self.name).refuted(
            "sentence.other_value", index, borne.standing, claimed=claimed, page=page
        )

    def unfit(self, subject: Subject, located: Located, sentence: str) -> str | None:
        """The reason why words of the page, true as they are, are no content or impact of this thing."""
        if self.name == "impact" and not EFFECT.search(sentence):
            return "sentence.no_effect"
        if belongs_elsewhere(subject, located):
            return "sentence.other_thing"
        return "sentence.reached_before" if self._was_before(subject, located) else None

    def _was_before(self, subject: Subject, located: Located) -> bool:
        """True for a result that a policy's own paper reports: it is no impact of that policy."""
        paper = subject.policy.kind is not PolicyKind.EVENT
        if self.name != "impact" or not paper or states_a_target(located):
            return False
        return bool(REACHED.search(located.text))

    def _differs(self, index: int, claim: Claim, quote: Located) -> Verdict | None:
        """A part of the sentence that is not the passage's."""
        rule, passage, at = Ruling(self.name), quote.passage, quote.standing
        standing = dates(passage)
        for date in dates(claim.value):
            if standing and not any(_is_told(date.interval, s.interval) for s in standing):
                values = {"claimed": date.text, "page": "、".join(s.text for s in standing)}
                return rule.refuted("sentence.other_date", index, at, **values)
        done = {(w.step, w.planned) for w in status_words(passage)}
        if TARGET.search("".join(passage.split())) and not REACHED.search(passage):
            done |= {(step, True) for step, _ in done}
        for word in status_words(claim.value):
            if (word.step, not word.planned) in done and (word.step, word.planned) not in done:
                values = {"claimed": word.word, "page": passage}
                return rule.refuted("sentence.other_status", index, at, **values)
        told = about(claim.value, quote.text)
        for scope in SCOPES:
            if scope in told and not is_said(scope, claim.value):
                return rule.undecided("sentence.wider_scope", index, at, word=scope)
        return None


def _is_told(claimed: Interval, standing: Interval) -> bool:
    """A date that contains the page's, or is the first or the last day of it."""
    ends = (Interval.of_day(standing.start), Interval.of_day(standing.end))
    return claimed.contains(standing) or claimed in ends


def states_a_target(located: Located) -> bool:
    """True when the passage states an aim: by its figures, or by a word such as 力争 or 到2025年.

    提前完成…目标 says that an aim was met, and the word 目标 in it states none.
    """
    text, passage = (MET.sub("", words) for words in (located.text, located.passage))
    return any(f.target for f in figures(text)) or bool(TARGET.search("".join(passage.split())))
