"""What runs on a worker of a cluster: one workshop a process, one changepoint a task.

A worker shares the cache folder with whoever sent it: raw pages, what was fetched and every reply
that was paid for are there as soon as they are had, whoever is lost afterwards. Its full-text index
and its (unused) database of results are its own. It opens its parts when it gets the first
changepoint of a run and keeps them until it gets one of another run.
"""

from __future__ import annotations

import random
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from distributed import get_worker

from agent.batch.gate import GatedPoliteness
from agent.errors import ResearchError, StateError
from agent.ledger.budget_ledger import PaymentBuffer
from agent.records import Changepoint
from agent.wiring import Config
from agent.wiring.version import VERSION
from agent.wiring.workshop import Workshop, open_workshop


@dataclass(frozen=True)
class Order:
    """What a worker needs to know: the run, with what, and how to recognise the cache folder.

    The config holds the keys. They travel with every order and stand in no name, no log line and
    no ``repr``.
    """

    run: str
    config: Config
    mark: Path
    version: str = VERSION


@dataclass(frozen=True)
class Answer:
    """A dossier as JSON, or the problem in its place; ``fatal`` when it is not of one changepoint.

    ``paid`` is what this worker paid since its last answer, a payment in JSON each.
    """

    dossier: str = ""
    paid: tuple[str, ...] = ()
    problem: str = ""
    hint: str = ""
    fatal: bool = False


@dataclass
class _Open:
    run: str = ""
    workshop: Workshop | None = None
    paid: PaymentBuffer = field(default_factory=PaymentBuffer)
    parts: ExitStack = field(default_factory=ExitStack)


_open = _Open()
_lock = threading.Lock()


def fault(order: Order) -> str:
    """Why this worker cannot do what is ordered, or an empty string."""
    if order.version != VERSION:
        return f"has version {VERSION} of this program, not {order.version}"
    if not order.mark.exists():
        return f"does not see the cache folder {order.config.state}"
    missing = [str(path) for path in order.config.overrides.values() if not path.exists()]
    return f"does not see {', '.join(missing)}" if missing else ""


def research_there(order: Order, changepoint: str) -> Answer:
    """Research one changepoint, given and answered as JSON, so that versions need not agree."""
    answer = _researched(order, changepoint)
    paid = tuple(payment.model_dump_json() for payment in _open.paid.take())
    return replace(answer, paid=paid)


def _researched(order: Order, changepoint: str) -> Answer:
    try:
        if wrong := fault(order):
            where = get_worker().address
            return Answer(problem=f"worker {where} {wrong}", fatal=True)
        dossier = _workshop(order).research(Changepoint.model_validate_json(changepoint))
    except ResearchError as error:
        return Answer(problem=error.message, hint=error.hint, fatal=isinstance(error, StateError))
    except Exception as error:  # noqa: BLE001 - an exception of a library may not travel
        return Answer(problem=f"internal error: {type(error).__name__}: {error}")
    return Answer(dossier=dossier.model_dump_json())


def let_go() -> None:
    """Close the parts that are open."""
    with _lock:
        _open.parts.close()
        _open.run, _open.workshop = "", None


def _workshop(order: Order) -> Workshop:
    """The workshop of a run, opened when it is not open yet."""
    with _lock:
        if _open.workshop is None or _open.run != order.run:
            _open.parts.close()
            worker = get_worker()
            scratch = Path(worker.local_directory) / f"research-{order.run}"
            config = replace(order.config, scratch=scratch)
            gate = GatedPoliteness(worker, time.monotonic, random.random)
            opened = open_workshop(config, courtesy=gate)
            _open.workshop = _open.parts.enter_context(opened)
            _open.workshop.ledger.charge_to(_open.paid)
            _open.run = order.run
        return _open.workshop
