"""What is no content page, and where a redirect leads; a content page is never refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.readers.refusal import redirect_target, refusal
from agent.records import Fetched
from tests.answers import answer

PARAGRAPH = "为做好老旧营运货车报废更新工作，省交通运输厅会同有关部门制定了补贴标准，现予公布，请各地认真组织实施。"
LONG = "".join(f"<p>{PARAGRAPH}</p>" for _ in range(8))


def page(body: str, title: str = "某省交通运输厅", head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


ITEMS = "".join(
    f'<li><a href="/art/{n}.html">某省关于第{n}号事项的通知</a><span>2024-10-{n + 10}</span></li>'
    for n in range(12)
)
LINKS = "".join(f'<li><a href="/c/{n}">栏目名称第{n}个</a></li>' for n in range(60))
ARTICLE = '<meta name="ArticleTitle" content="某通知">'
RUISHU = "<html><head><meta content='x' r='m'></head><body><script>$_ts=window['$_ts'];</script></body></html>"


@pytest.mark.parametrize(
    ("fetched", "cause"),
    [
        pytest.param(answer(RUISHU, status=412), "blocked:ruishu", id="ruishu-412"),
        pytest.param(answer(RUISHU), "blocked:ruishu", id="ruishu-200"),
        pytest.param(answer("", status=412), "blocked:ruishu", id="412-alone"),
        pytest.param(answer("", status=521), "blocked:jsl", id="521-alone"),
        pytest.param(
            answer("<script>document.cookie='__jsl_clearance_s=1';location.href='/'</script>"),
            "blocked:jsl",
            id="jsl-script",
        ),
        pytest.param(
            answer("<script>x()</script>", headers={"set-cookie": "__jsluid_s=1"}),
            "blocked:jsl",
            id="jsl-cookie",
        ),
        pytest.param(
            answer(page("<p>您的请求被拦截</p>", "网站防火墙"), status=403),
            "blocked:waf",
            id="waf-page",
        ),
        pytest.param(
            answer("no", status=403, headers={"wzws-ray": "1"}), "blocked:waf", id="waf-header"
        ),
        pytest.param(answer("no", status=403), "http:403", id="plain-403"),
        pytest.param(answer(page(LONG), status=500), "http:500", id="500-with-text"),
        pytest.param(answer("", status=302), "http:302", id="an-unfollowed-redirect"),
        pytest.param(answer(page("<p>您访问的页面不存在</p>")), "soft_404", id="soft-404"),
        pytest.param(answer(page("<p>抱歉</p>", "404错误页")), "soft_404", id="404-in-the-title"),
        pytest.param(answer(page("<p>该信息已被删除</p>")), "soft_404", id="deleted"),
        pytest.param(answer(page("<p>3秒后自动跳转到首页</p>")), "soft_404", id="sends-home-soon"),
        pytest.param(
            answer(page(LONG), url="http://a.example/art/1.html", answered_url="http://a.example/"),
            "soft_404",
            id="sent-to-the-front-page",
        ),
        pytest.param(
            answer(
                page(LONG),
                url="http://a.example/art/1.html",
                answered_url="http://b.example/index.html",
            ),
            "soft_404",
            id="sent-to-another-front-page",
        ),
        pytest.param(
            answer(page('<form><input type="password"></form><p>用户登录</p>', "统一身份认证")),
            "login",
            id="login",
        ),
        pytest.param(answer(page(f"<ul>{ITEMS}</ul>")), "list_page", id="a-list-of-dated-links"),
        pytest.param(answer(page(f"<ul>{LINKS}</ul>")), "list_page", id="nothing-but-links"),
        pytest.param(
            answer('<html><body><div id="app"></div></body></html>'), "shell", id="an-empty-app"
        ),
        pytest.param(
            answer("<script>window.location.href='/a.html'</script>"),
            "shell",
            id="a-redirect-by-script",
        ),
    ],
)
def test_what_is_no_content_page_is_named(fetched: Fetched, cause: str) -> None:
    assert refusal(fetched) == cause


@pytest.mark.parametrize(
    "fetched",
    [
        pytest.param(answer(page(LONG)), id="a-page"),
        pytest.param(
            answer(page(LONG + "<p>如页面不存在，请联系管理员。</p>")), id="mentions-a-missing-page"
        ),
        pytest.param(
            answer(page('<input type="password"><a>用户登录</a>' + LONG)),
            id="a-login-box-in-the-header",
        ),
        pytest.param(answer(page("<p>某通知。</p>", head=ARTICLE)), id="a-very-short-article"),
        pytest.param(
            answer(page("<p>附件已移除的情形见某办法。</p>", head=ARTICLE)),
            id="an-article-about-removal",
        ),
        pytest.param(
            answer(page(f"<p>{PARAGRAPH * 3}</p><ul>{ITEMS}</ul>")), id="an-article-above-a-list"
        ),
        pytest.param(
            answer(page(f'<ul>{ITEMS}</ul><p>某通知</p><a href="/W0202410.pdf">附件</a>')),
            id="a-notice-in-a-pdf",
        ),
        pytest.param(
            answer(page(LONG), url="http://a.example/", answered_url="https://a.example/"),
            id="a-front-page",
        ),
        pytest.param(
            answer(page(LONG + "<script>if(m)location.href='/m/'</script>")),
            id="a-script-for-telephones",
        ),
        pytest.param(answer(b"%PDF-1.7", content_type="application/pdf"), id="a-pdf"),
        pytest.param(answer("通知全文。", content_type="text/plain"), id="plain-text"),
    ],
)
def test_a_content_page_is_not_refused(fetched: Fetched) -> None:
    assert refusal(fetched) is None


@given(
    st.lists(
        st.sampled_from(
            ["页面不存在", "已被删除", "请登录后查看", "404", "访问被拦截", "用户登录"]
        ),
        max_size=6,
    ),
    st.integers(0, 7),
)
def test_no_word_condemns_a_page_with_three_hundred_characters(
    words: list[str], place: int
) -> None:
    paragraphs = [f"<p>{PARAGRAPH}</p>"] * 8
    paragraphs.insert(place, f"<p>{'，'.join(words)}</p>")
    assert refusal(answer(page("".join(paragraphs)))) is None


@pytest.mark.parametrize(
    ("markup", "target"),
    [
        pytest.param(
            '<meta http-equiv="Refresh" content="0;url=../new.html">',
            "https://jt.sx.example/art/new.html",
            id="refresh",
        ),
        pytest.param(
            "<meta http-equiv=refresh content=\"0; URL='http://b.example/a'\">",
            "http://b.example/a",
            id="quoted-refresh",
        ),
        pytest.param(
            "<script>location = '/x.html'</script>", "https://jt.sx.example/x.html", id="location"
        ),
        pytest.param(
            '<script>window.location.href="a.html";</script>',
            "https://jt.sx.example/art/2024/a.html",
            id="href",
        ),
        pytest.param(
            "<script>location.replace('/y')</script>", "https://jt.sx.example/y", id="replace"
        ),
        pytest.param("<script>top.location='/z'</script>", "https://jt.sx.example/z", id="top"),
        pytest.param(
            "<script>location.href='javascript:void(0)'</script>", None, id="no-web-address"
        ),
        pytest.param("<script>location.href='notice.html'</script>", None, id="itself"),
        pytest.param("<script>mylocation='/x'</script>", None, id="another-variable"),
        pytest.param(
            '<meta http-equiv="refresh" content="600">', None, id="reloads-itself-now-and-then"
        ),
        pytest.param("<p>页面不存在</p><script>location.href='/'</script>", None, id="gone"),
        pytest.param(LONG + "<script>location.href='/m/'</script>", None, id="a-page-with-text"),
        pytest.param("<script>location.href='http://[x'</script>", None, id="a-broken-address"),
    ],
)
def test_a_shell_says_where_it_leads(markup: str, target: str | None) -> None:
    assert redirect_target(answer(f"<html><body>{markup}</body></html>")) == target


def test_a_challenge_leads_nowhere() -> None:
    assert (
        redirect_target(
            answer(RUISHU.replace("</body>", "<script>location.href='/'</script></body>"))
        )
        is None
    )


def test_an_answer_in_no_charset_can_still_be_judged() -> None:
    assert refusal(answer(b"<html>" + b"\xff\xfe\xfd\x81" * 400 + b"</html>")) is None


def test_half_a_megabyte_of_open_tags_is_judged_in_time() -> None:
    assert refusal(answer("<script" * 40_000 + "<meta " * 40_000)) is None
