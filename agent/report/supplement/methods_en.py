"""The methods paragraph in English."""

from __future__ import annotations

from collections.abc import Callable

from agent.findings import Outcome
from agent.report.supplement.columns import province_told
from agent.report.supplement.facts import Facts, days_told, models_of, names_told
from agent.report.words import word


def counting(rows: int, things: int) -> tuple[str, str]:
    """How often a thing counts."""
    return "Counting", (
        f"{rows} rows are included, {things} distinct things. Two records are one thing when they have "
        "the same document number; without one, the same name, issuer and date; events, the same "
        "name, day and province; and pages of one changepoint that the checks found to tell of the "
        "same thing. Documents with different numbers are never one."
    )


def _scope(facts: Facts) -> str:
    sectors = [word("sector", s, "en") if s else "not limited" for s in facts.sectors]
    provinces = [province_told(name, "en") for name in facts.provinces]
    text = "Pages, policies and figures are an invented sample and must not be cited. "
    return (text if facts.invented else "") + (
        f"We looked at policies and events around {facts.points} changepoint(s) of emissions "
        f"({names_told(provinces, ', ')}; sectors: {names_told(sectors, ', ')}; dated "
        f"{days_told(facts.days)}), in a closed window of {' or '.join(map(str, facts.around))} days "
        "on each side"
        + (
            f" (for {facts.intervals} of them of the interval that the detector gave)."
            if facts.intervals
            else "."
        )
    )


def _search(facts: Facts) -> str:
    how = "imported by hand" if facts.by_hand == facts.pages else "fetched"
    fetched = f" ({how} {days_told(facts.fetched)}, UTC)" if facts.fetched else ""
    by_hand = (
        f", {facts.by_hand} of them imported by hand" if 0 < facts.by_hand < facts.pages else ""
    )
    pages = (
        f"{facts.pages} distinct pages were read{fetched}{by_hand}. "
        f"Dossiers were made {days_told(facts.researched)} (UTC)."
    )
    refused = f" Hosts that refused: {names_told(facts.refused, ', ')}." if facts.refused else ""
    reported = ""
    if facts.audits:
        reported = (
            f"{facts.audits} changepoint(s) are those of reports that somebody else wrote, with "
            f"{facts.items} items; for these nothing was searched, and only pages that the items cite "
            "can support one. "
        )
    if not facts.asked:
        return (
            f"{reported}No search was made; {facts.addresses[1]} distinct addresses were given and "
            f"{pages}{refused}"
        )
    asked, answered = sum(facts.asked.values()), sum(facts.answered.values())
    sources = ", ".join(
        f"{n} ({facts.answered.get(n, 0)}/{facts.asked[n]})" for n in sorted(facts.asked)
    )
    return (
        f"{facts.queries} distinct queries were put to {sources}; {answered} of {asked} searches were "
        f"answered, {facts.covering} of them by a search that covers the province and the window. "
        f"They gave {facts.hits[0]} records ({facts.hits[1]} distinct addresses). {reported}"
        f"{facts.addresses[1]} distinct addresses were chosen and {pages} Replies of earlier searches "
        f"may have been used again.{refused}"
    )


def _outcome(facts: Facts) -> str:
    order = (Outcome.FOUND, Outcome.NONE_FOUND, Outcome.INCOMPLETE)
    found, none, incomplete = (facts.searched.get(outcome, 0) for outcome in order)
    told = []
    if facts.audits < facts.points:
        told.append(
            f"Of the changepoints that were searched, something was found for {found}; for {none} "
            "nothing was found although covering searches answered and the best pages were looked "
            f"at; {incomplete} are incomplete: something that matters could not be looked at, and "
            "nothing can be concluded from what is missing. Other policies or events cannot be "
            "excluded."
        )
    if facts.unsure:
        told.append(
            f"For {facts.unsure} changepoint(s) of the reports, pages that items cite were not read."
        )
    return " ".join(told)


