"""How headings, articles and points of a paper begin and look."""

from __future__ import annotations

from agent.lazy import lazy_pattern

ARTICLE = lazy_pattern(
    r"^\s*(?:第[一二三四五六七八九十百零〇\d]+条|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．](?!\d))"
)
"""The number at the head of an article or a point."""
HEADING = lazy_pattern(
    rf"(?:{ARTICLE.pattern}|^专栏\s*\d).{{0,34}}(?<![，、；—–―－-])$"
    r"|^[\u4e00-\u9fff]{0,10}(?:要求|目标|任务|措施|原则|依据|范围|重点|保障|背景|情况|安排|内容|标准|条件|程序|对象|期限|思想|意义|基础"
    r"|机制|体系|分工|事项|方法|时间|总则|附则)$"
)
"""A line that only says what its paragraph or chapter is about."""
