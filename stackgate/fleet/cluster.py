"""Documents judged by the workers of a Dask cluster, with the same result as here."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stackgate.fleet import ClusterError, Done, Fleet
from stackgate.fleet.parcels import Parcel, Recipe, judge_parcel
from stackgate.subject import Input

_PATIENCE_S = 30
_AT_ONCE = 4
"""So many documents are on their way for each thread of the workers; the others wait here."""
_REFERS_TO_FILES = b'"module"'
"""What a document holds that has modules: their files lie on this machine."""

log = logging.getLogger("stackgate")


@dataclass(frozen=True)
class Cluster:
    """The scheduler at an address, what its workers judge by, and the fleet of this machine for what they cannot."""

    address: str
    recipe: Recipe
    here: Fleet

    def judge(self, numbers: Sequence[int]) -> Done:
        """Each of these documents, by its number, with what came of it, in the order in which they are done.

        Dask gives the documents of a worker that dies to another. Those that end several workers are judged here, each
        in a process of its own, as are those with modules. Raises ClusterError where there is no scheduler, no worker,
        or one that is not as this Stackgate is. To be used with `contextlib.closing`.
        """
        here: list[int] = []
        with closing(self._judge_there(numbers, here)) as done:
            yield from done
        if here:
            with closing(self.here.judge_apart(here)) as done:
                yield from done

    def _judge_there(self, numbers: Sequence[int], here: list[int]) -> Done:
        try:
            from distributed import Client, KilledWorker, as_completed
        except ImportError:
            raise ClusterError("Dask is not installed: pip install 'stackgate[dask]'") from None
        client = self._connect(Client)
        try:
            threads = sum(client.nthreads().values())
            waiting = iter(numbers)
            futures: dict[Any, int] = {}
            recipe = client.submit(_same, self.recipe)
            coming = as_completed(loop=client.loop)

            def send() -> None:
                """Send the next document that can be sent."""
                for number in waiting:
                    parcel = _parcel(self.here.inputs[number])
                    if parcel is None:
                        here.append(number)
                        continue
                    future = client.submit(judge_parcel, recipe, parcel, key=f"stackgate-{id(self)}-{number}")
                    futures[future] = number
                    coming.add(future)
                    return

            for _ in range(threads * _AT_ONCE):
                send()
            for future in coming:
                number = futures.pop(future)
                try:
                    judgement, logged = future.result()
                except KilledWorker:
                    here.append(number)
                except ClusterError:
                    raise
                except Exception as error:
                    raise ClusterError(f"a worker cannot judge: {type(error).__name__}: {error}") from error
                else:
                    for text in logged:
                        log.error("%s", text)
                    yield number, judgement
                send()
        finally:
            client.close(timeout=1)

    def _connect(self, client: Any) -> Any:
        try:
            connected = client(self.address, timeout=_PATIENCE_S, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(f"no scheduler at {self.address}: {type(error).__name__}") from None
        try:
            connected.wait_for_workers(1, timeout=_PATIENCE_S)
        except TimeoutError:
            connected.close()
            raise ClusterError(f"the scheduler at {self.address} has no workers") from None
        return connected


def _same(recipe: Recipe) -> Recipe:
    """Makes of the recipe a task, which Dask does again where the worker that had its result is gone."""
    return recipe


def _parcel(given: Input) -> Parcel | None:
    """A document as it is sent; None for one that has to be judged on this machine."""
    try:
        data = given.path.read_bytes()
    except OSError:  # judging it here tells why
        return None
    if _REFERS_TO_FILES in data or given.document:
        return None
    path = Path(given.path)
    return Parcel(data, given.shown, path.resolve().parent.name, path.name, given.sources)
