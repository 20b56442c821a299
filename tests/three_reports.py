"""What a report prints of one page of the sample by three ways of reading it: docs/wording.md shows it.

By rules, by a model that copies whole sentences, and by one that leaves out, retells, joins two sentences and
once changes a figure. What the models said is invented; the checks are the real ones.
"""

from __future__ import annotations

from agent.checks import Subject, judge
from agent.checks.entailment import Judgement, Rules
from agent.checks.parts import Names
from agent.extract.answer_reader import AnswerReader
from agent.extract.page_answer import PageAnswer
from agent.extract.quoting import Documents
from agent.findings import Dossier, Finding, Label
from agent.report.text import text_of_point
from agent.wiring import Config
from agent.wiring.members import checks, knowledge

TITLE = "多式联运发展的意见"
SHIFT = "推动大宗货物运输“公转铁”，提高铁路集装箱运输比重，降低公路货运碳排放强度。"
PLAN = "制定《山西省综合货运枢纽绿色集疏运建设方案》，明确铁路专用线建设项目清单，由省交通运输厅会同省发展改革委负责。"
LINES = "支持大同、朔州、吕梁等市建设煤炭集装箱多式联运示范线路，到2025年力争开行8条。"
CITY = "在城市配送领域推广使用新能源货车，鼓励设置24小时通行的绿色配送通道。"
COPIED = ((SHIFT, None), (LINES, None), (CITY, None))
LEFT_OUT = (
    (SHIFT, "推动大宗货物运输“公转铁”，降低公路货运碳排放强度。"),
    (CITY, "在城市配送领域推广使用新能源货车，并且鼓励设24小时通行的绿色配送通道。"),
    (PLAN, "省交通运输厅和省发展改革委已经印发集疏运建设方案。"),
    (LINES, "支持大同、朔州、吕梁等市建设煤炭集装箱多式联运示范线路，到2025年力争开行18条。"),
)
_SHOWN = ("**核验**", "**措辞", "**核心内容**", "**预期影响**", "**原文**")


def three_reports(dossier: Dossier) -> str:
    """The lines of a finding that tell its sentences, three times over."""
    rules = next(f for f in dossier.findings if TITLE in f.policy.name.value)
    ways = (
        ("只用规则（--model none）", rules),
        ("照抄的模型", _by_a_model(dossier, rules, COPIED)),
        (
            "会概括的模型（有一句换了说法，一句说成已印发，一句改了数字）",
            _by_a_model(dossier, rules, LEFT_OUT),
        ),
    )
    return "\n\n".join(f"{name}\n{_lines(dossier, found)}" for name, found in ways)


def _by_a_model(
    dossier: Dossier, rules: Finding, said: tuple[tuple[str, str | None], ...]
) -> Finding:
    page = dossier.page(rules.policy.source)
    assert page is not None
    item = {
        "kind": "policy",
        "name": rules.policy.name.value,
        "content": [{"quote": quote, "summary": summary} for quote, summary in said],
    }
    answer = PageAnswer.model_validate({"policies": [item]})
    (policy,) = AnswerReader(Documents(page), {}, "model").policies(answer)
    given = {"dates": rules.policy.dates, "agencies": rules.policy.agencies}
    policy = policy.model_copy(update=given)
    point, window = dossier.changepoint, dossier.window
    known = knowledge(Config(sample=True))
    found = judge(policy, page, point, window, checks(known))
    retold = [
        i
        for i, c in enumerate(found.claims)
        if c.value.startswith("在城市配送领域推广使用新能源货车，并且")
    ]
    yes = {index: Judgement(label=Label.SUPPORTED, quote=CITY) for index in retold}
    subject = Subject(policy, found.claims, page, point, window)
    return Rules(Names(known.places, known.publishers)).settle(found, subject, yes, "model")


def _lines(dossier: Dossier, found: Finding) -> str:
    told = text_of_point(dossier.model_copy(update={"findings": (found,)}), "zh", note="")
    return "\n".join(line for line in told.splitlines() if line.startswith(_SHOWN))
