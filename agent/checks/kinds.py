"""Kinds of words by which a sentence and a passage are compared: opposites, limits, aims, names."""

from __future__ import annotations

from agent.checks.tense import TARGET
from agent.lazy import lazy_pattern
from agent.text.lexicon import lexicon

ROLES = (
    lexicon().pattern("paper.effect"),
    lexicon().pattern("issue.words"),
    lazy_pattern(r"成文|签发|签署"),
    lazy_pattern(r"截止|结束|废止|失效|终止"),
)
LISTED = lazy_pattern(
    r"((?:[\u4e00-\u9fff]{2,4}、){1,20}[\u4e00-\u9fff]{2,4}?)"
    r"(?:等[多几二两三四五六七八九十\d]{0,6}|[二两三四五六七八九十]|\d{1,6})个?(?:地|省|市|县|区|州)"
    r"(?![级区域场直内外属辖段方面块质点委厅局政])"
)
"""Places in a list, small ones too, that no table of places has to know: 甲山、乙河等地, 甲山、乙河两县."""
FEW = lazy_pattern("(?<![第十百千万一二三四五六七八九])([二两三四五六七八九])(项|个|次|种|批|类)")
"""A small number that is often part of a set phrase and therefore no figure."""
FRACTION = lazy_pattern("[一二三四五六七八九十]分之[一二三四五六七八九十]+")
"""三分之一; 百分之 is a figure."""
SHORT_BODY = lazy_pattern("(?<![全各])([省市区县州部])(厅|局|委)(?![托派员任部势面限长])")
"""省厅, 市局: a body of that level, as those who know which one call it."""
TERM_FROM = lazy_pattern(
    r"(公布|公示|发布|印发|收到|送达|完成|批准|受理|签订|签署|备案|立项|结束|届满|生效|施行|投产|验收|登记)"
    r"[^,。;\d]{0,6}?(?:后|之日起|日起|起)[^,。;\d]{0,4}$"
)
"""The event from which a term of days or months runs."""
RATED = lazy_pattern(
    r"(?:评为|评定为|确定为|定为)[“\"‘]?([\u4e00-\u9fff]{1,4}?)(?=[”\"’，。；、的\s]|$)"
)
"""What something is rated: 应确定为“较好”."""
BODY = lazy_pattern(r"[\u4e00-\u9fff]{2}(?:厅|局|委(?![托派员任])|集团|公司)")
"""The last characters of a body's name."""
EITHER = lazy_pattern("国内外|国内[或和及与、](?:省|市|国)[内外]")
"""Said with 国内 and yet no limit: it names the others, too."""
AIMED = lazy_pattern(rf"{TARGET.pattern}|目标|要求(?=达)|应当?达|规划")
DEMANDED = lazy_pattern(
    r"(?:^|[。；;：:，,）)\n])(?:大力|积极|加快|重点|持续|全面|稳步|深入|有序|每年|分批|在全[省市区县]|年内)*"
    r"(?:开展|培育|建设|选择|支持|鼓励|推广|推动|推进|实施|打造|引导|组织|创建|布局|力争|加强|发展)(?!了)"
)
"""A clause without a subject that begins with what is to be done: how a plan states an aim."""
DONE = lazy_pattern(
    rf"已(?!知)|(?:{lexicon().expression('figure.brought_about')})了|累计|目前|去年|{lexicon().expression('figure.since')}"
)
STANDARDS = lazy_pattern(r"国[一二三四五六ⅠⅡⅢⅣⅤⅥ](?![家年个])[abAB]?")
TITLES = lazy_pattern(r"《[^》]{1,300}》")
LATIN = lazy_pattern(r"[A-Za-z][A-Za-z0-9.\-]*[A-Za-z0-9]|[A-Z]\d+")
NUMBER = lazy_pattern(r"(?<![\d.A-Za-z])\d+(?:\.\d+)?")
