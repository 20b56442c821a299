"""Small builders of pages, policies and findings for tests. Everything here is invented."""

from __future__ import annotations

import datetime
import html
from collections.abc import Mapping, Sequence

from agent.checks import Subject
from agent.findings import Label, Verdict, claims_of
from agent.policy import DateRole, Policy, PolicyKind, Quoted, QuotedDate
from agent.readers.html import HtmlReader
from agent.readers.lines import han_count
from agent.records import (
    Changepoint,
    Interval,
    Page,
)
from agent.text.dates import parse_date
from tests.answers import answer

POINT = Changepoint(province="山西", sector="Ground", date=datetime.date(2024, 11, 8))
WINDOW = POINT.window()

ISSUER_URL = "https://jtyst.shanxi.gov.cn/zfxxgk/202410/t20241015_9100001.shtml"
REPOST_URL = "https://www.linfen.gov.cn/zwgk/202410/t20241021_9100002.html"
NEWS_URL = "https://www.xinhuanet.com/local/2024-11/08/c_9100003.htm"
SHAANXI_URL = "https://jtyst.shaanxi.gov.cn/zfxxgk/202411/t20241107_9100004.html"
UNKNOWN_URL = "https://abc.example/9100005.html"

NAME = "山西省老旧营运柴油货车淘汰补贴办法"
TITLE = f"山西省交通运输厅 山西省财政厅关于印发《{NAME}》的通知"
NUMBER = "晋交运发〔2024〕998号"
CONTENT = "对提前淘汰国三柴油货车的，每辆车最高补贴4.2万元"
IMPACT = "到2025年底，全省力争淘汰国三柴油货车5000辆以上"
BODY = f"""各市交通运输局、财政局：
现将《{NAME}》印发给你们，请遵照执行。
山西省交通运输厅　山西省财政厅
2024年10月12日
{NAME}
第一条　本办法适用于在山西省登记注册的营运柴油货车。
第二条　{CONTENT}；中重型货车另行规定。
第三条　{IMPACT}。
第四条　本办法自2024年11月1日起施行。"""
ROWS = {
    "发文机关": "山西省交通运输厅 山西省财政厅",
    "成文日期": "2024年10月12日",
    "发文字号": NUMBER,
    "发布日期": "2024年10月15日",
}

SHORTEST_BODY = 20
"""Chinese characters by which a reader knows a body."""
CLOSING = "以上内容供读者查阅，读者可以来信询问，也可以来电询问，感谢读者的关心与理解。"


def page(
    title: str = TITLE,
    body: str = BODY,
    rows: Mapping[str, str] = ROWS,
    *,
    url: str = ISSUER_URL,
    attachments: Sequence[Page] = (),
    label: str = "",
) -> Page:
    """A page with a title, a table of metadata (标签：值) and a body, as the reader of HTML reads it.

    No reader can tell a body of a few characters from the rest of a page: below such a one
    ``CLOSING`` stands as its last paragraph.
    """
    head = f"<h1>{html.escape(title)}</h1>" if title else ""
    table = "".join(
        f"<tr><td>{row}：</td><td>{html.escape(value)}</td></tr>" for row, value in rows.items()
    )
    lines = [*body.split("\n"), *([CLOSING] if han_count(body) < SHORTEST_BODY else [])]
    text = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    sent = (
        f"<html><head><meta charset=utf-8><title>{html.escape(title)}</title></head><body>{head}"
        f"<table>{table}</table><div class='TRS_Editor'>{text}</div></body></html>"
    ).encode()
    read = HtmlReader().read(answer(sent, url=url), label)
    return read.model_copy(update={"attachments": tuple(attachments)})


def quoted(value: str, quote: str | None = None, source: str = "") -> Quoted:
    """A value that rests on its own words unless another quote is given."""
    return Quoted(value=value, quote=value if quote is None else quote, source=source)


def dated(role: DateRole, value: str, quote: str | None = None, source: str = "") -> QuotedDate:
    """A date with its role; without a quote unless one is given."""
    return QuotedDate(value=value, quote=quote, source=source, role=role)


def policy(at: Page, **changes: object) -> Policy:
    """The policy that ``page()`` tells, with changes; sources that are empty become the page's."""
    sha = at.sha256
    given: dict[str, object] = {
        "kind": PolicyKind.POLICY,
        "name": quoted(NAME),
        "dates": (
            dated(DateRole.SIGNED, "2024-10-12", "2024年10月12日"),
            dated(DateRole.ISSUED, "2024-10-15", "2024年10月15日"),
            dated(DateRole.EFFECTIVE, "2024-11-01", "自2024年11月1日起施行"),
        ),
        "agencies": (quoted("山西省交通运输厅"), quoted("山西省财政厅")),
        "document_number": quoted(NUMBER),
        "content": (quoted(CONTENT),),
        "impact": (quoted(IMPACT),),
    }
    given |= changes
    filled = {key: _at(value, sha) for key, value in given.items()}
    return Policy.model_validate({"url": at.url, "source": sha, "extractor": "none"} | filled)


def event(at: Page, name: str, **changes: object) -> Policy:
    """An event with a name that rests on the page's own words where they are the same."""
    empty: dict[str, object] = {
        "kind": PolicyKind.EVENT,
        "name": Quoted(value=name, quote=None, source=""),
        "dates": (),
        "agencies": (),
        "document_number": None,
        "content": (),
        "impact": (),
    }
    return policy(at, **(empty | changes))


def _at(value: object, sha: str) -> object:
    if isinstance(value, Quoted) and not value.source:
        return value.model_copy(update={"source": sha})
    if isinstance(value, tuple):
        return tuple(_at(part, sha) for part in value)
    return value


def subject(of: Policy, at: Page, point: Changepoint = POINT) -> Subject:
    """What a check is called with."""
    return Subject(of, claims_of(of), at, point, point.window())


def only(verdicts: Sequence[Verdict]) -> Verdict:
    """The one verdict there is."""
    assert len(verdicts) == 1, verdicts
    return verdicts[0]


def told(verdict: Verdict) -> tuple[Label, str]:
    """What tests compare: the label and the reason."""
    return verdict.label, verdict.reason


def day(text: str) -> Interval:
    """The interval of a date."""
    interval = parse_date(text)
    assert interval is not None
    return interval
