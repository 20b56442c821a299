"""Open sentences on their way through the whole line: asked once a policy, counted, never fatal."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.checks.asking import Entailment
from agent.extract import Extraction, Extractor
from agent.findings import Dossier, Finding, Outcome, Status
from agent.llm.failures import failed
from agent.pipeline import research
from agent.policy import Quoted
from agent.prompt import load_prompt
from agent.records import Changepoint, Page, Usage, Window
from agent.wiring import Config
from agent.wiring.members import entailment_rules
from agent.wiring.workshop import Workshop, open_workshop
from tests.fakes import FakeModel

POINT = Changepoint(province="山西", sector="Ground", date=datetime.date(2024, 11, 8))


class Rewording:
    """Extracts as another does, and adds a sentence in words that no page has."""

    def __init__(self, inner: Extractor) -> None:
        self.name = inner.name
        self._inner = inner

    def extract(self, page: Page, changepoint: Changepoint, window: Window) -> Extraction:
        found = self._inner.extract(page, changepoint, window)
        sentence = Quoted(value="此举旨在改善大气环境状况", quote=None, source=page.sha256)
        policies = tuple(
            policy.model_copy(update={"content": (*policy.content, sentence)})
            for policy in found.policies
        )
        return found.model_copy(update={"policies": policies})


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    cache: Path = tmp_path_factory.mktemp("sample")
    with open_workshop(Config(cache=cache, sample=True), lambda _s, _d, _t: None) as opened:
        yield opened


def dossier_with(workshop: Workshop, model: FakeModel | None) -> Dossier:
    entailment = (
        Entailment(model, load_prompt("entail"), entailment_rules(workshop.known))
        if model
        else None
    )
    deps = dataclasses.replace(
        workshop.deps, extractor=Rewording(workshop.deps.extractor), entailment=entailment
    )
    return research(POINT, deps)


def reasons(dossier: Dossier) -> list[str]:
    return [v.reason for f in dossier.findings for v in f.of_check("content")]


def asked_of_the_model(dossier: Dossier) -> list[Usage]:
    return [used for used in dossier.usage if used.stage != "search"]


def told(finding: Finding) -> set[str]:
    return {verdict.reason for verdict in finding.verdicts}


def test_without_a_model_an_open_sentence_stays_open_and_says_so(workshop: Workshop) -> None:
    dossier = dossier_with(workshop, None)
    assert "sentence.absent" in reasons(dossier)
    assert not any(reason.startswith("entailment.") for reason in reasons(dossier))
    assert asked_of_the_model(dossier) == []


def test_a_model_is_asked_once_a_policy_and_what_it_costs_is_counted(workshop: Workshop) -> None:
    model = FakeModel()
    silent = {"judgements": [{"id": "C1", "label": "not_enough_info", "quote": None}]}
    model.enqueue(*[silent] * 50)
    dossier = dossier_with(workshop, model)
    asked = [f for f in dossier.findings if "entailment.not_said" in told(f)]
    assert 0 < len(asked) == len(model.history) == len(asked_of_the_model(dossier))
    assert all(f.status is not Status.REJECTED for f in asked)
    assert {used.stage for used in dossier.usage} == {"search", "check"}
    assert dossier.outcome is Outcome.FOUND


def test_a_model_that_fails_for_good_leaves_gaps_that_do_not_matter(workshop: Workshop) -> None:
    model = FakeModel()
    paid = Usage(stage="check", model="fake", prompt_tokens=3)
    failure = failed("wrong_key", "wrong key")
    failure.usage = (paid,)
    model.enqueue(*[failure] * 50)
    dossier = dossier_with(workshop, model)
    gaps = [gap for gap in dossier.gaps if gap.stage == "check"]
    assert gaps
    assert {gap.cause for gap in gaps} <= {"wrong_key", "not_asked"}
    assert not any(gap.material for gap in gaps)
    assert dossier.outcome is Outcome.FOUND
    assert len(asked_of_the_model(dossier)) == len(model.history)
