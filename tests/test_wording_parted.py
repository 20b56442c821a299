"""A licensed shortening keeps no half: a time, a means or a subject alone, a figure without whose it is. All invented."""

from __future__ import annotations

import pytest

from agent.wording import compare


@pytest.mark.parametrize(
    ("claim", "page"),
    [
        pytest.param(
            "自2031年3月1日起。", "自2031年3月1日起，国三货车不得驶入城区道路。", id="a time"
        ),
        pytest.param(
            "在示范园区建设中。", "在示范园区建设中，应把减排作为目标。", id="a circumstance"
        ),
        pytest.param("通过推广多式联运。", "通过推广多式联运，促使企业少用公路。", id="a means"),
        pytest.param("以热能转换为重点。", "以热能转换为重点，加强新能源人才培养。", id="a manner"),
        pytest.param(
            "属于重点排污单位的企业。", "属于重点排污单位的企业，应当安装监测设备。", id="a subject"
        ),
        pytest.param(
            "各级主管部门工作人员。",
            "各级主管部门工作人员，登记机构及其工作人员，不得持有配额。",
            id="one of two subjects",
        ),
        pytest.param(
            "享受免费通行政策的车辆。",
            "享受免费通行政策的车辆，不重复享受前款优惠。",
            id="a subject with an act before its 的",
        ),
        pytest.param(
            "应当采取应急措施的企业。",
            "应当采取应急措施的企业，应当披露响应情况。",
            id="a subject with a duty before its 的",
        ),
        pytest.param(
            "经丙州市人民政府同意。",
            "经丙州市人民政府同意，决定调整柴油货车限行区域。",
            id="who agreed",
        ),
        pytest.param("对于燃煤电厂。", "对于燃煤电厂，修正系数按负荷率确定。", id="of what"),
        pytest.param("开通初期。", "开通初期，每日开行列车64列。", id="a stage"),
        pytest.param(
            "由市交通局会同市发展改革委负责。",
            "制定《货运枢纽建设方案》，由市交通局会同市发展改革委负责。",
            id="who is charged, and not with what",
        ),
        pytest.param(
            "新能源车所占比例不低于80%。",
            "西岭市、南湾市建成区新增和更新的城市配送货车，新能源车所占比例不低于80%。",
            id="a share of everything, not of these vehicles",
        ),
        pytest.param("州城际铁路起自甲市。", "并州城际铁路起自甲市。", id="并 of a name"),
        pytest.param(
            "调动社会参与降碳性，推进碳普惠。",
            "调动社会参与降碳积极性，推进碳普惠。",
            id="积极 of 积极性",
        ),
        pytest.param(
            "在陶瓷、玻璃、印染等六大行业推广节能电机。",
            "在陶瓷、玻璃、印染、造纸、化肥、制药等六大行业推广节能电机。",
            id="some of a counted list",
        ),
    ],
)
def test_a_half_is_no_shortening(claim: str, page: str) -> None:
    assert compare(claim, page).tier != "abridged"


@pytest.mark.parametrize(
    ("claim", "page"),
    [
        pytest.param(
            "自2031年3月1日起，国三货车不得驶入城区道路。",
            "自2031年3月1日起，国三货车不得驶入城区道路，优化城市配送线路。",
            id="a time with its order",
        ),
        pytest.param(
            "丙州港全部停止作业。",
            "丙州港全部停止作业，12艘船改港。",
            id="a place of work that stops",
        ),
        pytest.param(
            "暂停审批新建煤化工项目。",
            "暂停审批新建煤化工项目，在建的按新标准整改。",
            id="an act that ends in a noun",
        ),
        pytest.param(
            "推进公路建设，完善停车管理。",
            "推进公路建设，完善停车管理，并提升服务水平。",
            id="并 that joins",
        ),
        pytest.param("推广节能电机。", "积极推广节能电机。", id="an adverb that is one"),
    ],
)
def test_what_is_whole_without_the_rest_still_is_one(claim: str, page: str) -> None:
    assert compare(claim, page).tier == "abridged"
