"""Members of the families, made from a config."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from agent.lazy import cached_property
from agent.net import BROWSER
from agent.places import Places
from agent.publishers import Publishers
from agent.publishers.portals import ColumnTable, PortalTable, load_columns, load_portals
from agent.queries import Templates, load_templates, plan_queries, plan_short
from agent.records import Changepoint, Fetched, Page, Query, Window
from agent.sectors import Sectors
from agent.wiring import CHECKS, READERS, READING_PICTURES, Config, loaded
from agent.wiring.asking import Asking, chosen, member, model_of
from agent.wiring.version import VERSION

if TYPE_CHECKING:
    from agent.checks import Check
    from agent.checks.asking import Entailment
    from agent.checks.entailment import Rules as EntailmentRules
    from agent.errors import StateError
    from agent.evidence.derive import Deriver
    from agent.extract import Extractor
    from agent.llm import Replies
    from agent.queries.papers import Lead
    from agent.readers import Readers
    from agent.register.book import Register
    from agent.search import Gathered, SearchBackend
    from agent.search.http import Asker
    from agent.store.index import Index

PLACES_LEFT_OUT = "what hits name was not asked for, but papers: the first round found enough"


class Following(NamedTuple):
    """The queries of the second round, the papers they ask for, and notes on what is left out."""

    queries: tuple[Query, ...]
    papers: tuple[Lead, ...] = ()
    notes: tuple[str, ...] = ()


class Knowledge(NamedTuple):
    """The tables: what is known before anything is asked."""

    places: Places
    publishers: Publishers
    sectors: Sectors
    templates: Templates
    portals: PortalTable
    columns: ColumnTable

    def queries(self, changepoint: Changepoint, window: Window) -> tuple[Query, ...]:
        """The questions to ask of a window: the long ones, then those of a word for portals."""
        portal = self.portals.of(self.places.province(changepoint.province).name)
        short = plan_short(
            changepoint,
            window,
            self.sectors,
            self.templates,
            full_text=portal is None or portal.full_text,
        )
        long = plan_queries(
            changepoint, window, self.places, self.sectors, self.publishers, self.templates
        )
        return (*long, *short)

    def following(
        self,
        config: Config,
        changepoint: Changepoint,
        queries: tuple[Query, ...],
        first: Gathered,
        pages: Sequence[Page],
    ) -> Following:
        """The second round, after the first ``pages`` were read: what they and the hits name.

        Where the first round found enough and may end early, only papers are asked for, and a note says so.
        """
        # What reads names of papers is not needed by a batch with nothing to do.
        from agent.queries.following import FirstRound, enough, plan_following  # noqa: PLC0415 - see above
        from agent.queries.papers import LeadRules, leads  # noqa: PLC0415 - see above

        window = changepoint.window(config.window)
        rules = LeadRules(self.places, self.publishers, self.sectors, is_paper())
        papers = leads(first.hits, pages, changepoint, window, rules)
        gave = FirstRound(queries, first.hits, first.unfinished, papers)
        if config.protocol == "fixed" or not enough(changepoint, window, first.hits):
            return Following(plan_following(changepoint, window, gave, self.places), papers)
        gave = FirstRound(queries, (), (), papers)
        asked = plan_following(changepoint, window, gave, self.places)
        return Following(asked, papers, (PLACES_LEFT_OUT,))

    def fingerprints(self) -> dict[str, str]:
        """The hash of every table."""
        return {name: getattr(self, name).fingerprint for name in self._fields}


def knowledge(config: Config) -> Knowledge:
    """The tables, a user's own laid over them. Raises UsageError when one cannot be used."""
    own = config.overrides
    publishers: list[Path] = [own["publishers"]] if "publishers" in own else []
    if config.sample:
        publishers.insert(0, loaded("agent.sample:PUBLISHERS"))
    places = Places.load(own.get("places"))
    queries = own.get("queries") or (loaded("agent.sample:QUERIES") if config.sample else None)
    return Knowledge(
        places=places,
        publishers=Publishers.load(places, tuple(publishers)),
        sectors=Sectors.load(own.get("sectors")),
        templates=load_templates(queries),
        portals=load_portals(places, own.get("portals")),
        columns=load_columns(places, own.get("columns")),
    )


