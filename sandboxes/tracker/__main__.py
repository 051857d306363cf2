"""Look at one by hand: `python -m guiagent.sandboxes.tracker --seed 7 --port 8000`."""

from __future__ import annotations

from guiagent.sandboxes._look import look_at
from guiagent.sandboxes.tracker import Tracker, World


def _words(world: World) -> tuple[str, ...]:
    return (world.name,)


if __name__ == "__main__":
    look_at(Tracker, _words)
