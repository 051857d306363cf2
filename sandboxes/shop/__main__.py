"""Look at one by hand: `python -m guiagent.sandboxes.shop --seed 7 --port 8000`."""

from __future__ import annotations

from guiagent.sandboxes.shop import World


def _words(world: World) -> tuple[str, ...]:
    return world.name, f"log in as {world.customer.email} with {world.customer.password}"
