"""What a page prints below its text, and what ends a text, invented: told apart by shape and by how elements are called."""

from __future__ import annotations

import time

import pytest

from agent.readers import Readers
from agent.records import Page
from agent.wiring.members import readers
from tests.answers import URL, answer

READERS: Readers = readers()
NAME = "岭东县完成农村客运班线公交化改造"
TEXT = (
    "<p>记者从县交通运输局获悉，截至上月底，全县十二条农村客运班线全部完成公交化改造，投入纯电动公交车五十六辆。</p>"
    "<p>改造后，最远的石坪乡到县城的票价由十五元降到六元，首末班车时间各延长一小时。</p>"
)
LAST = "首末班车时间各延长一小时。"
PAIRS = "<p>案件来源：上级交办</p><p>处罚种类：罚款</p><p>处罚金额：三万元</p>"


def read(below: str, wrap: str = "div", window: str = NAME) -> Page:
    head = f"<h2>{NAME}</h2><p>2024-10-16 09:30</p>"
    fetched = answer(
        f"<html><head><title>{window}</title></head><body>{head}<div class={wrap}>{TEXT}{below}</div></body></html>",
        url=URL,
    )
    assert READERS.refusal(fetched) is None
    return READERS.read(fetched)


@pytest.mark.parametrize(
    "below",
    [
        "<div class=newdigg><div>顶一下</div><div>(3)</div><div>踩一下</div><div>(0)</div></div>",
        "<div class=sharedaddy>赞赏作者 <a>某博</a></div>",
        "<hr><div>分类：乡村交通 &nbsp;转载请注明出处</div>",
        "<p>文章地址：http://www.lingdong.example/show.asp?id=77</p>",
        "<p>本文链接：https://www.lingdong.example/a/1.html</p><p>岭东在线</p>",
        "<p>本文来源：岭东融媒</p>",
        "<p>文/田七　图/白芷</p>",
        "<p>一审：田七</p><p>二审：白芷</p><p>三审：杜仲</p>",
        "<p>值班编委丨杜仲 编辑丨田七</p>",
        "<p>发布日期：2024-10-16 09:31</p>",
        "<p>阅读 1.2万</p><p>岭东发布</p>",
        "<p>您对本解读是否满意？</p><form><p>满意</p><p>一般</p></form>",
        "<p>------------ 分割线 ------------</p><p>岭东县融媒体</p>",
        "<div class=post-tags><span>公交</span><span>乡村</span></div>",
        "<div id=relatedNews><h4>相关</h4><p>石坪乡通了客车</p></div>",
        "<h3>看了又看</h3><ul><li><a href=/2>石坪乡通了客车</a></li></ul>",
        "<div class=copyright><p>凡注明来源为岭东在线的作品，未经许可不得使用。</p></div>",
        "<p><b>相关热词：</b><a href=/t1>公交</a> <a href=/t2>客运</a></p>",
        "<p>来源 | 岭东发布</p><p>编辑 | 田七</p><p>END</p>",
        "<p>-END-</p>",
        "<p>热门评论</p><p>山里人</p><p>票价便宜了一大半，方便。</p><p>2小时前 回复 点赞</p>",
        "<p>全部评论(2)</p><div><b>山里人</b><p>票价便宜了一大半，方便。</p></div>",
        "<p>下载岭东APP，看更多新闻</p>",
        "<p>打开微信，点击底部的“发现”，使用“扫一扫”即可将网页分享至朋友圈。</p>",
        "<p>« 石坪乡通了客车</p><p>客运站搬迁 »</p>",
        "<p>发布：县局办公室　审核：田七　点击：22</p>",
        "<p>0</p><p>人点赞</p>",
        "<p>推荐专题</p><p><a href=1>四好农村路</a></p>",
        "<p>附件：无</p>",
        "<div>附件：<a href=r.pdf>岭东县班线票价表（报批稿）.pdf</a></div>",
        "<p>附件1：<a href=r.doc>班线名单.doc</a></p><p>附件2：<a href=s.xls>票价表.xls</a></p>",
        "<div class=author><p>田七</p><p>记者，关注交通</p></div>",
        "<p>主办：岭东县人民政府 承办：县信息中心</p>",
        "<p>投稿与新闻线索：请联系编辑部微信</p>",
        "<p>解读链接：<a href=/t.html>一图看懂公交化改造</a></p>",
        "<p>推荐专题</p><p><a href=1>四好农村路</a></p></div><div>岭东县人民政府主办 岭ICP备0号",
        "<p>附件：1.班线名单.doc</p>",
        "<div class=fjxz>附件2：意见反馈表.docx（21KB）</div>",
        "<p>附件下载</p><ul><li><a href=r.pdf>票价表（报批稿）.pdf</a></li></ul>",
        "<div class=xf>附：报名回执下载</div>",
        "<p>（岭东在线原创稿件，转载请注明出处）</p>",
        "<p>来源丨岭东县委宣传部</p>",
        "<div class=pj>您对本次答复是否满意？<label>满意</label><label>不满意</label></div>",
        "<p>本信件已有 231 人查看</p>",
        "<div class=slogan>岭东人的掌上家园</div>",
        "</div><div class=wx>如需转载请与岭东日报社联系。</div><div>",
        "<div>特别提醒：如果我们使用了您的图片，请作者与本站联系索取稿酬。</div>",
        "<p>未经岭东日报社授权，严禁转载或镜像，违者必究。</p>",
        "</div><p>责任编辑：田七</p><div class=q7><p>石坪乡客运站月底搬迁，旅客可到新站候车，购票方式不变。</p></div><div>",
        "</div><div class=r><p>2楼 山里人：票价便宜了一大半，早就该这样改了，方便多了。</p></div><div>",
        "<p>（作者：田七 编辑：白芷）</p>",
        "<p>★ 温馨提示：以上内容仅代表分析师个人观点，不构成买卖依据。</p>",
        "<p>本文为某号作者上传并发布，不代表岭东在线的观点或立场。</p>",
        "<p>内容来源：岭东县交通运输局网站</p>",
        "<p>附件：</p><p><a href=r.pdf>班线票价表.pdf</a></p>",
        "<section><h4>附件</h4><ul><li>班线票价表.doc（21KB） <a href=/f?id=8>下载</a></li></ul></section>",
        "<div class=r><p>热点</p><p>1. <a href=/1>石坪乡通了客车</a></p><p>2. <a href=/2>客运站搬迁</a></p></div>",
        "<div class=bot>指导单位：县委宣传部</div>",
        "<p>编辑于 2024-10-16 18:20</p>",
        "<h4>新闻推荐</h4><div>石坪乡客运站月底搬迁，旅客可到新站候车，购票方式不变。</div>",
        "<p>类似文章</p><p>石坪乡通了客车</p>",
        f"<div class=post_statement>Notice: {'The content above is posted by a user of the platform. ' * 3}</div>",
        "<div class=survey><p>这条信息</p><p>有帮助 12</p><p>没帮助 0</p></div>",
    ],
)
@pytest.mark.parametrize("wrap", ["any", "article-content"])
def test_what_a_page_prints_below_its_text_is_none_of_it(below: str, wrap: str) -> None:
    assert read(below, wrap).body_text.endswith(LAST)


