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
DIRECTIONS = (
    (
        "提高|增加|(?<!负)增长|上升|扩大|上调|上浮|新增|提升|放宽|延长|增至|升至|增到|升到",
        "降低|减少|负增长|下降|缩小|下调|下浮|压减|削减|淘汰|收紧|缩短|减至|降至|压缩|退出|减到|降到",
    ),
    ("允许|准许|可以|放开", "禁止|严禁|不得|不准|限制"),
    ("恢复|启用|启动|重启|开放", "暂停|停用|停止|关闭|中止|取消|解除"),
    ("开始|起始", "结束|终止|截止"),
    ("提前|提早", "推迟|延后|延迟|晚(?=[一二三两\\d])"),
    ("鼓励|支持|补贴|奖励|免征|免收|减免", "限制|处罚|罚款|征收|加收|收取"),
    ("(?:应当|必须|须)(?!达)", "可以|鼓励|提倡|自愿"),
    ("加快|加速|提速|抓紧|推进|推动", "暂缓|放缓|减缓|延缓|缓建|搁置"),
    ("严控|从严|严格控制|遏制", "放宽|放松|放开|扩大"),
    ("加强|强化|增强|加大", "减弱|弱化|削弱|减小|放松"),
    ("设立|成立|组建", "撤销|裁撤|撤并|取消"),
    ("高峰|尖峰|峰段", "低谷|谷段"),
    ("进口", "出口"),
    ("购买|购置", "报废|淘汰|注销"),
    ("(?<!不)(?:高于|多于|大于)", "(?<!不)(?:低于|少于|小于)"),
    ("(?:公布|发布|实施|施行|印发)(?:以|之)?前", "(?:公布|发布|实施|施行|印发)(?:以|之)?后"),
)
"""Words and their opposites. One side in the sentence and only the other in the passage differ."""
ALTERNATIVES = (
    "级(?:及)?以上|级(?:及)?以下",
    "国家级|省级|市级|县级|区级|乡镇级",
    "标杆水平|基准水平|先进水平",
    "日产|月产|年产",
    "(?<=每)[年月天日]|(?<=一)年(?=[^期流])|(?<=个)月",
    "示范县|示范市|示范区|示范村|示范乡镇|示范园区",
    "农用地|建设用地|林地|耕地|草地",
    "焚烧|填埋|堆肥",
    "新建|既有|在建|改建|扩建",
    "垃圾|污水|废气|噪声|扬尘",
    "生活垃圾|建筑垃圾|厨余垃圾|危险废物|工业固废",
    "固定|兼职|专职|临时",
    "小学|初中|高中|大学",
    "中文|英文|法文|俄文|日文|德文|西班牙文|阿拉伯文|韩文|英语|法语|俄语|日语|德语|韩语",
    "春季|夏季|秋季|冬季|春节|清明|端午|国庆|中秋|元旦",
    "煤电|气电|风电|光伏|水电|核电|火电|生物质发电",
    "汽油|柴油|煤油|天然气|煤炭|焦炭|氢气",
    "二氧化硫|氮氧化物|颗粒物|挥发性有机物|二氧化碳|甲烷|臭氧",
    "化学需氧量|氨氮|总磷|总氮",
    "钢铁|水泥|电解铝|石化|化工|造纸|印染|玻璃|陶瓷|有色金属",
    "优秀|良好|较好|合格|不合格|较差",
    "首次|再次|每次|多次",
    "上旬|中旬|下旬",
    "上半年|下半年",
    "一类|二类|三类|四类|甲类|乙类|丙类",
    "第[一二三四五六七八九十百]+[批期轮次届号]",
    "(?<![一-龥])(?:[ⅠⅡⅢⅣⅤ]|I{1,3}|IV|V)(?=级)|(?<=[动应到为行按])(?:[ⅠⅡⅢⅣⅤ]|I{1,3}|IV|V)(?=级)",
    "(?:红|橙|黄|蓝)色(?=预警|标)",
    "[A-D](?=级)",
    "工作日|周末|双休日|节假日",
    "轻型|中型|重型|微型",
    "偏高|偏低|偏多|偏少",
    "煤改气|煤改电",
)
"""Words of one kind. One that the passage does not have, where it has another, differs."""
WATERS = lazy_pattern(
    "长江|黄河|淮河|海河|珠江|辽河|松花江|黑龙江|钱塘江|闽江|湘江|赣江|汉江|嘉陵江|岷江|乌江|金沙江|雅砻江|澜沧江|怒江|雅鲁藏布江"
    "|汾河|渭河|洛河|沁河|漳河|滹沱河|永定河|太湖|巢湖|滇池|洱海|洞庭湖|鄱阳湖|白洋淀|青海湖|三峡|渤海|黄海|东海|南海"
    "|秦岭|太行山|吕梁山|祁连山|大兴安岭|京津冀|长三角|珠三角|粤港澳|成渝|汾渭平原|苏南|苏中|苏北|陕北|陕南|关中|辽东|辽西|鲁西|皖北|闽南|桂北|胶东"
)
"""Rivers, lakes, seas, mountains and regions that are no administrative place and yet are where."""
LISTED = lazy_pattern(
    r"((?:[\u4e00-\u9fff]{2,4}、){1,20}[\u4e00-\u9fff]{2,4}?)"
    r"(?:等[多几二两三四五六七八九十\d]{0,6}|[二两三四五六七八九十]|\d{1,6})个?(?:地|省|市|县|区|州)"
    r"(?![级区域场直内外属辖段方面块质点委厅局政])"
)
"""Places in a list, small ones too, that no table of places has to know: 甲山、乙河等地, 甲山、乙河两县."""
WHOLE = ("全部", "所有", "一律")
WHOLLY = lazy_pattern("100%|百分之百|全覆盖|全部|所有|一律|各类|全面|均")
"""What bears 全部 and its like."""
FEW = lazy_pattern("(?<![第十百千万一二三四五六七八九])([二两三四五六七八九])(项|个|次|种|批|类)")
"""A small number that is often part of a set phrase and therefore no figure."""
FRACTION = lazy_pattern("[一二三四五六七八九十]分之[一二三四五六七八九十]+")
"""三分之一; 百分之 is a figure."""
SHORT_BODY = lazy_pattern("(?<![全各])([省市区县州部])(厅|局|委)(?![托派员任部势面限长])")
"""省厅, 市局: a body of that level, as those who know which one call it."""
THINGS = lazy_pattern(
    "新能源汽车|燃油车|柴油车|公交车|出租车|网约车|货车|客车|摩托车|电动自行车|船舶|飞机|机场|港口|铁路|地铁|轻轨|高速公路"
    "|充电桩|加氢站|加油站|锅炉|窑炉|高炉|转炉|焦炉|机组|电厂|电站|变电站|煤矿|油田|气田|光伏|风电|水电|核电|储能|热泵"
    "|医院|学校|幼儿园|图书馆|机关|公共机构|酒店|商场|农田|果园|林场|草原|湿地|渔船|养殖场"
)
"""Things of the field that keep their names in other words."""
TERM_FROM = lazy_pattern(
    r"(公布|公示|发布|印发|收到|送达|完成|批准|受理|签订|签署|备案|立项|结束|届满|生效|施行|投产|验收|登记)"
    r"[^,。;\d]{0,6}?(?:后|之日起|日起|起)[^,。;\d]{0,4}$"
)
"""The event from which a term of days or months runs."""
RATED = lazy_pattern(
    r"(?:评为|评定为|确定为|定为)[“\"‘]?([\u4e00-\u9fff]{1,4}?)(?=[”\"’，。；、的\s]|$)"
)
"""What something is rated: 应确定为“较好”."""
SAME_NAMES = (
    ("GDP", "地区生产总值|国内生产总值|生产总值"),
    ("CO2", "二氧化碳"),
    ("PM2.5", "细颗粒物"),
    ("PM10", "可吸入颗粒物"),
    ("VOCs", "挥发性有机物"),
    ("SO2", "二氧化硫"),
    ("NOx", "氮氧化物"),
    ("LNG", "液化天然气"),
    ("CNG", "压缩天然气"),
    ("COD", "化学需氧量"),
    ("R&D", "研究与试验发展|研发"),
)
"""A Latin name and the Chinese words for the same thing."""
BODY = lazy_pattern(r"[\u4e00-\u9fff]{2}(?:厅|局|委(?![托派员任])|集团|公司)")
"""The last characters of a body's name."""
BOUNDS = lazy_pattern(
    r"不(?:服|满|足|良|动产|可再生|法|利|明|便|止|少|等|久|时|限|符|适应)|不(?:得|能|应|宜)?(?:慢于|超过|低于|少于|高于|大于|小于|多于|超|足|到|突破)|不(?:断|仅|同|只|锈|含税|管|论|限于)"
    r"|未(?:来|成年)|无(?:人|线|轨|锡|烟|废|偿|害)|非(?:化石|常|机动|道路|洲|金属|电)"
)
"""Said with 不, 未, 无 or 非 and yet no denial."""
DENIALS = lazy_pattern(r"不|未|无|非|禁止|严禁|取消|停止|暂停|除外|以外|拒绝|免除|没有|否")
LIMITS = (
    "试点",
    "国际",
    "国内",
    "部分",
    "原则上",
    "鼓励",
    "新建",
    "新增",
    "重点",
    "市辖区",
    "城区",
    "农村",
    "营运",
    "公共",
    "示范",
    "存量",
    "符合条件",
    "疑似",
)
EITHER = lazy_pattern("国内外|国内[或和及与、](?:省|市|国)[内外]")
"""Said with 国内 and yet no limit: it names the others, too."""
EVERYTHING = ("全部", "所有", "一律", "全面", "全国", "全省", "全市", "全区", "各类", "任何", "均")
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