def _reading(facts: Facts) -> str:
    models, by_rules = models_of(facts)
    ways = [f"the language model {name}" for name in models]
    ways += ["rules without a language model"] * by_rules
    told = [f"Findings were extracted from the pages by {' and '.join(ways)}."] if ways else []
    if facts.prompts:
        told.append(f"Prompts (first 12 digits of sha256): {'; '.join(facts.prompts)}.")
    return " ".join(told)


def _checking(facts: Facts) -> str:
    told = []
    if facts.checks:
        checks = ", ".join(word("check", check, "en") for check in facts.checks)
        told.append(
            f"Every claim was held against the archived page by deterministic checks ({checks})."
        )
    if facts.entailed:
        told.append(
            f"For {facts.entailed} sentence(s) in other words than the page a model pointed at a "
            "passage, which counted only where code located it in the page."
        )
    if facts.unread:
        told.append(
            f"The pages of {facts.unread} item(s) were not read; these were judged by the report's "
            "own words and addresses, which can refute and never support, so none of them is verified."
        )
    told.append(
        '"Verified" means that the page says so: what is shown was located in the copy archived under '
        "its sha256, and dates, issuer, place and figures agree with it. It does not mean that it is "
        "true, and never that it caused the change: what is listed coincides with the changepoint in "
        "time, place and sector."
    )
    return " ".join(told)


def _people(facts: Facts) -> str:
    told = facts.people
    if not told.findings:
        return "Nobody has reviewed the findings."
    decided = ", ".join(f"{word('person', t.value, 'en')} {n}" for t, n in told.decided)
    text = f"{told.reviewers} reviewer(s) decided on {told.findings} finding(s) ({decided})."
    for pair in told.pairs:
        kappa = "" if pair.kappa is None else f"; Cohen's kappa {pair.kappa:.2f}"
        text += (
            f" {pair.first} and {pair.second} decided on the same {pair.n} blind to each other and "
            f"agree on {pair.agreed}{kappa}."
        )
    if told.kept.n:
        low, high = told.kept.interval
        text += (
            f" Of {told.kept.n} finding(s) that the checks verified and people settled, "
            f"{told.kept.right} were accepted or corrected ({told.kept.value:.0%}, 95 % interval "
            f"{low:.0%} to {high:.0%}; only a random draw speaks for all)."
        )
    return text


def _cost(facts: Facts) -> str:
    bills = "; ".join(
        f"{b.name} {b.calls} call(s), {b.prompt} prompt tokens ({b.cached} cached), "
        f"{b.completion} completion tokens"
        for b in facts.bills
    )
    told = "No language model was called."
    if bills:
        told = f"Use of language models, when each answer was first had: {bills}."
    requests = ", ".join(f"{name} {n}" for name, n in facts.requests.items())
    told += f" Requests to searches: {requests}." if requests else ""
    budgets = dict.fromkeys(run.config["budget"] for run in facts.runs if run.config.get("budget"))
    told += f" Budget when the run began: {', '.join(budgets)}." if budgets else ""
    if facts.cost is None:
        return told
    amounts = ", ".join(f"{n:.2f} {currency.upper()}" for currency, n in facts.cost.amounts.items())
    told += f" At the full prices that are known: {amounts}." if amounts else ""
    unknown = "; ".join(facts.cost.unknown)
    return told + (f" Price unknown: {unknown}." if unknown else "")


def _versions(facts: Facts) -> str:
    runs = ", ".join(run.id for run in facts.runs)
    text = f"Program policy-research-agent {', '.join(facts.versions)}"
    text += f"; runs {runs}" if runs else ""
    return text + (f"; tables: {', '.join(facts.tables)}." if facts.tables else ".")


PARTS: dict[str, Callable[[Facts], str]] = {
    "Scope": _scope,
    "Search": _search,
    "Outcome": _outcome,
    "Extraction": _reading,
    "Verification": _checking,
    "Review by people": _people,
    "Cost": _cost,
    "Versions": _versions,
}
"""The parts in their order, each with its title."""