@pytest.mark.parametrize(
    "below",
    [
        "<p>岭东县交通运输局</p><p>2024年10月16日</p>",
        "<p>联系人：田七，电话：0000-1234567</p>",
        "<p>咨询地址：县政务服务中心三楼</p><p>网址：http://www.lingdong.example/</p>",
        "<p>联系人：田七</p><p>地址：岭东县人民路1号　邮编：123456　电话：0000-1234567</p>",
        "<p>附件：1.班线名单</p><p>2.票价表</p>",
        "<p>完</p><p>岭东县交通运输局</p><p>2024年10月16日（星期三）</p>",
        "<p>注：票价自十一月一日起执行</p>",
        "<p>出行提示：以上班次仅供参考，不构成运力承诺。</p>",
        "<p>（本文有删减）</p>",
        "<p>（作者单位：岭东县交通运输局）</p>",
        "<p>（此件公开发布）</p>",
        "<table><tr><td>班线</td><td>票价</td></tr><tr><td>石坪乡</td><td>六元</td></tr></table>",
        "<p>路通了</p><p>车来了</p><p>山里的货出去了</p>",
        "<p>班线名单：</p><p>石坪乡</p><p>青石乡</p><p>白水镇</p>",
        "<div class=article-footer><p>岭东县交通运输局</p><p>2024年10月16日</p></div>",
        f"<div>{PAIRS}</div>",
        "<p>1. 石坪乡班线</p><p>2. 青石乡班线</p>",
        "<p>特此公告</p>",
        "<p>七、其他事宜：无</p>",
        "<p>合计车辆 56</p>",
        "<p>时间：10月16日上午9时</p>",
        "<p>时间：上午九时 地点：三楼会议室</p>",
        "<p>有效期：五年</p>",
        "<p>2024年10月16日 09:00 开工仪式</p><p>2024年10月17日 09:00 现场会</p>",
        "<p>主题词：交通 客运 公告</p>",
        "<p>报名网址：<a href=/bm>客运岗位报名</a></p>",
        "<p>（完）</p>",
        "<p>关注农村客运，就是关注民生</p>",
        "<div>关注农村客运，就是关注民生</div>",
        "<div class=pic><img src=1.jpg><p>图为首发仪式 田七摄</p></div>",
        "<p>附件：<a href=r.pdf>班线票价表</a></p>",
        "<p>附件：<a href=r.pdf>班线票价表.pdf</a></p><p>关注农村客运，就是关注民生</p>",
        "<p>附件：<a href=r.pdf>票价表.pdf</a></p><p>岭东县交通运输局</p><p>2024年10月16日</p>",
    ],
)
@pytest.mark.parametrize("wrap", ["any", "article-content"])
def test_what_ends_a_text_stays(below: str, wrap: str) -> None:
    body = read(below, wrap).body_text
    for words in below.replace("<", ">").split(">")[::2]:
        assert words in body or not words.strip()


