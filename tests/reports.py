"""Small invented reports in the collector's format, for tests of the audit."""

from __future__ import annotations

from pathlib import Path

QUESTION = "问题: 搜索Shanxi省/市在2024年11月（2024年08月至2025年02月）碳排放Ground部门出现的具体事件。\n\n回答:\n"
SINGLE = "Shanxi_Ground_2024-11-08_Seasonal_info.txt"
ISSUER = "https://jtyst.shanxi.gov.cn/zfxxgk/202410/t20241015_9100001.shtml"


def item(
    number: int = 1,
    name: str = "山西省示例公交更新补贴办法",
    date: str = "2024年10月15日",
    agency: str = "山西省交通运输厅",
    content: str = "更新新能源公交车100辆。",
    source: str = f"[山西省交通运输厅]({ISSUER})",
) -> str:
    return (
        f"{number}. **政策名称**：{name}\n**发布/实施日期**：{date}\n**发布机构**：{agency}\n"
        f"**主要内容**：{content}\n**信息来源网址**：{source}\n"
    )


def event(
    number: int = 1,
    name: str = "太原公交新线开通",
    date: str = "2024年11月2日",
    place: str = "山西省太原市",
    source: str = "[新闻链接](https://news.example/2024/1103/77.html)",
) -> str:
    return (
        f"{number}. **事件名称**：{name}\n   - **发生时间**：{date}\n   - **地点**：{place}\n"
        f"   - **规模和影响**：新增公交线路3条。\n   - **信息来源网址**：{source}\n"
    )


def single(*items: str) -> str:
    return QUESTION + "\n".join(items) + "\n以上是搜索结果。"


def combined(*blocks: tuple[str, str], title: str = "Shanxi省/市 Ground部门") -> str:
    head = f"# {title} 碳排放变点相关政策与事件汇总\n\n共包含 {len(blocks)} 个重要转折点的相关信息\n\n---\n"
    told = (f"\n## 转折点: {day} (Event) - 置信度: 0.58\n\n{text}\n\n---\n" for day, text in blocks)
    return head + "".join(told)


def written(folder: Path, text: str | bytes, name: str = SINGLE) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
