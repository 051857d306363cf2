"""Who can be put before a suite: whatever `guiagent run` knows, and the baselines that know nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guiagent.bench.baselines import BlindReplay, BlindSubmit, Idle, RandomClicks, recorded
from guiagent.bench.results import Results, read_results
from guiagent.bench.rows import Row
from guiagent.cli.models import Inspected, Mind, Offline, mind_of
from guiagent.cli.options import RunOptions
from guiagent.errors import UsageError
from guiagent.protocols import Policy, Task
from guiagent.runs import read
from guiagent.suites import SolvedTask

BASELINES = ("scripted", "idle", "submit", "random", "replay", "reader")
"""What every table should have beside a model, as `--model` takes it; replay as replay:DIR."""


@dataclass(frozen=True)
class BaselineMind(Offline):
    """A policy of the benchmark's own."""

    make: Callable[[int, Inspected], Policy]

    def policy(self, seed: int, computer: Inspected, secrets: tuple[str, ...]) -> Policy:
        return self.make(seed, computer)


def mind_for(options: RunOptions, task: Task | None) -> Mind:
    """What decides in the attempts at a task; without one, whatever it is loaded from once. Raises UsageError."""
    kind, _, rest = options.model.partition(":")
    match kind:
        case "idle":
            return BaselineMind(lambda seed, computer: Idle())
        case "submit":
            return BaselineMind(lambda seed, computer: BlindSubmit(computer))
        case "random":
            return BaselineMind(lambda seed, computer: RandomClicks(seed))
        case "replay":
            return _replay(rest, task)
        case "scripted" if task is None:
            return Offline()
        case "scripted" if task is not None and not isinstance(task, SolvedTask):
            raise UsageError(f"{task.name} has no scripted solution for --model scripted to play")
        case _:
            return mind_of(options, task)


def for_each_task(model: str) -> bool:
    """Whether a mind is another one for each task."""
    return model.partition(":")[0] in ("scripted", "replay")


def _replay(folder: str, task: Task | None) -> Mind:
    if not folder:
        raise UsageError("--model replay:DIR replays the results in DIR, as of --model scripted; it needs the folder")
    results = read_results(Path(folder))

    def make(seed: int, computer: Inspected) -> Policy:
        row = _success(results, task.name if task else "", seed)
        return BlindReplay(recorded(read(results.folder / row.run).trajectory.steps) if row else ())

    return BaselineMind(make)


def _success(results: Results, task: str, seed: int) -> Row | None:
    """A recorded success at the task in another seed's world: that of the next seed, as they are listed."""
    fitting = {row.seed: row for row in results.rows if row.task == task and row.success and row.run}
    order = [each for each in results.settings.seeds if each != seed]
    after = [each for each in order if each > seed] + order
    return next((fitting[each] for each in after if each in fitting), None)