def test_a_notice_that_only_points_to_its_file_keeps_the_name_of_it() -> None:
    said = f"<h2>{NAME}</h2><p>2024-10-16</p><div class=con><p>全文见附件。</p><p>附件：<a href=r.pdf>班线调整方案.pdf</a></p></div>"
    page = f"<html><head><title>{NAME}</title></head><body>{said}</body></html>"
    assert READERS.read(answer(page, url=URL)).body_text.endswith("附件：班线调整方案.pdf")


def test_a_file_below_a_text_is_still_offered_as_its_attachment() -> None:
    found = read("<div>附件：<a href=r.pdf>班线票价表.pdf</a></div>")
    assert [link.text for link in found.attachment_links] == ["班线票价表.pdf"]


def test_what_stands_below_the_block_of_a_text_is_none_of_it() -> None:
    below = "</div><div><span>岭东县融媒体</span></div><div><p>岭东人的掌上家园</p>"
    assert read(below).body_text.endswith(LAST)


@pytest.mark.parametrize(
    "below",
    [
        "<p>岭东县交通运输局</p><p>二〇二四年十月十六日</p>",
        "<p>附件：班线名单</p>",
        "<p>（此件公开发布）</p>",
        "<p>注：票价自十一月一日起执行</p>",
        "<p>岭东县公共交通有限公司</p><p>2024.10.16</p>",
    ],
)
def test_what_ends_a_text_stays_below_its_block(below: str) -> None:
    last = below.split("</p>")[-2][3:]
    assert read(f"</div><div>{below}").body_text.endswith(last)


@pytest.mark.parametrize(
    "more",
    [
        "<p>县运管所表示，年底前再开通两条班线，并接受复查。</p>",
        "<h4>回复内容</h4><p>您好，票价由县发改局核定，如有疑问可以拨打12345。</p>",
        "<div class=sec-title>展望</div><p>明年年底前再改造两条班线</p>",
    ],
)
def test_a_text_in_several_parts_is_read_to_its_end(more: str) -> None:
    part = "<div class=sec><div class=sec-title>{}</div><p>{}</p></div>"
    long = "记者从县交通运输局获悉，截至上月底，全县十二条农村客运班线全部完成公交化改造，投入纯电动公交车五十六辆，最远的石坪乡到县城的票价由十五元降到六元。"
    parts = (
        f"{part.format('进展', long)}{part.format('票价', long[12:])}<div class=sec>{more}</div>"
    )
    page = f"<html><head><title>{NAME}</title></head><body><h2>{NAME}</h2><p>2024-10-16 09:30</p>{parts}<div>打印</div></body></html>"
    last = more.removesuffix("</p>").rpartition(">")[2]
    assert READERS.read(answer(page, url=URL)).body_text.endswith(last)


@pytest.mark.parametrize(
    "said", ["经研究，现将首批名单予以公示，公示期五个工作日。", "现将值班安排公告如下："]
)
def test_short_lines_in_a_part_of_their_own_stay_where_they_are_announced(said: str) -> None:
    names = "<p>10月1日 东区 田七</p><p>10月2日 西区 白芷</p>"
    page = f"<html><head><title>关于值班安排的公告</title></head><body><h2>关于值班安排的公告</h2><p>2024-10-16</p><div class=t><p>{said}</p></div><div class=md>{names}</div><div>打印</div></body></html>"
    assert READERS.read(answer(page, url=URL)).body_text.endswith("10月2日 西区 白芷")


