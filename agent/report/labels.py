"""Labels of an item, as the report formats share them."""

from __future__ import annotations

LABELS = {
    "zh": {
        "name": "具体政策名称/事件",
        "checks": "核验",
        "question": "待人工判断",
        "dates": "发布/发生时间",
        "agencies": "责任机构",
        "number": "文号",
        "kind": "类型",
        "content": "核心内容",
        "impact": "预期影响",
        "quotes": "原文",
        "url": "信息来源网址",
        "archive": "存档",
        "target": "（目标，非完成）",
        "flagged": "【待核】",
        "national": "【全国】",
    },
    "en": {
        "name": "Policy or event",
        "checks": "Checks",
        "question": "For a person to settle",
        "dates": "Dates",
        "agencies": "Responsible agency",
        "number": "Document number",
        "kind": "Type",
        "content": "Content",
        "impact": "Impact",
        "quotes": "Quotes",
        "url": "Source",
        "archive": "Archived copy",
        "target": " (a target, not an achievement)",
        "flagged": "[to be reviewed] ",
        "national": "[national] ",
    },
}
