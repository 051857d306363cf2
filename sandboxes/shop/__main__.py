"""Look at one by hand: `python -m guiagent.sandboxes.shop --seed 7 --port 8000`."""

from __future__ import annotations

from guiagent.sandboxes._look import look_at
from guiagent.sandboxes.shop import Shop, World


def _words(world: World) -> tuple[str, ...]:
    return world.name, f"log in as {world.customer.email} with {world.customer.password}"


if __name__ == "__main__":
    look_at(Shop, _words)
