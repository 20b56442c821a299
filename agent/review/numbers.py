"""How far reviewers agree, and how often the checks were right: tables for page and terminal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agent.agreement import Agreement, Share, agreements, judged, shares
from agent.findings import Finding, Label, Status
from agent.report.words import Language, word
from agent.review.desk import Desk
from agent.store.reviews import Decision, Review, disagree

RIGHT = {Status.VERIFIED: Decision.ACCEPT, Status.REJECTED: Decision.REJECT}
"""The decision that agrees with what the program made of a finding."""


@dataclass(frozen=True)
class Section:
    """A table with its title, what it means, and its rows."""

    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def numbers(desk: Desk, language: Language, *, blind: bool = True) -> tuple[Section, ...]:
    """Agreement, precision of what was drawn, precision by check. Empty without decisions.

    Args:
        desk: the findings and decisions.
        language: of the words.
        blind: only what the desk's reviewer may see.
    """
    snapshot = desk.snapshot()
    held = {
        key: reviews
        for key, reviews in snapshot.held.items()
        if not blind or any(r.reviewer == desk.reviewer for r in reviews)
    }
    if not held:
        return ()
    settled = {k: r[0] for k, r in held.items() if not disagree(r)}
    keys = set(held)
    history = [r for r in desk.history if r.finding_key in keys]
    sections = [_decisions(held, language)]
    pairs = agreements(history)
    if pairs:
        sections.append(_agreement(pairs, language))
    # What was judged is what stood there then, also when a newer run has replaced it since.
    status = {k: Status(r.seen.status) for k, r in settled.items() if r.seen}
    drawn = {k: r for k, r in settled.items() if k in snapshot.lists.drawn and k in status}
    if drawn:
        sections.append(_drawn(drawn, status, language))
    for title, chosen in _by_origin(settled, snapshot.lists.drawn, language):
        if by_check := _by_check(desk, chosen, title, language):
            sections.append(by_check)
    return tuple(sections)


def _decisions(held: Mapping[str, tuple[Review, ...]], language: Language) -> Section:
    tally: dict[str, Counter[Decision]] = defaultdict(Counter)
    for reviews in held.values():
        for review in reviews:
            tally[review.reviewer][review.decision] += 1
    kinds = [d for d in Decision if d is not Decision.WITHDRAWN]
    differ = sum(disagree(reviews) for reviews in held.values())
    zh = language == "zh"
    return Section(
        title="决定" if zh else "Decisions",
        note=f"意见不一 {differ} 条。" if zh else f"Reviewers differ on {differ}.",
        head=("核定人" if zh else "reviewer", *(word("decision", d, language) for d in kinds)),
        rows=tuple((name, *(str(tally[name][d]) for d in kinds)) for name in sorted(tally)),
    )


def _agreement(pairs: Iterable[Agreement], language: Language) -> Section:
    zh = language == "zh"
    rows = [
        (
            f"{p.first} / {p.second}",
            str(p.n),
            f"{p.agreed}/{p.n}",
            "-" if p.kappa is None else f"{p.kappa:.2f}",
        )
        for p in pairs
    ]
    return Section(
        title="一致程度" if zh else "Agreement",
        note="Cohen's kappa（1960），只计两人互不知情时的决定。"
        if zh
        else "Cohen's kappa (1960) over decisions made while blind to each other.",
        head=("核定人", "n", "相同", "kappa") if zh else ("reviewers", "n", "same", "kappa"),
        rows=tuple(rows),
    )


def _drawn(
    drawn: Mapping[str, Review], status: Mapping[str, Status], language: Language
) -> Section:
    zh = language == "zh"
    rows = []
    for kind, right in RIGHT.items():
        decided = [r.decision for k, r in drawn.items() if status[k] is kind]
        sure = [d for d in decided if d is not Decision.UNSURE]
        if decided:
            share = Share(sum(d is right for d in sure), len(sure))
            name = word("status", kind, language)
            rows.append((name, *_told(share), str(len(decided) - len(sure))))
    return Section(
        title="抽样：准确率" if zh else "Drawn at random: precision",
        note="随机抽出的条目，Wilson（1927）95% 区间。更正也算不对；存疑不计入。"
        if zh
        else "Of findings drawn at random, with Wilson's 95 % interval (1927). A correction counts as"
        " wrong, unsure does not count.",
        head=("核验结果", "对/n", "准确率", "95%", "存疑")
        if zh
        else ("status", "right/n", "precision", "95 %", "unsure"),
        rows=tuple(rows),
    )


def _told(share: Share) -> tuple[str, str, str]:
    low, high = share.interval
    value = f"{share.value:.1%}" if share.n else "-"
    return f"{share.right}/{share.n}", value, f"{low:.1%}..{high:.1%}"


def _by_origin(
    settled: Mapping[str, Review], drawn: frozenset[str], language: Language
) -> tuple[tuple[str, dict[str, Review]], ...]:
    zh = language == "zh"
    titles = (
        "各项核验的准确率：抽样条目" if zh else "Precision by check: findings drawn at random",
        "各项核验的准确率：其余条目（不是随机样本）"
        if zh
        else "Precision by check: the other findings (no random sample)",
    )
    inside = {k: r for k, r in settled.items() if k in drawn}
    outside = {k: r for k, r in settled.items() if k not in drawn}
    return (titles[0], inside), (titles[1], outside)


def _by_check(
    desk: Desk, chosen: Mapping[str, Review], title: str, language: Language
) -> Section | None:
    told = [one for finding, review in _findings(desk, chosen) for one in judged(finding, review)]
    found = shares(told)
    if not found:
        return None
    order = sorted(found, key=lambda key: (key[1] is not Label.SUPPORTED, -found[key].n, key[0]))
    zh = language == "zh"
    labels = {
        Label.SUPPORTED: "符合" if zh else "supported",
        Label.REFUTED: "不符" if zh else "refuted",
    }
    return Section(
        title=title,
        note="剔除只评判它指明的那一项；接受评判全部；更正也评判全部，所改的一项算反过来。"
        if zh
        else "A rejection judges the check that it names, an acceptance all; a correction too, with the"
        " claim that it changes the other way round.",
        head=("核验", "判为", "对/n", "准确率", "95%")
        if zh
        else ("check", "said", "right/n", "precision", "95 %"),
        rows=tuple(
            (word("check", check, language), labels[label], *_told(found[check, label]))
            for check, label in order
        ),
    )


def _findings(desk: Desk, chosen: Mapping[str, Review]) -> Iterable[tuple[Finding, Review]]:
    for review in chosen.values():
        finding = desk.finding_as_seen(review)
        if finding is not None:
            yield finding, review


def as_text(sections: Iterable[Section]) -> str:
    """The tables for a terminal, columns apart by two spaces."""
    lines: list[str] = []
    for section in sections:
        rows = [section.head, *section.rows]
        widths = [max(_width(row[i]) for row in rows) for i in range(len(section.head))]
        lines += [section.title, f"  {section.note}"]
        lines += [
            "  "
            + "  ".join(c + " " * (w - _width(c)) for c, w in zip(r, widths, strict=True)).rstrip()
            for r in rows
        ]
        lines += [""]
    return "\n".join(lines)


def _width(text: str) -> int:
    """Columns of a terminal: Chinese characters take two."""
    return sum(2 if "\u2e80" <= c <= "\uffef" else 1 for c in text)
