"""What keeps changepoints from being done, and what would help: short, because much has one cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from agent.batch.summary import Hindrance, Unfinished
from agent.coverage import Missing
from agent.store.totals import PointRow
from agent.text.urls import host_of

_Why = tuple[str, str, str]
"""Stage, advice and target: what one hindrance is."""


def unfinished_of(
    points: Sequence[PointRow], missing: Mapping[int, Sequence[Missing]]
) -> tuple[tuple[Hindrance, ...], tuple[Unfinished, ...]]:
    """What is not done, and what keeps it from being done: what keeps most comes first.

    ``missing`` is what could not be looked at, by the numbers of dossiers.
    """
    open_ones = [point for point in points if point.state in ("incomplete", "failed")]
    whys = [_whys(point, missing.get(point.dossier or 0, ())) for point in open_ones]
    seen: dict[_Why, set[str]] = {}
    held: Counter[_Why] = Counter()
    for why in whys:
        held.update(why.keys())
        for key, causes in why.items():
            seen.setdefault(key, set()).update(causes)
    order = sorted(seen, key=lambda key: (-held[key], key))
    place = {key: number for number, key in enumerate(order)}
    hindrances = tuple(
        Hindrance(
            stage=key[0],
            to_do=key[1],
            target=key[2],
            causes=tuple(sorted(seen[key])),
            changepoints=held[key],
        )
        for key in order
    )
    unfinished = tuple(
        Unfinished(
            province=point.province,
            sector=point.sector,
            date=str(point.date),
            kind=point.kind,
            state=point.state,
            hindrances=tuple(sorted(place[key] for key in why)),
            detail=point.detail,
        )
        for point, why in zip(open_ones, whys, strict=True)
    )
    return hindrances, unfinished


def _whys(point: PointRow, missing: Sequence[Missing]) -> dict[_Why, set[str]]:
    """What keeps a changepoint from being done, each with its causes."""
    if point.state == "failed" or point.dossier is None:
        # The dossier of an earlier try says nothing of the failure.
        return {("", "look_at_detail", point.detail): set()}
    whys: dict[_Why, set[str]] = {}
    for one in missing:
        to_do = advice_for(one.stage, one.cause)
        for target in one.targets:
            key = one.stage, to_do, _particular(one.stage, to_do, target)
            whys.setdefault(key, set()).add(one.cause)
    return whys or {("search", "no_covering_search", ""): set()}


def _particular(stage: str, to_do: str, target: str) -> str:
    """What of a target matters to who wants to help: the page, its host, the search, or nothing.

    Another model is named once for all pages of which this one gave no answer.
    """
    if stage == "search":
        return target.partition(": ")[0]
    if to_do == "import_page":
        return target
    return host_of(target) if to_do == "run_again" else ""


_AGAIN = frozenset(
    {"timeout", "unreachable", "error", "cancelled", "interrupted", "tls", "maintenance"}
)
_MONEY = frozenset({"quota", "no_balance"})
_SETTINGS = frozenset({"wrong_key", "unknown_model", "not_openai"})


def advice_for(stage: str, cause: str) -> str:
    """What would help against a gap: a code that words.toml words under to_do."""
    if cause in ("budget", "not_asked", "offline", "no_address", "invented"):
        return cause
    if cause in _SETTINGS:
        return "settings"
    if cause in _MONEY:
        return "quota"
    if stage == "search":
        return "search_again" if cause in _AGAIN or cause.startswith("http:5") else "other_search"
    if stage in ("extract", "check"):
        return "model_again" if cause in _AGAIN else "other_model"
    if cause in _AGAIN or cause.startswith("http:5") or cause == "http:429":
        return "run_again"
    return "import_page"
