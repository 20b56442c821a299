"""The twin that asks a model: at most one question a page, and its answer is only a claim.

What it says becomes policies in answer_reader.py, without being corrected.
"""

from __future__ import annotations

from pathlib import Path

from agent.coverage import NOT_REGISTERED
from agent.errors import ModelFailed, UsageError
from agent.extract import Extraction, Knowledge
from agent.extract.answer_reader import AnswerReader
from agent.extract.briefing import brief
from agent.extract.completion import completed, in_their_roles
from agent.extract.fitting import fits, is_of_another_time
from agent.extract.own_name import in_the_words_of_the_text
from agent.extract.page_answer import PageAnswer
from agent.extract.quoting import Documents
from agent.llm import Model
from agent.prompt import Prompt, load_prompt
from agent.records import Changepoint, Page, Window

PROMPT = "extract"
STAGE = "extract"


OTHER_TIME = "the model was not asked: no day that the page states or names lies in the window"
READ_IT = "read it, or ask another model"


def extract_prompt(override_dir: Path | None = None) -> Prompt:
    """The prompt of this twin.

    Raises:
        UsageError: it cannot be loaded, or is made for another answer.
    """
    prompt = load_prompt(PROMPT, override_dir)
    if prompt.front.schema_name != PageAnswer.__name__:
        raise UsageError(
            f"prompt {PROMPT}: schema_name is {prompt.front.schema_name}, not {PageAnswer.__name__}"
        )
    return prompt


class ByModel:
    """Extracts with a model (an ``Extractor``)."""

    def __init__(
        self, model: Model, prompt: Prompt, knowledge: Knowledge, characters: int = 12_000
    ) -> None:
        """Args: the model, its prompt, the tables, and how many characters of a page it is shown."""
        self.name = model.name
        self._model = model
        self._prompt = prompt
        self._knowledge = knowledge
        self._characters = characters

    def extract(self, page: Page, changepoint: Changepoint, window: Window) -> Extraction:
        """Ask for the policies and events of a page; see ``Extractor``.

        The window is not told: a model that knows which dates are wanted finds them, and without
        it one paid reply serves every changepoint of the province and sector.
        """
        if is_of_another_time(page, window):
            return Extraction(notes=(OTHER_TIME,))
        briefing = brief(page, self._characters, self._knowledge.weight(changepoint.sector))
        province = self._knowledge.places.province(changepoint.province)
        sector = self._knowledge.sectors.sector(changepoint.sector)
        question = self._prompt.render(
            province=f"{province.full}（{province.name}）",
            sector=sector.chinese if sector else "不限",
            facts=briefing.facts,
            note=briefing.note,
            documents=briefing.documents,
        )
        answer = self._model.ask(question, PageAnswer, stage=STAGE, target=page.url)
        reader = AnswerReader(Documents(page), briefing.shas, answer.usage.model)
        named, renamed = in_the_words_of_the_text(reader.policies(answer.value), reader.documents)
        said, moved = in_their_roles(named, page)
        policies = completed(said, reader.documents, self._knowledge.publishers)
        if not policies and not reader.notes and fits(page, changepoint, window, self._knowledge):
            # It may be right; but "nothing there" cannot rest on it alone.
            message = "the model registered nothing of a page whose title, place and day fit"
            message = "; ".join((message, *answer.notes))
            raise ModelFailed(NOT_REGISTERED, message, usage=answer.paid, hint=READ_IT)
        notes = (*answer.notes, *reader.notes, *renamed, *moved)
        return Extraction(policies=policies, usage=answer.paid, notes=notes)
