"""Joining a Dask cluster: the scheduler, whether its workers can do the work, and what they are sent."""

from __future__ import annotations

import contextlib
import logging
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from agent.batch.cluster import Cluster, shared
from agent.errors import StateError, UsageError
from agent.ledger import PaymentLog
from agent.wiring import Config
from agent.wiring.asking import chosen, is_local
from agent.wiring.workshop import manners

CONNECT = 10.0
"""Seconds to wait for the scheduler."""

INSTALL = "pip install 'policy-research-agent[cluster]' here, at the scheduler and on the workers"


@contextlib.contextmanager
def open_cluster(
    config: Config, address: str, tell: Callable[[str], None], book: PaymentLog | None = None
) -> Iterator[Cluster]:
    """Connect to a scheduler, and see that its workers can do the work.

    Args:
        config: what the workers build their parts from.
        address: of the scheduler, as tcp://HOST:8786 or tls://HOST:8786.
        tell: told in a line what a user should know.
        book: where what the workers pay is written down.

    Raises:
        UsageError: distributed is not installed, the address is none, or nobody is there.
        StateError: a worker has another version or does not see the cache folder.
    """
    client = _client(address)
    mark = (config.state / "locks" / f"cluster-{uuid.uuid4().hex}").absolute()
    try:
        workers: dict[str, int] = client.nthreads()
        if not workers:
            raise UsageError(
                f"no worker is connected to {address}",
                hint=f"on each machine: dask worker {address} --nthreads 8",
            )
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        order = _order(config, mark, len(workers), tell)
        _check(client, order)
        cluster = Cluster(client, workers, order, book or PaymentLog())
        tell(
            f"cluster {address}: {len(workers)} worker(s), {sum(workers.values())} changepoints"
            f" at a time, {order.config.model_slots} model calls at a time each"
        )
        try:
            yield cluster
        finally:
            cluster.close()
            _let_go(client)
    finally:
        mark.unlink(missing_ok=True)
        client.close(timeout=CONNECT)


def _client(address: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError("--scheduler needs distributed", hint=INSTALL) from error
    try:
        make: Any = Client
        # What it has to say in red is said by us in one line.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        return make(address, timeout=CONNECT, set_as_default=False, name="research-batch")
    except ValueError as error:
        raise UsageError(
            f"--scheduler: no address of a scheduler: {address!r}", hint="tcp://HOST:8786"
        ) from error
    except (OSError, TimeoutError) as error:
        raise UsageError(
            f"no scheduler answers at {address}", hint="start one with: dask scheduler"
        ) from error


def _order(config: Config, mark: Path, workers: int, tell: Callable[[str], None]) -> Any:
    """The config as workers get it: absolute paths, their share of what is limited."""
    from agent.batch.worker import Order  # noqa: PLC0415 - needs distributed

    asked = chosen(config)
    own = [name for name in asked if is_local(name)]
    search = tuple(name for name in asked if name not in own)
    if not search:
        raise UsageError("the search saved has only pages of this machine: name another")
    if own:
        tell(f"not asked on a cluster, as every machine has other pages: {', '.join(own)}")
    if config.model_slots < workers:
        tell(f"{workers} workers share {config.model_slots} model calls at a time: one each")
    there = replace(
        shared(config, workers),
        cache=config.cache.absolute(),
        search=None if config.sample else search,
        overrides={name: path.absolute() for name, path in config.overrides.items()},
    )
    return Order(run=uuid.uuid4().hex[:12], config=there, mark=mark)


def _check(client: Any, order: Any) -> None:
    """Put the gate in its place, and ask every worker whether it can work."""
    try:
        from agent.batch.gate import Gate  # noqa: PLC0415 - needs distributed
        from agent.batch.worker import fault  # noqa: PLC0415 - needs distributed

        client.register_plugin(Gate(manners(order.config)))
        faults: dict[str, str] = client.run(fault, order)
    except ImportError as error:
        raise StateError(
            f"this program is missing in the cluster: {error}", hint=INSTALL
        ) from error
    except Exception as error:
        words = f"the cluster cannot be used: {type(error).__name__}: {error}"
        raise StateError(words, hint=INSTALL) from error
    for worker, wrong in sorted(faults.items()):
        if wrong:
            raise StateError(f"worker {worker} {wrong}", hint="see docs/scale.md")


def _let_go(client: Any) -> None:
    from agent.batch.worker import let_go  # noqa: PLC0415 - needs distributed

    with contextlib.suppress(Exception):
        client.run(let_go)
