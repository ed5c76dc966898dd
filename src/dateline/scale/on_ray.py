"""The engine of a cluster: tasks as rows of a Ray data set. Files between the steps must lie where all of its machines see them."""

from __future__ import annotations

import importlib
import logging
import pickle
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from dateline.scale.engine import Task, perform
from dateline.text.errors import DatelineError, MissingPackage

RETRIES = 1  # of a task whose process died; after that it is cut in halves


class OnRay:
    """A Ray cluster at an address, or one on this machine alone where none is given."""

    def __init__(self, workers: int, address: str | None = None) -> None:
        try:
            self._ray: Any = importlib.import_module("ray")
            self._data: Any = importlib.import_module("ray.data")
        except ImportError as error:
            raise MissingPackage("--engine ray needs Ray: install it with pip install 'dateline[ray]'") from error
        logging.getLogger("ray.data").setLevel(logging.ERROR)  # what becomes of tasks is told by us, and by their files
        self._count = max(1, workers)
        self._started = not self._ray.is_initialized()
        if self._started and address:
            self._ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
        elif self._started:
            self._ray.init(
                num_cpus=self._count,
                include_dashboard=False,
                log_to_driver=False,
                logging_level=logging.ERROR,
                _node_ip_address="127.0.0.1",
            )
        context = self._data.DataContext.get_current()
        context.max_errored_blocks = -1  # what could not be done is told by its missing target
        context.execution_options.preserve_order = True
        context.enable_progress_bars = False

    def map(self, tasks: Sequence[Task]) -> Iterator[Task]:
        """Run the tasks; all are given back when the last is done, since Ray hands out blocks and not rows."""
        if not tasks:
            return
        rows = [{"task": pickle.dumps(task)} for task in tasks]
        with warnings.catch_warnings():
            # Ray 2.60 says that 2.64 will take no number of retries here; pyproject.toml asks for one that does.
            warnings.filterwarnings("ignore", message="`ray_remote_args` is deprecated")
            done = self._data.from_items(rows, override_num_blocks=len(rows)).map_batches(
                _performed, batch_size=1, num_cpus=1, max_retries=RETRIES
            )
        for row in done.iter_rows():
            if row["wrong"]:
                raise DatelineError(row["wrong"])
        yield from tasks

    def close(self) -> None:
        """Leave the cluster; one that was started for this ends."""
        if self._started:
            self._ray.shutdown()


def _performed(batch: dict[str, Any]) -> dict[str, Any]:
    return {"wrong": [_wrong(pickled) for pickled in batch["task"]]}


def _wrong(pickled: bytes) -> str:
    """What went wrong with the task, as the engine of one machine would say it; nothing where it is done."""
    try:
        task: Task = pickle.loads(pickled)
        perform(task)
    except DatelineError as error:
        return str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""
