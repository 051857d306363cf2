"""Look at one by hand: `python -m guiagent.sandboxes.mail --seed 7 --port 8000`."""

from __future__ import annotations

from guiagent.sandboxes.mail import World


def _words(world: World) -> tuple[str, ...]:
    return (f"The mailbox of {world.owner.name}",)