def test_links_of_the_site_between_two_paragraphs_are_none_of_the_text() -> None:
    more = "<p>县交通运输局表示，下一步将把改造范围扩大到邻县的跨界班线，确保两年内全部完成。</p>"
    body = read(
        f"<div class=a1>广告</div><div class=a2><a href=/f>岭东楼市 首付8万起</a></div>{more}"
    ).body_text
    assert "广告" not in body
    assert "楼市" not in body
    assert body.endswith("两年内全部完成。")


def test_where_a_notice_is_reached_stays_above_the_files_of_its_page() -> None:
    said = "<p>通讯地址：岭东县人民路1号　邮编：123456</p>"
    below = f"{said}</div><div class=fj><p>附件：</p><p><a href=r.pdf>班线票价表.pdf</a></p>"
    assert read(below).body_text.endswith("邮编：123456")


def test_names_that_a_text_announces_stay_below_its_block() -> None:
    names = "".join(f"<p>{name}</p>" for name in ("石坪乡", "青石乡", "白水镇"))
    for said in ("经研究，现将首批开通公交的乡镇公布如下。", "现对首批拟开通公交的乡镇予以公示。"):
        body = read(f"<p>{said}</p></div><div>{names}").body_text
        assert body.endswith("石坪乡\n青石乡\n白水镇")


def test_where_the_site_is_reached_is_no_text_above_its_number() -> None:
    contact = "<p>地址：岭东县人民路1号　邮编：123456　电话：0000-1234567</p>"
    assert read(f"{contact}<p>岭ICP备00000000号</p>").body_text.endswith(LAST)


@pytest.mark.parametrize(
    "below",
    [
        "<h3>相关链接</h3><p>纯电动公交车以电能驱动，本县最早的一辆于2019年投入使用。</p>",
        "<div>分享到：<a href=/w>某信</a></div><p>县运管所表示，年底前再开通两条班线，并接受复查。</p>",
        "<h3>专家评论</h3><p>公交化改造有利于节能，但票价补贴须有保障。</p>",
        "<p>群众留言</p><p>末班车能否再晚一些？</p><p>部门答复</p><p>自11月起延至21时。</p>",
        "<p>办理地点：县政务服务中心</p><p>1楼 综合窗口</p><p>2楼 客运窗口</p>",
        "<div class=points><p>新车：五十六辆，2024年投用</p><p>票价：6元</p></div>",
        "</div><p>（责任编辑：田七）</p><div class=con2><p>附件</p><p>班线调整方案</p><p>一、石坪乡班线每日四班，由县公共交通有限公司经营。</p>",
    ],
)
def test_what_is_said_below_a_heading_or_buttons_stays_where_it_leads_nowhere(below: str) -> None:
    last = below.replace("</div>", "").removesuffix("</p>").rpartition(">")[2]
    assert read(below).body_text.endswith(last)


@pytest.mark.parametrize(
    "facts",
    [
        ("螺纹钢：4800元/吨", "线材：4900元/吨", "焦炭：2600元/吨", "废钢：3100元/吨"),
        ("1月5日　一号焦炉停炉", "6月30日　年修结束", "9月1日　限产30%", "12月28日　新焦炉点火"),
    ],
)
def test_short_facts_without_a_sentence_are_the_text_below_their_header(
    facts: tuple[str, ...],
) -> None:
    name = "岭东钢铁2021年大事记"
    said = "".join(f"<p>{fact}</p>" for fact in facts)
    page = f"<html><head><title>{name}</title></head><body><h1>{name}</h1><div>2021-12-30 09:00 来源：岭东钢铁</div><div class=con>{said}</div></body></html>"
    found = READERS.read(answer(page, url=URL)).body_text
    assert READERS.refusal(answer(page, url=URL)) is None
    for fact in facts:
        assert fact in found


@pytest.mark.parametrize("line", ["一审：驳回起诉，二审维持原判", "审核/公示"])
def test_steps_of_a_matter_inside_a_text_are_no_line_of_who_edited(line: str) -> None:
    more = "<p>县交通运输局表示，下一步将把改造范围扩大到邻县的跨界班线，确保两年内全部完成。</p>"
    assert line in read(f"<p>{line}</p>{more}").body_text


def test_headings_without_end_cost_no_time() -> None:
    """Below each the rest of the page may have to be read; 40 of them are looked at."""
    many = "<p>相关推荐</p><p>短句</p>" * 8000
    began = time.process_time()
    read(f"{many}<p>{'长' * 60}。</p>")
    assert time.process_time() - began < 6


def test_a_signature_below_a_line_of_the_page_keeps_what_stands_above_it() -> None:
    body = read("<p>转载自县政府公报</p><p>岭东县人民政府</p><p>2024年10月16日</p>").body_text
    assert body.endswith("岭东县人民政府\n2024年10月16日")
