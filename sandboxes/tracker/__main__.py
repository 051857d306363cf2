"""Look at one by hand: `python -m guiagent.sandboxes.tracker --seed 7 --port 8000`."""

from __future__ import annotations

from guiagent.sandboxes.tracker import World


def _words(world: World) -> tuple[str, ...]:
    return (world.name,)