def is_paper() -> Callable[[str], bool]:
    """What tells the name of a document from other names in brackets."""
    told: Callable[[str], bool] = loaded("agent.extract.signs:load_signs")().is_document
    return told


@dataclass
class LateReader:
    """A reader that is imported when something is to be read: a cached text costs no parser."""

    name: str
    place: str

    def read(self, fetched: Fetched, label: str = "") -> Page:
        """See readers.Reader."""
        page: Page = self.reader.read(fetched, label)
        return page

    @cached_property
    def reader(self) -> Any:
        """The reader itself."""
        return loaded(self.place)()


def readers() -> Readers:
    """The readers of all media types."""
    pictures: bool = loaded("agent.readers.recognition:installed")()
    mark: str = loaded("agent.readers.recognition:MARK")
    late = {
        media: LateReader(name + mark if pictures and place in READING_PICTURES else name, place)
        for media, (name, place) in READERS.items()
    }
    made: Readers = loaded("agent.readers:Readers")(late, pictures=pictures)
    return made


def checks(known: Knowledge) -> tuple[Check, ...]:
    """All checks, in the order of the report."""
    sentence = loaded("agent.checks.sentence:SentenceCheck")
    made = [
        loaded(place)(*(getattr(known, table) for table in tables))
        for place, tables in CHECKS.items()
    ]
    return (*made, sentence("content"), sentence("impact"))


def backends(
    config: Config,
    asker: Asker,
    texts: Index,
    known: Knowledge,
    register: Register | StateError | None = None,
) -> tuple[SearchBackend, ...]:
    """The searches that ``chosen`` names."""
    made = loaded("agent.search:Parts")(
        asker=asker,
        texts=texts,
        places=known.places,
        publishers=known.publishers,
        portals=known.portals,
        register=register,
        every_page=config.saved == "all",
        user_agent=config.user_agent or BROWSER,
    )
    settings = dict(config.services)
    if config.sample:
        settings["SEARXNG_URL"] = loaded("agent.sample:SEARCH_URL")
    return tuple(
        one.make(made, settings.get(one.setting, "")) for one in map(member, chosen(config))
    )


class Extraction(NamedTuple):
    """An extractor, prompts by hash, how to end calls at once, and who judges open sentences."""

    extractor: Extractor
    prompts: dict[str, str]
    close: Callable[[], None]
    model: Any
    entailment: Entailment | None = None


def extraction(
    config: Config, known: Knowledge, replies: Replies, clock: Callable[[], datetime], ask: Asking
) -> Extraction:
    """The extractor by rules, or by the model that the config names."""
    tables = loaded("agent.extract:Knowledge")(known.places, known.publishers, known.sectors)
    if config.model == "none":
        return Extraction(loaded("agent.extract.by_rules:ByRules")(tables), {}, lambda: None, None)
    model = model_of(config, replies, clock, ask)
    folder = config.overrides.get("prompts")
    prompt = loaded("agent.extract.by_model:extract_prompt")(folder)
    entail = loaded("agent.prompt:load_prompt")("entail", folder)
    by_model = loaded("agent.extract.by_model:ByModel")
    extractor = by_model(model, prompt, tables, config.characters)
    settling = loaded("agent.checks.asking:Entailment")
    entailment = settling(model, entail, entailment_rules(known))
    prompts = {prompt.name: prompt.sha256, entail.name: entail.sha256}
    return Extraction(extractor, prompts, model.close, model, entailment)


def entailment_rules(known: Knowledge) -> EntailmentRules:
    """What of a model's judgements on a sentence counts."""
    names = loaded("agent.checks.parts:Names")(known.places, known.publishers)
    made: EntailmentRules = loaded("agent.checks.entailment:Rules")(names)
    return made


def deriver(known: Knowledge) -> Deriver:
    """What derives stored results again, without a network and without a model."""
    made: Deriver = loaded("agent.evidence.derive:Deriver")(
        readers(), checks(known), entailment_rules(known), VERSION, known.fingerprints()
    )
    return made
