"""How far reviewers agree, and how often the checks were right: tables for page and terminal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from agent.agreement import Agreement, Share, agreements, judged, shares
from agent.findings import Label, Status
from agent.report.sections import Section, part
from agent.report.words import Language, say, word
from agent.review.desk import Desk
from agent.store.reviews import Decision, Review, disagree

RIGHT = {Status.VERIFIED: Decision.ACCEPT, Status.REJECTED: Decision.REJECT}
"""The decision that agrees with what the program made of a finding."""


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
    for code, is_drawn in (("checks_drawn", True), ("checks_others", False)):
        chosen = {k: r for k, r in settled.items() if (k in snapshot.lists.drawn) is is_drawn}
        if by_check := _by_check(desk, chosen, code, language):
            sections.append(by_check)
    return tuple(sections)


def _decisions(held: Mapping[str, tuple[Review, ...]], language: Language) -> Section:
    tally: dict[str, Counter[Decision]] = defaultdict(Counter)
    for reviews in held.values():
        for review in reviews:
            tally[review.reviewer][review.decision] += 1
    kinds = [d for d in Decision if d is not Decision.WITHDRAWN]
    differ = sum(disagree(reviews) for reviews in held.values())
    return part(
        "decisions",
        language,
        rows=((name, *(str(tally[name][d]) for d in kinds)) for name in sorted(tally)),
        lines=[say("reviewers_differ", language, n=differ)],
        columns=[word("decision", d, language) for d in kinds],
    )


def _agreement(pairs: Iterable[Agreement], language: Language) -> Section:
    rows = [
        (
            f"{p.first} / {p.second}",
            str(p.n),
            f"{p.agreed}/{p.n}",
            "-" if p.kappa is None else f"{p.kappa:.2f}",
        )
        for p in pairs
    ]
    return part("agreement", language, rows=rows)


def _drawn(
    drawn: Mapping[str, Review], status: Mapping[str, Status], language: Language
) -> Section:
    rows = []
    for kind, right in RIGHT.items():
        decided = [r.decision for k, r in drawn.items() if status[k] is kind]
        sure = [d for d in decided if d is not Decision.UNSURE]
        if decided:
            share = Share(sum(d is right for d in sure), len(sure))
            name = word("status", kind, language)
            rows.append((name, *_told(share), str(len(decided) - len(sure))))
    return part("drawn", language, rows=rows)


def _told(share: Share) -> tuple[str, str, str]:
    low, high = share.interval
    value = f"{share.value:.1%}" if share.n else "-"
    return f"{share.right}/{share.n}", value, f"{low:.1%}..{high:.1%}"


def _by_check(
    desk: Desk, chosen: Mapping[str, Review], code: str, language: Language
) -> Section | None:
    seen = ((desk.finding_as_seen(review), review) for review in chosen.values())
    found = shares([one for finding, review in seen if finding for one in judged(finding, review)])
    if not found:
        return None
    order = sorted(found, key=lambda key: (key[1] is not Label.SUPPORTED, -found[key].n, key[0]))
    rows = (
        (
            word("check", check, language),
            say(f"judged_{label.value}", language),
            *_told(found[check, label]),
        )
        for check, label in order
    )
    return part(code, language, rows=rows)
